"""What holds for every person, every history and both calendars."""

import gc
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from db.reference.immunization import cdc_calendar, kazakhstan_calendar
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven, Person, TestOutcome, TestReading
from domain.immunization.results import AntigenResult, Evaluation, Forecast, SeriesStatus
from domain.people import Sex

CALENDARS = {"KZ": kazakhstan_calendar, "CDC": cdc_calendar}
TODAY = date(2026, 11, 22)
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
both = pytest.mark.parametrize("code", list(CALENDARS))
births = st.dates(date(1946, 1, 1), TODAY)


@cache
def vaccines(code: str) -> tuple[str, ...]:
    return tuple(sorted(CALENDARS[code]().vaccines))


def histories(code: str) -> st.SearchStrategy[list[tuple[float, str]]]:
    """Doses as a part of the life so far, so that they shrink with it."""
    return st.lists(st.tuples(st.floats(0, 1), st.sampled_from(vaccines(code))), max_size=8)


def doses(birth: date, history: Sequence[tuple[float, str]], until: date = TODAY) -> list[DoseGiven]:
    days = (until - birth).days
    return [DoseGiven(birth + timedelta(int(part * days)), cvx) for part, cvx in history]


Outline = list[tuple[str, str, list[tuple[date, str, str]], list[date | None]]]


def outline(evaluation: Evaluation, result: AntigenResult) -> Outline:
    """Everything about one disease that does not depend on the place of a dose in the list."""
    return [
        (
            one.series.name,
            one.status.value,
            sorted(
                (
                    evaluation.doses[verdict.dose].given_on,
                    evaluation.doses[verdict.dose].cvx,
                    verdict.status.value,
                )
                for verdict in one.verdicts
            ),
            [decided.on if decided else None for decided in one.dates],
        )
        for one in result.series
    ]


@both
@quick
@given(data=st.data())
def test_a_dose_of_an_unrelated_vaccine_changes_nothing(code: str, data: st.DataObject) -> None:
    calendar = CALENDARS[code]()
    birth = data.draw(births)
    given_doses = doses(birth, data.draw(histories(code)))
    (extra,) = doses(birth, [data.draw(st.tuples(st.floats(0, 1), st.sampled_from(vaccines(code))))])
    before = evaluate(Person(birth), given_doses, calendar, TODAY)
    after = evaluate(Person(birth), [*given_doses, extra], calendar, TODAY)
    related = set(calendar.touched_by_vaccine.get(extra.cvx, ()))
    assert related != set(calendar.antigens)
    for name in calendar.antigens.keys() - related:
        assert outline(before, before.antigens[name]) == outline(after, after.antigens[name])


@both
@quick
@given(data=st.data())
def test_a_later_look_never_changes_the_verdict_on_a_dose(code: str, data: st.DataObject) -> None:
    birth = data.draw(births)
    given_doses = doses(birth, data.draw(histories(code)))
    later = TODAY + timedelta(data.draw(st.integers(1, 4000)))
    now, then = (evaluate(Person(birth), given_doses, CALENDARS[code](), on) for on in (TODAY, later))
    for name, result in now.antigens.items():
        seen = {one.series.name: one.verdicts for one in then.antigens[name].series}
        for one in result.series:
            assert [verdict.status for verdict in one.verdicts] == [v.status for v in seen[one.series.name]]


@both
@quick
@given(data=st.data())
def test_the_order_in_which_doses_are_told_does_not_matter(code: str, data: st.DataObject) -> None:
    birth = data.draw(births)
    given_doses = doses(birth, data.draw(histories(code)))
    assume(len({one.given_on for one in given_doses}) == len(given_doses))
    shuffled = data.draw(st.permutations(given_doses))
    one, other = (evaluate(Person(birth), told, CALENDARS[code](), TODAY) for told in (given_doses, shuffled))
    assert one == other


@both
def test_an_evaluation_leaves_no_cycles_for_the_garbage_collector(code: str) -> None:
    given_doses = doses(date(2015, 1, 1), [(part / 9, cvx) for part, cvx in enumerate(vaccines(code)[:9])])
    gc.collect()
    gc.disable()
    try:
        for days in range(20):
            evaluate(Person(date(2015, 1, 1)), given_doses, CALENDARS[code](), TODAY + timedelta(days))
        assert gc.collect() == 0
    finally:
        gc.enable()


@both
@quick
@given(data=st.data())
def test_earliest_is_not_after_recommended_and_recommended_not_after_past_due(
    code: str, data: st.DataObject
) -> None:
    birth = data.draw(births)
    evaluation = evaluate(Person(birth), doses(birth, data.draw(histories(code))), CALENDARS[code](), TODAY)
    for forecast in evaluation.forecasts:
        earliest, recommended, past_due, _ = forecast.dates
        if earliest is None or recommended is None:
            assert forecast.status is not SeriesStatus.NOT_COMPLETE
            continue
        assert earliest.on <= recommended.on
        assert past_due is None or recommended.on <= past_due.on


def due(evaluation: Evaluation) -> list[Forecast]:
    return [
        one
        for one in evaluation.forecasts
        if one.status is SeriesStatus.NOT_COMPLETE
        and one.usable
        and one.dates.recommended is not None
        and one.dates.recommended.on <= evaluation.on
    ]


@both
@quick
@given(data=st.data())
def test_the_recommended_vaccine_on_the_recommended_day_is_valid_and_moves_the_forecast_on(
    code: str, data: st.DataObject
) -> None:
    calendar = CALENDARS[code]()
    birth = data.draw(st.dates(date(2012, 10, 1), TODAY))
    person = Person(birth, Sex.FEMALE)
    given_doses = life(
        code, person, birth + timedelta(int((TODAY - birth).days * data.draw(st.floats(0, 1))))
    )
    on = max([TODAY, *(one.given_on for one in given_doses)])
    owed = due(evaluate(person, given_doses, calendar, on))
    assume(owed)
    forecast = data.draw(st.sampled_from(owed))
    dose = DoseGiven(on, data.draw(st.sampled_from(forecast.usable)))
    after = evaluate(person, [*given_doses, dose], calendar, on)
    for member in forecast.members:
        if member.series.antigen not in forecast.antigens or dose.cvx not in member.next_target.preferable:  # type: ignore[union-attr]
            continue
        new = next(one for one in after.antigens[member.series.antigen].series if one.series is member.series)
        assert new.verdicts[-1].status == "Valid", new.verdicts[-1]
        assert new.valid_doses == member.valid_doses + 1


def life(code: str, person: Person, until: date) -> list[DoseGiven]:
    """What somebody has been given who always came on the recommended day."""
    given_doses: list[DoseGiven] = []
    on = person.birth
    for _ in range(200):
        evaluation = evaluate(person, given_doses, CALENDARS[code](), on)
        today = due(evaluation)
        if today:
            given_doses.append(DoseGiven(on, today[0].usable[0]))
            continue
        ahead = [
            one.dates.recommended.on for one in evaluation.forecasts if one.dates.recommended and one.vaccines
        ]
        ahead = [day for day in ahead if day > on]
        if not ahead or min(ahead) > until:
            break
        on = min(ahead)
    return given_doses


@settings(max_examples=8, deadline=None)
@given(birth=st.dates(date(2012, 10, 1), TODAY), sex=st.sampled_from(list(Sex)))
def test_the_happy_path_from_birth_to_80_years_completes_every_series(birth: date, sex: Sex) -> None:
    negative = TestReading("mantoux", birth, birth + timedelta(3), TestOutcome.NEGATIVE)
    person = Person(birth, sex, tests=[negative])
    end = date(birth.year + 80, 1, 1)
    evaluation = evaluate(person, life("KZ", person, end), kazakhstan_calendar(), end)
    verdicts = [v for result in evaluation.antigens.values() for one in result.series for v in one.verdicts]
    assert {verdict.status.value for verdict in verdicts} == {"Valid"}
    statuses = {one.vaccine_group: one.status.value for one in evaluation.forecasts}
    assert statuses.pop("DT") == "Not Complete"
    assert set(statuses.values()) == {"Complete"}
    forever = next(one for one in evaluation.forecasts if one.vaccine_group == "DT")
    assert forever.dates.recommended is not None
    assert forever.dates.recommended.on > end
