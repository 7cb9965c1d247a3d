"""What holds for every person, every history and both calendars."""

import gc
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import chain

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from db.reference.immunization import cdc_calendar, kazakhstan_calendar
from domain.immunization.born import Born, Fit
from domain.immunization.calendar import Calendar
from domain.immunization.dates import FIRST_DAY, LAST_DAY, Duration, add
from domain.immunization.dose import fit_on, judge_age, judge_vaccine
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven, Person, TestOutcome, TestReading
from domain.immunization.results import (
    AntigenResult,
    Decided,
    DoseStatus,
    Evaluation,
    Reason,
    SeriesResult,
    SeriesStatus,
)
from domain.immunization.rules import Rules
from domain.immunization.subject import Subject
from domain.immunization.target import TargetDose
from domain.people import Sex

CALENDARS = {"KZ": kazakhstan_calendar, "CDC": cdc_calendar}
TODAY = date(2026, 11, 22)
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
both = pytest.mark.parametrize("code", list(CALENDARS))
AFTER_LAST = LAST_DAY + timedelta(1)
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
    related = {*calendar.touched_by_vaccine.get(extra.cvx, ()), *calendar.held_back_by_vaccine.get(extra.cvx, ())}
    assert related != set(calendar.antigens)
    for name in calendar.antigens.keys() - related:
        assert outline(before, before.antigens[name]) == outline(after, after.antigens[name])


@cache
def roundabout(code: str) -> Calendar:
    """A calendar without what spares work: every dose touches every disease, and none is judged for another."""
    calendar = CALENDARS[code]()
    everything = dict.fromkeys(calendar.vaccines, frozenset(calendar.antigens))
    return replace(calendar, kin={}, touched_by_vaccine=everything)


@both
@quick
@given(data=st.data())
def test_what_spares_work_changes_nothing(code: str, data: st.DataObject) -> None:
    person = Person(data.draw(births), data.draw(st.sampled_from([None, *Sex])))
    given_doses = doses(person.birth, data.draw(histories(code)))
    short = evaluate(person, given_doses, CALENDARS[code](), TODAY)
    assert short._replace(calendar=roundabout(code)) == evaluate(person, given_doses, roundabout(code), TODAY)


@both
@quick
@given(data=st.data())
def test_the_fit_of_age_and_product_is_the_same_as_on_the_day_itself(code: str, data: st.DataObject) -> None:
    calendar, birth = CALENDARS[code](), data.draw(births)
    target = data.draw(st.sampled_from([one for series in calendar.every_series() for one in series.doses]))
    cvx = data.draw(st.sampled_from([*sorted({*target.preferable, *target.allowable}), "9999"]))
    born = Born(birth)
    ages = (*target.turning_ages.get(cvx, target.any_turning_ages), Duration())
    for around in {*target.turning_days, *(add(birth, age) for age in ages)} - {FIRST_DAY, AFTER_LAST}:
        for day in (around - timedelta(1), around, around + timedelta(1)):
            given_dose = DoseGiven(day, cvx)
            subject = Subject(Person(birth), [given_dose], calendar, TODAY, born)
            assert fit_on(subject, target, (0, day, cvx)) == fit_on_the_day(subject, target, given_dose)


def fit_on_the_day(subject: Subject, target: TargetDose, given_dose: DoseGiven) -> Fit:
    """What the rules say if they are asked."""
    on_age: list[Reason] = []
    on_product: list[Reason] = []
    age = judge_age(subject, target, given_dose.given_on, on_age)
    usable = judge_vaccine(subject, target, given_dose, on_product)
    status = DoseStatus.NOT_VALID if age is DoseStatus.VALID and not usable else age
    return Fit(status, tuple(on_age), tuple(on_product), {})


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


def product(person: Person, member: SeriesResult, on: date) -> DoseGiven | None:
    """The first preferable product of the next dose for that age, with the name that its row asks for."""
    for row in chain.from_iterable(member.next_target.preferable.values() if member.next_target else ()):
        begins = row.begin is None or add(person.birth, row.begin) <= on
        if begins and (row.end is None or on < add(person.birth, row.end)):
            return DoseGiven(on, row.cvx, row.manufacturer, row.trade_name)
    return None


def due(evaluation: Evaluation) -> list[tuple[date, list[SeriesResult]]]:
    """What every vaccine group owes: the recommended day, and the series that are due then."""
    return [
        (one.dates.recommended.on, [m for m in one.members if m.series.antigen in one.antigens])
        for one in evaluation.forecasts
        if one.status is SeriesStatus.NOT_COMPLETE and one.dates.recommended is not None
    ]


@both
@quick
@given(data=st.data())
def test_the_recommended_vaccine_on_the_recommended_day_is_valid_and_moves_the_forecast_on(
    code: str, data: st.DataObject
) -> None:
    calendar = CALENDARS[code]()
    birth = data.draw(births)
    person = Person(birth, data.draw(st.sampled_from([None, *Sex])))
    given_doses = doses(birth, data.draw(histories(code)))
    owed = due(evaluate(person, given_doses, calendar, TODAY))
    assume(owed)
    day, members = data.draw(st.sampled_from(owed))
    for member in members:
        dose = product(person, member, day)
        drawn_forward = member.dates.earliest is not None and member.dates.earliest.on > day
        if dose is None or drawn_forward:  # pertussis with priority draws tetanus and diphtheria with it
            continue
        after = evaluate(person, [*given_doses, dose], calendar, max(day, TODAY))
        new = next(one for one in after.antigens[member.series.antigen].series if one.series is member.series)
        assert new.verdicts[-1].status == "Valid", new.verdicts[-1]
        assert new.valid_doses == member.valid_doses + 1
        assert new.status is not SeriesStatus.NOT_COMPLETE or (new.dates.earliest or NEVER).on >= day


NEVER = Decided(Rules.FROM_EARLIEST, date.min)


def lasting(members: Sequence[SeriesResult]) -> bool:
    """CDC's seasons are the days of one year (COVID-19, influenza, RSV): no life can be lived by those."""
    return not any(target.season for one in members for target in one.series.doses)


def for_most(person: Person, members: Sequence[SeriesResult], on: date) -> DoseGiven | None:
    """Of the products that each series asks for, the one that most of them take (combined, Tdap before Td)."""
    found = [dose for member in members if (dose := product(person, member, on)) is not None]
    wanted = [one.next_target.preferable.keys() for one in members if one.next_target]
    return max(found, key=lambda dose: sum(dose.cvx in codes for codes in wanted), default=None)


def life(code: str, person: Person, until: date) -> list[DoseGiven]:
    """What somebody has been given who always came on the recommended day."""
    given_doses: list[DoseGiven] = []
    on = person.birth
    for _ in range(200):
        owed = [
            (day, members)
            for day, members in due(evaluate(person, given_doses, CALENDARS[code](), on))
            if lasting(members)
        ]
        on = max(on, min((day for day, _ in owed), default=date.max))
        if on > until:
            return given_doses
        today = [member for day, members in owed for member in members if day <= on]
        dose = for_most(person, today, on)
        assert dose is not None
        given_doses.append(dose)
    raise AssertionError("a life of more than 200 doses")


@both
@settings(max_examples=8, deadline=None)
@given(birth=st.dates(date(2012, 10, 1), TODAY), sex=st.sampled_from(list(Sex)))
@example(birth=date(2014, 8, 20), sex=Sex.MALE)  # six years old as the calendar let go of the second BCG
@example(birth=date(2014, 9, 1), sex=Sex.FEMALE)
@example(birth=date(2014, 9, 24), sex=Sex.MALE)
def test_the_happy_path_from_birth_to_80_years_completes_every_series(
    code: str, birth: date, sex: Sex
) -> None:
    negative = TestReading("mantoux", birth, birth + timedelta(3), TestOutcome.NEGATIVE)
    person = Person(birth, sex, tests=[negative])
    end = date(birth.year + 80, 1, 1)
    evaluation = evaluate(person, life(code, person, end), CALENDARS[code](), end)
    for one in filter(lambda forecast: lasting(forecast.members), evaluation.forecasts):
        best = one.members[0]
        endless = best.next_target is not None and best.next_target.recurring
        assert one.status is (SeriesStatus.NOT_COMPLETE if endless else SeriesStatus.COMPLETE), one
        assert not endless or (one.dates.recommended or NEVER).on > end
        assert {v.status for v in best.verdicts if v.target} <= {"Valid", "Not Valid"}
    if code == "KZ":
        verdicts = [v for r in evaluation.antigens.values() for one in r.series for v in one.verdicts]
        assert {verdict.status.value for verdict in verdicts} == {"Valid"}
