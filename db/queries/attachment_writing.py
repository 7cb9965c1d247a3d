"""Writing attachments: what is locked and in which order, what is read under the locks, what is stored.

The order is always the same, so that nobody waits in a circle: the person, then the doctors' lists by id.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, func, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from db.database import Transaction
from db.failures import LOCK_TAKEN, constraint_of, sqlstate_of
from db.queries.attachment import ATTACHMENT, PATIENT
from db.queries.clinic import CONTRACT
from db.queries.doctor_list import LIST, works
from db.queries.expressions import uuid_array
from db.tables import Attachment, AttachmentRefusal, DoctorList, FundContract, Patient
from domain.attachment import DetachmentReason


class Guard(StrEnum):
    """The database's own last word, by the name of its constraint."""

    LIST_LIMIT = "list_limit"
    ONE_AT_A_TIME = "one_attachment_at_a_time"


class ListsTaken(Exception):
    """Others held a list for as long as the transaction waits. Means `Failure.UNAVAILABLE` to whoever asked."""


async def lock_person(tx: Transaction, patient_id: UUID) -> Patient | None:
    """The first lock of every attachment: two clerks at one person wait for each other."""
    return await tx.first(Patient, _locked(select(*PATIENT.c).where(PATIENT.c.id == patient_id)))


async def person(tx: Transaction, patient_id: UUID) -> Patient | None:
    """Whoever they are attached to: a move needs people of other clinics."""
    return await tx.first(Patient, select(*PATIENT.c).where(PATIENT.c.id == patient_id))


async def lock_lists(tx: Transaction, list_ids: Iterable[UUID | None]) -> Mapping[UUID, DoctorList]:
    """Doctors' lists by id, locked in the order of their ids. Raises ListsTaken."""
    wanted = uuid_array(tuple({list_id for list_id in list_ids if list_id}))
    ordered = select(*LIST.c).where(LIST.c.id == any_(wanted)).order_by(LIST.c.id)
    try:
        return {row.id: row for row in await tx.all(DoctorList, _locked(ordered))}
    except OperationalError as error:
        if sqlstate_of(error) == LOCK_TAKEN:
            raise ListsTaken from error
        raise


def _locked(statement: Select[Any]) -> Select[Any]:
    """FOR NO KEY UPDATE: writers wait for each other, foreign keys that point here wait for nobody."""
    return statement.with_for_update(key_share=True)


async def history_of(tx: Transaction, patient_id: UUID) -> list[Attachment]:
    """A person's attachments that ever counted or will, the earliest first."""
    return [row for row in await all_of(tx, patient_id) if row.ends_on is None or row.ends_on > row.starts_on]


async def all_of(tx: Transaction, patient_id: UUID) -> list[Attachment]:
    """A person's attachments, those without a day included."""
    statement = select(*ATTACHMENT.c).where(ATTACHMENT.c.patient_id == patient_id)
    return await tx.all(Attachment, statement.order_by(ATTACHMENT.c.starts_on, ATTACHMENT.c.id))


async def doctor_list(tx: Transaction, list_id: UUID) -> DoctorList | None:
    """Of any clinic, not locked; None when there is no such list."""
    return await tx.first(DoctorList, select(*LIST.c).where(LIST.c.id == list_id))


async def contracts_of(tx: Transaction, clinic_id: UUID) -> list[FundContract]:
    """Of any day, those that have ended too."""
    return await tx.all(FundContract, select(*CONTRACT.c).where(CONTRACT.c.clinic_id == clinic_id))


async def doctor_works(tx: Transaction, list_id: UUID, on: date) -> bool:
    """Whether the list is open and its doctor employed on that day."""
    return bool(await tx.value(select(LIST.c.id).where(LIST.c.id == list_id, ~LIST.c.closed, works(on))))


async def count_born_after(tx: Transaction, list_id: UUID, day: date, except_id: UUID) -> int:
    """How many people of a list, but for one, were born after a day."""
    people = select(func.count()).select_from(
        ATTACHMENT.join(PATIENT, PATIENT.c.id == ATTACHMENT.c.patient_id)
    )
    young = people.where(
        ATTACHMENT.c.list_id == list_id,
        ATTACHMENT.c.ends_on.is_(None),
        PATIENT.c.birth_date > day,
        PATIENT.c.id != except_id,
    )
    return int(await tx.value(young))


async def replace(
    tx: Transaction, new: Attachment, replaced: Sequence[Attachment]
) -> tuple[Attachment | None, Guard | None]:
    """Close what the new attachment takes the place of, and store it; or nothing, when a guard says no."""
    try:
        async with tx.savepoint():
            for row in replaced:
                await end(
                    tx,
                    row,
                    max(row.starts_on, new.starts_on),
                    DetachmentReason.ATTACHED_ELSEWHERE,
                    new.recorded_by,
                )
            return await tx.insert(new), None
    except IntegrityError as error:
        return None, _guard(error)


def _guard(error: IntegrityError) -> Guard:
    """Raises what is no guard's word."""
    name = constraint_of(error)
    if name not in list(Guard):
        raise error
    return Guard(name)


async def end(
    tx: Transaction, row: Attachment, ends_on: date, reason: DetachmentReason, by: UUID | None
) -> Attachment:
    """End an attachment on its first day that no longer counts; its own first day empties it."""
    return await _change(tx, row, ends_on=ends_on, end_reason=reason, ended_at=func.now(), ended_by=by)


async def reopen(
    tx: Transaction, row: Attachment, ends_on: date | None, reason: DetachmentReason | None
) -> Attachment:
    """As it was before it ended; the exclusion constraint refuses what overlaps by now."""
    return await _change(tx, row, ends_on=ends_on, end_reason=reason, ended_at=None, ended_by=None)


async def _change(tx: Transaction, row: Attachment, **values: Any) -> Attachment:
    statement = update(ATTACHMENT).where(ATTACHMENT.c.id == row.id)
    changed = statement.values(version=ATTACHMENT.c.version + 1, **values).returning(*ATTACHMENT.c)
    return await tx.one(Attachment, changed)


async def refuse(tx: Transaction, refusal: AttachmentRefusal) -> None:
    """That somebody asked and which rule said no stays on record."""
    await tx.insert(refusal)
