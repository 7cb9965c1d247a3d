"""Durations and date arithmetic of CDSi chapter 3: months by the calendar, weeks and days by count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2999, 12, 31)


class Duration(NamedTuple):
    """A signed span; years are kept as months and weeks as days."""

    months: int = 0
    days: int = 0


NO_TIME = Duration()


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a row is in force, both ends included."""

    effective: date = FIRST_DAY
    cessation: date = LAST_DAY

    def __contains__(self, day: date) -> bool:
        return self.effective <= day <= self.cessation


ALWAYS = Period()


_UNITS = {
    "day": Duration(days=1),
    "week": Duration(days=7),
    "month": Duration(months=1),
    "year": Duration(months=12),
}
_TERM = re.compile(r"\s*(?P<sign>[+-]?)\s*(?P<count>\d+)\s*(?P<unit>day|week|month|year)s?\s*", re.IGNORECASE)


def parse_duration(text: str) -> Duration | None:
    """Read "16 years - 4 months"; an empty text is no limit (None), an unreadable one raises ValueError."""
    if not text.strip():
        return None
    months = days = at = 0
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None:
            raise ValueError(f"not a duration: {text!r}")
        count = int(term["count"]) * (-1 if term["sign"] == "-" else 1)
        unit = _UNITS[term["unit"].lower()]
        months += count * unit.months
        days += count * unit.days
        at = term.end()
    return Duration(months, days)


@lru_cache(maxsize=1 << 16)
def add(day: date, duration: Duration) -> date:
    """The day that much later; a day that the month lacks becomes the first of the next (CALCDT-5)."""
    return move(day, *duration)


UNCLEAR = Duration(0, -1)
"""Stands where only the day from which durations are counted tells which of them is longer."""


def first_of(limits: Sequence[Duration]) -> Duration | None:
    """The shortest of some durations from whatever day, or UNCLEAR; None of none."""
    found = (one for one in limits if all(_never_longer(one, other) for other in limits))
    return next(found, UNCLEAR if limits else None)


def last_of(limits: Sequence[Duration]) -> Duration | None:
    """The longest of some durations from whatever day, or UNCLEAR; None of none."""
    found = (one for one in limits if all(_never_longer(other, one) for other in limits))
    return next(found, UNCLEAR if limits else None)


def _never_longer(one: Duration, other: Duration) -> bool:
    within = one.months <= other.months and one.days <= other.days
    return within or longest(one) <= other.months * 28 + other.days


def longest(duration: Duration) -> int:
    """A number of days that the duration never exceeds, from whatever day it is counted."""
    return max(duration.months, 0) * 31 + duration.days


def move(day: date, months: int, days: int) -> date:
    """Months first, then days; a day that the month lacks becomes the first of the next (CALCDT-5)."""
    if months:
        day = _first_of_next_if_missing(*divmod(day.year * 12 + day.month - 1 + months, 12), day.day)
    return day + timedelta(days) if days else day


def _first_of_next_if_missing(year: int, month0: int, day: int) -> date:
    try:
        return date(year, month0 + 1, day)
    except ValueError:
        return date(year + (month0 == 11), (month0 + 1) % 12 + 1, 1)


class Ages(dict[Duration | None, date]):
    """Days on which one person reaches an age, computed once each; `None` is the day of no limit."""

    __slots__ = ("_birth",)

    def __init__(self, birth: date, unlimited: date) -> None:
        super().__init__({None: unlimited})
        self._birth = birth

    def __missing__(self, age: Duration | None) -> date:
        assert age is not None
        reached = self[age] = add(self._birth, age)
        return reached
