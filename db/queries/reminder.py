"""Reminders: the ledger's writing, and how it is listed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from db.database import Transaction
from db.failures import constraint_of
from db.queries.conditions import Filters, Orders, at_least, at_most, by, equals
from db.queries.visible import select_visible
from db.tables import Outbox, Reminder, ReminderItem
from db.tables.base import given_of, table_of
from domain.reminder_fate import ReminderFate
from domain.reminder_rules import ReminderChannel

REMINDER, ITEM = table_of(Reminder), table_of(ReminderItem)
ONE_OPEN = "uq_reminder_open"


async def waiting(tx: Transaction, channels: Iterable[ReminderChannel]) -> Mapping[str, int]:
    """How many visible messages wait for each of these channels."""
    mine = select_visible(Reminder, tx.viewer).with_only_columns(REMINDER.c.channel, func.count().label("many"))
    open_ones = REMINDER.c.fate.in_((ReminderFate.PLANNED, ReminderFate.RETRYING))
    wanted = mine.where(open_ones, REMINDER.c.channel.in_(tuple(channels))).group_by(REMINDER.c.channel)
    return {row.channel: row.many for row in await tx.rows(wanted)}


# --- Writing ---


async def add(tx: Transaction, message: Reminder, items: Sequence[Mapping[str, Any]]) -> bool:
    """Store a planned message; False when the person has one open already."""
    made = insert(REMINDER).values(**given_of(message)).on_conflict_do_nothing().returning(REMINDER.c.id)
    reminder_id = await tx.value(made)
    if reminder_id is None:
        return False
    await tx.execute(insert(ITEM).values([{**item, "reminder_id": reminder_id} for item in items]))
    return True


async def items_of(tx: Transaction, reminder_id: UUID) -> list[ReminderItem]:
    """What the message is about, but for what was dropped from it."""
    statement = select(*ITEM.c).where(ITEM.c.reminder_id == reminder_id, ITEM.c.dropped.is_(None))
    return await tx.all(ReminderItem, statement.order_by(ITEM.c.id))


async def drop(tx: Transaction, item_id: UUID, reason: str) -> None:
    """Leave a dose out of a message that still goes for the others, and keep why."""
    await tx.execute(update(ITEM).where(ITEM.c.id == item_id).values(dropped=reason))


async def lock(tx: Transaction, reminder_id: UUID) -> Reminder | None:
    """A message of a clinic that the viewer sees, locked against the workers."""
    statement = select_visible(Reminder, tx.viewer).where(REMINDER.c.id == reminder_id)
    return await tx.first(Reminder, statement.with_for_update(key_share=True))


async def revive(tx: Transaction, row: Reminder, now: datetime) -> Reminder | None:
    """A dead message, locked, is to be tried again from now on; None when the person has another open.

    From now on too it is another message to the gateway, which takes one id only once.
    """
    changed = update(REMINDER).where(REMINDER.c.id == row.id)
    values = {
        "fate": ReminderFate.RETRYING,
        "reason": None,
        "tries": 0,
        "next_try_at": now,
        "settled_at": None,
        "revived_at": now,
    }
    try:
        async with tx.savepoint():
            await tx.execute(changed.values(**values, version=REMINDER.c.version + 1))
    except IntegrityError as error:
        if constraint_of(error) != ONE_OPEN:
            raise
        return None
    return await tx.one(Reminder, select_visible(Reminder, tx.viewer).where(REMINDER.c.id == row.id))


# --- Lists ---


def _about(patient_id: Any, _scope: Any) -> Any:
    return exists().where(ITEM.c.reminder_id == REMINDER.c.id, ITEM.c.patient_id == patient_id)


REMINDER_FILTERS: Filters = {
    "clinic_id": equals(REMINDER.c.clinic_id),
    "patient_id": lambda value, scope: or_(REMINDER.c.recipient_id == value, _about(value, scope)),
    "fate": equals(REMINDER.c.fate),
    "reason": equals(REMINDER.c.reason),
    "channel": equals(REMINDER.c.channel),
    "planned_from": at_least(REMINDER.c.planned_for),
    "planned_to": at_most(REMINDER.c.planned_for),
}
REMINDER_ORDERS: Orders = {"PLANNED_FOR": by(REMINDER.c.planned_for), "PLANNED_AT": by(REMINDER.c.planned_at)}
NOTICE_ORDERS: Orders = {"CREATED_AT": by(table_of(Outbox).c.created_at)}
