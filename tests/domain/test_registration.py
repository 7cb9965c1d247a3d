"""What a clerk types is read into what the record will say, or all that is wrong with it is told."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.iin import make_iin
from domain.people import Citizenship, Sex
from domain.person_fields import MOST_PHONES
from domain.registration import (
    PersonDetails,
    WithoutIin,
    is_reason,
    read_person,
    warnings_of,
)

ON = date(2026, 11, 22)
IIN = make_iin(date(1987, 3, 14), Sex.FEMALE, 1) or ""
USUAL: dict[str, Any] = {
    "iin": IIN,
    "family_name": "Сәрсенбаева",
    "given_name": "Айгүл",
    "sex": Sex.FEMALE,
    "birth_date": date(1987, 3, 14),
}


def details(**given: Any) -> PersonDetails:
    read = read_person(USUAL | given, ON)
    assert isinstance(read, PersonDetails), read
    return read


def problems(known: Any = None, **given: Any) -> list[tuple[str, str]]:
    read = read_person(given if known else USUAL | given, ON, known)
    assert isinstance(read, tuple), read
    return [(".".join(problem.path), problem.code) for problem in read]


def known(**values: Any) -> Any:
    """A record as the database keeps it: enumerations are text."""
    row = details()
    stored = {name: getattr(row, name) for name in PersonDetails.__dataclass_fields__}
    return SimpleNamespace(**{**stored, "sex": "FEMALE", "temporary_id": None, **values})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Сәрсенбаева ", "Сәрсенбаева"),
        ("Әл-Фараби", "Әл-Фараби"),
        ("O'Neil", "O'Neil"),
        ("де  ла Крус", "де ла Крус"),
        ("Йоханнес", "Йоханнес"),
    ],
)
def test_a_name_is_kept_as_in_the_document(typed: str, kept: str) -> None:
    assert details(family_name=typed).family_name == kept


@pytest.mark.parametrize("typed", ["Иван0в", "=HYPERLINK", "<b>", "-", "-Аман", "Аман\u0000", "Ким\u202e", "🙂"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    assert problems(family_name=typed) == [("familyName", "NAME_NOT_LETTERS")]


@given(st.text(max_size=120), st.text(max_size=250))
def test_no_text_breaks_the_reading_and_what_is_kept_is_printable(name: str, street: str) -> None:
    read = read_person(USUAL | {"patronymic": name, "address": {"street": street}}, ON)
    if isinstance(read, PersonDetails):
        assert all(part is None or (part and part.isprintable()) for part in (read.patronymic, read.street))
        again = read_person(USUAL | {"patronymic": read.patronymic, "address": {"street": read.street}}, ON)
        assert again == read


@pytest.mark.parametrize(
    ("birth_date", "code"),
    [
        (ON + timedelta(days=1), "BIRTH_DATE_IN_FUTURE"),
        (date(1899, 12, 31), "BIRTH_DATE_TOO_EARLY"),
    ],
)
def test_nobody_is_born_tomorrow_or_in_another_age(birth_date: date, code: str) -> None:
    assert problems(birth_date=birth_date) == [("birthDate", code)]


def test_somebody_born_today_can_be_registered() -> None:
    newborn = details(iin=None, without_iin=WithoutIin.NEWBORN, birth_date=ON)
    assert newborn.birth_date == ON


@pytest.mark.parametrize(
    ("given_fields", "expected"),
    [
        ({"iin": None}, [("iin", "IIN_OR_WHY_NOT")]),
        ({"iin": " "}, [("iin", "IIN_OR_WHY_NOT")]),
        ({"iin": "850101100003"}, [("iin", "IIN_CHECK_DIGIT")]),
        ({"without_iin": WithoutIin.UNKNOWN_PERSON}, [("withoutIin", "IIN_AND_WHY_NOT")]),
        ({"iin": None, "without_iin": WithoutIin.NEWBORN}, [("birthDate", "NOT_A_NEWBORN")]),
        ({"iin": None, "without_iin": WithoutIin.FOREIGNER}, [("citizenship", "CITIZEN_HAS_IIN")]),
        ({"citizenship": Citizenship.TEMPORARY_WITH_CONTRACT}, [("contractUntil", "CONTRACT_UNTIL_MISSING")]),
        ({"contract_until": ON}, [("contractUntil", "CONTRACT_UNTIL_NOT_NEEDED")]),
        ({"deceased_on": date(1987, 3, 13)}, [("deceasedOn", "DECEASED_BEFORE_BIRTH")]),
        ({"deceased_on": ON + timedelta(days=1)}, [("deceasedOn", "DECEASED_IN_FUTURE")]),
        ({"phones": ["+77011234567", "12"]}, [("phones.1", "PHONE_SHORT")]),
        ({"phones": ["+77011234567"] * (MOST_PHONES + 1)}, [("phones", "TOO_MANY_PHONES")]),
        ({"email": "айгүл@"}, [("email", "EMAIL_SHAPE")]),
        ({"email": "a@b@c.kz"}, [("email", "EMAIL_SHAPE")]),
        ({"address": {"kato": "75111000"}}, [("address.kato", "KATO_SHAPE")]),
        ({"address": {"street": "A\u0007bai"}}, [("address.street", "TEXT_UNPRINTABLE")]),
        ({"given_name": "", "sex": None}, [("givenName", "REQUIRED"), ("sex", "REQUIRED")]),
    ],
)
def test_each_wrong_field_is_named_with_its_problem(
    given_fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert problems(**given_fields) == expected


def test_a_newborn_is_younger_than_a_year() -> None:
    without = {"iin": None, "without_iin": WithoutIin.NEWBORN}
    assert details(**without, birth_date=date(2025, 11, 23))
    assert problems(**without, birth_date=date(2025, 11, 22)) == [("birthDate", "NOT_A_NEWBORN")]


def test_only_what_was_sent_changes() -> None:
    before = known(email="a@example.kz", street="Абай көшесі", house="12")
    after = read_person({"address": {"house": "14"}}, ON, before)
    assert isinstance(after, PersonDetails)
    assert (after.email, after.street, after.house, after.sex) == (
        "a@example.kz",
        "Абай көшесі",
        "14",
        Sex.FEMALE,
    )


def test_null_clears_what_may_be_empty() -> None:
    before = known(email="a@example.kz", street="Абай", house="1", phones=["+77011234567"])
    after = read_person({"email": None, "address": None, "phones": None}, ON, before)
    assert isinstance(after, PersonDetails)
    assert (after.email, after.street, after.house, tuple(after.phones)) == (None, None, None, ())


def test_a_name_or_the_only_identity_cannot_be_cleared() -> None:
    assert problems(known(), family_name=None, iin=None) == [("familyName", "REQUIRED"), ("iin", "REQUIRED")]
    assert isinstance(read_person({"iin": None}, ON, known(temporary_id="T-9-26-000001")), PersonDetails)


def test_a_person_who_becomes_a_citizen_needs_no_contract() -> None:
    foreigner = known(citizenship="TEMPORARY_WITH_CONTRACT", contract_until=date(2026, 12, 31))
    assert isinstance(read_person({"citizenship": Citizenship.CITIZEN}, ON, foreigner), PersonDetails)


def test_streets_are_kept_as_typed_with_one_key() -> None:
    spelled = [details(address={"street": street}) for street in ("Абай көшесі", "ул. Абая")]
    assert spelled[0].street == "Абай көшесі"
    assert spelled[0].street_key == spelled[1].street_key


def test_a_contradicting_iin_warns_with_what_it_says() -> None:
    warned = warnings_of(details(birth_date=date(1987, 3, 15), sex=Sex.MALE), ON)
    assert [(warning.code, dict(warning.facts)) for warning in warned] == [
        ("IIN_BIRTH_DATE_DIFFERS", {"birth_date": "1987-03-14"}),
        ("IIN_SEX_DIFFERS", {"sex": "FEMALE"}),
    ]
    assert warnings_of(details(), ON) == ()


@pytest.mark.parametrize(
    ("text", "enough"), [(None, False), ("", False), ("....", False), ("қате", False), ("Қателік", True)]
)
def test_a_reason_is_a_word_at_least(text: str | None, enough: bool) -> None:
    assert is_reason(text) is enough
