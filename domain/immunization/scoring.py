"""Points by which series of one series group are compared (CDSi 8.3–8.6)."""

from collections.abc import Callable, Sequence
from datetime import date
from operator import add as plus
from typing import TypeVar

from domain.immunization.dates import LAST_DAY, NO_TIME, add
from domain.immunization.results import DoseStatus, SeriesResult, SeriesStatus
from domain.immunization.rows import live
from domain.immunization.subject import Subject

COMPLETE = SeriesStatus.COMPLETE
NOT_COMPLETE = SeriesStatus.NOT_COMPLETE
VALID = DoseStatus.VALID
Value = TypeVar("Value", int, date)
Questions = Sequence[Callable[[Subject, Sequence[SeriesResult]], list[int]]]


def points(subject: Subject, candidates: Sequence[SeriesResult]) -> dict[int, int]:
    """Points by series key; one class is asked: the complete, else those in process, else those not begun."""
    questions, asked = _class(candidates)
    totals = [0] * len(asked)
    for question in questions:
        totals = list(map(plus, totals, question(subject, asked)))
    return {one.series.key: total for one, total in zip(asked, totals, strict=True)}


def _class(candidates: Sequence[SeriesResult]) -> tuple[Questions, list[SeriesResult]]:
    complete, started = by_progress(candidates)
    if len(complete) > 1:
        return WHEN_COMPLETE, complete
    if len(started) > 1:
        return WHEN_STARTED, started
    return WHEN_EMPTY, [one for one in candidates if not one.valid_doses]


def by_progress(candidates: Sequence[SeriesResult]) -> tuple[list[SeriesResult], list[SeriesResult]]:
    """Those that are complete, and those in process."""
    complete: list[SeriesResult] = []
    started: list[SeriesResult] = []
    for one in candidates:
        if one.status is COMPLETE:
            complete.append(one)
        elif one.valid_doses and one.status is NOT_COMPLETE:
            started.append(one)
    return complete, started


def most_valid_doses(weight: int) -> Callable[[Subject, Sequence[SeriesResult]], list[int]]:
    """Asks which series has the most valid doses; `weight` points for a sole best, as `champion` gives them."""

    def ask(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
        return champion([one.valid_doses for one in asked], weight)

    return ask


def all_valid_on_product_path(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    """Two points to a series of one product whose doses are all valid, else two off."""
    return [2 if one.series.product_path and _all_valid(one) else -2 for one in asked]


def _all_valid(one: SeriesResult) -> bool:
    for verdict in one.verdicts:  # noqa: SIM110 - runs for every series in process of everybody
        if verdict.status is not VALID:
            return False
    return True


def completable(weight: int) -> Callable[[Subject, Sequence[SeriesResult]], list[int]]:
    """`weight` points to a series that can still be completed, else as many off."""

    def ask(subject: Subject, asked: Sequence[SeriesResult]) -> list[int]:
        return [weight if is_completable(subject, one) else -weight for one in asked]

    return ask


def closest_to_completion(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    """As champion, two points for the fewest target doses left."""
    return champion([-one.unsatisfied for one in asked], 2)


def finishes_earliest(subject: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    """As champion, one point for the first day on which a completable one can be finished."""
    days = [finish_on(subject, one) if is_completable(subject, one) else None for one in asked]
    return earliest(days, 1)


def starts_earliest(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    """As champion, one point for the first day of a next dose."""
    return earliest([one.dates.earliest.on if one.dates.earliest else None for one in asked], 1)


def not_on_product_path(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    """A point to a series of any product, else one off."""
    return [-1 if one.series.product_path else 1 for one in asked]


def champion(values: Sequence[int], weight: int) -> list[int]:
    """The weight for a sole best, nothing for several, minus the weight for the others."""
    return _sole_best(values, max(values), weight) if values else []


def _sole_best(values: Sequence[Value], best: Value, weight: int) -> list[int]:
    won = 0 if values.count(best) > 1 else weight
    return [won if value == best else -weight for value in values]


def earliest(days: Sequence[date | None], weight: int) -> list[int]:
    """As champion, for the earliest day; nothing to anybody when no day is known."""
    known = [day or LAST_DAY for day in days]
    return _sole_best(known, min(known), weight) if any(days) else [0] * len(days)


def finish_on(subject: Subject, one: SeriesResult) -> date | None:
    """Earliest day plus the longest minimum interval still to come, not their sum (SELECTB-12)."""
    start = one.dates.earliest.on if one.dates.earliest else None
    if start is None or one.next_target is None:
        return start
    finish = start
    for target in one.series.doses[one.next_target.number :]:
        for row in live(target, target.minimum_intervals, subject.on):
            day = add(start, row.minimum or NO_TIME)
            if day > finish:
                finish = day
    return finish


def is_completable(subject: Subject, one: SeriesResult) -> bool:
    """It can be finished before the maximum age of its last dose (SELECTB-3); without one it always can."""
    last = one.series.doses[-1]
    for row in live(last, last.ages, subject.on):
        if row.maximum is not None:
            finish = finish_on(subject, one)
            if finish is not None and finish >= subject.ends[row.maximum]:
                return False
    return True


WHEN_COMPLETE: Questions = (most_valid_doses(1),)
WHEN_STARTED: Questions = (
    all_valid_on_product_path,
    completable(3),
    most_valid_doses(2),
    closest_to_completion,
    finishes_earliest,
)
WHEN_EMPTY: Questions = (starts_earliest, completable(1), not_on_product_path)
