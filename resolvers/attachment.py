"""Attaching a person to a clinic, detaching, and taking an attachment back while it is fresh."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID

from db.database import DbRole, Transaction
from db.queries import attachment_writing as writing
from db.queries.attachment import attachment_as_of, attachment_by_id
from db.tables import Attachment, DoctorList, Patient
from domain.access import Action, Viewer
from domain.attachment import AttachmentChannel, DetachmentReason
from domain.available import AvailableAction
from domain.people import Citizenship
from domain.refusal import Refusal, RefusalCode
from resolvers import reading
from resolvers.attachment_decision import announce, decide
from resolvers.attachment_facts import Asked
from resolvers.attachment_input import attach_problems, detach_problems
from resolvers.attachment_options import options
from resolvers.context import OperationContext
from resolvers.refusals import InvalidInput, StaleVersion

__all__ = ["attach", "available_actions", "detach", "of_patient", "options", "undo"]

UNDO_FOR = timedelta(minutes=10)
ONE_DAY = timedelta(days=1)


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
    _note(context, "attach", outcome, patient=given["patient_id"], list=chosen.id)
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


def _note(context: OperationContext, what: str, outcome: Attachment | Refusal, **ids: UUID) -> None:
    """What the audit trail keeps of the act: ids and codes."""
    known = {name: str(key) for name, key in ids.items()}
    if isinstance(outcome, Attachment):
        context.audit.changes[what] = known | {"attachment": str(outcome.id)}
    else:
        context.audit.changes[what] = known | {"refused": outcome.code.value}
    if isinstance(outcome, Attachment) or outcome.code is not RefusalCode.NOT_FOUND:
        context.audit.showed([ids["patient"]])


async def detach(context: OperationContext, given: dict[str, Any]) -> Attachment | Refusal:
    """End an attachment of the viewer's own clinic; `ends_on` is the first day that no longer counts."""
    context.viewer.must(Action.ATTACH_PATIENT)
    seen = await _own(context, given["attachment_id"])
    if isinstance(seen, Refusal):
        return seen
    if problems := tuple(detach_problems(given, seen.starts_on, context.today)):
        return InvalidInput(problems=problems)
    context.audit.purpose = given.get("note") or context.audit.purpose
    async with context.tx.acting_as(DbRole.TRANSFER, person=str(seen.patient_id)) as one:
        outcome = await _detach(one, seen, given, context)
    _note(context, "detach", outcome, patient=seen.patient_id)
    return outcome


async def _own(context: OperationContext, attachment_id: UUID) -> Attachment | Refusal:
    """An attachment of the viewer's own clinic; another's may be seen with the person, no more."""
    row = await attachment_by_id(context.tx, context.viewer, attachment_id)
    if row is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("attachmentId",))
    if row.clinic_id not in context.viewer.clinic_ids:
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=("attachmentId",))
    return row


async def _detach(
    one: Transaction, seen: Attachment, given: dict[str, Any], context: OperationContext
) -> Attachment | Refusal:
    _patient, history = await _locked(one, seen)
    row = next(row for row in history if row.id == seen.id)
    if row.version != given["version"]:
        return StaleVersion(current=row)
    ends_on = given.get("ends_on") or max(context.today, row.starts_on)
    if _has_ended(row, context.today):
        return Refusal(RefusalCode.NOT_ATTACHED, path=("attachmentId",))
    ended = await writing.end(one, row, ends_on, given["reason"], context.viewer.account_id)
    await announce(one, [ended], "DETACHED")
    return ended


async def _locked(one: Transaction, seen: Attachment) -> tuple[Patient | None, list[Attachment]]:
    """The person with all attachments and every list of these, locked in the order that all keep."""
    patient = await writing.lock_person(one, seen.patient_id)
    history = await writing.all_of(one, seen.patient_id)
    await writing.lock_lists(one, [row.list_id for row in history])
    return patient, history


def _has_ended(row: Attachment, today: date) -> bool:
    return row.ended_at is not None or (row.ends_on is not None and row.ends_on <= today)


async def undo(context: OperationContext, given: dict[str, Any]) -> Attachment | Refusal:
    """Take back an attachment of the last ten minutes, by its clinic; what it replaced holds again."""
    context.viewer.must(Action.ATTACH_PATIENT)
    seen = await _own(context, given["attachment_id"])
    if isinstance(seen, Refusal):
        return seen
    async with context.tx.acting_as(DbRole.TRANSFER, person=str(seen.patient_id)) as one:
        outcome = await _undo(one, seen, given["version"], context)
    _note(context, "undo", outcome, patient=seen.patient_id)
    return outcome


async def _undo(
    one: Transaction, seen: Attachment, version: int, context: OperationContext
) -> Attachment | Refusal:
    patient, history = await _locked(one, seen)
    row = next(row for row in history if row.id == seen.id)
    if row.version != version:
        return StaleVersion(current=row)
    if row.ended_at is not None:
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("attachmentId",))
    if not _is_fresh(row, context.now):
        return Refusal(
            RefusalCode.UNDO_TOO_LATE, path=("attachmentId",), facts={"minutes": UNDO_FOR.seconds // 60}
        )
    undone = await writing.end(one, row, row.starts_on, DetachmentReason.ERROR, context.viewer.account_id)
    replaced = [old for old in history if old.ended_at == row.recorded_at]
    await _reopen(one, replaced, _contract_end(patient))
    await announce(one, [undone, *replaced], "UNDONE")
    return undone


async def _reopen(one: Transaction, replaced: Sequence[Attachment], contract_end: date | None) -> None:
    """Give the attachments that one act closed their time back: each lasts until the next begins."""
    in_order = sorted(replaced, key=lambda row: row.starts_on)
    for row, following in zip_longest(in_order, in_order[1:]):
        if following:
            await writing.reopen(one, row, following.starts_on, DetachmentReason.ATTACHED_ELSEWHERE)
        elif contract_end:
            await writing.reopen(one, row, contract_end, DetachmentReason.CONTRACT_ENDED)
        else:
            await writing.reopen(one, row, None, None)


def _contract_end(patient: Patient | None) -> date | None:
    """The first day without insurance of a temporary foreigner; nobody else's attachment ends by itself."""
    if (
        patient is None
        or patient.citizenship != Citizenship.TEMPORARY_WITH_CONTRACT
        or not patient.contract_until
    ):
        return None
    return patient.contract_until + ONE_DAY


def _is_fresh(row: Attachment, now: datetime) -> bool:
    return now - row.recorded_at <= UNDO_FOR


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
    if not viewer.can(Action.ATTACH_PATIENT) or row.clinic_id not in viewer.clinic_ids or row.ended_at:
        return []
    return [AvailableAction.DETACH, *([AvailableAction.UNDO] if _is_fresh(row, now) else [])]
