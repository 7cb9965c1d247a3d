"""What each new day changes: whose record follows the attachment, whose contract ended, who has no clinic."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, exists, func, or_, select, true, update

from db.database import Transaction
from db.queries.area import STREET
from db.queries.attachment import ATTACHMENT, PATIENT, counts_on, not_empty
from db.queries.expressions import uuid_array
from db.tables import Attachment, AttachmentRefusal, Patient
from db.tables.base import table_of
from domain.attachment import DetachmentReason
from domain.people import Citizenship

REFUSAL = table_of(AttachmentRefusal)
LATER = ATTACHMENT.alias("later")
REGISTERED_FOR = timedelta(days=1)
ASK_AGAIN_AFTER = timedelta(days=30)


async def who_follows(tx: Transaction, on: date, at_most: int) -> list[UUID]:
    """People whose record is not yet with the clinic of the day; locked, but for whom a desk has."""
    statement = (
        select(PATIENT.c.id)
        .join(ATTACHMENT, ATTACHMENT.c.patient_id == PATIENT.c.id)
        .where(counts_on(on), ATTACHMENT.c.clinic_id != PATIENT.c.clinic_id)
        .order_by(PATIENT.c.id)
        .limit(at_most)
        .with_for_update(of=PATIENT, key_share=True, skip_locked=True)
    )
    return [row.id for row in await tx.rows(statement)]


async def follow(tx: Transaction, patient_ids: Sequence[UUID], on: date) -> list[Attachment]:
    """Give the records to the clinics of the day, read anew: a desk may have been quicker than the lock."""
    mine = ATTACHMENT.c.patient_id == any_(uuid_array(tuple(patient_ids)))
    rows = await tx.all(Attachment, select(*ATTACHMENT.c).where(mine, counts_on(on)))
    for row in rows:
        await tx.execute(select(func.settle_patient(row.patient_id, row.clinic_id)))
    return rows


async def out_of_step_with_contract(
    tx: Transaction, on: date, after: UUID | None, at_most: int
) -> list[UUID]:
    """Temporary foreigners whose attachment does not end with their contract; handbook 5.7 says it must."""
    people = select(PATIENT.c.id).where(_beyond(after), exists().where(_lasts_otherwise(on)))
    return [row.id for row in await tx.rows(people.order_by(PATIENT.c.id).limit(at_most))]


def _beyond(last: UUID | None) -> ColumnElement[bool]:
    return true() if last is None else PATIENT.c.id > last


def _lasts_otherwise(on: date) -> ColumnElement[bool]:
    """What is over stays as it was, even if a new contract is signed; so does what a later one follows."""
    return and_(
        ATTACHMENT.c.patient_id == PATIENT.c.id,
        PATIENT.c.citizenship == Citizenship.TEMPORARY_WITH_CONTRACT,
        PATIENT.c.contract_until.is_not(None),
        ATTACHMENT.c.ended_at.is_(None),
        or_(ATTACHMENT.c.ends_on.is_(None), ATTACHMENT.c.ends_on > on),
        ATTACHMENT.c.ends_on.is_distinct_from(_first_day_without_contract()),
        ~exists().where(
            LATER.c.patient_id == ATTACHMENT.c.patient_id, LATER.c.starts_on > ATTACHMENT.c.starts_on
        ),
    )


def _first_day_without_contract() -> ColumnElement[Any]:
    return func.greatest(PATIENT.c.contract_until + 1, ATTACHMENT.c.starts_on)


async def end_with_contract(tx: Transaction, patient_id: UUID, on: date) -> list[Attachment]:
    """Let a person's attachment end with the contract as it is now, be it shorter or longer than it was."""
    statement = (
        update(ATTACHMENT)
        .where(_lasts_otherwise(on), PATIENT.c.id == patient_id)
        .values(
            ends_on=_first_day_without_contract(),
            end_reason=DetachmentReason.CONTRACT_ENDED,
            version=ATTACHMENT.c.version + 1,
        )
        .returning(*ATTACHMENT.c)
    )
    return await tx.all(Attachment, statement)


async def without_clinic(
    tx: Transaction, on: date, now: datetime, after: UUID | None, at_most: int
) -> list[Patient]:
    """People by id who never had an attachment, or whose clinic closed, and whose street some area knows.

    Those registered since yesterday are left to the desk; a refusal is not repeated within a month.
    """
    counted = and_(
        ATTACHMENT.c.patient_id == PATIENT.c.id,
        not_empty(),
        or_(
            ATTACHMENT.c.ends_on.is_(None),
            ATTACHMENT.c.ends_on > on,
            ATTACHMENT.c.end_reason != DetachmentReason.CLINIC_CLOSED,
        ),
    )
    asked = and_(
        REFUSAL.c.patient_id == PATIENT.c.id,
        REFUSAL.c.recorded_by.is_(None),
        REFUSAL.c.refused_on > on - ASK_AGAIN_AFTER,
    )
    statement = select(*PATIENT.c).where(
        _beyond(after),
        PATIENT.c.merged_into.is_(None),
        PATIENT.c.deceased_on.is_(None),
        PATIENT.c.registered_at < now - REGISTERED_FOR,
        PATIENT.c.kato.is_not(None),
        exists().where(STREET.c.street_key == PATIENT.c.street_key),
        ~exists().where(counted),
        ~exists().where(asked),
    )
    return await tx.all(Patient, statement.order_by(PATIENT.c.id).limit(at_most))
