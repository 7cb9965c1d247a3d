"""Ages in completed years, months and days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.people import Age, age


@pytest.mark.parametrize(
    ("birth_date", "on", "expected"),
    [
        (date(2026, 11, 22), date(2026, 11, 22), Age(0, 0, 0)),
        (date(2025, 11, 22), date(2026, 11, 22), Age(1, 0, 0)),
        (date(2025, 11, 23), date(2026, 11, 22), Age(0, 11, 30)),
        (date(2000, 2, 29), date(2018, 2, 28), Age(17, 11, 30)),
        (date(2000, 2, 29), date(2018, 3, 1), Age(18, 0, 1)),
        (date(2000, 2, 29), date(2020, 2, 29), Age(20, 0, 0)),
        (date(2026, 1, 31), date(2026, 3, 1), Age(0, 1, 1)),
        (date(1926, 12, 31), date(2026, 12, 30), Age(99, 11, 30)),
    ],
)
def test_age_in_completed_years_months_and_days(birth_date: date, on: date, expected: Age) -> None:
    assert age(birth_date, on) == expected


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="before birth"):
        age(date(2026, 11, 23), date(2026, 11, 22))


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.integers(0, 40_000))
def test_a_day_later_nobody_is_younger(birth_date: date, days: int) -> None:
    on = date.fromordinal(birth_date.toordinal() + days)
    today, tomorrow = age(birth_date, on), age(birth_date, date.fromordinal(on.toordinal() + 1))
    assert today < tomorrow
    assert 0 <= today.months < 12
    assert 0 <= today.days < 31
