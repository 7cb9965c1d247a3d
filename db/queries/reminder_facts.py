"""What decisions about reminders rest on: people, their guardians, what is due, what they have heard."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, any_, cast, func, or_, select

from db.database import Transaction
from db.queries.attachment import ATTACHMENT, counts_on
from db.queries.expressions import text_array, uuid_array
from db.queries.reminder import ITEM, REMINDER
from db.tables import FamilyLink, ImmunizationDue, ImmunizationPlanning, Patient
from db.tables.base import table_of
from domain.language import Language
from domain.reminder import Told
from domain.reminder_fate import ReminderFate, ReminderReason
from domain.reminder_rules import SPAN_OF_CAP, ReminderRules

PATIENT, LINK, DUE = table_of(Patient), table_of(FamilyLink), table_of(ImmunizationDue)
PLANNING = table_of(ImmunizationPlanning)
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
                record_of(LINK.c.patient_id, children),
                record_of(LINK.c.relative_id, relatives),
            ),
        )
    )
    return [Guardianship(row.child, row.relative, row.tie) for row in await tx.rows(statement)]


def record_of(key: Any, ids: Iterable[UUID]) -> Any:
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


async def stale_plans(tx: Transaction, ids: Iterable[UUID], calendar: str, on: date) -> list[UUID]:
    """Of these people those whose stored dates may be others by now."""
    statement = select(PLANNING.c.patient_id).where(
        PLANNING.c.patient_id == any_(uuid_array(tuple(set(ids)))),
        or_(PLANNING.c.holds_until <= on, PLANNING.c.calendar != calendar),
    )
    return [row.patient_id for row in await tx.rows(statement)]
