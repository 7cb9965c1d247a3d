"""The dated rules of reminders: hours, days, how often; their values are in `db/reference/reminder_rules.json`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from domain.calendar import WorkingDays
from domain.dated import in_force
from domain.mistake import Mistake
from domain.people import FamilyTie

SPAN_OF_CAP = timedelta(days=31)
"""No calendar month is longer, so what holds in any 31 days holds in each month."""


class ReminderChannel(StrEnum):
    """How a message leaves the house."""

    SMS = "SMS"
    EMAIL = "EMAIL"
    WEBHOOK = "WEBHOOK"


class ReminderKind(StrEnum):
    """What a message is about, as far as people may choose."""

    IMMUNIZATION = "IMMUNIZATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRules:
    """Hours are Almaty's. `days_from_due` says when each reminder of one dose may leave, counted from its day."""

    valid_from: date
    valid_to: date | None
    source: str
    verified: bool
    send_from: time
    send_until: time
    working_days_only: bool
    most_in_a_month: int
    days_from_due: tuple[int, ...]
    days_between: int
    stop_after_days: int
    adult_age: int
    guardians: tuple[FamilyTie, ...]
    channels: tuple[ReminderChannel, ...]
    keep_trying_days: int
    most_tries: int
    first_retry_seconds: int
    longest_retry_seconds: int
    failures_that_open: int


@dataclass(frozen=True, slots=True)
class SendingHours:
    """When messages may leave."""

    rules: ReminderRules
    working_days: WorkingDays

    def is_open(self, at: datetime) -> bool:
        """Whether a message may leave at this Almaty time."""
        return self.is_open_day(at.date()) and self.rules.send_from <= at.time() < self.rules.send_until

    def is_open_day(self, day: date) -> bool:
        return not self.rules.working_days_only or self.working_days.is_working_day(day)

    def next_opening(self, after: datetime) -> datetime:
        """The first Almaty time from `after` on when a message may leave."""
        if self.is_open(after):
            return after
        day = after.date()
        if after.time() >= self.rules.send_from or not self.is_open_day(day):
            day = self.next_open_day(day)
        return datetime.combine(day, self.rules.send_from, after.tzinfo)

    def next_open_day(self, day: date) -> date:
        """The first day after this one on which messages leave."""
        day += timedelta(days=1)
        while not self.is_open_day(day):
            day += timedelta(days=1)
        return day


def parse_reminder_rules(data: Mapping[str, Any]) -> tuple[ReminderRules, ...]:
    """Read the shape of the file; a missing, unknown or impossible value raises."""
    return tuple(_parse(row) for row in data["rows"])


def _parse(row: Mapping[str, Any]) -> ReminderRules:
    parsed: dict[str, Any] = {
        "valid_from": date.fromisoformat(row["valid_from"]),
        "valid_to": date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        "send_from": time.fromisoformat(row["send_from"]),
        "send_until": time.max if row["send_until"] == "24:00" else time.fromisoformat(row["send_until"]),
        "days_from_due": tuple(row["days_from_due"]),
        "guardians": tuple(FamilyTie(tie) for tie in row["guardians"]),
        "channels": tuple(ReminderChannel(channel) for channel in row["channels"]),
    }
    made = ReminderRules(**{**row, **parsed})
    if not made.send_from < made.send_until or list(made.days_from_due) != sorted(made.days_from_due):
        raise ValueError(f"reminder rules from {made.valid_from} contradict themselves")
    return made


def rules_on(rules: tuple[ReminderRules, ...], on: date) -> ReminderRules:
    """The rules of a day. Raises Mistake when none hold."""
    found = in_force(rules, on)
    if not found:
        raise Mistake(f"No reminder rules hold on {on}; ask for a later day.")
    return found[-1]
