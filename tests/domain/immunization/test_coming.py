"""What comes into force on a known day is planned beforehand and asked for by nobody before it."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.immunization.calendar import Calendar
from domain.immunization.coming import AHEAD, foresighted
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven, Person, Refusal
from domain.immunization.planning import Due, PersonPlan, person_plan
from domain.immunization.turning import NEVER
from domain.people import Sex
from tests.domain.immunization.small import BORN, Json, calendar, series, target

FROM, TODAY = date(2026, 2, 1), date(2026, 1, 10)
NEW = {"effectiveDate": "20260201"}
BIRTHDAY = {"minAge": "1 day", "earliestRecAge": "6 years + 50 days"}
"""Recommended on 20 February 2026 for those of the tests."""


def plan(made: Calendar, on: date, doses: Sequence[DoseGiven] = (), **facts: object) -> PersonPlan:
    person = Person(BORN, Sex.MALE, **facts)  # type: ignore[arg-type]
    return foresighted(made, on, lambda day: person_plan(evaluate(person, doses, made, day)))


def days(rows: Sequence[Due]) -> list[tuple[str, int, date, date | None]]:
    return [(one.vaccine_group, one.dose_number, one.due_on, one.act_on) for one in rows]


def test_a_series_that_comes_into_force_next_month_is_in_next_month_s_plan() -> None:
    made = calendar(series("S", target(age=BIRTHDAY, **NEW)))
    due = date(2026, 2, 20)
    assert days(person_plan(evaluate(Person(BORN, Sex.MALE), [], made, TODAY)).due) == [], (
        "the engine shows nothing yet"
    )
    for on in (TODAY, FROM - timedelta(days=1), FROM):
        assert days(plan(made, on).due) == [("Alpha", 1, due, due)]


def test_nothing_is_done_before_the_day_also_where_the_age_came_earlier() -> None:
    """Recommended at 6 years, a month before; the new row names them because its own recommended day is later."""
    begins = {"minAge": "1 day", "earliestRecAge": "6 years"}
    old = begins | {"earliestRecAge": "7 years", "cessationDate": "20260131"}
    made = calendar(series("S", target(age=[old, begins | NEW])))
    (one,) = plan(made, TODAY).due
    assert (one.earliest_on, one.due_on, one.act_on) == (FROM, FROM, FROM)


def test_what_is_to_be_done_before_the_day_stays_as_it_is_today() -> None:
    old = {"minAge": "1 day", "earliestRecAge": "6 years", "cessationDate": "20260131"}
    made = calendar(series("S", target(age=[old, BIRTHDAY | NEW])))
    assert days(plan(made, TODAY).due) == [("Alpha", 1, date(2026, 1, 1), date(2026, 1, 1))]


def test_a_later_dose_of_somebody_who_is_complete_today_is_planned() -> None:
    made = calendar(series("S", target(age={"minAge": "1 day"}), target(age=BIRTHDAY, **NEW)))
    found = plan(made, TODAY, [DoseGiven(date(2021, 1, 1), "A")])
    assert days(found.due) == [("Alpha", 2, date(2026, 2, 20), date(2026, 2, 20))]
    assert found.counted == {"Alpha": 1}


def test_a_refusal_of_what_is_to_come_is_respected() -> None:
    made = calendar(series("S", target(age=BIRTHDAY, **NEW)))
    (one,) = plan(made, TODAY, refusals=[Refusal(TODAY, "Alpha", None)]).due
    assert (one.act_on, one.obstacles) == (None, ("REFUSED",))


def test_long_before_the_day_the_plan_holds_until_the_day_comes_near() -> None:
    made = calendar(series("S", target(age=BIRTHDAY, **NEW)))
    early = plan(made, FROM - AHEAD - timedelta(days=10))
    assert (early.due, early.holds_until) == ((), FROM - AHEAD)
    assert days(plan(made, early.holds_until).due) == [("Alpha", 1, date(2026, 2, 20), date(2026, 2, 20))]


def test_a_calendar_that_awaits_nothing_plans_each_person_once() -> None:
    asked: list[date] = []

    def plan_on(day: date) -> PersonPlan:
        asked.append(day)
        return PersonPlan((), {}, NEVER)

    row: Json = {"minAge": "1 day"}
    assert foresighted(calendar(series("S", target(age=row))), TODAY, plan_on).holds_until == NEVER
    assert asked == [TODAY]
