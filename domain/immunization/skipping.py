"""Conditional skip (CDSi 6.2): is a target dose not needed on a day?"""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

from domain.immunization.dates import ALWAYS, add
from domain.immunization.results import SeriesStatus
from domain.immunization.skip import Comparison, Condition, ConditionKind, Skip, SkipSet
from domain.immunization.target import TargetDose
from domain.immunization.walk import Walk

GREATER = Comparison.GREATER
EQUAL = Comparison.EQUAL
COMPLETE = SeriesStatus.COMPLETE


def skip_of(walk: Walk, target: TargetDose, on: date, dose: int | None) -> SkipSet | None:
    """The set that lets a target be skipped, if there may be one at that age at all."""
    skips = target.skips_in_forecast if dose is None else target.skips_in_evaluation
    if not skips:
        return None
    subject = walk.subject
    begin, end = target.skippable
    return skip_reason(skips, walk, on, dose) if subject.begins[begin] <= on < subject.ends[end] else None


def skip_reason(skips: tuple[Skip, ...], walk: Walk, on: date, dose: int | None) -> SkipSet | None:
    """The set that lets a target dose be skipped on a day; several skips of one target are alternatives.

    `dose` is the position under evaluation, None in a forecast.
    """
    for skip in skips:
        found = _skip_holds(skip, walk, on, dose)
        if found is not None:
            return found
    return None


def _skip_holds(skip: Skip, walk: Walk, on: date, dose: int | None) -> SkipSet | None:
    held = None
    for one in skip.sets:
        if one.period is not ALWAYS and on not in one.period:
            continue
        every = one.every
        for condition in one.conditions:
            if _HOLDS[condition.kind](condition, walk, on, dose) is not every:
                every = not every
                break
        if every:
            held = one
        if every is not skip.every:
            return held if every else None
    return held


def age_holds(condition: Condition, walk: Walk, on: date, dose: int | None) -> bool:
    """From the beginning age to the day before the end age."""
    subject = walk.subject
    return subject.begins[condition.begin] <= on < subject.ends[condition.end]


def interval_holds(condition: Condition, walk: Walk, on: date, dose: int | None) -> bool:
    """At least one dose before, and the interval since the last of them is over."""
    if not walk.verdicts:
        return False
    return on >= add(walk.subject.days[walk.verdicts[-1].dose], condition.interval)


def completed_series_holds(condition: Condition, walk: Walk, on: date, dose: int | None) -> bool:
    """Another series of the named groups is complete; while a dose is evaluated: was so before that dose."""
    return any(
        dose is None or completed_before(result.last_valid_on, on)
        for result in walk.siblings
        if result.status is COMPLETE and result.series.series_group in condition.groups
    )


def completed_before(completed_on: date | None, on: date) -> bool:
    """Also a series that is complete without a valid dose."""
    return completed_on is None or completed_on < on


def count_holds(condition: Condition, walk: Walk, on: date, dose: int | None) -> bool:
    """Doses within the ages and days of the condition, compared with its count."""
    days = counted_days(condition, walk, dose)
    if not days:
        return compare(0, condition)
    subject = walk.subject
    begin, end = subject.begins[condition.begin], subject.ends[condition.end]
    begin = begin if begin > condition.start else condition.start
    end = end if end < condition.stop else condition.stop
    return compare(bisect_left(days, end) - bisect_left(days, begin) if begin < end else 0, condition)


def counted_days(condition: Condition, walk: Walk, dose: int | None) -> list[date]:
    """Days of the doses to count, one after another, while evaluating only earlier ones.

    An empty list of vaccines is any vaccine.
    """
    vaccines, subject = condition.vaccines, walk.subject
    if vaccines and vaccines.isdisjoint(subject.codes):
        return []
    if condition.valid_only:
        if not vaccines:
            return walk.valid_days
        found: Iterable[int] = walk.satisfying
    elif vaccines:
        found = range(subject.known if dose is None else dose)
    else:
        found = [verdict.dose for verdict in walk.verdicts]
    days, doses = subject.days, subject.doses
    return [days[position] for position in found if not vaccines or doses[position].cvx in vaccines]


def compare(count: int, condition: Condition) -> bool:
    """Greater, equal, or else less than the count of the condition."""
    if condition.comparison is GREATER:
        return count > condition.count
    if condition.comparison is EQUAL:
        return count == condition.count
    return count < condition.count


_HOLDS = {
    ConditionKind.AGE: age_holds,
    ConditionKind.INTERVAL: interval_holds,
    ConditionKind.COMPLETED_SERIES: completed_series_holds,
    ConditionKind.COUNT: count_holds,
}
