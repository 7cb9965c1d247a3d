"""What people decided beside the medical forecast: deferral, refusal, consent, a test to be done first.

The forecast stays as it is; a plan stands on top of it: from when it may be acted on, what is in the way.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple, TypeVar

from domain.immunization.dates import add
from domain.immunization.dose import is_negative
from domain.immunization.facts import Deferral, Refusal
from domain.immunization.results import Evaluation, Forecast, SeriesStatus
from domain.immunization.target import TestNeeded


class Obstacle(StrEnum):
    """Why a dose that is due may not be given now."""

    DEFERRED = "deferred"
    EXEMPT = "exempt"
    REFUSED = "refused"
    CONSENT_MISSING = "consent missing"
    TEST_NEEDED = "test needed"


class Plan(NamedTuple):
    """A medical forecast with what stands in the way; `act_on` is None while only a decision can open it."""

    forecast: Forecast
    obstacles: tuple[Obstacle, ...]
    act_on: date | None
    deferral: Deferral | None
    refusal: Refusal | None


Measure = TypeVar("Measure", Deferral, Refusal)


def plans(evaluation: Evaluation) -> list[Plan]:
    """A plan for every forecast that owes a dose."""
    return [plan(evaluation, one) for one in evaluation.forecasts if one.status is SeriesStatus.NOT_COMPLETE]


def plan(evaluation: Evaluation, forecast: Forecast) -> Plan:
    """From when the forecast may be acted on, and what is in the way today."""
    person, on = evaluation.person, evaluation.on
    deferral = _longest([one for one in _of_group(person.deferrals, forecast) if deferred(one, on)])
    refusal = next((one for one in _of_group(person.refusals, forecast) if refused(one, on)), None)
    obstacles = []
    if deferral is not None:
        obstacles.append(Obstacle.EXEMPT if deferral.until is None else Obstacle.DEFERRED)
    if refusal is not None:
        obstacles.append(Obstacle.REFUSED)
    if consent_missing(evaluation, forecast):
        obstacles.append(Obstacle.CONSENT_MISSING)
    if needs_test(evaluation, forecast):
        obstacles.append(Obstacle.TEST_NEEDED)
    deferrals = _of_group(person.deferrals, forecast)
    day = None if refusal is not None else act_on(forecast, deferrals, on)
    return Plan(forecast, tuple(obstacles), day, deferral, refusal)


def act_on(forecast: Forecast, deferrals: Iterable[Deferral], on: date) -> date | None:
    """The recommended day, or the first one after it and after today on which no deferral holds.

    Deferrals may follow one another or begin only later; None if one without an end is among them.
    """
    recommended = forecast.dates.recommended
    if recommended is None:
        return None
    day = first = max(recommended.on, on)
    for one in sorted(deferrals, key=lambda deferral: deferral.since):
        if deferred(one, day):
            if one.until is None:
                return None
            day = one.until
    return recommended.on if day == first else day


def deferred(one: Deferral, on: date) -> bool:
    """From its first day to the day before its last; without a last day for good."""
    return one.since <= on and (one.until is None or on < one.until)


def refused(one: Refusal, on: date) -> bool:
    """From its first day to the day before it was revoked."""
    return one.since <= on and (one.revoked_on is None or on < one.revoked_on)


def _of_group(measures: Iterable[Measure], forecast: Forecast) -> list[Measure]:
    return [one for one in measures if one.vaccine_group in (None, forecast.vaccine_group)]


def _longest(deferrals: Sequence[Deferral]) -> Deferral | None:
    return max(deferrals, key=lambda one: one.until or date.max, default=None)


def consent_missing(evaluation: Evaluation, forecast: Forecast) -> bool:
    """A programme that needs written consent has none for this vaccine group (HPV)."""
    asked = any(one.series.programme is not None and one.series.programme.consent for one in forecast.members)
    return asked and forecast.vaccine_group not in evaluation.person.consents


def needs_test(evaluation: Evaluation, forecast: Forecast) -> bool:
    """From some age on the dose waits for a negative test, and none holds on the day of assessment."""
    return any(
        member.next_target is not None
        and member.next_target.test_needed is not None
        and not still_holds(evaluation, member.next_target.test_needed)
        for member in forecast.members
    )


def still_holds(evaluation: Evaluation, test: TestNeeded) -> bool:
    """Whether the test still opens the dose: not needed yet at this age, or negative, read, and young enough."""
    person, on = evaluation.person, evaluation.on
    if on < add(person.birth, test.begin):
        return True
    return any(
        is_negative(one, test) and one.read_on <= on <= add(one.made_on, test.before) for one in person.tests
    )
