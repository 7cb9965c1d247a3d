"""Durations and calendar arithmetic (CDSi chapter 3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.immunization.dates import UNCLEAR, Duration, add, first_of, last_of, longest, parse_duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("8 months + 1 day", Duration(8, 1)),
        ("5 months + 4 weeks", Duration(5, 28)),
        ("16 years - 4 months", Duration(188, 0)),
        ("1 years - 4 days", Duration(12, -4)),
        (" 13 years", Duration(156, 0)),
        ("0 days", Duration(0, 0)),
        ("6 Weeks", Duration(0, 42)),
    ],
)
def test_a_duration_is_read_term_by_term_with_its_sign(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


def test_an_empty_duration_is_no_limit_and_not_zero() -> None:
    assert parse_duration("") is None
    assert parse_duration("  ") is None


@pytest.mark.parametrize("text", ["soon", "3", "months 3", "3 months and", "3 fortnights", "1.5 years"])
def test_what_is_not_a_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("start", "text", "end"),
    [
        (date(2020, 3, 31), "6 months", date(2020, 10, 1)),
        (date(2020, 8, 31), "6 months", date(2021, 3, 1)),
        (date(2020, 2, 29), "1 year", date(2021, 3, 1)),
        (date(2019, 12, 31), "2 months", date(2020, 3, 1)),
        (date(2000, 1, 31), "6 months - 4 days", date(2000, 7, 27)),
        (date(2020, 1, 31), "1 month", date(2020, 3, 1)),
        (date(2020, 1, 31), "11 months", date(2020, 12, 31)),
        (date(2020, 12, 31), "2 months", date(2021, 3, 1)),
        (date(2020, 5, 5), "4 weeks", date(2020, 6, 2)),
    ],
)
def test_a_day_that_the_month_lacks_becomes_the_first_of_the_next(start: date, text: str, end: date) -> None:
    duration = parse_duration(text)
    assert duration is not None
    assert add(start, duration) == end


def test_month_ends_move_to_the_first_of_the_next() -> None:
    assert add(date(2020, 3, 31), Duration(6)) == date(2020, 10, 1)
    assert add(date(2020, 3, 30), Duration(6)) == date(2020, 9, 30)


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.integers(0, 1500),
    st.integers(0, 400),
    st.integers(0, 40),
)
def test_a_longer_duration_never_ends_earlier(start: date, months: int, days: int, more: int) -> None:
    assert add(start, Duration(months, days)) <= add(start, Duration(months, days + more))
    assert add(start, Duration(months, days)) <= add(start, Duration(months + more, days))


durations = st.builds(Duration, st.integers(0, 240), st.integers(0, 400))


@given(day=st.dates(date(1940, 1, 1), date(2030, 1, 1)), limits=st.lists(durations, min_size=1, max_size=4))
def test_the_first_and_the_last_of_some_durations_are_so_from_any_day(day: date, limits: list[Duration]) -> None:
    reached = [add(day, one) for one in limits]
    first, last = first_of(limits), last_of(limits)
    assert first is UNCLEAR or (first is not None and add(day, first) == min(reached))
    assert last is UNCLEAR or (last is not None and add(day, last) == max(reached))
    assert all((end - day).days <= longest(one) for one, end in zip(limits, reached, strict=True))


def test_only_months_against_a_like_number_of_days_are_unclear() -> None:
    assert first_of([Duration(days=42), Duration(months=2)]) == Duration(days=42)
    assert last_of([Duration(days=60), Duration(months=2)]) is UNCLEAR
    assert last_of([]) is None
