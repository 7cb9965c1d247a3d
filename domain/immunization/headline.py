"""One row where an engine has several: which forecast and which dose statuses CDC's exam prints."""

from collections.abc import Iterable, Sequence

from domain.immunization.calendar import SeriesKind
from domain.immunization.dates import add
from domain.immunization.results import DoseStatus, Evaluation, Forecast, SeriesResult, SeriesStatus

WORST_FIRST = (DoseStatus.SUBSTANDARD, DoseStatus.NOT_VALID, DoseStatus.VALID, DoseStatus.EXTRANEOUS)


def headline(evaluation: Evaluation, group: str, risk_first: bool) -> Forecast | None:
    """The forecast of a vaccine group to print when only one can be (a convention, not in the specification).

    Not one for which everybody is still too young; aged out only when nothing else is left; then by kind.
    """
    found = [one for one in evaluation.forecasts if one.vaccine_group == group]
    found = [one for one in found if not not_yet(evaluation, one)] or found
    found = [one for one in found if one.status is not SeriesStatus.AGED_OUT] or found
    return min(found, key=lambda one: (is_risk(one) is not risk_first, one.series_group), default=None)


def is_risk(forecast: Forecast) -> bool:
    """Any of its series is for people at risk."""
    return any(one.series.kind is SeriesKind.RISK for one in forecast.members)


def not_yet(evaluation: Evaluation, forecast: Forecast) -> bool:
    """Nobody of the series group has begun, and all are for an age still ahead."""
    return all(_ahead(evaluation, one) for one in _series_of(evaluation, forecast))


def _ahead(evaluation: Evaluation, one: SeriesResult) -> bool:
    start = one.series.minimum_age_to_start
    return start is not None and not one.valid_doses and add(evaluation.person.birth, start) > evaluation.on


def _series_of(evaluation: Evaluation, forecast: Forecast) -> Iterable[SeriesResult]:
    for antigen in evaluation.calendar.groups[forecast.vaccine_group].antigens:
        for one in evaluation.antigens[antigen].series:
            if one.series.series_group == forecast.series_group:
                yield one


def dose_statuses(
    evaluation: Evaluation, group: str, chosen: Forecast | None, position: int, kind: SeriesKind | None
) -> list[DoseStatus]:
    """The status of a dose over the antigens of a group, the printed one first.

    A dose for which the exam names a kind of series may have it from any relevant series of that kind: the
    exam does not say which, and such a row is about a series that the headline does not show.
    """
    if kind is None:
        return _printed(evaluation, chosen, position)
    others = [
        one
        for antigen in evaluation.calendar.groups[group].antigens
        for one in evaluation.antigens[antigen].series
        if one.series.kind is kind
    ]
    best = [one for one in _best(evaluation) if one.series.vaccine_group == group and one.series.kind is kind]
    return [*merged(seen(best, position)), *seen(others, position)] or _printed(evaluation, chosen, position)


def _printed(evaluation: Evaluation, chosen: Forecast | None, position: int) -> list[DoseStatus]:
    """By the headline's series; a dose of other diseases by their best series."""
    of_group = merged(seen(chosen.members if chosen else (), position))
    return of_group or merged(seen(_best(evaluation), position))


def _best(evaluation: Evaluation) -> Iterable[SeriesResult]:
    for one in evaluation.forecasts:
        yield from one.members


def seen(results: Iterable[SeriesResult], position: int) -> list[DoseStatus]:
    """What each series says of the dose at a place in the record."""
    return [verdict.status for one in results for verdict in one.verdicts if verdict.dose == position]


def merged(statuses: Sequence[DoseStatus]) -> list[DoseStatus]:
    """The worst; a dose that is one too many for one antigen and valid for another is valid."""
    return [min(statuses, key=WORST_FIRST.index)] if statuses else []
