"""Conditional skip (CDSi 6.2): is a target dose not needed on a day?"""

from datetime import date

from domain.immunization.calendar import (
    ALWAYS,
    Comparison,
    Condition,
    ConditionKind,
    Skip,
    SkipSet,
    TargetDose,
)
from domain.immunization.dates import add
from domain.immunization.results import DoseStatus, SeriesStatus
from domain.immunization.walk import Walk

GREATER = Comparison.GREATER
EQUAL = Comparison.EQUAL
VALID = DoseStatus.VALID
COMPLETE = SeriesStatus.COMPLETE


def skip_of(walk: Walk, target: TargetDose, on: date, dose: int | None) -> SkipSet | None:
    """The set that lets a target be skipped, if there may be one at that age at all."""
    skips = target.skips_in_forecast if dose is None else target.skips_in_evaluation
    if not skips:
        return None
    subject, (begin, end) = walk.subject, target.skippable
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
    subject = walk.subject
    return subject.begins[condition.begin] <= on < subject.ends[condition.end]


def interval_holds(condition: Condition, walk: Walk, on: date, dose: int | None) -> bool:
    """At least one dose before, and the interval since the last of them is over."""
    if not walk.verdicts:
        return False
    previous = walk.subject.doses[walk.verdicts[-1].dose]
    return on >= add(previous.given_on, condition.interval)


def completed_series_holds(condition: Condition, walk: Walk, on: date, dose: int | None) -> bool:
    """Another series of the named groups is complete; while a dose is evaluated: was so before that dose."""
    return any(
        dose is None or completed_before(result.last_valid_on, on)
        for result in walk.siblings
        if result.status is COMPLETE and result.series.series_group in condition.groups
    )


def completed_before(completed_on: date | None, on: date) -> bool:
    return completed_on is None or completed_on < on


def count_holds(condition: Condition, walk: Walk, on: date, dose: int | None) -> bool:
    subject = walk.subject
    positions = counted_doses(condition, walk, dose) if subject.known else ()
    if not positions:
        return compare(0, condition)
    begin, end = subject.begins[condition.begin], subject.ends[condition.end]
    start, stop = condition.start, condition.stop
    count = 0
    for position in positions:
        given_on = subject.doses[position].given_on
        if begin <= given_on < end and start <= given_on < stop:
            count += 1
    return compare(count, condition)


def counted_doses(condition: Condition, walk: Walk, dose: int | None) -> list[int]:
    """Positions of the doses to count, while evaluating only earlier ones; an empty list is any vaccine."""
    vaccines, doses = condition.vaccines, walk.subject.doses
    if condition.valid_only:
        found = [verdict.dose for verdict in walk.verdicts if verdict.status is VALID]
    elif vaccines:
        found = list(range(walk.subject.known if dose is None else dose))
    else:
        found = [verdict.dose for verdict in walk.verdicts]
    return [position for position in found if doses[position].cvx in vaccines] if vaccines else found


def compare(count: int, condition: Condition) -> bool:
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
