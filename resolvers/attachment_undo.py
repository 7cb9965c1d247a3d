"""What taking back an attachment and taking back its end have in common."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any
from uuid import UUID

from db.database import DbRole, Transaction
from db.queries import attachment_writing as writing
from db.queries.attachment import attachment_by_id
from db.tables import Attachment, Patient
from domain.access import Action
from domain.attachment import DetachmentReason
from domain.people import Citizenship
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.refusals import StaleVersion

UNDO_FOR = timedelta(minutes=10)
ONE_DAY = timedelta(days=1)


async def own(context: OperationContext, attachment_id: UUID) -> Attachment | Refusal:
    """An attachment of the viewer's own clinic; another's may be seen with the person, no more."""
    row = await attachment_by_id(context.tx, context.viewer, attachment_id)
    if row is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("attachmentId",))
    if row.clinic_id not in context.viewer.clinic_ids:
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=("attachmentId",))
    return row


@dataclass(frozen=True, slots=True)
class Locked:
    """An attachment as it is now and its person with all attachments; nobody else changes them or their lists."""

    tx: Transaction
    row: Attachment
    patient: Patient | None
    history: Sequence[Attachment]


Act = Callable[[OperationContext, Locked], Awaitable[Attachment | Refusal]]


async def take_back(context: OperationContext, given: dict[str, Any], act: Act) -> Attachment | Refusal:
    """Take back what was done to an attachment of the viewer's own clinic."""
    context.viewer.must(Action.ATTACH_PATIENT)
    seen = await own(context, given["attachment_id"])
    if isinstance(seen, Refusal):
        return seen
    return await act_on(context, seen, given["version"], "undo", act)


async def act_on(
    context: OperationContext, seen: Attachment, version: int, what: str, act: Act
) -> Attachment | Refusal:
    """Act on an attachment that nobody has changed since it was read; what came of it is on record as `what`."""
    async with context.tx.acting_as(DbRole.TRANSFER, person=str(seen.patient_id)) as one:
        now = await _locked(one, seen)
        outcome = StaleVersion(current=now.row) if now.row.version != version else await act(context, now)
    note(context, what, outcome, patient=seen.patient_id)
    return outcome


async def _locked(one: Transaction, seen: Attachment) -> Locked:
    """In the order that all keep: the person, the attachments, every list of these."""
    patient = await writing.lock_person(one, seen.patient_id)
    history = await writing.all_of(one, seen.patient_id)
    await writing.lock_lists(one, [row.list_id for row in history])
    return Locked(one, next(row for row in history if row.id == seen.id), patient, history)


def has_ended(row: Attachment, today: date) -> bool:
    return row.ended_at is not None or (row.ends_on is not None and row.ends_on <= today)


def too_late() -> Refusal:
    facts = {"minutes": UNDO_FOR.seconds // 60}
    return Refusal(RefusalCode.UNDO_TOO_LATE, path=("attachmentId",), facts=facts)


async def reopen(
    one: Transaction, closed: Sequence[Attachment], patient: Patient | None
) -> list[Attachment]:
    """Give the attachments that one act closed their time back: each lasts until the next begins."""
    in_order = sorted(closed, key=lambda row: row.starts_on)
    contract_end, reopened = _contract_end(patient), []
    for row, following in zip_longest(in_order, in_order[1:]):
        ends: tuple[date | None, DetachmentReason | None] = (None, None)
        if following:
            ends = following.starts_on, DetachmentReason.ATTACHED_ELSEWHERE
        elif contract_end:
            ends = contract_end, DetachmentReason.CONTRACT_ENDED
        reopened.append(await writing.reopen(one, row, *ends))
    return reopened


def _contract_end(patient: Patient | None) -> date | None:
    """The first day without insurance of a temporary foreigner; nobody else's attachment ends by itself."""
    if (
        patient is None
        or patient.citizenship != Citizenship.TEMPORARY_WITH_CONTRACT
        or not patient.contract_until
    ):
        return None
    return patient.contract_until + ONE_DAY


def note(context: OperationContext, what: str, outcome: Attachment | Refusal, **ids: UUID) -> None:
    """What the audit trail keeps of the act: ids and codes."""
    known = {name: str(key) for name, key in ids.items()}
    if isinstance(outcome, Attachment):
        context.audit.changes[what] = known | {"attachment": str(outcome.id)}
    else:
        context.audit.changes[what] = known | {"refused": outcome.code.value}
    if isinstance(outcome, Attachment) or outcome.code is not RefusalCode.NOT_FOUND:
        context.audit.showed([ids["patient"]])
