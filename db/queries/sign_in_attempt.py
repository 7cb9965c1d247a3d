"""Failures to sign in, per account and per address: what one must wait after them."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import case, extract, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.database import Transaction
from db.tables.account import SignInAttempt
from db.tables.base import table_of

_attempts = table_of(SignInAttempt)

# Failures that cost nothing, then a delay that doubles up to the longest: never a lock.
_FREE_FAILURES_OF_ACCOUNT = 3
_LONGEST_OF_ACCOUNT = 30
_FREE_FAILURES_OF_ADDRESS = 20
_LONGEST_OF_ADDRESS = 60
_FORGOTTEN_AFTER = timedelta(minutes=15)


async def seconds_to_wait(tx: Transaction, login: str, address: str | None) -> int:
    """Whole seconds until this login may be tried; its row stays locked until the attempt is counted."""
    waits = [await _wait(tx, account_key(login), _FREE_FAILURES_OF_ACCOUNT, _LONGEST_OF_ACCOUNT, lock=True)]
    if address:
        waits.append(
            await _wait(tx, address_key(address), _FREE_FAILURES_OF_ADDRESS, _LONGEST_OF_ADDRESS, lock=False)
        )
    return max(waits)


async def seconds_until_next(tx: Transaction, key: str) -> int:
    """The same for what strangers may try without signing in: as patient as with an address."""
    return await _wait(tx, key, _FREE_FAILURES_OF_ADDRESS, _LONGEST_OF_ADDRESS, lock=False)


async def _wait(tx: Transaction, key: str, free: int, longest: int, *, lock: bool) -> int:
    query = select(
        _attempts.c.failures,
        extract("epoch", func.clock_timestamp() - _attempts.c.last_at).label("passed"),
    ).where(_attempts.c.key == key)
    if lock:
        await tx.execute(insert(_attempts).values(key=key, failures=0).on_conflict_do_nothing())
        query = query.with_for_update()
    row = await tx.row(query)
    if row is None or row.failures <= free or row.passed > _FORGOTTEN_AFTER.total_seconds():
        return 0
    delay = min(2 ** min(row.failures - free - 1, 10), longest)
    return max(0, -int(-(delay - float(row.passed)) // 1))


async def count(tx: Transaction, key: str) -> None:
    """One failure more; those of long ago are forgotten."""
    old = _attempts.c.last_at < func.clock_timestamp() - _FORGOTTEN_AFTER
    new = insert(_attempts).values(key=key, failures=1, last_at=func.clock_timestamp())
    await tx.execute(
        new.on_conflict_do_update(
            index_elements=[_attempts.c.key],
            set_={
                "failures": case((old, 1), else_=_attempts.c.failures + 1),
                "last_at": func.clock_timestamp(),
            },
        )
    )


async def forget(tx: Transaction, key: str) -> None:
    """It was the right person after all."""
    await tx.execute(update(_attempts).where(_attempts.c.key == key).values(failures=0))


async def forgive(tx: Transaction, key: str) -> None:
    """This attempt was no failure."""
    await tx.execute(
        update(_attempts)
        .where(_attempts.c.key == key)
        .values(failures=func.greatest(_attempts.c.failures - 1, 0))
    )


def account_key(login: str) -> str:
    """A login that nobody has may hold anything, so only its hash is kept."""
    return "account:" + sha256(login.lower().encode()).hexdigest()


def certificate_key(address: str) -> str:
    """Unknown certificates, counted apart from failures to sign in: a school at one address does both."""
    return f"certificate:{address}"


def address_key(address: str) -> str:
    """Under which the failures from an address are counted, beside those of a login."""
    return f"address:{address}"
