"""How an attachment ends without another one: the grounds a clerk may give, and what each of them needs."""

from datetime import date
from typing import Protocol

from domain.attachment import DetachmentReason
from domain.attachment_refusals import ORDER_194
from domain.people import Citizenship
from domain.refusal import Citation, Refusal, RefusalCode

BY_A_CLERK = frozenset(
    {
        DetachmentReason.DEATH,
        DetachmentReason.LEFT_COUNTRY,
        DetachmentReason.CONTRACT_ENDED,
        DetachmentReason.COMMISSION_DECISION,
        DetachmentReason.CLINIC_CLOSED,
        DetachmentReason.ERROR,
    }
)
"""Handbook 5.7; another attachment and a merge end one by themselves."""

NEEDS_NOTE = frozenset({DetachmentReason.COMMISSION_DECISION, DetachmentReason.ERROR})
"""Whose grounds are a paper or a story: the decision's number, or what went wrong (advice of ours)."""

CONTRACT_RULE = Citation(ORDER_194, "", "mgorod.kz, 15.08.2023", verified=True)


class Person(Protocol):
    """What the grounds depend on."""

    @property
    def citizenship(self) -> Citizenship: ...
    @property
    def birth_date(self) -> date: ...


class Period(Protocol):
    """Days are half-open; `ends_on` None is open."""

    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date | None: ...


def end_refusal(reason: DetachmentReason, ends_on: date, person: Person) -> Refusal | None:
    """Why this person's attachment cannot end so, or None.

    A contract ends only where there is one: for a temporary foreigner (handbook 5.6, 5.7).
    """
    temporary = person.citizenship == Citizenship.TEMPORARY_WITH_CONTRACT
    if reason == DetachmentReason.CONTRACT_ENDED and not temporary:
        return Refusal(RefusalCode.REASON_DOES_NOT_FIT, CONTRACT_RULE, ("reason",))
    if reason == DetachmentReason.DEATH and ends_on < person.birth_date:
        return Refusal(RefusalCode.REASON_DOES_NOT_FIT, None, ("endsOn",))
    return None


def goes_on_beside(ended: Period, other: Period) -> bool:
    """Whether another attachment counts on some day that the ended one would have again, were it open."""
    counts = other.ends_on is None or other.ends_on > max(other.starts_on, ended.starts_on)
    return counts
