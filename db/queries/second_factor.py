"""The second factor of an account: proposed, confirmed, asked for, taken away."""

import logging
import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, any_, func, literal, or_, select, update

from db.database import DbRole, Transaction
from db.passwords import accepted_step
from db.tables.account import Account
from db.tables.base import table_of
from db.vault import Unreadable, Vault

_accounts = table_of(Account)
log = logging.getLogger("emhana.sign_in")

PROPOSED_FOR = timedelta(minutes=15)
RECOVERY_CODES = 10
# Letters and figures that nobody takes for each other.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_CODE_LENGTH = 16

NONE: dict[str, Any] = {
    "totp_secret": None,
    "totp_last_step": None,
    "totp_pending": None,
    "totp_pending_at": None,
    "second_factor_since": None,
    "recovery_hashes": [],
}
"""The columns of an account without a second factor."""


async def accepted(tx: Transaction, vault: Vault, account: Row[Any], code: str) -> bool:
    """Whether a code of the app or one of recovery is right; either holds once."""
    if len(plain := _plain(code)) == _CODE_LENGTH:
        return await _recovered(tx, account.id, plain)
    try:
        secret = vault.open_text(account.totp_secret, str(account.id))
    except Unreadable:
        log.error("second factor cannot be opened", extra={"account": str(account.id)})
        return False
    step = accepted_step(secret, code, account.totp_last_step)
    if step is None:
        return False
    unused = or_(_accounts.c.totp_last_step.is_(None), _accounts.c.totp_last_step < step)
    mine = update(_accounts).where(_accounts.c.id == account.id, unused)
    return bool((await tx.execute(mine.values(totp_last_step=step))).rowcount)


async def _recovered(tx: Transaction, account_id: UUID, plain: str) -> bool:
    used = _hash(plain)
    mine = update(_accounts).where(
        _accounts.c.id == account_id, literal(used) == any_(_accounts.c.recovery_hashes)
    )
    left = func.array_remove(_accounts.c.recovery_hashes, used)
    return bool((await tx.execute(mine.values(recovery_hashes=left))).rowcount)


async def propose(tx: Transaction, sealed: str) -> None:
    """Keep the viewer's new secret until a code of it is given; what is in force stays so."""
    async with tx.acting_as(DbRole.PUBLIC) as own:
        await own.execute(_own(tx).values(totp_pending=sealed, totp_pending_at=func.now()))


async def proposed(tx: Transaction) -> str | None:
    """The viewer's sealed secret that waits for its first code; None when there is none, or it waited too long."""
    waiting = select(_accounts.c.totp_pending).where(
        _accounts.c.id == tx.viewer.account_id, _accounts.c.totp_pending_at > func.now() - PROPOSED_FOR
    )
    async with tx.acting_as(DbRole.PUBLIC) as own:
        found: str | None = await own.value(waiting)
    return found


async def put_on(tx: Transaction, sealed: str, step: int) -> list[str]:
    """From now on the viewer signs in with a code. The codes of recovery, told once and kept as hashes."""
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    values = NONE | {
        "totp_secret": sealed,
        "totp_last_step": step,
        "second_factor_since": func.now(),
        "recovery_hashes": [_hash(_plain(code)) for code in codes],
    }
    async with tx.acting_as(DbRole.PUBLIC) as own:
        await own.execute(_own(tx).values(**values))
    return codes


async def take_off(tx: Transaction) -> None:
    """One's own, in the role that may write it."""
    async with tx.acting_as(DbRole.PUBLIC) as own:
        await own.execute(_own(tx).values(**NONE))


async def since(tx: Transaction) -> Any:
    """When the viewer's second factor was confirmed; None without one."""
    return await tx.value(
        select(_accounts.c.second_factor_since).where(_accounts.c.id == tx.viewer.account_id)
    )


def _own(tx: Transaction) -> Any:
    return update(_accounts).where(_accounts.c.id == tx.viewer.account_id)


def _new_code() -> str:
    """Four groups of four: 78 bits."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(_CODE_LENGTH))
    return "-".join(letters[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


def _plain(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()


def _hash(plain: str) -> str:
    """Codes are as random as keys, so that a plain hash tells nothing."""
    return sha256(plain.encode()).hexdigest()
