"""A plan holds until its turning point: nothing in between may change it, or lists would lie overnight."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from db.reference.immunization import kazakhstan_calendar
from domain.immunization.engine import evaluate
from domain.immunization.facts import Deferral, DoseGiven, Person, Refusal, TestOutcome, TestReading
from domain.immunization.planning import PersonPlan, groups_of, person_plan
from domain.immunization.turning import NEVER
from domain.people import Sex

ON = date(2026, 11, 22)
PEOPLE, YEARS_AHEAD = 150, 3
SCHEDULE = [
    (0, "08"), (1, "19"), (61, "132"), (61, "133"), (92, "120"), (122, "132"), (122, "133"), (366, "03"),
    (366, "133"), (366, "178"), (549, "120"), (731, "83"), (915, "83"), (2192, "106"), (2192, "03"), (4020, "62"),
    (5844, "09"), (9497, "09"),
]  # fmt: skip


def people() -> Iterator[tuple[Person, list[DoseGiven]]]:
    """Mostly children, with gaps, delays, deferrals, refusals and tests."""
    chance = random.Random(7)
    for _ in range(PEOPLE):
        birth = ON - timedelta(days=int(chance.random() ** 2 * 20 * 365))
        tests, deferrals, refusals = [], [], []
        if chance.random() < 0.2:
            made = ON - timedelta(days=chance.randrange(10))
            tests = [TestReading("mantoux", made, made + timedelta(days=3), TestOutcome.NEGATIVE)]
        if chance.random() < 0.2:
            deferrals = [Deferral(ON - timedelta(days=5), ON + timedelta(days=chance.randrange(90)), "DT")]
        if chance.random() < 0.1:
            refusals = [Refusal(ON - timedelta(days=5), "MMR", ON + timedelta(days=chance.randrange(2, 60)))]
        doses = [
            DoseGiven(day, cvx)
            for age, cvx in SCHEDULE
            if (day := birth + timedelta(days=age + chance.randrange(120))) <= ON and chance.random() < 0.8
        ]
        sex = chance.choice(list(Sex))
        yield Person(birth, sex, tests=tests, deferrals=deferrals, refusals=refusals), doses


def plan(person: Person, doses: list[DoseGiven], on: date) -> PersonPlan:
    return person_plan(evaluate(person, doses, kazakhstan_calendar(), on))


def test_nothing_changes_before_the_turning_point() -> None:
    chance, compared = random.Random(8), 0
    for person, doses in people():
        made = plan(person, doses, ON)
        last = min(made.holds_until, ON + timedelta(days=365 * YEARS_AHEAD)) - timedelta(days=1)
        for day in {last, ON + timedelta(days=chance.randrange(max(1, (last - ON).days)))}:
            later = plan(person, doses, day)
            assert (later.due, later.counted) == (made.due, made.counted), (person, doses, day)
            compared += 1
    assert compared > PEOPLE


def test_what_the_day_changes_is_seen_at_a_turning_point() -> None:
    """Following the turning points alone gives what planning every day would."""
    for person, doses in list(people())[:25]:
        made, changes, day = plan(person, doses, ON), 0, ON
        while made.holds_until < ON + timedelta(days=400):
            day = made.holds_until
            made = plan(person, doses, day)
            changes += 1
        assert made.due == plan(person, doses, ON + timedelta(days=399)).due
        assert changes < 60


def test_somebody_who_owes_nothing_ever_again_is_left_alone() -> None:
    person = Person(date(1930, 1, 1), Sex.MALE)
    assert plan(person, [], ON).holds_until == NEVER


def test_an_unfinished_deferral_turns_on_its_last_day() -> None:
    until = ON + timedelta(days=9)
    person = Person(ON - timedelta(days=70), Sex.FEMALE, deferrals=[Deferral(ON, until, "DT")])

    made = plan(person, [], ON)

    assert made.holds_until <= until
    assert {one.vaccine_group: one.act_on for one in made.due}["DT"] == until


def test_the_product_that_serves_the_visit_best_stands_first() -> None:
    """At two months hepatitis B is due and a hexavalent dose covers it; at three months it is not."""
    birth = ON - timedelta(days=92)
    at_two_months = plan(
        Person(ON - timedelta(days=62), Sex.MALE), [DoseGiven(ON - timedelta(days=62), "08")], ON
    )
    given = [DoseGiven(birth, "08"), DoseGiven(birth + timedelta(days=61), "132")]
    at_three_months = plan(Person(birth, Sex.MALE), given, ON)

    assert {one.vaccine_group: one.vaccines[0] for one in at_two_months.due}["DT"] == "132"
    assert {one.vaccine_group: one.vaccines[0] for one in at_three_months.due}["DT"] == "120"


def test_a_combined_product_belongs_to_each_of_its_groups() -> None:
    assert groups_of(kazakhstan_calendar(), "132") == ("HepB", "DT", "Pertussis", "Polio", "Hib")
    assert groups_of(kazakhstan_calendar(), "no such") == ()
