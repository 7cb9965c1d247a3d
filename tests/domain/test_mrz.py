"""The machine-readable zone: ICAO's own specimens, synthetic Kazakh cards, and what a scanner types."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.iin import IIN, parse_iin
from domain.mrz import (
    IdentityCard,
    MrzProblem,
    MrzProblemCode,
    looks_like_mrz,
    mrz_check_digit,
    parse_td1,
)
from domain.people import Sex

SPECIMEN = """I<UTOD231458907<<<<<<<<<<<<<<<
7408122F1204159UTO<<<<<<<<<<<6
ERIKSSON<<ANNA<MARIA<<<<<<<<<<"""
LONG_NUMBER = """I<UTOD23145890<7349<<<<<<<<<<<
3407127M9507122UTO<<<<<<<<<<<2
STEVENSON<<PETER<JOHN<<<<<<<<<"""


def kazakh_card(
    optional: str = "850101100002", birth: str = "850101", sex: str = "M", expiry: str = "301231"
) -> str:
    """A card as Kazakhstan is said to print it, with right check digits."""
    first = f"IDKAZ012345678{mrz_check_digit('012345678')}{optional:<<15}"
    dates = f"{birth}{mrz_check_digit(birth)}{sex}{expiry}{mrz_check_digit(expiry)}"
    second = f"{dates}KAZ{'':<<11}"
    composite = mrz_check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return f"{first}\n{second}{composite}\n{'AKHMETOV<<GALYMZHAN':<<30}"


def card(text: str) -> IdentityCard:
    parsed = parse_td1(text)
    assert isinstance(parsed, IdentityCard), parsed
    return parsed


def test_the_specimen_of_icao_is_read() -> None:
    assert card(SPECIMEN) == IdentityCard(
        document_number="D23145890",
        issuing_state="UTO",
        nationality="UTO",
        family_name="Eriksson",
        given_name="Anna Maria",
        birth_date=date(1974, 8, 12),
        sex=Sex.FEMALE,
        expires_on=date(2012, 4, 15),
        iin=None,
    )


def test_a_long_document_number_goes_on_in_the_optional_data() -> None:
    assert card(LONG_NUMBER).document_number == "D23145890734"


def test_a_kazakh_card_tells_the_iin_and_the_iin_the_century() -> None:
    read = card(kazakh_card())
    assert read.iin == parse_iin("850101100002")
    assert read.birth_date == date(1885, 1, 1)
    assert (read.document_number, read.nationality, read.family_name) == ("012345678", "KAZ", "Akhmetov")


def test_a_number_that_is_no_valid_iin_is_not_taken_for_one() -> None:
    read = card(kazakh_card("850101100003"))
    assert read.iin is None
    assert read.birth_date == date(1985, 1, 1)


def test_without_an_iin_nobody_is_born_after_the_card_expires() -> None:
    assert card(kazakh_card("", birth="310101")).birth_date == date(1931, 1, 1)
    assert card(kazakh_card("", birth="300101")).birth_date == date(2030, 1, 1)


def test_an_unknown_birthday_is_left_open() -> None:
    assert card(kazakh_card("", birth="85<<<<")).birth_date is None


def test_a_sex_not_stated_is_left_open() -> None:
    assert card(kazakh_card(sex="<")).sex is None


@pytest.mark.parametrize(
    "typed",
    [
        SPECIMEN.replace("\n", ""),
        SPECIMEN.replace("\n", "\r\n") + "\r\n",
        SPECIMEN.lower(),
        SPECIMEN.replace("\n", " "),
        f"  {SPECIMEN}\t",
        "\n".join(line.rstrip("<") for line in SPECIMEN.split("\n")),
    ],
)
def test_a_scanner_may_type_it_its_own_way(typed: str) -> None:
    assert looks_like_mrz(typed)
    assert card(typed) == card(SPECIMEN)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (5, MrzProblemCode.DOCUMENT_NUMBER),
        (14, MrzProblemCode.DOCUMENT_NUMBER),
        (16, MrzProblemCode.COMPOSITE),
        (30, MrzProblemCode.BIRTH_DATE),
        (36, MrzProblemCode.BIRTH_DATE),
        (38, MrzProblemCode.EXPIRY),
        (44, MrzProblemCode.EXPIRY),
        (50, MrzProblemCode.COMPOSITE),
        (59, MrzProblemCode.COMPOSITE),
    ],
)
def test_one_misread_character_is_noticed(place: int, code: MrzProblemCode) -> None:
    run = SPECIMEN.replace("\n", "")
    wrong = "1" if run[place] != "1" else "2"
    assert parse_td1(run[:place] + wrong + run[place + 1 :]) == MrzProblem(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", MrzProblemCode.LENGTH),
        (SPECIMEN[:-1].replace("\n", ""), MrzProblemCode.LENGTH),
        (SPECIMEN + "<", MrzProblemCode.LENGTH),
        (SPECIMEN.replace("<", "«"), MrzProblemCode.CHARACTERS),
        (SPECIMEN.replace("O", "О"), MrzProblemCode.CHARACTERS),
        ("P" + SPECIMEN[1:], MrzProblemCode.NOT_A_CARD),
        (kazakh_card(birth="851301"), MrzProblemCode.BIRTH_DATE),
        (kazakh_card(birth="850230"), MrzProblemCode.BIRTH_DATE),
        (kazakh_card(expiry="301332"), MrzProblemCode.EXPIRY),
    ],
)
def test_what_is_no_card_says_why(text: str, code: MrzProblemCode) -> None:
    assert parse_td1(text) == MrzProblem(code)


@pytest.mark.parametrize(
    "text", ["", "850101100002", "Ахметов", "galymzhan akhmetov", "I<", "aliyev << anna"]
)
def test_other_searches_do_not_look_like_a_card(text: str) -> None:
    assert not looks_like_mrz(text)


@given(st.text("ABIKZ019<\n ", max_size=100))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    assert isinstance(parse_td1(text), IdentityCard | MrzProblem)


@given(st.dates(date(1900, 1, 1), date(2029, 12, 31)), st.sampled_from("MF"))
def test_every_card_printed_is_read_back(birth_date: date, sex: str) -> None:
    read = card(kazakh_card("", f"{birth_date:%y%m%d}", sex))
    assert read.birth_date is not None
    assert f"{read.birth_date:%y%m%d}" == f"{birth_date:%y%m%d}"
    assert not isinstance(read.iin, IIN)
