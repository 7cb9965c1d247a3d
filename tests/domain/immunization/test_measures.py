"""Deferral, refusal, consent and tests stand on top of the medical forecast."""

from datetime import date

from domain.immunization.facts import Deferral, Refusal, TestOutcome, TestReading
from domain.immunization.measures import Obstacle, Plan, plans
from domain.immunization.results import Evaluation
from tests.domain.immunization.small import ON, Look, calendar, series, target

DUE = date(2025, 6, 1)


def only(evaluation: Evaluation) -> Plan:
    (plan,) = plans(evaluation)
    return plan


def look(**facts: object) -> Look:
    age = {"minAge": "5 years", "earliestRecAge": "65 months"}
    return Look(calendar(series("S", target(age=age), defaultSeries="Yes")), **facts)  # type: ignore[arg-type]


def test_without_measures_the_plan_is_the_forecast() -> None:
    plan = only(look().evaluation)
    assert (plan.obstacles, plan.act_on) == ((), DUE)


def test_a_deferral_moves_the_day_to_act_and_not_the_forecast() -> None:
    deferral = Deferral(date(2025, 12, 1), date(2026, 3, 1), "Alpha", "fever", "12")
    seen = look(deferrals=[deferral])
    plan = only(seen.evaluation)
    assert (plan.obstacles, plan.act_on, plan.deferral) == ((Obstacle.DEFERRED,), date(2026, 3, 1), deferral)
    assert plan.forecast == look().forecast()


def test_a_deferral_of_another_group_or_time_changes_nothing() -> None:
    for deferral in (
        Deferral(date(2025, 12, 1), date(2026, 3, 1), "Beta"),
        Deferral(date(2025, 1, 1), ON, "Alpha"),
        Deferral(date(2026, 1, 2), None, "Alpha"),
    ):
        assert only(look(deferrals=[deferral]).evaluation).obstacles == ()


def test_a_deferral_of_everything_and_the_longest_of_several_hold() -> None:
    short, long = (Deferral(date(2025, 12, 1), until, None) for until in (date(2026, 2, 1), date(2026, 4, 1)))
    assert only(look(deferrals=[long, short]).evaluation).act_on == date(2026, 4, 1)


def test_deferrals_that_follow_one_another_are_waited_for_to_the_end_of_the_last() -> None:
    first, second = (
        Deferral(date(2025, 12, 1), date(2026, 2, 1)),
        Deferral(date(2026, 2, 1), date(2026, 5, 1)),
    )
    plan = only(look(deferrals=[second, first]).evaluation)
    assert (plan.act_on, plan.deferral) == (date(2026, 5, 1), first)
    endless = Deferral(date(2026, 1, 15), None)
    assert only(look(deferrals=[first, endless]).evaluation).act_on is None


def test_a_deferral_that_will_hold_on_the_recommended_day_moves_the_day_to_act_already() -> None:
    ahead = Deferral(date(2025, 5, 20), date(2025, 7, 1))
    plan = only(look(deferrals=[ahead], on=date(2025, 4, 1)).evaluation)
    assert (plan.obstacles, plan.act_on) == ((), date(2025, 7, 1))


def test_an_exemption_for_good_closes_the_plan() -> None:
    plan = only(look(deferrals=[Deferral(date(2025, 12, 1), None)]).evaluation)
    assert (plan.obstacles, plan.act_on) == ((Obstacle.EXEMPT,), None)


def test_a_refusal_closes_the_plan_and_never_hides_the_forecast() -> None:
    plan = only(look(refusals=[Refusal(date(2025, 1, 1), "Alpha", reason="belief")]).evaluation)
    assert (plan.obstacles, plan.act_on) == ((Obstacle.REFUSED,), None)
    assert plan.forecast == look().forecast()


def test_a_revoked_refusal_is_over() -> None:
    assert only(look(refusals=[Refusal(date(2025, 1, 1), "Alpha", revoked_on=ON)]).evaluation).obstacles == ()


def test_a_programme_that_needs_consent_waits_for_it() -> None:
    row = series("S", target(), defaultSeries="Yes", programme={"consent": "Yes"})
    assert only(Look(calendar(row)).evaluation).obstacles == (Obstacle.CONSENT_MISSING,)
    assert only(Look(calendar(row), consents=frozenset({"Alpha"})).evaluation).obstacles == ()


def test_bcg_after_two_months_waits_for_a_negative_test() -> None:
    needed = {"kinds": "mantoux", "beginAge": "2 months", "after": "3 days", "before": "14 days"}
    row = calendar(series("S", target(testNeeded=needed), defaultSeries="Yes"))
    negative = TestReading("mantoux", date(2025, 12, 28), date(2025, 12, 31), TestOutcome.NEGATIVE)
    assert only(Look(row).evaluation).obstacles == (Obstacle.TEST_NEEDED,)
    assert only(Look(row, on=date(2020, 2, 1)).evaluation).obstacles == ()
    assert only(Look(row, tests=[negative]).evaluation).obstacles == ()
    assert only(Look(row, tests=[negative], on=date(2026, 1, 12)).evaluation).obstacles == (
        Obstacle.TEST_NEEDED,
    )
