"""Attachments: filters and orders of their lists, and whose they are on any day."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, any_, false, func, or_, select

from db.database import Transaction
from db.queries.clinic import of_region
from db.queries.conditions import Condition, Filters, Orders, at_least, at_most, by, equals
from db.queries.expressions import uuid_array
from db.queries.visible import select_visible
from db.tables import Attachment, AttachmentRefusal, Patient
from db.tables.base import table_of
from domain.access import Viewer

ATTACHMENT, REFUSAL, PATIENT = table_of(Attachment), table_of(AttachmentRefusal), table_of(Patient)
starts_on, ends_on = ATTACHMENT.c.starts_on, ATTACHMENT.c.ends_on


def counts_on(day: date) -> Condition:
    """Attachments that hold on a day; `ends_on` is the first day that no longer counts."""
    return and_(starts_on <= day, or_(ends_on.is_(None), ends_on > day))


def not_empty() -> Condition:
    """Without those that were undone before they counted."""
    return or_(ends_on.is_(None), ends_on > starts_on)


def changed_since(day: date) -> Condition:
    """Started or ended then or later; what was undone before it counted has changed nothing."""
    return and_(not_empty(), or_(starts_on >= day, ends_on >= day))


def changed_until(first: date | None, day: date) -> Condition:
    """Started or ended between the two days, both included; from the beginning without a first day."""
    if first is None:
        return and_(not_empty(), or_(starts_on <= day, ends_on <= day))
    return and_(not_empty(), or_(starts_on.between(first, day), ends_on.between(first, day)))


_NAME = select(PATIENT.c.sort_key).where(PATIENT.c.id == ATTACHMENT.c.patient_id).correlate(ATTACHMENT)
# Empty for people who have left: their record is another clinic's now.
PATIENT_NAME = func.coalesce(_NAME.scalar_subquery(), "")

ATTACHMENT_FILTERS: Filters = {
    "clinic_id": equals(ATTACHMENT.c.clinic_id),
    "list_id": equals(ATTACHMENT.c.list_id),
    "area_id": equals(ATTACHMENT.c.area_id),
    "region_code": lambda value, _scope: of_region(ATTACHMENT.c.clinic_id, value),
    "patient_id": equals(ATTACHMENT.c.patient_id),
    "reason": equals(ATTACHMENT.c.reason),
    "channel": equals(ATTACHMENT.c.channel),
    "resident": equals(ATTACHMENT.c.resident),
    "over_norm": equals(ATTACHMENT.c.over_norm),
    "started_from": at_least(starts_on),
    "started_to": at_most(starts_on),
    "ended_from": at_least(ends_on),
    "ended_to": at_most(ends_on),
    "changed_from": lambda value, _scope: changed_since(value),
    "changed_to": lambda value, scope: changed_until(scope.given.get("changed_from"), value),
    "as_of": lambda value, _scope: counts_on(value),
    "code": lambda _value, _scope: false(),
}

ATTACHMENT_ORDERS: Orders = {
    "STARTS_ON": by(starts_on),
    "PATIENT_NAME": by(PATIENT_NAME),
    "RECORDED_AT": by(ATTACHMENT.c.recorded_at),
}

_ONLY_OF_ATTACHMENTS = ("area_id", "reason", "channel", "resident", "over_norm", "ended_from", "ended_to")

ATTACHMENT_REFUSAL_FILTERS: Filters = {
    "clinic_id": equals(REFUSAL.c.clinic_id),
    "list_id": equals(REFUSAL.c.list_id),
    "region_code": lambda value, _scope: of_region(REFUSAL.c.clinic_id, value),
    "patient_id": equals(REFUSAL.c.patient_id),
    "started_from": at_least(REFUSAL.c.refused_on),
    "started_to": at_most(REFUSAL.c.refused_on),
    "changed_from": at_least(REFUSAL.c.refused_on),
    "changed_to": at_most(REFUSAL.c.refused_on),
    "as_of": equals(REFUSAL.c.refused_on),
    "code": equals(REFUSAL.c.code),
    **dict.fromkeys(_ONLY_OF_ATTACHMENTS, lambda _value, _scope: false()),
}

ATTACHMENT_REFUSAL_ORDERS: Orders = {"REFUSED_ON": by(REFUSAL.c.refused_on)}


async def attachment_by_id(tx: Transaction, viewer: Viewer, attachment_id: UUID) -> Attachment | None:
    """Null also when this viewer may not see it."""
    return await tx.first(
        Attachment, select_visible(Attachment, viewer).where(ATTACHMENT.c.id == attachment_id)
    )


async def attachment_as_of(
    tx: Transaction, viewer: Viewer, asked: Sequence[tuple[UUID, date]]
) -> Mapping[tuple[UUID, date], Attachment]:
    """The visible attachment of each person on each day; people without one are missing."""
    patient_ids, days = {patient_id for patient_id, _ in asked}, {day for _, day in asked}
    statement = select_visible(Attachment, viewer).where(
        ATTACHMENT.c.patient_id == any_(uuid_array(tuple(patient_ids))), or_(*map(counts_on, days))
    )
    found: dict[tuple[UUID, date], Attachment] = {}
    for row in await tx.all(Attachment, statement):
        for day in days:
            if row.starts_on <= day and (row.ends_on is None or row.ends_on > day):
                found[row.patient_id, day] = row
    return found
