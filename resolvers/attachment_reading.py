"""How attachments and their refusals are read: names of reasons, words of refusals, the doctor, live changes."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from db import tables
from db.events import current_events
from db.reference import read
from domain.access import Action, Forbidden
from domain.attachment_rules import Campaign
from domain.language import Language
from domain.messages import message
from domain.refusal import Citation
from resolvers import attachment_decision
from resolvers.attachment_facts import rules
from resolvers.attachment_options import ReasonOption
from resolvers.context import OperationContext


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to an attachment; the row itself is read by each listener with their own eyes."""

    what: str
    attachment_id: UUID
    patient_id: UUID


@cache
def _reason_names() -> Mapping[str, Mapping[str, Any]]:
    return {row["reason"]: row for row in read("attachment_reasons")["rows"]}


def reason_name(row: tables.Attachment | ReasonOption, context: OperationContext) -> str:
    return reason_in_words(row.reason, context.language)


def reason_in_words(reason: str, language: Language) -> str:
    return str(_reason_names()[reason][f"name_{language.value}"])


def why_closed(option: ReasonOption, context: OperationContext) -> str | None:
    return message(option.why.code, context.language, **option.why.facts) if option.why else None


def refusal_message(row: tables.AttachmentRefusal, context: OperationContext) -> str:
    return message(row.code, context.language, **row.facts)


def refusal_rule(row: tables.AttachmentRefusal, _context: OperationContext) -> Citation | None:
    return Citation(**row.rule) if row.rule else None


def campaigns(context: OperationContext) -> list[Campaign]:
    """All known campaigns, newest first."""
    context.viewer.must(Action.READ_REFERENCE)
    return sorted(rules().campaigns, key=lambda campaign: campaign.opens_on, reverse=True)


async def changes(context: OperationContext, given: dict[str, Any]) -> AsyncIterator[Change]:
    """Changes in the clinics that the viewer sees, as they happen. Raises Forbidden."""
    context.viewer.must(Action.READ_PATIENTS)
    mine = set(context.viewer.clinic_ids)
    asked = {given["clinic_id"]} if given.get("clinic_id") else mine
    if not asked <= mine:
        raise Forbidden(Action.READ_PATIENTS, signed_in=True)
    async for event in current_events.get().listen(attachment_decision.CHANNEL):
        if asked & {UUID(clinic) for clinic in event["clinic_ids"]}:
            for attachment_id in event["attachment_ids"]:
                yield Change(event["what"], UUID(attachment_id), UUID(event["patient_id"]))
