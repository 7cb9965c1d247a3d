"""What has had its time goes: sessions, repeated requests, drafts, files. Facts never do."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from db.database import Transaction
from db.tables.account import Draft, Export, IdempotencyKey, Session, SignInAttempt
from db.tables.base import table_of
from db.tables.dose_import import DoseImport, DoseImportRow
from domain.dose_import import DoseImportState

# A client repeats a mutation within minutes; a day covers a clinic that was off the network.
KEPT_KEYS = timedelta(days=1)
# A session is looked at after its end only to say that it has ended.
KEPT_SESSIONS = timedelta(days=7)
KEPT_ATTEMPTS = timedelta(days=1)
# A file of old doses that nobody applied holds names of people and is no fact.
KEPT_PROPOSALS = timedelta(days=1)


async def tidy(tx: Transaction, now: datetime) -> int:
    """Delete what has expired by `now`; the number of rows. Only for the system's viewer."""
    session, export, draft = table_of(Session), table_of(Export), table_of(Draft)
    key, attempt = table_of(IdempotencyKey), table_of(SignInAttempt)
    expired: list[ColumnElement[bool]] = [
        session.c.expires_at < now - KEPT_SESSIONS,
        export.c.expires_at < now,
        draft.c.expires_at < now,
        key.c.created_at < now - KEPT_KEYS,
        attempt.c.last_at < now - KEPT_ATTEMPTS,
    ]
    count = 0
    for table, condition in zip((session, export, draft, key, attempt), expired, strict=True):
        count += (await tx.execute(delete(table).where(condition))).rowcount
    return count + await _forget_proposals(tx, now)


async def _forget_proposals(tx: Transaction, now: datetime) -> int:
    file, row = table_of(DoseImport), table_of(DoseImportRow)
    old = (file.c.state == DoseImportState.CHECKED) & (file.c.uploaded_at < now - KEPT_PROPOSALS)
    await tx.execute(delete(row).where(row.c.import_id.in_(select(file.c.id).where(old))))
    return (await tx.execute(delete(file).where(old))).rowcount
