"""The audit trail: the one row that every operation leaves before its answer does."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import func, insert, select

from db.database import Transaction
from db.queries.conditions import Filters, Orders, at_least, at_most, by, equals
from db.queries.page import COUNTED
from db.tables.access_event import AccessEvent
from db.tables.base import table_of
from domain.access import Viewer


class Outcome(StrEnum):
    """How an operation ended. `FORBIDDEN`: a permission was missing; `FAILED`: undone by another error."""

    OK = "OK"
    FORBIDDEN = "FORBIDDEN"
    FAILED = "FAILED"


class Note(Protocol):
    """What an operation collected while it ran: the patients that it showed, why, and what it changed."""

    @property
    def patient_ids(self) -> Collection[UUID]: ...
    @property
    def purpose(self) -> str | None: ...
    @property
    def outcome(self) -> str: ...
    @property
    def changes(self) -> Mapping[str, Any]: ...


async def record(
    tx: Transaction,
    viewer: Viewer,
    note: Note,
    *,
    operation: str,
    document: str | None,
    address: str | None,
    trace_id: str | None,
) -> None:
    """Write the operation's row. If this raises, the operation must fail: no answer leaves without it."""
    # `inline`: whoever adds to the trail may not read it, so nothing can be returned.
    await tx.execute(
        insert(AccessEvent)
        .values(
            account_id=viewer.account_id,
            account_name=viewer.name,
            role=viewer.role,
            clinic_id=viewer.clinic_id,
            session_id=viewer.session_id,
            operation=operation,
            document=document,
            patient_ids=sorted(note.patient_ids),
            patient_count=len(note.patient_ids),
            purpose=note.purpose,
            outcome=note.outcome,
            changes=dict(note.changes),
            address=address,
            trace_id=trace_id,
        )
        .inline()
    )


EVENT = table_of(AccessEvent)

ACCESS_EVENT_FILTERS: Filters = {
    "patient_id": lambda value, _scope: EVENT.c.patient_ids.contains([value]),
    "account_id": equals(EVENT.c.account_id),
    "clinic_id": equals(EVENT.c.clinic_id),
    "operation": equals(EVENT.c.operation),
    "outcome": equals(EVENT.c.outcome),
    "since": at_least(EVENT.c.at),
    "until": at_most(EVENT.c.at),
}

ACCESS_EVENT_ORDERS: Orders = {"AT": by(EVENT.c.at)}


async def count_readers_of(tx: Transaction, patient_id: UUID) -> int:
    """How many events are about one person, one more than are counted when there are more."""
    return int(await tx.value(select(func.count_readers_of(patient_id, COUNTED + 1))))


async def readers_of(
    tx: Transaction, patient_id: UUID, after: tuple[datetime, UUID] | None, at_most_rows: int
) -> list[AccessEvent]:
    """Who read one person's record, newest first, through the reviewed function of the same name."""
    at, event_id = after or (None, None)
    called = func.readers_of(patient_id, at, event_id, at_most_rows).table_valued(*EVENT.c.keys())
    statement = select(*(called.c[column.name].cast(column.type).label(column.name) for column in EVENT.c))
    return await tx.all(AccessEvent, statement)
