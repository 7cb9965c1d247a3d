"""Streets and houses in all their spellings, and the area an address belongs to."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.address import HouseParity, StreetRange, covers, find_area, house_key, house_number, street_key
from domain.attachment_rules import ListKind


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Абай көшесі", "ул. Абая"),
        ("Абай к-сі", "улица Абая"),
        ("Abay street", "Абай көш."),
        ("ABAI", "абая"),
        ("Сатпаев көшесі", "ул. Сатпаева"),
        ("Достық даңғылы", "пр. Достык"),
        ("пр-т Достык", "Достык д-лы"),
        ("проспект Аль-Фараби", "әл-Фараби даңғылы"),
        ("Гоголь көшесі", "ул. Гоголя"),
        ("Панфилов көшесі", "ул.Панфилова"),
        ("Розыбакиев көшесі", "Розыбакиева"),
        ("Чайковский көшесі", "ул. Чайковского"),
        ("А. Байтұрсынов көшесі", "ул. Байтурсынова"),
        ("Байтұрсынов атындағы көше", "улица имени Байтурсынова"),
        ("Жібек жолы даңғылы", "пр. Жибек Жолы"),
        ("Төле би көшесі", "ул. Толе би"),
        ("7-ші ықшамаудан", "7-й мкр."),
        ("мкр 7", "м-н 7"),
        ("«Самал-2» ықшамауданы", "мкр. Самал-2"),
        ("Райымбек  даңғылы", "Raiymbek ave"),
    ],
)
def test_spellings_of_one_street_have_one_key(one: str, other: str) -> None:
    assert street_key(one) == street_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ул. Абая", "ул. Абылай хана"),
        ("7-й микрорайон", "7-я улица"),
        ("мкр. Самал-1", "мкр. Самал-2"),
        ("8-й микрорайон", "18-й микрорайон"),
        ("ул. Гоголя", "ул. Гагарина"),
        ("Сейфуллин", "Сатпаев"),
    ],
)
def test_other_streets_have_other_keys(one: str, other: str) -> None:
    assert street_key(one) != street_key(other)


@pytest.mark.parametrize(
    ("house", "key", "number"),
    [
        ("12", "12", 12),
        ("12А", "12A", 12),
        ("12 а", "12A", 12),
        ("12-A", "12A", 12),
        ("д. 12А", "12A", 12),
        ("дом 12", "12", 12),
        ("үй 12", "12", 12),
        ("№12", "12", 12),
        ("12/1", "12/1", 12),
        ("12 корпус 1", "12/1", 12),
        ("12к1", "12/1", 12),
        ("12 б/2", "12B/2", 12),
        ("", "", None),
        ("б/н", "B/N", None),
    ],
)
def test_a_house_has_one_form(house: str, key: str, number: int | None) -> None:
    assert house_key(house) == key
    assert house_number(house) == number


@given(st.text(max_size=15))
def test_any_house_and_street_are_read(text: str) -> None:
    assert house_key(f" {text} ") == house_key(text)
    assert street_key(f"  {text}.") == street_key(text)


@pytest.mark.parametrize(
    ("houses", "house", "inside"),
    [
        (StreetRange("Абая"), "1", True),
        (StreetRange("Абая"), "б/н", True),
        (StreetRange("Абая", 1, 45), "1", True),
        (StreetRange("Абая", 1, 45), "45Б", True),
        (StreetRange("Абая", 1, 45), "46", False),
        (StreetRange("Абая", 1, 45), "б/н", False),
        (StreetRange("Абая", 10), "9", False),
        (StreetRange("Абая", 10), "999/2", True),
        (StreetRange("Абая", None, 10), "10", True),
        (StreetRange("Абая", None, 10), "11", False),
        (StreetRange("Абая", 1, 45, HouseParity.ODD), "13А", True),
        (StreetRange("Абая", 1, 45, HouseParity.ODD), "14", False),
        (StreetRange("Абая", 2, 46, HouseParity.EVEN), "14/1", True),
        (StreetRange("Абая", 2, 46, HouseParity.EVEN), "13", False),
        (StreetRange("Абая", parity=HouseParity.EVEN), "б/н", False),
        (StreetRange("Гоголя"), "1", False),
    ],
)
def test_a_range_covers_its_houses(houses: StreetRange, house: str, inside: bool) -> None:
    assert houses.covers("Абай көшесі", house) is inside


@dataclass(frozen=True)
class Area:
    number: str
    kind: ListKind
    houses: tuple[StreetRange, ...]


AREAS = [
    Area("1", ListKind.GP, (StreetRange("Абая"),)),
    Area("2", ListKind.GP, (StreetRange("Абая", 50, 60), StreetRange("Гоголя"))),
    Area("3", ListKind.PAEDIATRICIAN, (StreetRange("Абая"), StreetRange("Гоголя", 1, 9, HouseParity.ODD))),
]


@pytest.mark.parametrize(
    ("street", "house", "kind", "number"),
    [
        ("Абай көшесі", "12", ListKind.GP, "1"),
        ("Абай көшесі", "55а", ListKind.GP, "2"),
        ("Абай көшесі", "55а", ListKind.PAEDIATRICIAN, "3"),
        ("Гоголь", "7", ListKind.PAEDIATRICIAN, "3"),
        ("Гоголь", "8", ListKind.PAEDIATRICIAN, None),
        ("Гоголь", "8", ListKind.GP, "2"),
        ("Абай көшесі", "12", ListKind.THERAPIST, None),
        ("Достык", "12", ListKind.GP, None),
    ],
)
def test_an_address_has_one_area_of_each_kind(
    street: str, house: str, kind: ListKind, number: str | None
) -> None:
    area = find_area(street, house, AREAS, kind)
    assert (area and area.number) == number


def test_a_row_of_the_database_is_a_range_too() -> None:
    @dataclass
    class Row:
        street_key: str
        house_from: int | None
        house_to: int | None
        parity: str

    assert covers(Row(street_key("Абая"), 1, 9, "ODD"), street_key("Абай"), 7)
    assert not covers(Row(street_key("Абая"), 1, 9, "ODD"), street_key("Абай"), 8)
