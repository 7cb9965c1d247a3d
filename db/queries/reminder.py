"""Reminders: what a decision about them must know, the ledger's writing, and how it is listed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, any_, cast, exists, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from db.database import Transaction
from db.failures import constraint_of
from db.queries.attachment import ATTACHMENT, counts_on
from db.queries.conditions import Filters, Orders, at_least, at_most, by, equals
from db.queries.expressions import text_array, uuid_array
from db.queries.visible import select_visible
from db.tables import (
    Clinic,
    FamilyLink,
    ImmunizationDue,
    ImmunizationPlanning,
    Outbox,
    Patient,
    Reminder,
    ReminderItem,
    ReminderOptOut,
)
from db.tables.base import table_of
from domain.language import Language
from domain.reminder import ReminderFate, ReminderReason, Told
from domain.reminder_rules import SPAN_OF_CAP, ReminderChannel, ReminderKind, ReminderRules

REMINDER, ITEM, OPT_OUT = table_of(Reminder), table_of(ReminderItem), table_of(ReminderOptOut)
PATIENT, LINK, DUE, CLINIC = (
    table_of(Patient), table_of(FamilyLink), table_of(ImmunizationDue), table_of(Clinic)
)  # fmt: skip
PLANNING = table_of(ImmunizationPlanning)
ONE_OPEN = "uq_reminder_open"
DoseKey = tuple[UUID, str, int]


@dataclass(frozen=True, slots=True)
class Somebody:
    """What a decision must know of a person."""

    id: UUID
    clinic_id: UUID
    given_name: str
    birth_date: date
    alive: bool
    merged: bool
    language: Language
    phones: Sequence[str]
    email: str | None
    attached_to: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Guardianship:
    """`relative_id` is the `tie` of the child today; both are the records that count now."""

    child_id: UUID
    relative_id: UUID
    tie: str


async def candidates(
    tx: Transaction, rules: ReminderRules, on: date, clinic_id: UUID | None, after: UUID | None, at_most: int
) -> list[UUID]:
    """People with a dose near its day, in the order of their ids."""
    day = func.coalesce(DUE.c.act_on, DUE.c.due_on)
    near = day.between(
        on - timedelta(days=rules.stop_after_days), on - timedelta(days=min(rules.days_from_due))
    )
    statement = select(DUE.c.patient_id).distinct().where(near)
    if clinic_id is not None:
        statement = statement.where(DUE.c.clinic_id == clinic_id)
    if after is not None:
        statement = statement.where(DUE.c.patient_id > after)
    return [row.patient_id for row in await tx.rows(statement.order_by(DUE.c.patient_id).limit(at_most))]


async def people(tx: Transaction, ids: Iterable[UUID], on: date) -> Mapping[UUID, Somebody]:
    """Whom a message may concern, and all clinics to which each is attached on that day."""
    clinics = (
        select(func.array_agg(ATTACHMENT.c.clinic_id))
        .where(ATTACHMENT.c.patient_id == PATIENT.c.id, counts_on(on))
        .correlate(PATIENT)
        .scalar_subquery()
        .label("attached_to")
    )
    found = await tx.rows(
        select(*PATIENT.c, clinics).where(PATIENT.c.id == any_(uuid_array(tuple(set(ids)))))
    )
    return {row.id: _somebody(row) for row in found}


def _somebody(row: Any) -> Somebody:
    return Somebody(
        row.id,
        row.clinic_id,
        row.given_name,
        row.birth_date,
        row.deceased_on is None,
        row.merged_into is not None,
        Language(row.language),
        row.phones,
        row.email,
        frozenset(row.attached_to or ()),
    )


async def guardianships(
    tx: Transaction, ties: Sequence[str], children: Iterable[UUID] = (), relatives: Iterable[UUID] = ()
) -> list[Guardianship]:
    """Open ties of these children, and of these relatives' children; a merged record's ties are its survivor's."""
    child, relative = PATIENT.alias("child"), PATIENT.alias("relative")
    child_id = func.coalesce(child.c.merged_into, child.c.id)
    relative_id = func.coalesce(relative.c.merged_into, relative.c.id)
    statement = (
        select(child_id.label("child"), relative_id.label("relative"), LINK.c.tie)
        .distinct()
        .select_from(
            LINK.join(child, child.c.id == LINK.c.patient_id).join(
                relative, relative.c.id == LINK.c.relative_id
            )
        )
        .where(
            LINK.c.until.is_(None),
            LINK.c.tie == any_(text_array(ties)),
            or_(
                _record_of(LINK.c.patient_id, children),
                _record_of(LINK.c.relative_id, relatives),
            ),
        )
    )
    return [Guardianship(row.child, row.relative, row.tie) for row in await tx.rows(statement)]


def _record_of(key: Any, ids: Iterable[UUID]) -> Any:
    """The records of these people, those merged into them too."""
    keys = uuid_array(tuple(set(ids)))
    return key.in_(
        select(PATIENT.c.id).where(or_(PATIENT.c.id == any_(keys), PATIENT.c.merged_into == any_(keys)))
    )


async def due_of(tx: Transaction, ids: Iterable[UUID]) -> list[ImmunizationDue]:
    """Every dose that awaits them, the most urgent first, whoever may see it."""
    mine = DUE.c.patient_id == any_(uuid_array(tuple(set(ids))))
    return await tx.all(ImmunizationDue, select(*DUE.c).where(mine).order_by(DUE.c.act_on, DUE.c.id))


async def told(tx: Transaction, ids: Iterable[UUID], but: UUID | None) -> Mapping[DoseKey, list[Told]]:
    """Which doses of these people a message was about that left, or may have, or that was given up, and when."""
    dead = REMINDER.c.fate == ReminderFate.DEAD
    day = func.coalesce(REMINDER.c.left_on, cast(func.timezone("Asia/Almaty", REMINDER.c.settled_at), Date))
    about = (ITEM.c.patient_id, ITEM.c.vaccine_group, ITEM.c.dose_number)
    statement = (
        select(*about, day.label("on"), REMINDER.c.fate, REMINDER.c.reason)
        .join(REMINDER, REMINDER.c.id == ITEM.c.reminder_id)
        .where(
            ITEM.c.patient_id == any_(uuid_array(tuple(set(ids)))),
            ITEM.c.dropped.is_(None),
            or_(REMINDER.c.left_on.is_not(None), dead),
            REMINDER.c.id.is_distinct_from(but),
        )
    )
    found: dict[DoseKey, list[Told]] = defaultdict(list)
    for row in await tx.rows(statement):
        certain = row.fate in (ReminderFate.SENT, ReminderFate.DELIVERED)
        refused = row.fate == ReminderFate.DEAD and row.reason == ReminderReason.GATEWAY_REFUSED
        one = Told(row.on, certain, refused)
        found[row.patient_id, row.vaccine_group, row.dose_number].append(one)
    return found


async def heard(
    tx: Transaction, ids: Iterable[UUID], on: date, but: UUID | None
) -> Mapping[UUID, list[date]]:
    """The days of the last month on which a message to these people left or may have left."""
    statement = select(REMINDER.c.recipient_id, REMINDER.c.left_on).where(
        REMINDER.c.recipient_id == any_(uuid_array(tuple(set(ids)))),
        REMINDER.c.left_on > on - SPAN_OF_CAP,
        REMINDER.c.id.is_distinct_from(but),
    )
    found: dict[UUID, list[date]] = defaultdict(list)
    for row in await tx.rows(statement):
        found[row.recipient_id].append(row.left_on)
    return found


async def opted_out(
    tx: Transaction, ids: Iterable[UUID], kind: ReminderKind
) -> Mapping[UUID, frozenset[ReminderChannel | None]]:
    """By which channels these people want no messages of a kind; null stands for all. A merged record's wish counts."""
    whose = func.coalesce(PATIENT.c.merged_into, PATIENT.c.id)
    statement = (
        select(whose.label("person"), OPT_OUT.c.channel)
        .join(PATIENT, PATIENT.c.id == OPT_OUT.c.patient_id)
        .where(
            _record_of(OPT_OUT.c.patient_id, ids),
            OPT_OUT.c.ended_at.is_(None),
            or_(OPT_OUT.c.kind.is_(None), OPT_OUT.c.kind == kind),
        )
    )
    found: dict[UUID, frozenset[ReminderChannel | None]] = defaultdict(frozenset)
    for row in await tx.rows(statement):
        found[row.person] |= {ReminderChannel(row.channel) if row.channel else None}
    return found


async def waiting(tx: Transaction, channels: Iterable[ReminderChannel]) -> Mapping[str, int]:
    """How many visible messages wait for each of these channels."""
    mine = select_visible(Reminder, tx.viewer).with_only_columns(REMINDER.c.channel, func.count().label("many"))
    open_ones = REMINDER.c.fate.in_((ReminderFate.PLANNED, ReminderFate.RETRYING))
    wanted = mine.where(open_ones, REMINDER.c.channel.in_(tuple(channels))).group_by(REMINDER.c.channel)
    return {row.channel: row.many for row in await tx.rows(wanted)}


async def stale_plans(tx: Transaction, ids: Iterable[UUID], calendar: str, on: date) -> list[UUID]:
    """Of these people those whose stored dates may be others by now."""
    statement = select(PLANNING.c.patient_id).where(
        PLANNING.c.patient_id == any_(uuid_array(tuple(set(ids)))),
        or_(PLANNING.c.holds_until <= on, PLANNING.c.calendar != calendar),
    )
    return [row.patient_id for row in await tx.rows(statement)]


async def clinic(tx: Transaction, clinic_id: UUID) -> Clinic:
    """Any clinic, as stored. Raises NotVisible."""
    return await tx.one(Clinic, select(*CLINIC.c).where(CLINIC.c.id == clinic_id))


async def clinic_by_bin(tx: Transaction, bin_: str) -> Clinic | None:
    return await tx.first(Clinic, select(*CLINIC.c).where(CLINIC.c.bin == bin_))


async def keep_clinic_email(tx: Transaction, bin_: str, address: str | None) -> bool:
    """Where a clinic reads its post; False when there is no such clinic."""
    changed = update(CLINIC).where(CLINIC.c.bin == bin_).values(email=address, version=CLINIC.c.version + 1)
    return (await tx.execute(changed)).rowcount == 1


# --- Writing ---


async def add(tx: Transaction, message: Reminder, items: Sequence[Mapping[str, Any]]) -> bool:
    """Store a planned message; False when the person has one open already."""
    given = {name: getattr(message, name) for name in message.model_fields_set}
    made = insert(REMINDER).values(**given).on_conflict_do_nothing().returning(REMINDER.c.id)
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


async def patient(tx: Transaction, patient_id: UUID) -> Patient | None:
    """A visible person."""
    return await tx.first(Patient, select_visible(Patient, tx.viewer).where(PATIENT.c.id == patient_id))


async def lock_opt_out(tx: Transaction, opt_out_id: UUID) -> ReminderOptOut | None:
    """A wish that the viewer may see, so that nobody else ends it meanwhile."""
    statement = select_visible(ReminderOptOut, tx.viewer).where(OPT_OUT.c.id == opt_out_id)
    return await tx.first(ReminderOptOut, statement.with_for_update())


async def standing_opt_out(
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


async def opt_out(tx: Transaction, row: ReminderOptOut) -> ReminderOptOut | None:
    """Store a wish; None when it stands already."""
    given = {name: getattr(row, name) for name in row.model_fields_set}
    made = insert(OPT_OUT).values(**given).on_conflict_do_nothing().returning(*OPT_OUT.c)
    return await tx.first(ReminderOptOut, made)


async def opt_in(tx: Transaction, row: ReminderOptOut, by: UUID | None) -> ReminderOptOut:
    """The refusal ends; that it held stays on record."""
    ended = update(OPT_OUT).where(OPT_OUT.c.id == row.id).values(ended_at=func.now(), ended_by=by)
    return await tx.one(ReminderOptOut, ended.returning(*OPT_OUT.c))


async def language_of_link(tx: Transaction, given_hash: bytes) -> str | None:
    """The language of the message whose link this is; null when no message has it."""
    found: str | None = await tx.value(text("select reminder_of_link(:hash)"), {"hash": given_hash})
    return found


async def opt_out_by_link(tx: Transaction, given_hash: bytes) -> Any:
    """Who wants no more by the channel of that message: patient, clinic, language; None for an unknown link."""
    return await tx.row(text("select * from opt_out_by_link(:hash)"), {"hash": given_hash})


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
