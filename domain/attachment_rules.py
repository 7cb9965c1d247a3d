"""The dated rules of attachment: norms, campaigns, reasons, ages; their values are in `db/reference`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from domain.calendar import WorkingDays
from domain.dated import holds, in_force


class ListKind(StrEnum):
    """Whose list it is: a family doctor's, a therapist's, a paediatrician's."""

    GP = "GP"
    THERAPIST = "THERAPIST"
    PAEDIATRICIAN = "PAEDIATRICIAN"


class AttachmentReason(StrEnum):
    """Why a person attaches; the first eight are the reasons outside the campaign (handbook 5.5)."""

    RESIDENCE_CHANGED = "RESIDENCE_CHANGED"
    WORK_CHANGED = "WORK_CHANGED"
    STUDY_CHANGED = "STUDY_CHANGED"
    SENTENCE_ENDED = "SENTENCE_ENDED"
    MILITARY_SERVICE_ENDED = "MILITARY_SERVICE_ENDED"
    CLINIC_REORGANISED = "CLINIC_REORGANISED"
    DISSATISFIED_WITH_QUALITY = "DISSATISFIED_WITH_QUALITY"
    MOVED_TO_ANOTHER_LOCALITY = "MOVED_TO_ANOTHER_LOCALITY"
    FREE_CHOICE = "FREE_CHOICE"
    CAMPAIGN = "CAMPAIGN"
    FIRST_ATTACHMENT = "FIRST_ATTACHMENT"
    NEWBORN = "NEWBORN"
    DEFAULT_BY_ADDRESS = "DEFAULT_BY_ADDRESS"
    ACTUAL_RESIDENCE = "ACTUAL_RESIDENCE"
    DOCTOR_CHOICE = "DOCTOR_CHOICE"


class BoundaryReading(StrEnum):
    """How "more than two thousand" is read: LITERAL takes the 2,001st outsider, PROTECTIVE stops at 2,000."""

    LITERAL = "LITERAL"
    PROTECTIVE = "PROTECTIVE"


class Start(StrEnum):
    """When an attachment begins to count."""

    SAME_DAY = "SAME_DAY"
    NEXT_WORKING_DAY = "NEXT_WORKING_DAY"
    CAMPAIGN = "CAMPAIGN"


@dataclass(frozen=True, slots=True)
class ListNorm:
    """How many people a list should have; with `under_age`, how many of them may be younger (years)."""

    list_kind: ListKind
    people: int
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool
    under_age: int | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """The weeks in which everybody may choose a clinic; a choice counts from `effective_on`."""

    year: int
    opens_on: date
    closes_on: date
    effective_on: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class FreeChoiceLimit:
    """How many times a calendar year a person may change the clinic without giving a reason."""

    times: int
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ListAge:
    """Whom a list is for: completed years from `from_age`, under `below_age`."""

    list_kind: ListKind
    from_age: int
    below_age: int | None
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool

    def fits(self, years: int) -> bool:
        return self.from_age <= years and (self.below_age is None or years < self.below_age)


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """A reason that may be given between two days, when it starts, and whether a paper must prove it."""

    reason: AttachmentReason
    start: Start
    needs_evidence: bool
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool


@dataclass(frozen=True)
class AttachmentRules:
    """All of them, and the parameter the law leaves open."""

    norms: Sequence[ListNorm]
    campaigns: Sequence[Campaign]
    free_choice_limits: Sequence[FreeChoiceLimit]
    list_ages: Sequence[ListAge]
    reasons: Sequence[ReasonRule]
    working_days: WorkingDays
    boundary: BoundaryReading = BoundaryReading.LITERAL
    answer_within_working_days: int = 1

    def norm(self, list_kind: ListKind, on: date) -> ListNorm | None:
        """The norm of a whole list, not of its youngest."""
        return next((n for n in self.norms_of(list_kind, on) if n.under_age is None), None)

    def norms_of(self, list_kind: ListKind, on: date) -> tuple[ListNorm, ...]:
        return tuple(norm for norm in in_force(self.norms, on) if norm.list_kind is list_kind)

    def campaign(self, on: date) -> Campaign | None:
        """The campaign that is open on a day, its first and last day included; None between campaigns."""
        return next((c for c in self.campaigns if c.opens_on <= on <= c.closes_on), None)

    def next_campaign(self, on: date) -> Campaign | None:
        coming = [c for c in self.campaigns if c.opens_on > on]
        return min(coming, key=lambda c: c.opens_on, default=None)

    def free_choice_limit(self, on: date) -> FreeChoiceLimit | None:
        return next(iter(in_force(self.free_choice_limits, on)), None)

    def list_age(self, list_kind: ListKind, on: date) -> ListAge | None:
        return next((a for a in in_force(self.list_ages, on) if a.list_kind is list_kind), None)

    def reason(self, reason: AttachmentReason, on: date) -> ReasonRule | None:
        return next((r for r in self.reasons if r.reason is reason and holds(r, on)), None)

    def starts_on(self, reason: AttachmentReason, on: date) -> date:
        """The first day of an attachment asked for on a day; campaign choices wait for 1 January (5.1)."""
        rule, campaign = self.reason(reason, on), self.campaign(on)
        if rule and rule.start is Start.SAME_DAY:
            return on
        if rule and rule.start is Start.CAMPAIGN and campaign:
            return campaign.effective_on
        return self.working_days.next_working_day(on)

    def limit(self, norm: ListNorm) -> int:
        """The most people that the norm allows with an outsider just taken, by the chosen reading."""
        return norm.people + 1 if self.boundary is BoundaryReading.LITERAL else norm.people

    def answer_due_on(self, received_on: date) -> date:
        """The last day to answer: one working day, counted from the day of receipt (gov.kz 3176)."""
        received = self.working_days.working_day_from(received_on)
        return self.working_days.add_working_days(received, self.answer_within_working_days)


def parse_attachment_rules(
    *,
    norms: Mapping[str, Any],
    campaigns: Mapping[str, Any],
    free_choice_limits: Mapping[str, Any],
    list_ages: Mapping[str, Any],
    reasons: Mapping[str, Any],
    working_days: WorkingDays,
    boundary: BoundaryReading = BoundaryReading.LITERAL,
) -> AttachmentRules:
    """Read the shapes of `db/reference/attachment_*.json`; a missing field or unknown code raises."""
    return AttachmentRules(
        [
            ListNorm(ListKind(r["list_kind"]), r["people"], **_validity(r), under_age=r.get("under_age"))
            for r in norms["rows"]
        ],
        [_campaign(r) for r in campaigns["rows"]],
        [FreeChoiceLimit(r["times"], **_validity(r)) for r in free_choice_limits["rows"]],
        [
            ListAge(ListKind(r["list_kind"]), r["from_age"], r["below_age"], **_validity(r))
            for r in list_ages["rows"]
        ],
        list(_reasons(reasons["rows"])),
        working_days,
        boundary,
    )


def _reasons(rows: Iterable[Mapping[str, Any]]) -> Iterable[ReasonRule]:
    for r in rows:
        yield ReasonRule(
            AttachmentReason(r["reason"]), Start(r["start"]), r["needs_evidence"], **_validity(r)
        )


def _campaign(row: Mapping[str, Any]) -> Campaign:
    opens, closes, effective = (_day(row[key]) for key in ("opens_on", "closes_on", "effective_on"))
    return Campaign(row["year"], opens, closes, effective, row["source"], row["verified"])


def _validity(row: Mapping[str, Any]) -> dict[str, Any]:
    until = row["valid_to"]
    return {
        "valid_from": _day(row["valid_from"]),
        "valid_to": until and _day(until),
        "source": row["source"],
        "verified": row["verified"],
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)
