"""Signing in: the account that is tried, the delay that grows with failures, the session at the end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, extract, func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.database import DbRole, Transaction
from db.passwords import accepted_step, hash_password, needs_rehash, verify_password
from db.queries.session import end_session, open_session, session_of
from db.tables.account import Account, SignInAttempt
from db.tables.base import table_of
from domain.access import Viewer

_accounts, _attempts = table_of(Account), table_of(SignInAttempt)

# Failures that cost nothing, then a delay that doubles up to the longest: never a lock.
_FREE_FAILURES_OF_ACCOUNT = 3
_LONGEST_OF_ACCOUNT = 30
_FREE_FAILURES_OF_ADDRESS = 20
_LONGEST_OF_ADDRESS = 60
_FORGOTTEN_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Welcome:
    """Signed in: the token for the cookie, who it is, and when the session ends at the latest."""

    token: str
    viewer: Viewer
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class WrongCredentials:
    """Login, password or code is wrong, or the account is closed; which of them is not told."""


@dataclass(frozen=True, slots=True)
class SecondFactorNeeded:
    """The password is right; the account also asks for a one-time code."""


@dataclass(frozen=True, slots=True)
class TooManyAttempts:
    """Too early after earlier failures; this attempt was not looked at and does not count."""

    retry_after_seconds: int


SignInOutcome = Welcome | WrongCredentials | SecondFactorNeeded | TooManyAttempts


async def sign_in(
    tx: Transaction,
    login: str,
    password: str,
    code: str | None,
    *,
    lifetime: timedelta,
    address: str | None,
    user_agent: str | None,
) -> SignInOutcome:
    """Try a login. The transaction must commit whatever the outcome is; the session before ends."""
    async with tx.acting_as(DbRole.PUBLIC, account="") as nobody:
        outcome = await _try(
            nobody, login.strip(), password, code, lifetime=lifetime, address=address, user_agent=user_agent
        )
    if not isinstance(outcome, Welcome):
        await tx.let(account=str(tx.viewer.account_id or ""))
        return outcome
    if tx.viewer.session_id is not None:
        await tx.let(account=str(tx.viewer.account_id))
        await end_session(tx, tx.viewer.session_id)
    # The answer is read as who has just come in.
    await tx.let(account=str(outcome.viewer.account_id))
    return outcome


async def _try(
    tx: Transaction,
    login: str,
    password: str,
    code: str | None,
    *,
    lifetime: timedelta,
    address: str | None,
    user_agent: str | None,
) -> SignInOutcome:
    wait = await _seconds_to_wait(tx, login, address)
    if wait:
        return TooManyAttempts(wait)
    await _count(tx, _account_key(login))
    account = await _tried(tx, login)
    right = await verify_password(account.password_hash if account else None, password)
    if account is None or not right or not account.active:
        return await _failed(tx, address)
    if account.totp_secret and not code:
        await _forgive(tx, _account_key(login))
        return SecondFactorNeeded()
    if not await _second_factor(tx, account, code):
        return await _failed(tx, address)
    await _succeeded(tx, account, login, password)
    return await _welcome(tx, account.id, lifetime=lifetime, address=address, user_agent=user_agent)


async def _welcome(
    tx: Transaction, account_id: UUID, *, lifetime: timedelta, address: str | None, user_agent: str | None
) -> Welcome:
    token = await open_session(tx, account_id, lifetime=lifetime, address=address, user_agent=user_agent)
    session = await session_of(tx, token, idle=lifetime)
    assert session is not None
    return Welcome(token, session.viewer, session.expires_at)


async def _tried(tx: Transaction, login: str) -> Row[Any] | None:
    await tx.let(login=login)
    return await tx.row(
        select(
            _accounts.c.id,
            _accounts.c.password_hash,
            _accounts.c.totp_secret,
            _accounts.c.totp_last_step,
            _accounts.c.active,
        ).where(func.lower(_accounts.c.login) == login.lower())
    )


async def _second_factor(tx: Transaction, account: Row[Any], code: str | None) -> bool:
    if not account.totp_secret:
        return True
    step = accepted_step(account.totp_secret, code or "", account.totp_last_step)
    if step is None:
        return False
    await tx.execute(update(_accounts).where(_accounts.c.id == account.id).values(totp_last_step=step))
    return True


async def _succeeded(tx: Transaction, account: Row[Any], login: str, password: str) -> None:
    changed: dict[str, Any] = {"last_sign_in_at": func.now(), "failed_sign_ins": 0}
    if needs_rehash(account.password_hash):
        changed["password_hash"] = await hash_password(password)
    await tx.execute(update(_accounts).where(_accounts.c.id == account.id).values(**changed))
    await tx.execute(update(_attempts).where(_attempts.c.key == _account_key(login)).values(failures=0))


async def _failed(tx: Transaction, address: str | None) -> WrongCredentials:
    if address:
        await _count(tx, _address_key(address))
    return WrongCredentials()


async def _seconds_to_wait(tx: Transaction, login: str, address: str | None) -> int:
    """Whole seconds until this login may be tried; its row stays locked until the attempt is counted."""
    waits = [await _wait(tx, _account_key(login), _FREE_FAILURES_OF_ACCOUNT, _LONGEST_OF_ACCOUNT, lock=True)]
    if address:
        waits.append(
            await _wait(tx, _address_key(address), _FREE_FAILURES_OF_ADDRESS, _LONGEST_OF_ADDRESS, lock=False)
        )
    return max(waits)


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


async def _count(tx: Transaction, key: str) -> None:
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


async def _forgive(tx: Transaction, key: str) -> None:
    await tx.execute(
        update(_attempts)
        .where(_attempts.c.key == key)
        .values(failures=func.greatest(_attempts.c.failures - 1, 0))
    )


def _account_key(login: str) -> str:
    """A login that nobody has may hold anything, so only its hash is kept."""
    return "account:" + sha256(login.lower().encode()).hexdigest()


def _address_key(address: str) -> str:
    return f"address:{address}"
