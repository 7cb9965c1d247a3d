"""What can be wrong with the fields of attaching and detaching, all problems at once."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.attachment import DetachmentReason
from domain.attachment_end import BY_A_CLERK, NEEDS_NOTE
from domain.registration import SHORTEST_REASON
from resolvers.attachment_facts import rules
from resolvers.refusals import InputProblem

LONGEST_TEXT = 500
LATEST_ENTRY = timedelta(days=31)
ENDS_KNOWN_BEFORE = frozenset({DetachmentReason.CONTRACT_ENDED, DetachmentReason.CLINIC_CLOSED})


class AttachmentProblemCode(StrEnum):
    """Keys of domain/messages.py."""

    REQUIRED = "REQUIRED"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    REASON_TOO_SHORT = "REASON_TOO_SHORT"
    REASON_IS_AUTOMATIC = "REASON_IS_AUTOMATIC"
    DAY_IN_FUTURE = "DAY_IN_FUTURE"
    DAY_TOO_LONG_AGO = "DAY_TOO_LONG_AGO"
    DAY_BEFORE_START = "DAY_BEFORE_START"


Code = AttachmentProblemCode


def attach_problems(given: Mapping[str, Any], today: date) -> Iterator[InputProblem]:
    requested_on = given.get("requested_on") or today
    if requested_on > today:
        yield InputProblem(("requestedOn",), Code.DAY_IN_FUTURE)
    if requested_on < today - LATEST_ENTRY:
        yield InputProblem(("requestedOn",), Code.DAY_TOO_LONG_AGO, {"days": LATEST_ENTRY.days})
    rule = rules().reason(given["reason"], requested_on)
    evidence = (given.get("evidence") or "").strip()
    if rule and rule.needs_evidence and not evidence:
        yield InputProblem(("evidence",), Code.REQUIRED)
    yield from _too_long("evidence", evidence)
    if given.get("override"):
        yield from _override_problems(given["override"]["reason"].strip())


def _override_problems(reason: str) -> Iterator[InputProblem]:
    if len(reason) < SHORTEST_REASON:
        yield InputProblem(("override", "reason"), Code.REASON_TOO_SHORT, {"least": SHORTEST_REASON})
    if len(reason) > LONGEST_TEXT:
        yield InputProblem(("override", "reason"), Code.TEXT_TOO_LONG, {"most": LONGEST_TEXT})


def detach_problems(given: Mapping[str, Any], starts_on: date, today: date) -> Iterator[InputProblem]:
    reason, ends_on, note = given["reason"], given.get("ends_on"), (given.get("note") or "").strip()
    if reason not in BY_A_CLERK:
        yield InputProblem(("reason",), Code.REASON_IS_AUTOMATIC)
    if ends_on and ends_on < starts_on and reason != DetachmentReason.DEATH:
        yield InputProblem(("endsOn",), Code.DAY_BEFORE_START, {"starts_on": starts_on})
    if ends_on and ends_on > _latest_end(reason, today):
        yield InputProblem(("endsOn",), Code.DAY_IN_FUTURE)
    if reason in NEEDS_NOTE and not note:
        yield InputProblem(("note",), Code.REQUIRED)
    yield from _too_long("note", note)


def _latest_end(reason: DetachmentReason, today: date) -> date:
    """Nobody's death is known before; the end of a contract or a clinic is."""
    if reason == DetachmentReason.DEATH:
        return today
    return date.max if reason in ENDS_KNOWN_BEFORE else today + timedelta(days=1)


def _too_long(name: str, text: str) -> Iterator[InputProblem]:
    if len(text) > LONGEST_TEXT:
        yield InputProblem((name,), Code.TEXT_TOO_LONG, {"most": LONGEST_TEXT})
