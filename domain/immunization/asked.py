"""Whom the calendar has asked for the n-th dose of a vaccine group by a day: those who came to its age in time."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from domain.immunization.calendar import Calendar, Programme, Series, SeriesKind
from domain.immunization.dates import Duration, add
from domain.immunization.target import From, TargetDose

ONE_DAY = timedelta(days=1)


class Asked(NamedTuple):
    """First and last birth date of those who are asked, both included."""

    born_from: date
    born_until: date


@lru_cache(maxsize=64)
def asked(calendar: Calendar, on: date, most: int) -> Mapping[tuple[str, int], Asked]:
    """By vaccine group and number of the dose, up to a number; a dose that the calendar of the day lacks is missing.

    The age is the recommended one of the standard series on time. It says nothing of somebody's catching up: their own
    date stands in their plan.
    """
    found: dict[tuple[str, int], Asked] = {}
    for series in calendar.every_series():
        offered = series.programme or Programme()
        if series.kind is SeriesKind.STANDARD and on in offered.period:
            for target, age in _ages(series, on):
                key = series.vaccine_group, target.number
                one = Asked(offered.born_from, min(offered.born_until, _youngest(age, on)))
                if target.number <= most and on in target.period:
                    found[key] = _joined(found.get(key, one), one)
    return found


def _ages(series: Series, on: date) -> Iterator[tuple[TargetDose, Duration]]:
    """The recommended age of each dose, or as long after the one before as is recommended."""
    before = Duration()
    for target in series.doses:
        age = next((row.earliest for row in target.ages if on in row.period and row.earliest is not None), None)
        waits = [row.earliest for row in target.intervals if row.reference is From.PREVIOUS and row.earliest]
        if age is None and not waits:
            return
        before = Duration(*map(sum, zip(before, waits[0], strict=True))) if age is None else age
        yield target, before


def _joined(one: Asked, other: Asked) -> Asked:
    """Cohorts of one programme follow one another."""
    return Asked(min(one.born_from, other.born_from), max(one.born_until, other.born_until))


def _youngest(age: Duration, on: date) -> date:
    """The last birth date that has come to an age by a day."""
    day = on - timedelta(days=age.days + 31 * age.months)
    while add(day + ONE_DAY, age) <= on:
        day += ONE_DAY
    return day
