"""Attaching a person to a clinic, and taking an attachment back while it is fresh."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.queries import attachment_writing as writing
from db.queries.attachment import attachment_as_of, counts_on
from db.tables import Attachment, DoctorList
from domain.access import Action, Viewer
from domain.attachment import AttachmentChannel, DetachmentReason
from domain.available import AvailableAction
from domain.refusal import Refusal, RefusalCode
from resolvers import detachment, reading
from resolvers.attachment_decision import announce, decide
from resolvers.attachment_facts import Asked
from resolvers.attachment_input import attach_problems
from resolvers.attachment_options import options
from resolvers.attachment_undo import UNDO_FOR, Locked, note, reopen, take_back, too_late
from resolvers.context import OperationContext
from resolvers.declared import One
from resolvers.refusals import InvalidInput

__all__ = ["UNDO_FOR", "attach", "available_actions", "of_patient", "options", "undo"]


async def attach(context: OperationContext, given: dict[str, Any]) -> Attachment | Refusal:
    """Attach a person of any clinic to a doctor's list of the viewer's own clinic."""
    context.viewer.must(Action.ATTACH_PATIENT)
    if given.get("override"):
        context.viewer.must(Action.OVERRIDE_RULE)
    if problems := tuple(attach_problems(given, context.today)):
        return InvalidInput(problems=problems)
    chosen = await writing.doctor_list(context.tx, given["list_id"])
    if chosen is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("listId",))
    if chosen.clinic_id not in context.viewer.clinic_ids:
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=("listId",))
    outcome = await decide(context.tx, _asked(context, given, chosen))
    note(context, "attach", outcome, patient=given["patient_id"], list=chosen.id)
    return outcome


def _asked(context: OperationContext, given: dict[str, Any], chosen: DoctorList) -> Asked:
    return Asked(
        patient_id=given["patient_id"],
        doctor_list=chosen,
        reason=given["reason"],
        channel=given.get("channel") or AttachmentChannel.DESK,
        on=given.get("requested_on") or context.today,
        today=context.today,
        home_visit_waiver=bool(given.get("home_visit_waiver")),
        evidence=given.get("evidence"),
        override_reason=(given.get("override") or {}).get("reason"),
        recorded_by=context.viewer.account_id,
    )


async def undo(context: OperationContext, given: dict[str, Any]) -> Attachment | Refusal:
    """Take back an attachment of the last ten minutes, by its clinic; what it replaced holds again."""
    return await take_back(context, given, _undo)


async def _undo(context: OperationContext, now: Locked) -> Attachment | Refusal:
    row = now.row
    if row.ended_at is not None:
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("attachmentId",))
    if not _is_fresh(row, context.now):
        return too_late()
    undone = await writing.end(now.tx, row, row.starts_on, DetachmentReason.ERROR, context.viewer.account_id)
    replaced = [old for old in now.history if old.ended_at == row.recorded_at]
    await reopen(now.tx, replaced, now.patient)
    await announce(now.tx, [undone, *replaced], "UNDONE")
    return undone


def _is_fresh(row: Attachment, now: datetime) -> bool:
    return now - row.recorded_at <= UNDO_FOR


HELD = One("attachment", "id", "patient_id", holding=counts_on)
"""A person's attachment on a day."""


async def of_patient(
    patient_id: UUID, context: OperationContext, as_of: date | None = None
) -> Attachment | None:
    """The visible attachment of a person on a day, today when none is given."""

    async def batch(asked: Sequence[tuple[UUID, date]]) -> Mapping[tuple[UUID, date], Attachment]:
        return await attachment_as_of(context.tx, context.viewer, asked)

    key = (patient_id, as_of or context.today)
    found: Attachment | None = await reading.batched(context, "attachment.of_patient", key, batch)
    return found


def available_actions(row: Attachment, viewer: Viewer, now: datetime) -> list[AvailableAction]:
    """What the viewer may do with an attachment now."""
    if not viewer.can(Action.ATTACH_PATIENT) or row.clinic_id not in viewer.clinic_ids:
        return []
    if row.ended_at:
        return [AvailableAction.UNDO_DETACHMENT] if detachment.can_undo(row, now) else []
    return [AvailableAction.DETACH, *([AvailableAction.UNDO] if _is_fresh(row, now) else [])]
