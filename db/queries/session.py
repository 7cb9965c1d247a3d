"""Signed-in browsers: a token's session, who it belongs to and what they may see; opened, extended, ended."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update

from db.database import Transaction
from db.tables.account import Account, Reveal, Session
from db.tables.base import table_of
from db.tables.clinic import Clinic
from domain.access import Role, Viewer

CHANNEL = "session_ended"
TOKEN_BYTES = 32
# Not every click is worth a write.
_SEEN_GRAIN = timedelta(seconds=30)
_sessions, _accounts = table_of(Session), table_of(Account)
_reveals, _clinic_rows = table_of(Reveal), table_of(Clinic)
_FUND = frozenset({Role.AUDITOR, Role.FUND_OFFICER})


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that holds now. `authenticated_at`: when the password was last given."""

    viewer: Viewer
    authenticated_at: datetime
    expires_at: datetime


def token_hash(token: str) -> bytes:
    """All that is kept of a token."""
    return sha256(token.encode()).digest()


async def session_of(
    tx: Transaction, token: str, *, idle: timedelta, touch: bool = True
) -> OpenSession | None:
    """The session of a token; None when unknown, ended, unused for `idle`, or its account closed.

    Runs in a transaction of nobody. With `touch` the time of last use is moved on.
    """
    await tx.let(token=token_hash(token).hex())
    found = await tx.row(_holding(token_hash(token), idle))
    if found is None:
        return None
    await tx.let(account=str(found.account_id))
    if touch and found.unseen > _SEEN_GRAIN:
        await tx.execute(update(_sessions).where(_sessions.c.id == found.id).values(last_seen_at=func.now()))
    viewer = await viewer_of(tx, found.account_id, session_id=found.id)
    return None if viewer is None else OpenSession(viewer, found.authenticated_at, _ends(found, idle))


async def viewer_of(tx: Transaction, account_id: UUID, *, session_id: UUID | None = None) -> Viewer | None:
    """Everything that an account may see now; None when it is closed. Needs `emhana.account` to be set."""
    account = await tx.row(select(*_ACCOUNT_COLUMNS).where(_accounts.c.id == account_id, _accounts.c.active))
    if account is None:
        return None
    revealed = await tx.rows(
        select(_reveals.c.patient_id).where(
            _reveals.c.account_id == account_id, _reveals.c.until > func.now()
        )
    )
    return Viewer(
        account_id=account.id,
        role=Role(account.role),
        name=account.name,
        login=account.login,
        language=account.language,
        clinic_id=account.clinic_id,
        clinic_ids=await _clinics(tx, account),
        regions=tuple(account.regions),
        patient_id=account.patient_id,
        revealed=tuple(row.patient_id for row in revealed),
        session_id=session_id,
    )


async def open_session(
    tx: Transaction, account_id: UUID, *, lifetime: timedelta, address: str | None, user_agent: str | None
) -> tuple[str, UUID, datetime]:
    """A new session: its token, told once and never stored, its id, and when it ends at the latest."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await tx.let(account=str(account_id), token=token_hash(token).hex())
    row = await tx.row(
        insert(_sessions)
        .values(
            account_id=account_id,
            token_hash=token_hash(token),
            expires_at=func.now() + lifetime,
            address=address,
            user_agent=(user_agent or "")[:300] or None,
        )
        .returning(_sessions.c.id, _sessions.c.expires_at)
    )
    assert row is not None
    return token, row.id, row.expires_at


async def expires_at(tx: Transaction, session_id: UUID) -> datetime | None:
    """The last moment of one's own session, whatever is done until then."""
    ends: datetime | None = await tx.value(select(_sessions.c.expires_at).where(_sessions.c.id == session_id))
    return ends


async def end_session(tx: Transaction, session_id: UUID) -> None:
    """Signed out: the next request is a stranger's, and open sockets are closed at once."""
    await tx.execute(
        update(_sessions)
        .where(_sessions.c.id == session_id, _sessions.c.revoked_at.is_(None))
        .values(revoked_at=func.now())
    )
    await tx.notify(CHANNEL, {"session": str(session_id)})


async def end_sessions_of(tx: Transaction, account_id: UUID) -> None:
    """After a change of role, password or state: the person signs in anew everywhere."""
    await tx.execute(
        update(_sessions)
        .where(_sessions.c.account_id == account_id, _sessions.c.revoked_at.is_(None))
        .values(revoked_at=func.now())
    )
    await tx.notify(CHANNEL, {"account": str(account_id)})


_ACCOUNT_COLUMNS: Any = (
    _accounts.c.id,
    _accounts.c.login,
    _accounts.c.name,
    _accounts.c.role,
    _accounts.c.clinic_id,
    _accounts.c.regions,
    _accounts.c.patient_id,
    _accounts.c.language,
)


def _holding(hashed: bytes, idle: timedelta) -> Any:
    return select(
        _sessions.c.id,
        _sessions.c.account_id,
        _sessions.c.authenticated_at,
        _sessions.c.expires_at,
        _sessions.c.last_seen_at,
        (func.now() - _sessions.c.last_seen_at).label("unseen"),
    ).where(
        _sessions.c.token_hash == hashed,
        _sessions.c.revoked_at.is_(None),
        _sessions.c.expires_at > func.now(),
        _sessions.c.last_seen_at > func.now() - idle,
    )


def _ends(found: Row[Any], idle: timedelta) -> datetime:
    ends: datetime = min(found.expires_at, found.last_seen_at + found.unseen + idle)
    return ends


async def _clinics(tx: Transaction, account: Row[Any]) -> tuple[UUID, ...]:
    if Role(account.role) in _FUND:
        rows = await tx.rows(select(_clinic_rows.c.id).where(_clinic_rows.c.region_code.in_(account.regions)))
        return tuple(row.id for row in rows)
    return (account.clinic_id,) if account.clinic_id else ()
