"""Merges: reading them, and writing both records, the attachments and what is remembered to undo it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, any_, func, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from db.database import DbRole, Transaction
from db.failures import constraint_of
from db.queries import attachment_writing as writing
from db.queries.expressions import uuid_array
from db.queries.patient import IIN_IS_UNIQUE
from db.queries.row_rules import of_clinics
from db.queries.visible import columns, select_visible, visible
from db.tables import Attachment, Merge, Patient
from db.tables.base import table_of
from domain.attachment import DetachmentReason

MERGE, PATIENT, ATTACHMENT = table_of(Merge), table_of(Patient), table_of(Attachment)


class IinTaken(Exception):
    """Somebody else has been given the IIN of a record that comes back."""


async def take_turns(tx: Transaction, clinic_id: UUID) -> None:
    """Merges of one clinic follow each other until commit: each may read what the one before it wrote."""
    key = f"merge:{clinic_id}"
    await tx.execute(text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": key})


async def by_id(tx: Transaction, merge_id: UUID) -> Merge | None:
    """The merge, undone or not; None when the viewer may not see it."""
    return await tx.first(Merge, select_visible(Merge, tx.viewer).where(MERGE.c.id == merge_id))


async def touching(tx: Transaction, ids: Sequence[UUID]) -> list[Merge]:
    """Merges in which these people survived or were merged, undone ones too, newest first.

    They are told to who may see both people: after an undone merge these go their own ways.
    """
    keys = uuid_array(tuple(ids))
    either = or_(MERGE.c.survivor_id == any_(keys), MERGE.c.merged_id == any_(keys))
    known = select(PATIENT.c.id).where(visible(Patient, tx.viewer))
    both = and_(MERGE.c.survivor_id.in_(known), MERGE.c.merged_id.in_(known))
    found = select_visible(Merge, tx.viewer).where(either, both)
    return await tx.all(Merge, found.order_by(MERGE.c.id.desc()))


async def open_after(tx: Transaction, merge: Merge) -> list[Merge]:
    """Standing merges later than this one into its survivor, or into whom that was merged; oldest first."""
    path = (
        select(PATIENT.c.id, PATIENT.c.merged_into)
        .where(PATIENT.c.id == merge.survivor_id)
        .cte("path", recursive=True)
    )
    path = path.union(
        select(PATIENT.c.id, PATIENT.c.merged_into).join(path, PATIENT.c.id == path.c.merged_into)
    )
    statement = select_visible(Merge, tx.viewer).where(
        MERGE.c.survivor_id.in_(select(path.c.id)), MERGE.c.undone_at.is_(None), MERGE.c.id > merge.id
    )
    return await tx.all(Merge, statement.order_by(MERGE.c.id))


async def add(tx: Transaction, merge: Merge) -> Merge:
    """Store that two records are one person; what that moves is written apart."""
    return await tx.insert(merge)


async def remember(tx: Transaction, merge: Merge, moved: Mapping[str, Any]) -> Merge:
    """What was moved from where to where, so that the merge can be taken apart."""
    return await _change_merge(tx, merge, moved=dict(moved))


async def mark_undone(tx: Transaction, merge: Merge, by: UUID | None, reason: str) -> Merge:
    """When is the database's clock."""
    return await _change_merge(tx, merge, undone_at=func.now(), undone_by=by, undone_reason=reason)


async def _change_merge(tx: Transaction, merge: Merge, **values: Any) -> Merge:
    statement = update(MERGE).where(MERGE.c.id == merge.id).values(**values)
    return await tx.one(Merge, statement.returning(*columns(Merge, tx.viewer)))


async def write_person(tx: Transaction, person_id: UUID, values: Mapping[str, Any]) -> Patient:
    """New values of a locked record. Raises IinTaken."""
    statement = (
        update(PATIENT)
        .where(PATIENT.c.id == person_id)
        .values(**values, version=PATIENT.c.version + 1, updated_at=func.now())
        .returning(*columns(Patient, tx.viewer))
    )
    try:
        return await tx.one(Patient, statement)
    except IntegrityError as error:
        if constraint_of(error) == IIN_IS_UNIQUE:
            raise IinTaken from error
        raise


async def attachments_from(tx: Transaction, person_id: UUID, day: date) -> list[Attachment]:
    """A person's attachments that count on a day or later, in whichever clinic; their lists are locked."""
    async with tx.acting_as(DbRole.TRANSFER, person=str(person_id)) as one:
        history = await writing.history_of(one, person_id)
    return [row for row in history if row.ends_on is None or row.ends_on > day]


async def are_ours(tx: Transaction, attachment_ids: Sequence[UUID]) -> bool:
    """Whether all these attachments are with the viewer's own clinic."""
    ours = select(func.count()).where(
        ATTACHMENT.c.id == any_(uuid_array(tuple(attachment_ids))), of_clinics(ATTACHMENT, tx.viewer)
    )
    return bool(await tx.value(ours) == len(attachment_ids))


async def lock_lists_of(tx: Transaction, people: Sequence[UUID]) -> None:
    """The doctors' lists of these people, locked after the people themselves, as everywhere."""
    lists = select(ATTACHMENT.c.list_id).where(ATTACHMENT.c.patient_id == any_(uuid_array(tuple(people))))
    found = [row.list_id for row in await tx.rows(lists)]
    if not any(found):
        return
    async with tx.acting_as(DbRole.TRANSFER) as one:
        await writing.lock_lists(one, found)


async def close(tx: Transaction, row: Attachment, ends_on: date, by: UUID | None) -> Attachment:
    """The duplicate's attachment ends with the reason that it was a duplicate's."""
    return await writing.end(tx, row, ends_on, DetachmentReason.DUPLICATE, by)


async def take_over(tx: Transaction, row: Attachment) -> Attachment:
    """Go on with a merged record's attachment as the survivor's."""
    return await tx.insert(row)


async def attachment(tx: Transaction, attachment_id: UUID) -> Attachment:
    """Of any clinic, unmasked. Raises NotVisible."""
    statement = select(*ATTACHMENT.c).where(ATTACHMENT.c.id == attachment_id)
    return await tx.one(Attachment, statement)


async def put_back(tx: Transaction, attachment_id: UUID, end: Mapping[str, Any]) -> Attachment:
    """Give an attachment the end that it had, to the letter."""
    ended_at, ended_by = end["ended_at"], end["ended_by"]
    statement = (
        update(ATTACHMENT)
        .where(ATTACHMENT.c.id == attachment_id)
        .values(
            ends_on=end["ends_on"] and date.fromisoformat(end["ends_on"]),
            end_reason=end["end_reason"],
            ended_at=ended_at and datetime.fromisoformat(ended_at),
            ended_by=ended_by and UUID(ended_by),
            version=ATTACHMENT.c.version + 1,
        )
    )
    return await tx.one(Attachment, statement.returning(*ATTACHMENT.c))


async def empty(tx: Transaction, row: Attachment, by: UUID | None) -> Attachment:
    """An attachment that should not have been keeps its row, without a day."""
    return await writing.end(tx, row, row.starts_on, DetachmentReason.ERROR, by)
