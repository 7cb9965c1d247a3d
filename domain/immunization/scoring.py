"""Points by which series of one series group are compared (CDSi 8.3–8.6)."""

from collections.abc import Callable, Sequence
from datetime import date

from domain.immunization.dates import LAST_DAY, add
from domain.immunization.results import DoseStatus, SeriesResult, SeriesStatus
from domain.immunization.rows import live_ages, live_intervals
from domain.immunization.subject import Subject

Questions = Sequence[Callable[[Subject, Sequence[SeriesResult]], list[int]]]


def points(subject: Subject, candidates: Sequence[SeriesResult]) -> dict[int, int]:
    """Points by series key; one class is asked: the complete, else those in process, else those not begun."""
    questions, asked = _class(candidates)
    totals = [0] * len(asked)
    for question in questions:
        totals = [total + more for total, more in zip(totals, question(subject, asked), strict=True)]
    return {one.series.key: total for one, total in zip(asked, totals, strict=True)}


def _class(candidates: Sequence[SeriesResult]) -> tuple[Questions, list[SeriesResult]]:
    complete = [one for one in candidates if one.status is SeriesStatus.COMPLETE]
    if len(complete) > 1:
        return WHEN_COMPLETE, complete
    started = [one for one in candidates if one.status is SeriesStatus.NOT_COMPLETE and one.valid_doses]
    if len(started) > 1:
        return WHEN_STARTED, started
    return WHEN_EMPTY, [one for one in candidates if not one.valid_doses]


def most_valid_doses(weight: int) -> Callable[[Subject, Sequence[SeriesResult]], list[int]]:
    def ask(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
        return champion([one.valid_doses for one in asked], weight)

    return ask


def all_valid_on_product_path(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    return [2 if one.series.product_path and _all_valid(one) else -2 for one in asked]


def _all_valid(one: SeriesResult) -> bool:
    return all(verdict.status is DoseStatus.VALID for verdict in one.verdicts)


def completable(weight: int) -> Callable[[Subject, Sequence[SeriesResult]], list[int]]:
    def ask(subject: Subject, asked: Sequence[SeriesResult]) -> list[int]:
        return [weight if is_completable(subject, one) else -weight for one in asked]

    return ask


def closest_to_completion(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    return champion([-one.unsatisfied for one in asked], 2)


def finishes_earliest(subject: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    days = [finish_on(subject, one) if is_completable(subject, one) else None for one in asked]
    return earliest(days, 1)


def starts_earliest(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    return earliest([one.dates.earliest.on if one.dates.earliest else None for one in asked], 1)


def not_on_product_path(_: Subject, asked: Sequence[SeriesResult]) -> list[int]:
    return [-1 if one.series.product_path else 1 for one in asked]


def champion(values: Sequence[int], weight: int) -> list[int]:
    """The weight for a sole best, nothing for several, minus the weight for the others."""
    best = max(values, default=0)
    shared = values.count(best) > 1
    return [(0 if shared else weight) if value == best else -weight for value in values]


def earliest(days: Sequence[date | None], weight: int) -> list[int]:
    known = [day.toordinal() for day in days if day is not None]
    if not known:
        return [0] * len(days)
    return champion([-day.toordinal() if day is not None else -LAST_DAY.toordinal() for day in days], weight)


def finish_on(subject: Subject, one: SeriesResult) -> date | None:
    """Earliest day plus the longest minimum interval still to come, not their sum (SELECTB-12)."""
    start = one.dates.earliest.on if one.dates.earliest else None
    if start is None or one.next_target is None:
        return start
    return max([start, *_after(subject, one, start)])


def _after(subject: Subject, one: SeriesResult, start: date) -> list[date]:
    assert one.next_target is not None
    return [
        add(start, row.minimum)
        for target in one.series.doses[one.next_target.number :]
        for row in live_intervals(target, subject.on)
        if row.minimum is not None
    ]


def is_completable(subject: Subject, one: SeriesResult) -> bool:
    """It can be finished before the maximum age of its last dose (SELECTB-3); without one it always can."""
    finish = finish_on(subject, one)
    if finish is None:
        return True
    return all(finish < subject.ends[row.maximum] for row in live_ages(one.series.doses[-1], subject.on))


WHEN_COMPLETE: Questions = (most_valid_doses(1),)
WHEN_STARTED: Questions = (
    all_valid_on_product_path,
    completable(3),
    most_valid_doses(2),
    closest_to_completion,
    finishes_earliest,
)
WHEN_EMPTY: Questions = (starts_earliest, completable(1), not_on_product_path)
