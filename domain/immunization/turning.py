"""Until when a result stands: the first day on which the mere passing of time may change it.

Dates of a forecast do not move with the day of assessment; what may change are skips by age and interval, products
and limits by age, seasons, programmes, tests, deferrals. Between two turning points nothing does.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from domain.immunization.calendar import Calendar
from domain.immunization.dates import FIRST_DAY, LAST_DAY, Duration, Period, add
from domain.immunization.facts import Person
from domain.immunization.results import Evaluation
from domain.immunization.skip import Condition
from domain.immunization.target import Interval, TestNeeded

ONE_DAY = timedelta(days=1)
NEVER = date(9999, 12, 31)


class TurningPoints(NamedTuple):
    """Ages, distances from a dose, and days of a calendar at which something may turn."""

    ages: tuple[Duration, ...]
    intervals: tuple[Duration, ...]
    windows: tuple[Duration, ...]
    days: tuple[date, ...]


@lru_cache(maxsize=8)
def turning_points(calendar: Calendar) -> TurningPoints:
    """Ages, intervals and days of a calendar at which time alone may change a result."""
    ages: set[Duration] = set()
    intervals: set[Duration] = set()
    windows: set[Duration] = set()
    days: set[date] = set()
    for one in _parts(calendar.antigens):
        if isinstance(one, Period):
            days |= {one.effective, one.cessation + ONE_DAY} if one.cessation < LAST_DAY else {one.effective}
        elif isinstance(one, TestNeeded):
            ages.add(one.begin)
            windows |= {one.after, one.before}
        elif isinstance(one, Condition):
            intervals.add(one.interval)
            ages |= _durations(one) - {one.interval}
        elif not isinstance(one, Interval):
            ages |= _durations(one)
    return TurningPoints(
        tuple(ages), tuple(intervals - {Duration()}), tuple(windows), tuple(days - {FIRST_DAY})
    )


def _parts(value: Any) -> Iterator[Any]:
    """Every dataclass inside a value, rows within rows."""
    if isinstance(value, dict):
        for one in value.values():
            yield from _parts(one)
    elif isinstance(value, tuple | frozenset) and not isinstance(value, Duration):
        for one in value:
            yield from _parts(one)
    elif is_dataclass(value):
        yield value
        for field in fields(value):
            yield from _parts(getattr(value, field.name))


def _durations(one: Any) -> set[Duration]:
    values = (getattr(one, field.name) for field in fields(one))
    return {value for value in values if isinstance(value, Duration)}


def holds_until(evaluation: Evaluation) -> date:
    """The first day after the day of assessment on which it must be repeated; `NEVER` if none is known."""
    points, on = turning_points(evaluation.calendar), evaluation.on
    first = _next_age(evaluation.calendar, evaluation.person.birth, on)
    for dose in evaluation.doses:
        if dose.given_on > on:
            first = min(first, dose.given_on)
        for interval in points.intervals:
            day = add(dose.given_on, interval)
            if on < day < first:
                first = day
    return min([first, *(day for day in _decided(evaluation.person, points) if on < day)])


@lru_cache(maxsize=4096)
def _next_age(calendar: Calendar, birth: date, on: date) -> date:
    """Ages and days of the calendar: the same for everybody born on one day."""
    points = turning_points(calendar)
    days = (*points.days, *(add(birth, age) for age in points.ages))
    return min((day for day in days if day > on), default=NEVER)


def _decided(person: Person, points: TurningPoints) -> Iterator[date]:
    """Days that people set: of tests, deferrals, refusals, observations."""
    for test in person.tests:
        yield test.read_on
        for window in points.windows:
            yield from (add(test.made_on, window), add(test.made_on, window) + ONE_DAY)
    for deferral in person.deferrals:
        yield from (deferral.since, deferral.until or deferral.since)
    for refusal in person.refusals:
        yield from (refusal.since, refusal.revoked_on or refusal.since)
    for observation in person.observations:
        yield observation.since or FIRST_DAY
