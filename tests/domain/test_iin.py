"""IIN and BIN: every row of handbook 1.4, then what must hold for all numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.bin import BIN, BinKind, BinUnit, make_bin, parse_bin
from domain.iin import (
    IIN,
    BinProblemCode,
    IdentityNumberProblem,
    IinProblemCode,
    IinWarning,
    check_digit,
    contradictions,
    make_iin,
    parse_iin,
)
from domain.people import Sex

M, F = Sex.MALE, Sex.FEMALE


def accepted(text: str) -> IIN:
    parsed = parse_iin(text)
    assert isinstance(parsed, IIN), parsed
    return parsed


def problem(text: str) -> IinProblemCode | BinProblemCode:
    parsed = parse_iin(text)
    assert isinstance(parsed, IdentityNumberProblem), parsed
    return parsed.code


@pytest.mark.parametrize(
    ("number", "birth_date", "sex"),
    [
        ("850101100002", date(1885, 1, 1), M),
        ("971231200013", date(1897, 12, 31), F),
        ("010203300025", date(1901, 2, 3), M),
        ("100708400036", date(1910, 7, 8), F),
        ("950505500045", date(2095, 5, 5), M),
        ("991231600052", date(2099, 12, 31), F),
        ("850315100704", date(1885, 3, 15), M),
        ("850315100716", date(1885, 3, 15), M),
        ("040229100002", date(1804, 2, 29), M),
        ("000229500008", date(2000, 2, 29), M),
    ],
)
def test_a_valid_number_tells_birth_date_and_sex(number: str, birth_date: date, sex: Sex) -> None:
    assert accepted(number) == IIN(number, birth_date, sex)


@pytest.mark.parametrize("last", "0123456789")
def test_an_unissuable_beginning_is_invalid_with_every_check_digit(last: str) -> None:
    assert problem("85031510073" + last) is IinProblemCode.UNISSUABLE


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("850101100003", IinProblemCode.CHECK_DIGIT),
        ("851301100002", IinProblemCode.MONTH),
        ("850001100002", IinProblemCode.MONTH),
        ("850431100007", IinProblemCode.DAY),
        ("850100100002", IinProblemCode.DAY),
        ("000229300005", IinProblemCode.DAY),
        ("000229100002", IinProblemCode.DAY),
        ("850101700000", IinProblemCode.CENTURY),
        ("85010110000", IinProblemCode.LENGTH),
        ("8501011000021", IinProblemCode.LENGTH),
        ("", IinProblemCode.LENGTH),
        ("85O101100002", IinProblemCode.NOT_DIGITS),
        ("٨٥٠١٠١١٠٠٠٠٢", IinProblemCode.NOT_DIGITS),
        ("85010110000²", IinProblemCode.NOT_DIGITS),
        ("850101100002\n8", IinProblemCode.LENGTH),
        ("990140000017", IinProblemCode.IS_A_BIN),
    ],
)
def test_an_invalid_number_names_what_is_wrong(text: str, code: IinProblemCode) -> None:
    assert problem(text) is code


def test_the_special_century_digit_is_a_warning_and_tells_nothing() -> None:
    iin = accepted("850101000006")
    assert (iin.birth_date, iin.sex, iin.century_digit_is_special) == (None, None, True)
    assert iin.warnings == (IinWarning.CENTURY_DIGIT_SPECIAL,)


@pytest.mark.parametrize(
    "text", ["850101 100002", " 8501 0110 0002 ", "850101-100002", "850101\u00a0100002\n"]
)
def test_spaces_and_hyphens_do_not_matter(text: str) -> None:
    assert accepted(text).number == "850101100002"


def test_a_leading_zero_is_kept() -> None:
    assert accepted("010203300025").number == "010203300025"


def test_a_document_that_agrees_has_no_contradictions() -> None:
    assert contradictions(accepted("850101100002"), date(1885, 1, 1), M, date(2026, 11, 22)) == ()


def test_birth_date_and_sex_that_differ_are_warnings() -> None:
    found = contradictions(accepted("850101100002"), date(1885, 1, 2), F, date(2026, 11, 22))
    assert found == (IinWarning.BIRTH_DATE_DIFFERS, IinWarning.SEX_DIFFERS)


def test_a_birth_in_the_future_is_a_warning() -> None:
    iin = accepted("950505500045")
    assert contradictions(iin, date(2095, 5, 5), M, date(2026, 11, 22)) == (IinWarning.BORN_IN_FUTURE,)
    assert contradictions(iin, date(2095, 5, 5), M, date(2095, 5, 5)) == ()


def test_a_special_century_digit_contradicts_nothing() -> None:
    found = contradictions(accepted("850101000006"), date(1985, 1, 1), F, date(2026, 11, 22))
    assert found == (IinWarning.CENTURY_DIGIT_SPECIAL,)


birth_dates = st.dates(date(1800, 1, 1), date(2099, 12, 31))
serials = st.integers(0, 9999)
elevens = st.text("0123456789", min_size=11, max_size=11)


@given(birth_dates, st.sampled_from(Sex), serials)
def test_every_number_made_is_read_back(birth_date: date, sex: Sex, serial: int) -> None:
    number = make_iin(birth_date, sex, serial)
    if number is not None:
        assert accepted(number) == IIN(number, birth_date, sex)


def test_an_unissuable_serial_makes_no_number() -> None:
    assert make_iin(date(1885, 3, 15), M, 73) is None


@pytest.mark.parametrize(("year", "serial"), [(1799, 1), (2100, 1), (1990, 10000), (1990, -1)])
def test_a_number_outside_the_scheme_cannot_be_made(year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="birth year"):
        make_iin(date(year, 1, 1), M, serial)


def test_nine_of_ten_single_digit_errors_are_caught_but_none_in_the_eleventh_by_the_first_pass() -> None:
    missed = changed = 0
    for number in filter(None, (make_iin(date(1885, 1, 1), M, serial) for serial in range(0, 10_000, 97))):
        for place, right in enumerate(number[:11]):
            for wrong in set("0123456789") - {right}:
                changed += 1
                missed += check_digit(f"{number[:place]}{wrong}{number[place + 1 : 11]}") == int(number[11])
    assert 0.08 < missed / changed < 0.10
    assert check_digit("85010110000") == check_digit("85010110009")


def test_one_number_in_120_cannot_be_issued() -> None:
    beginnings = [f"8501011{serial:04}" for serial in range(10_000)]
    unissuable = sum(check_digit(beginning) is None for beginning in beginnings)
    assert 70 <= unissuable <= 96


@given(st.text())
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert isinstance(parse_iin(text), IIN | IdentityNumberProblem)
    assert isinstance(parse_bin(text), BIN | IdentityNumberProblem)


@given(elevens, st.sampled_from("0123456789"))
def test_no_number_is_both_an_iin_and_a_bin(digits: str, last: str) -> None:
    number = digits + last
    assert not (isinstance(parse_iin(number), IIN) and isinstance(parse_bin(number), BIN))


@pytest.mark.parametrize(
    ("number", "kind", "unit"),
    [
        ("990140000017", BinKind.RESIDENT, BinUnit.HEAD),
        ("990151000027", BinKind.NON_RESIDENT, BinUnit.BRANCH),
        ("990142000048", BinKind.RESIDENT, BinUnit.REPRESENTATIVE_OFFICE),
        ("990163000052", BinKind.JOINT_ENTREPRENEUR, BinUnit.FARM),
        ("990140000806", BinKind.RESIDENT, BinUnit.HEAD),
    ],
)
def test_a_valid_bin_tells_kind_and_unit(number: str, kind: BinKind, unit: BinUnit) -> None:
    assert parse_bin(number) == BIN(number, 99, 1, kind, unit)


@pytest.mark.parametrize("last", "0123456789")
def test_an_unissuable_bin_is_invalid_with_every_check_digit(last: str) -> None:
    assert parse_bin("99014000082" + last) == IdentityNumberProblem(BinProblemCode.UNISSUABLE)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("990140000018", BinProblemCode.CHECK_DIGIT),
        ("991340000017", BinProblemCode.MONTH),
        ("990170000017", BinProblemCode.KIND),
        ("990144000017", BinProblemCode.KIND),
        ("99014000001", BinProblemCode.LENGTH),
        ("99014000001A", BinProblemCode.NOT_DIGITS),
        ("850101100002", BinProblemCode.IS_AN_IIN),
    ],
)
def test_an_invalid_bin_names_what_is_wrong(text: str, code: BinProblemCode) -> None:
    assert parse_bin(text) == IdentityNumberProblem(code)


@given(
    st.integers(1990, 2026),
    st.integers(1, 12),
    st.sampled_from(BinKind),
    st.sampled_from(BinUnit),
    st.integers(0, 99_999),
)
def test_every_bin_made_is_read_back(
    year: int, month: int, kind: BinKind, unit: BinUnit, serial: int
) -> None:
    number = make_bin(year, month, kind, unit, serial)
    if number is not None:
        assert parse_bin(number) == BIN(number, year % 100, month, kind, unit)


@pytest.mark.parametrize(("month", "serial"), [(0, 1), (13, 1), (1, 100_000), (1, -1)])
def test_a_bin_outside_the_scheme_cannot_be_made(month: int, serial: int) -> None:
    with pytest.raises(ValueError, match="month"):
        make_bin(2010, month, BinKind.RESIDENT, BinUnit.HEAD, serial)
