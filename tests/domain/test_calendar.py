"""Working days against the calendars that were published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.reference import read, working_days
from domain.calendar import WorkingDays, parse_holidays

DAYS = working_days()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 1, 1), "New Year"),
        (date(2026, 1, 2), "New Year"),
        (date(2026, 1, 7), "Christmas"),
        (date(2026, 3, 9), "8 March was a Sunday"),
        (date(2026, 3, 24), "Nauryz, 21 and 22 March were a weekend"),
        (date(2026, 3, 25), "Nauryz, 21 and 22 March were a weekend"),
        (date(2026, 5, 11), "9 May was a Saturday"),
        (date(2026, 5, 27), "Kurban ait"),
        (date(2026, 10, 26), "Republic Day was a Sunday"),
        (date(2018, 8, 31), "moved from 25 August"),
        (date(2027, 3, 15), "Constitution Day from 2027"),
        (date(2018, 8, 30), "Constitution Day until 2025"),
        (date(2026, 11, 22), "Sunday"),
    ],
)
def test_a_day_off(day: date, why: str) -> None:
    assert not DAYS.is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2018, 8, 25), "a Saturday worked for 31 August"),
        (date(2026, 8, 31), "30 August is no holiday any more"),
        (date(2026, 12, 1), "the First President's day was given up"),
        (date(2023, 1, 9), "Christmas on a Saturday is not carried"),
        (date(2024, 6, 17), "Kurban ait on a Sunday is not carried"),
        (date(2026, 3, 16), "Constitution Day only from 2027"),
        (date(2026, 11, 20), "Friday"),
    ],
)
def test_a_working_day(day: date, why: str) -> None:
    assert DAYS.is_working_day(day), why


@pytest.mark.parametrize(("year", "worked"), [(2018, 246), (2025, 246), (2026, 247)])
def test_the_number_of_working_days_of_a_year(year: int, worked: int) -> None:
    days = (date(year, 1, 1) + timedelta(n) for n in range(366))
    assert sum(DAYS.is_working_day(day) for day in days if day.year == year) == worked


def test_a_new_year_that_falls_on_a_weekend_is_carried_past_the_year() -> None:
    """1 and 2 January 2028 are a weekend."""
    assert DAYS.next_working_day(date(2027, 12, 31)) == date(2028, 1, 5)


def test_a_term_of_three_working_days_over_nauryz() -> None:
    assert DAYS.add_working_days(date(2026, 3, 20), 3) == date(2026, 3, 30)


def test_a_request_on_a_day_off_is_received_on_the_next_working_day() -> None:
    assert DAYS.working_day_from(date(2026, 11, 22)) == date(2026, 11, 23)
    assert DAYS.working_day_from(date(2026, 11, 23)) == date(2026, 11, 23)


@given(st.dates(date(2016, 1, 1), date(2028, 12, 1)), st.integers(0, 30))
def test_a_term_ends_on_a_working_day_after_so_many(day: date, term: int) -> None:
    end = DAYS.add_working_days(day, term)
    between = [day + timedelta(n) for n in range(1, (end - day).days + 1)]
    assert sum(map(DAYS.is_working_day, between)) == term
    assert term == 0 or DAYS.is_working_day(end)


def test_a_calendar_with_a_missing_field_is_not_read() -> None:
    data = read("holidays")
    data["fixed"] = [{key: value for key, value in data["fixed"][0].items() if key != "carry"}]
    with pytest.raises(KeyError):
        WorkingDays(parse_holidays(data))
