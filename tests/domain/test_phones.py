"""Telephone numbers as people of Kazakhstan write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.phones import PhoneProblem, PhoneProblemCode, format_phone, parse_phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+7 701 123 45 67", "+77011234567"),
        ("8 701 123-45-67", "+77011234567"),
        ("8(701)1234567", "+77011234567"),
        ("87011234567", "+77011234567"),
        ("77011234567", "+77011234567"),
        ("7011234567", "+77011234567"),
        ("+7-747-000-00-01", "+77470000001"),
        ("8 (727) 391-02-91", "+77273910291"),
        ("391-02-91", "+77273910291"),
        ("3910291", "+77273910291"),
        ("+7 7172 12 34 56", "+77172123456"),
        ("+7\u00a0701\u00a0123\u00a045\u00a067", "+77011234567"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: str) -> None:
    assert parse_phone(text) == number


def test_seven_digits_belong_to_the_city_asked_for() -> None:
    assert parse_phone("12-34-567", area_code="717") == "+77171234567"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1414", PhoneProblemCode.SHORT),
        ("103", PhoneProblemCode.SHORT),
        ("39102", PhoneProblemCode.SHORT),
        ("", PhoneProblemCode.EMPTY),
        (" - ", PhoneProblemCode.EMPTY),
        ("701 123 45 6A", PhoneProblemCode.NOT_DIGITS),
        ("٧٠١١٢٣٤٥٦٧", PhoneProblemCode.NOT_DIGITS),
        ("++77011234567", PhoneProblemCode.NOT_DIGITS),
        ("+7 701 123 45", PhoneProblemCode.LENGTH),
        ("8 701 123 45 678", PhoneProblemCode.LENGTH),
        ("12345678", PhoneProblemCode.LENGTH),
        ("+998 90 123 45 67", PhoneProblemCode.FOREIGN),
        ("+1 212 555 01 00", PhoneProblemCode.FOREIGN),
        ("8 916 123 45 67", PhoneProblemCode.FOREIGN),
    ],
)
def test_a_number_that_cannot_be_kept_says_why(text: str, code: PhoneProblemCode) -> None:
    assert parse_phone(text) == PhoneProblem(code)


def test_a_number_is_printed_as_on_forms() -> None:
    assert format_phone("+77011234567") == "+7 701 123 45 67"
    assert format_phone("+998901234567") == "+998901234567"


@given(st.integers(7_000_000_000, 7_999_999_999))
def test_what_is_printed_is_read_back(national: int) -> None:
    number = f"+7{national}"
    assert parse_phone(format_phone(number)) == number


@given(st.text(max_size=20))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    parsed = parse_phone(text)
    assert isinstance(parsed, PhoneProblem) or len(parsed) == 12
