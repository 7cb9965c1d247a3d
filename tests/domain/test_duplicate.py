"""Whether two records are one person."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from domain.duplicate import (
    BITS,
    FieldMatch,
    MatchField,
    MatchKind,
    MatchStrength,
    PersonFacts,
    duplicate_evidence,
    duplicate_score,
)
from domain.people import Sex


@dataclass(frozen=True)
class Record:
    family_name: str = "Ахметов"
    given_name: str = "Ғалымжан"
    patronymic: str | None = "Қайратұлы"
    birth_date: date | None = date(1985, 3, 12)
    sex: Sex | None = Sex.MALE
    iin: str | None = None
    phones: tuple[str, ...] = ()
    street: str | None = None
    house: str | None = None


@dataclass(frozen=True)
class CardHolder(Record):
    document_number: str | None = "012345678"


ON_RECORD = Record(
    iin="850312300123", phones=("+77011234567", "+77272000000"), street="Абай көшесі", house="12А"
)


def evidence(typed: PersonFacts, known: PersonFacts = ON_RECORD) -> dict[MatchField, MatchKind]:
    return {match.field: match.kind for match in duplicate_evidence(typed, known)}


def strength(typed: PersonFacts, known: PersonFacts = ON_RECORD) -> MatchStrength:
    return duplicate_score(duplicate_evidence(typed, known)).strength


@pytest.mark.parametrize(
    ("typed", "field", "kind"),
    [
        (Record(iin="850312300123"), MatchField.IIN, MatchKind.SAME),
        (Record(iin="850312300999"), MatchField.IIN, MatchKind.DIFFERENT),
        (Record(family_name="Akhmetov"), MatchField.FAMILY_NAME, MatchKind.SAME),
        (Record(family_name="Ахмтеов"), MatchField.FAMILY_NAME, MatchKind.ONE_TYPO),
        (Record(family_name="Оспанов"), MatchField.FAMILY_NAME, MatchKind.DIFFERENT),
        (Record(given_name="Galymzhan"), MatchField.GIVEN_NAME, MatchKind.SAME),
        (Record(given_name="Галымжа"), MatchField.GIVEN_NAME, MatchKind.ONE_TYPO),
        (Record(given_name="Ерлан"), MatchField.GIVEN_NAME, MatchKind.DIFFERENT),
        (Record("Ғалымжан", "Ахметов"), MatchField.NAME, MatchKind.SWAPPED),
        (Record(patronymic="Кайратович"), MatchField.PATRONYMIC, MatchKind.SAME),
        (Record(patronymic="Қайрат"), MatchField.PATRONYMIC, MatchKind.SAME),
        (Record(patronymic="Кайрович"), MatchField.PATRONYMIC, MatchKind.DIFFERENT),
        (Record(patronymic="Кайртович"), MatchField.PATRONYMIC, MatchKind.ONE_TYPO),
        (Record(), MatchField.BIRTH_DATE, MatchKind.SAME),
        (Record(birth_date=date(1985, 12, 3)), MatchField.BIRTH_DATE, MatchKind.DAY_MONTH_SWAPPED),
        (Record(birth_date=date(1986, 3, 12)), MatchField.BIRTH_DATE, MatchKind.ONE_DIGIT_OFF),
        (Record(birth_date=date(1990, 3, 12)), MatchField.BIRTH_DATE, MatchKind.DIFFERENT),
        (Record(), MatchField.SEX, MatchKind.SAME),
        (Record(sex=Sex.FEMALE), MatchField.SEX, MatchKind.DIFFERENT),
        (Record(phones=("+77272000000",)), MatchField.PHONE, MatchKind.SAME),
        (Record(street="ул. Абая", house="д. 12 а"), MatchField.ADDRESS, MatchKind.SAME),
    ],
)
def test_each_field_says_how_it_agrees(typed: Record, field: MatchField, kind: MatchKind) -> None:
    assert evidence(typed)[field] is kind


@pytest.mark.parametrize(
    "typed",
    [
        Record("", "", None, None, None),
        Record("", "", "", None, None, "", (), "", ""),
        Record("", "", None, None, None, None, ("+77470000000",), "Абай көшесі", None),
    ],
)
def test_what_is_not_known_says_nothing(typed: Record) -> None:
    assert evidence(typed) == {}
    assert duplicate_score(()) == duplicate_score(duplicate_evidence(typed, ON_RECORD))


def test_documents_are_compared_where_both_records_have_one() -> None:
    assert evidence(CardHolder(), CardHolder())[MatchField.DOCUMENT] is MatchKind.SAME
    assert MatchField.DOCUMENT not in evidence(CardHolder(), ON_RECORD)


def test_one_iin_is_certain_whatever_the_name() -> None:
    typed = Record("Оспанова", "Әлия", None, date(1999, 1, 1), Sex.FEMALE, iin="850312300123")
    assert strength(typed) is MatchStrength.CERTAIN


def test_one_document_and_birth_date_is_certain() -> None:
    assert strength(CardHolder("Оспанов", "Ерлан"), CardHolder()) is MatchStrength.CERTAIN


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (Record(), "name, patronymic and birth date"),
        (Record("Akhmetov", "Galymzhan", None), "another script, no patronymic"),
        (Record(given_name="Галимжн", patronymic=None), "one typo"),
        (Record("Ғалымжан", "Ахметов", None), "family and given name swapped"),
        (Record(birth_date=date(1985, 12, 3)), "day and month swapped"),
        (Record(birth_date=date(1986, 3, 12)), "one digit off, patronymic the same"),
        (Record(iin="850312300999", phones=("+77011234567",)), "a wrong IIN, everything else the same"),
    ],
)
def test_likely_the_same_person(typed: Record, why: str) -> None:
    assert strength(typed) is MatchStrength.LIKELY, why


@pytest.mark.parametrize(
    ("typed", "known", "why"),
    [
        (
            Record("Оспанова", "Әлия", "Серікқызы", date(1990, 7, 7), Sex.FEMALE),
            Record("Ахметова", "Алия", "Сериковна", date(1990, 7, 7), Sex.FEMALE),
            "married",
        ),
        (
            Record(given_name="Асан", street="Абая", house="12а"),
            ON_RECORD,
            "twins share all but the given name and the IIN",
        ),
        (
            Record("Ахметов", "", None, date(2026, 11, 20), street="Абая", house="12а"),
            Record("Ахметов", "", None, date(2026, 11, 20), street="Абай к-сі", house="12А"),
            "newborn twins without a name",
        ),
        (Record(iin="850312300999"), ON_RECORD, "the same name and birth date, another IIN"),
    ],
)
def test_possibly_the_same_person(typed: Record, known: Record, why: str) -> None:
    assert strength(typed, known) is MatchStrength.POSSIBLE, why


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (Record(birth_date=date(1990, 7, 7), patronymic=None), "only the name"),
        (Record("Оспанов", "Ерлан", "Серікұлы"), "only the birth date"),
        (Record("Оспанов", "Ерлан", None, street="Абая", house="12а"), "birth date and house"),
        (Record(given_name="Асан", iin="850312300999", street="Абая", house="12а"), "twins with IINs"),
        (Record(given_name="Болат", birth_date=date(1988, 1, 2), phones=("+77011234567",)), "brothers"),
    ],
)
def test_not_the_same_person(typed: Record, why: str) -> None:
    assert strength(typed) is MatchStrength.NONE, why


def test_phone_and_address_count_once_as_one_household() -> None:
    one = duplicate_score(duplicate_evidence(Record(phones=("+77011234567",)), ON_RECORD))
    both = duplicate_score(
        duplicate_evidence(Record(phones=("+77011234567",), street="Абая", house="12а"), ON_RECORD)
    )
    assert both.bits == one.bits


def test_evidence_is_the_same_from_either_side() -> None:
    typed = replace(ON_RECORD, given_name="Галымжа", birth_date=date(1985, 12, 3))
    assert duplicate_evidence(typed, ON_RECORD) == duplicate_evidence(ON_RECORD, typed)


def test_every_weight_points_the_way_its_kind_does() -> None:
    for (field, kind), bits in BITS.items():
        assert (bits < 0) is (kind is MatchKind.DIFFERENT), (field, kind)
        assert FieldMatch(field, kind, bits).code == f"MATCH_{field}_{kind}"
