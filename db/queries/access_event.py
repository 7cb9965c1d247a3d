"""The audit trail: the one row that every operation leaves before its answer does."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Insert, Integer, Select, cast, func, insert, literal, select, true

from db.database import Transaction, stored
from db.queries.conditions import Filters, Orders, at_least, at_most, by, equals
from db.queries.expressions import uuid_array
from db.queries.page import COUNTED
from db.queries.sign_in import Tried
from db.statement import Sent, Slot, compiled
from db.tables.access_event import AccessEvent
from db.tables.base import table_of
from domain.access import Viewer


class Outcome(StrEnum):
    """How an operation ended. `REFUSED`: an expected no, nothing was changed; `FORBIDDEN`: a permission was missing;
    `FAILED`: undone by another error."""

    OK = "OK"
    REFUSED = "REFUSED"
    FORBIDDEN = "FORBIDDEN"
    FAILED = "FAILED"


class Note(Protocol):
    """What an operation collected while it ran: the patients that it showed, why, and what it changed."""

    @property
    def keys(self) -> Collection[bytes]: ...
    @property
    def purpose(self) -> str | None: ...
    @property
    def outcome(self) -> str: ...
    @property
    def changes(self) -> Mapping[str, Any]: ...
    @property
    def tried(self) -> Tried | None: ...


def event(viewer: Viewer, note: Note, **where: str | None) -> dict[str, Any]:
    """The operation's row: who, from where, what, and each patient returned once, by id."""
    return _event(viewer, note, **where) | {"patient_ids": [UUID(bytes=key) for key in sorted(note.keys)]}


def _event(
    viewer: Viewer,
    note: Note,
    *,
    operation: str | None,
    document: str | None,
    address: str | None,
    trace_id: str | None,
) -> dict[str, Any]:
    """The operation's row. A sign-in that failed stands under the account that it was meant for, without a role."""
    who = viewer if viewer.signed_in else note.tried or viewer
    return {
        "account_id": who.account_id,
        "account_name": who.name,
        "role": viewer.role,
        "clinic_id": who.clinic_id,
        "session_id": viewer.session_id,
        "operation": operation,
        "document": document,
        "patient_count": len(note.keys),
        "purpose": note.purpose,
        "outcome": note.outcome,
        "changes": dict(note.changes),
        "address": address,
        "trace_id": trace_id,
    }


async def record(tx: Transaction, viewer: Viewer, note: Note, **where: str | None) -> None:
    """Write the operation's row. If this raises, the operation must fail: no answer leaves without it."""
    await tx.execute(_inserted(event(viewer, note, **where)))


def recorded(viewer: Viewer, note: Note, **where: str | None) -> Sent:
    """The same row as a statement to be sent along with the commit."""
    people = ",".join([key.hex() for key in sorted(note.keys)])
    return _RECORD.filled(_event(viewer, note, **where) | {"patient_ids": f"{{{people}}}"})


def _inserted(values: Mapping[str, Any]) -> Insert:
    # `inline`: whoever adds to the trail may not read it, so nothing can be returned.
    return insert(AccessEvent).values(**values).inline()


EVENT = table_of(AccessEvent)
_FIELDS = (
    "account_id",
    "account_name",
    "role",
    "clinic_id",
    "session_id",
    "operation",
    "document",
    "patient_ids",
)
_MORE_FIELDS = ("patient_count", "purpose", "outcome", "changes", "address", "trace_id")
_RECORD = compiled(_inserted({name: Slot(name) for name in (*_FIELDS, *_MORE_FIELDS)}))

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


async def count_readers_of(tx: Transaction, patient_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many events are about each person, one more than are counted when there are more."""
    return {row.person: row.readers for row in await tx.found(_COUNT_READERS, people=patient_ids)}


async def readers_of(
    tx: Transaction, patient_ids: Sequence[UUID], after: tuple[datetime, UUID] | None, at_most_rows: int
) -> Mapping[UUID, list[AccessEvent]]:
    """Who read each person's record, newest first, through the reviewed function of the same name."""
    at, event_id = after or (None, None)
    asked = {"people": patient_ids, "at": at, "id": event_id, "rows": at_most_rows}
    found: dict[UUID, list[AccessEvent]] = {key: [] for key in patient_ids}
    for row in await tx.found(_READERS, **asked):
        found[row.person].append(stored(AccessEvent, dict(zip(EVENT.c.keys(), row[1:], strict=True))))
    return found


def _readers() -> Select[Any]:
    asked = func.unnest(uuid_array(Slot("people"))).table_valued("person").render_derived()
    at, event_id = (
        cast(literal(Slot("at"), EVENT.c.at.type), EVENT.c.at.type),
        literal(Slot("id"), EVENT.c.id.type),
    )
    called = func.readers_of(asked.c.person, at, event_id, literal(Slot("rows"), Integer))
    found = called.table_valued(*EVENT.c.keys()).lateral()
    columns = (found.c[column.name].cast(column.type).label(column.name) for column in EVENT.c)
    return select(asked.c.person, *columns).select_from(asked.join(found, true()))


_person = func.unnest(uuid_array(Slot("people"))).column_valued("person")
_COUNT_READERS = compiled(select(_person, func.count_readers_of(_person, COUNTED + 1).label("readers")))
_READERS = compiled(_readers())


async def reads_since(tx: Transaction, account_id: UUID, since: datetime) -> int:
    """How many reads of an account under /fhir succeeded since a moment."""
    table = table_of(AccessEvent)
    mine = (table.c.account_id == account_id) & (table.c.at > since) & (table.c.outcome == Outcome.OK)
    mine &= table.c.operation.startswith("fhir")
    return int(await tx.value(select(func.count()).select_from(table).where(mine)) or 0)
