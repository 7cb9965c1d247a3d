"""Attachment (тіркеу, прикрепление): a person's enrolment with one primary-care clinic; who may have it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.attachment_refusals import reason_refusal, refusals
from domain.attachment_request import AttachmentChannel, AttachmentFacts, AttachmentRequest
from domain.attachment_rules import (
    AttachmentReason,
    AttachmentRules,
    BoundaryReading,
    Campaign,
    FreeChoiceLimit,
    ListKind,
    ListNorm,
)
from domain.refusal import Refusal, RefusalCode

__all__ = [
    "OVERRIDABLE",
    "AttachmentAccepted",
    "AttachmentChannel",
    "AttachmentFacts",
    "AttachmentReason",
    "AttachmentRequest",
    "AttachmentRules",
    "BoundaryReading",
    "Campaign",
    "DetachmentReason",
    "FreeChoiceLimit",
    "ListKind",
    "ListNorm",
    "decide_attachment",
    "reason_refusal",
]


class DetachmentReason(StrEnum):
    """Why an attachment ended (handbook 5.7)."""

    ATTACHED_ELSEWHERE = "ATTACHED_ELSEWHERE"
    CONTRACT_ENDED = "CONTRACT_ENDED"
    DEATH = "DEATH"
    LEFT_COUNTRY = "LEFT_COUNTRY"
    ERROR = "ERROR"
    DUPLICATE = "DUPLICATE"
    CLINIC_CLOSED = "CLINIC_CLOSED"
    COMMISSION_DECISION = "COMMISSION_DECISION"


OVERRIDABLE = frozenset(
    {
        RefusalCode.AGE_DOES_NOT_FIT_LIST,
        RefusalCode.OUTSIDE_ADMINISTRATIVE_UNIT,
        RefusalCode.OUTSIDE_CAMPAIGN_WITHOUT_REASON,
        RefusalCode.FREE_CHOICE_USED_UP,
        RefusalCode.REASON_DOES_NOT_FIT,
    }
)
"""What a head doctor may override with a reason on record; never the norm, the waiver or a contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentAccepted:
    """A yes. Days are half-open: `ends_on` is the first day without the attachment, None while it is open.

    `list_limit` is the most people the list may have with this one on it, None where no norm can refuse (a
    resident); whoever writes the row checks it again under the list's lock.
    """

    starts_on: date
    ends_on: date | None
    home_visits: bool
    over_norm: bool
    list_limit: int | None
    answer_due_on: date
    overridden: tuple[RefusalCode, ...] = ()


def decide_attachment(
    request: AttachmentRequest, facts: AttachmentFacts, rules: AttachmentRules, on: date
) -> AttachmentAccepted | Refusal:
    """Decide a request on the day it is made: the table of handbook 5.4 after the questions of 5.1-5.6.

    Residents of the area are always taken. Refuses with the first reason found; what is dated comes in
    `rules`.
    """
    overridden = []
    for refusal in refusals(request, facts, rules, on):
        if not (request.override and refusal.code in OVERRIDABLE):
            return refusal
        overridden.append(refusal.code)
    return _accept(request, facts, rules, on, tuple(overridden))


def _accept(
    request: AttachmentRequest,
    facts: AttachmentFacts,
    rules: AttachmentRules,
    on: date,
    overridden: tuple[RefusalCode, ...],
) -> AttachmentAccepted:
    starts = rules.starts_on(request.reason, on)
    norm = rules.norm(request.list_kind, starts)
    return AttachmentAccepted(
        starts_on=starts,
        ends_on=facts.contract_until + timedelta(days=1) if facts.contract_until else None,
        home_visits=facts.lives_in_area,
        over_norm=norm is not None and facts.people_on_list + 1 > norm.people,
        list_limit=None if facts.lives_in_area or norm is None else rules.limit(norm),
        answer_due_on=rules.answer_due_on(on),
        overridden=overridden,
    )
