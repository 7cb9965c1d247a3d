"""Ending an attachment without another one, and taking that back while it is fresh."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from db.database import Transaction
from db.queries import attachment_writing as writing
from db.queries import patient as people
from db.tables import Attachment, Patient
from domain.access import Action
from domain.attachment import DetachmentReason
from domain.attachment_end import BY_A_CLERK, end_refusal, goes_on_beside
from domain.refusal import Refusal, RefusalCode
from resolvers.attachment_decision import announce
from resolvers.attachment_input import detach_problems
from resolvers.attachment_undo import UNDO_FOR, Locked, act_on, has_ended, own, reopen, take_back, too_late
from resolvers.context import OperationContext
from resolvers.patient_death import end_attachments_in
from resolvers.refusals import InvalidInput


async def detach(context: OperationContext, given: dict[str, Any]) -> Attachment | Refusal:
    """End an attachment of the viewer's own clinic; `ends_on` is the first day that no longer counts.

    A death is on the person's record from then on, and ends whatever else they have.
    """
    context.viewer.must(Action.ATTACH_PATIENT)
    seen = await own(context, given["attachment_id"])
    if isinstance(seen, Refusal):
        return seen
    if problems := tuple(detach_problems(given, seen.starts_on, context.today)):
        return InvalidInput(problems=problems)
    context.audit.purpose = (given.get("note") or "").strip() or context.audit.purpose
    return await act_on(context, seen, given["version"], "detach", partial(_detach, given))


async def _detach(given: dict[str, Any], context: OperationContext, now: Locked) -> Attachment | Refusal:
    row, patient = now.row, now.patient
    if has_ended(row, context.today):
        return Refusal(RefusalCode.NOT_ATTACHED, path=("attachmentId",))
    ends_on = given.get("ends_on") or context.today
    if patient and (refusal := end_refusal(given["reason"], ends_on, patient)):
        return refusal
    ended = await writing.end(
        now.tx, row, max(ends_on, row.starts_on), given["reason"], context.viewer.account_id
    )
    await announce(now.tx, [ended], "DETACHED")
    if patient and given["reason"] == DetachmentReason.DEATH:
        await _record_death(now.tx, context, patient, ends_on)
    return ended


async def _record_death(
    one: Transaction, context: OperationContext, patient: Patient, died: date
) -> None:
    if patient.deceased_on is not None:
        return
    changed = await people.change(one, patient, {"deceased_on": died})
    assert changed is not None
    context.audit.changes["updated"] = ["deceased_on"]
    await end_attachments_in(one, context, changed)


async def undo(context: OperationContext, given: dict[str, Any]) -> Attachment | Refusal:
    """Take back a detachment of the last ten minutes, by its clinic; a death that it recorded too."""
    return await take_back(context, given, _undo)


async def _undo(context: OperationContext, now: Locked) -> Attachment | Refusal:
    row = now.row
    if not was_detached(row):
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("attachmentId",))
    together = [other for other in now.history if other.ended_at == row.ended_at]
    apart = [other for other in now.history if other not in together]
    if not _is_fresh(row, context.now) or any(goes_on_beside(row, other) for other in apart):
        return too_late()
    if refusal := await _full(now.tx, together):
        return refusal
    return await _reopen(context, now, together)


async def _reopen(context: OperationContext, now: Locked, together: Sequence[Attachment]) -> Attachment:
    patient = now.patient
    if patient and now.row.end_reason == DetachmentReason.DEATH and patient.deceased_on is not None:
        await people.change(now.tx, patient, {"deceased_on": None})
        context.audit.changes["updated"] = ["deceased_on"]
    reopened = await reopen(now.tx, together, patient)
    await announce(now.tx, reopened, "UNDONE")
    return next(other for other in reopened if other.id == now.row.id)


async def _full(one: Transaction, together: Sequence[Attachment]) -> Refusal | None:
    """The place may be somebody else's by now; the lists are locked already."""
    lists = await writing.lock_lists(one, [row.list_id for row in together])
    for row in together:
        people_now = lists[row.list_id].people if row.list_id else 0
        if row.list_limit is not None and people_now + 1 > row.list_limit:
            facts = {"people": people_now, "norm": row.list_limit}
            return Refusal(RefusalCode.NORM_EXCEEDED, path=("attachmentId",), facts=facts)
    return None


def was_detached(row: Attachment) -> bool:
    """Whether somebody ended it; an attachment that was taken back on its first day is something else."""
    empty = row.ends_on == row.starts_on and row.end_reason == DetachmentReason.ERROR
    return row.ended_at is not None and row.end_reason in BY_A_CLERK and not empty


def can_undo(row: Attachment, now: datetime) -> bool:
    return was_detached(row) and _is_fresh(row, now)


def _is_fresh(row: Attachment, now: datetime) -> bool:
    return row.ended_at is not None and now - row.ended_at <= UNDO_FOR
