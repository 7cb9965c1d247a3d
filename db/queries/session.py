"""Signed-in browsers: a token's session, who it belongs to and what they may see; opened, extended, ended."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, select, text, update

from db.database import SETTINGS, Database, Proof, Transaction, putting_on
from db.statement import Slot, Statement
from db.tables.account import Session
from db.tables.base import table_of
from db.wire import Rows
from domain.access import ANONYMOUS, Role, Viewer
from domain.language import Language

CHANNEL = "session_ended"
TOKEN_BYTES = 32
_sessions = table_of(Session)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that holds now, until `expires_at` if nothing is done, and until `latest_at` whatever is done."""

    viewer: Viewer
    expires_at: datetime
    latest_at: datetime
    raw: tuple[bytes | None, ...] | None = field(default=None, compare=False, repr=False)


def token_hash(token: str) -> bytes:
    """SHA-256, unsalted: a token is random, so nothing can be guessed. Only this is kept of it."""
    return sha256(token.encode()).digest()


async def session_of(
    tx: Transaction, token: str, *, idle: timedelta, touch: bool = True
) -> OpenSession | None:
    """The session of a token; None when unknown, ended, unused for `idle`, or its account closed.

    Runs in a transaction of nobody. With `touch` the time of last use is moved on.
    """
    given = {"token_hash": token_hash(token), "idle": idle, "touch": touch}
    row = await tx.row(_SESSION_OF, given)
    return None if row is None else OpenSession(_viewer(row), row.ends_at, row.latest_at)


async def session_at_once(
    database: Database, token: str, *, idle: timedelta, touch: bool = True
) -> OpenSession | None:
    """The same in a transaction of its own, in one round trip."""
    (found,) = await database.at_once(ANONYMOUS, [_ASKED.filled(_given(token, idle, touch))])
    return _open(found)


def proof_of(
    database: Database,
    session: OpenSession,
    token: str,
    seen: Callable[[OpenSession | None], None],
    *,
    idle: timedelta,
    touch: bool = True,
) -> Proof:
    """That a token's session still holds, and is the very viewer's, who is put on if it does.

    With `touch` its last use is moved on. `seen` is told the session as it is now, where anything of it is new.
    """
    viewer, known = session.viewer, session.raw

    def holds(found: Rows) -> bool:
        nonlocal known
        raw = found.raw()
        if raw is not None and raw == known:
            return True
        now = _open(found)
        seen(now)
        if now is None or now.viewer != viewer:
            return False
        known = raw
        return True

    return Proof(_PROOF.filled(_given(token, idle, touch) | database.settings(viewer)), holds)


def _given(token: str, idle: timedelta, touch: bool) -> dict[str, Any]:
    return {"token_hash": f"\\x{token_hash(token).hex()}", "idle": idle, "touch": touch}


def _open(found: Rows) -> OpenSession | None:
    rows = found.made(_found)
    if not rows:
        return None
    return OpenSession(_viewer(rows[0]), rows[0].ends_at, rows[0].latest_at, found.raw())


async def open_session(
    tx: Transaction,
    account_id: UUID,
    *,
    lifetime: timedelta,
    address: str | None,
    user_agent: str | None,
    scope: str | None = None,
) -> str:
    """A new session that ends after `lifetime` at the latest: its token, told once and never stored."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    await tx.let(account=str(account_id), token=token_hash(token).hex())
    await tx.execute(
        insert(_sessions)
        .values(
            account_id=account_id,
            token_hash=token_hash(token),
            expires_at=func.now() + lifetime,
            address=address,
            user_agent=(user_agent or "")[:300] or None,
            scope=scope,
        )
        .inline()
    )
    return token


async def expires_at(tx: Transaction, session_id: UUID) -> datetime | None:
    """The last moment of one's own session, whatever is done until then."""
    ends: datetime | None = await tx.value(select(_sessions.c.expires_at).where(_sessions.c.id == session_id))
    return ends


async def open_sessions_of(tx: Transaction, account_id: UUID, *, idle: timedelta) -> Sequence[Session]:
    """The browsers in which the account is signed in now, the one used last first; clients' tokens are not told."""
    open_now = (
        _sessions.c.account_id == account_id,
        _sessions.c.revoked_at.is_(None),
        _sessions.c.expires_at > func.now(),
        _sessions.c.last_seen_at > func.now() - idle,
        _sessions.c.scope.is_(None),
    )
    last_used = (_sessions.c.last_seen_at.desc(), _sessions.c.id.desc())
    return await tx.all(Session, select(*_sessions.c).where(*open_now).order_by(*last_used).limit(50))


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


async def renew_session(tx: Transaction, session_id: UUID) -> str:
    """The password was given anew: another token for the same session, and the one before is nobody's at once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    renewed = {"token_hash": token_hash(token), "authenticated_at": func.now(), "last_seen_at": func.now()}
    await tx.execute(update(_sessions).where(_sessions.c.id == session_id).values(**renewed))
    return token


async def end_other_sessions(tx: Transaction, account_id: UUID, session_id: UUID) -> None:
    """After a change of what one signs in with: every other browser of the account signs in anew."""
    ended = await tx.rows(
        update(_sessions)
        .where(
            _sessions.c.account_id == account_id,
            _sessions.c.id != session_id,
            _sessions.c.revoked_at.is_(None),
        )
        .values(revoked_at=func.now())
        .returning(_sessions.c.id)
    )
    for row in ended:
        await tx.notify(CHANNEL, {"session": str(row.id)})


_SESSION_OF = text("select * from session_of(:token_hash, :idle, :touch)")


class _Found(NamedTuple):
    session_id: UUID
    account_id: UUID
    login: str
    name: str
    role: str
    clinic_id: UUID | None
    regions: list[str]
    patient_id: UUID | None
    language: str
    clinic_ids: list[UUID]
    revealed: list[UUID]
    authenticated_at: datetime
    ends_at: datetime
    latest_at: datetime
    one_time_password: bool
    scope: str | None


def _found(row: tuple[Any, ...]) -> _Found:
    return _Found._make(row[: len(_Found._fields)])


_GIVEN = (Slot("token_hash"), Slot("idle"), Slot("touch"))
_ASKED = Statement(f"select {', '.join(_Found._fields)} from session_of($1, $2, $3)", _GIVEN)
# The function reads as nobody, and whole, before the viewer is put on.
_PROOF = Statement(
    f"select {', '.join(_Found._fields)}, {putting_on(4)} from session_of($1, $2, $3)", (*_GIVEN, *SETTINGS)
)


def _viewer(row: Any) -> Viewer:
    return Viewer(
        account_id=row.account_id,
        role=Role(row.role),
        name=row.name,
        login=row.login,
        language=Language(row.language),
        clinic_id=row.clinic_id,
        clinic_ids=tuple(row.clinic_ids),
        regions=tuple(row.regions),
        patient_id=row.patient_id,
        revealed=tuple(row.revealed),
        session_id=row.session_id,
        authenticated_at=row.authenticated_at,
        one_time_password=row.one_time_password,
        scope=row.scope,
    )
