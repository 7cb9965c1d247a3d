"""Whom a calendar asks for a dose by a day: by age, while it is in force, in the cohorts of its programme."""

from datetime import date

from db.reference.immunization import kazakhstan_calendar
from domain.immunization.asked import asked
from tests.domain.immunization.small import calendar, series, target

ON = date(2026, 11, 26)


def test_a_dose_is_asked_from_its_recommended_age_on() -> None:
    found = asked(kazakhstan_calendar(), ON, 4)

    assert found["MMR", 1].born_until == date(2025, 11, 26)
    assert found["MMR", 2].born_until == date(2020, 11, 26)
    assert ("MMR", 3) not in found


def test_without_an_age_a_dose_follows_the_one_before_it() -> None:
    found = asked(kazakhstan_calendar(), ON, 4)

    assert (found["HepA", 1].born_until, found["HepA", 2].born_until) == (date(2024, 11, 26), date(2024, 5, 26))


def test_a_programme_asks_its_own_cohorts() -> None:
    found = asked(kazakhstan_calendar(), ON, 4)

    assert (found["HPV", 1].born_from, found["HPV", 1].born_until) == (date(2010, 10, 2), date(2015, 11, 26))
    assert found["HepA", 1].born_from == date(2022, 2, 20)


def test_a_dose_that_was_given_up_is_asked_of_nobody() -> None:
    assert ("BCG", 1) in asked(kazakhstan_calendar(), ON, 4)
    assert ("BCG", 2) not in asked(kazakhstan_calendar(), ON, 4)
    assert asked(kazakhstan_calendar(), date(2020, 9, 23), 4)["BCG", 2].born_until == date(2014, 9, 23)


def test_a_dose_that_is_new_is_asked_of_nobody_before_its_day() -> None:
    made = calendar(series("S", target(age={"minAge": "1 day", "earliestRecAge": "6 years"}, effectiveDate="20260201")))

    assert asked(made, date(2026, 1, 31), 4) == {}
    assert asked(made, date(2026, 2, 1), 4)["Alpha", 1].born_until == date(2020, 2, 1)
