"""Wishes to get no reminders: which stand, storing and ending them, the link in a letter."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from db.database import Transaction
from db.queries.reminder_facts import PATIENT, record_of
from db.queries.visible import select_visible
from db.tables import ReminderOptOut
from db.tables.base import given_of, table_of
from domain.reminder_rules import ReminderChannel, ReminderKind

OPT_OUT = table_of(ReminderOptOut)


async def opted_out(
    tx: Transaction, ids: Iterable[UUID], kind: ReminderKind
) -> Mapping[UUID, frozenset[ReminderChannel | None]]:
    """By which channels these people want no messages of a kind; null stands for all. A merged record's wish counts."""
    whose = func.coalesce(PATIENT.c.merged_into, PATIENT.c.id)
    statement = (
        select(whose.label("person"), OPT_OUT.c.channel)
        .join(PATIENT, PATIENT.c.id == OPT_OUT.c.patient_id)
        .where(
            record_of(OPT_OUT.c.patient_id, ids),
            OPT_OUT.c.ended_at.is_(None),
            or_(OPT_OUT.c.kind.is_(None), OPT_OUT.c.kind == kind),
        )
    )
    found: dict[UUID, frozenset[ReminderChannel | None]] = defaultdict(frozenset)
    for row in await tx.rows(statement):
        found[row.person] |= {ReminderChannel(row.channel) if row.channel else None}
    return found


async def lock(tx: Transaction, opt_out_id: UUID) -> ReminderOptOut | None:
    """A wish that the viewer may see, so that nobody else ends it meanwhile."""
    statement = select_visible(ReminderOptOut, tx.viewer).where(OPT_OUT.c.id == opt_out_id)
    return await tx.first(ReminderOptOut, statement.with_for_update())


async def standing(
    tx: Transaction, patient_id: UUID, channel: str | None, kind: str | None
) -> ReminderOptOut | None:
    """A wish of exactly this breadth that has not ended; None stands for every channel, or for every kind."""
    statement = select(*OPT_OUT.c).where(
        OPT_OUT.c.patient_id == patient_id,
        OPT_OUT.c.channel.is_not_distinct_from(channel),
        OPT_OUT.c.kind.is_not_distinct_from(kind),
        OPT_OUT.c.ended_at.is_(None),
    )
    return await tx.first(ReminderOptOut, statement)


async def add(tx: Transaction, row: ReminderOptOut) -> ReminderOptOut | None:
    """Store a wish; None when it stands already."""
    made = insert(OPT_OUT).values(**given_of(row)).on_conflict_do_nothing().returning(*OPT_OUT.c)
    return await tx.first(ReminderOptOut, made)


async def end(tx: Transaction, row: ReminderOptOut, by: UUID | None) -> ReminderOptOut:
    """The refusal ends; that it held stays on record."""
    ended = update(OPT_OUT).where(OPT_OUT.c.id == row.id).values(ended_at=func.now(), ended_by=by)
    return await tx.one(ReminderOptOut, ended.returning(*OPT_OUT.c))


async def language_of_link(tx: Transaction, given_hash: bytes) -> str | None:
    """The language of the message whose link this is; null when no message has it."""
    found: str | None = await tx.value(text("select reminder_of_link(:hash)"), {"hash": given_hash})
    return found


async def add_by_link(tx: Transaction, given_hash: bytes) -> Any:
    """Who wants no more by the channel of that message: patient, clinic, language; None for an unknown link."""
    return await tx.row(text("select * from opt_out_by_link(:hash)"), {"hash": given_hash})
