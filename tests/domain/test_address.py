"""Streets and houses in all their spellings, and the houses that a range covers."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.address import HouseParity, covers, house_key, house_number, street_key


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


@dataclass(frozen=True)
class Houses:
    """A row as the database has it."""

    street: str
    house_from: int | None = None
    house_to: int | None = None
    parity: str = HouseParity.ALL

    @property
    def street_key(self) -> str:
        return street_key(self.street)


@pytest.mark.parametrize(
    ("houses", "house", "inside"),
    [
        (Houses("Абая"), "1", True),
        (Houses("Абая"), "б/н", True),
        (Houses("Абая", 1, 45), "1", True),
        (Houses("Абая", 1, 45), "45Б", True),
        (Houses("Абая", 1, 45), "46", False),
        (Houses("Абая", 1, 45), "б/н", False),
        (Houses("Абая", 10), "9", False),
        (Houses("Абая", 10), "999/2", True),
        (Houses("Абая", None, 10), "10", True),
        (Houses("Абая", None, 10), "11", False),
        (Houses("Абая", 1, 45, HouseParity.ODD), "13А", True),
        (Houses("Абая", 1, 45, HouseParity.ODD), "14", False),
        (Houses("Абая", 2, 46, HouseParity.EVEN), "14/1", True),
        (Houses("Абая", 2, 46, HouseParity.EVEN), "13", False),
        (Houses("Абая", parity=HouseParity.EVEN), "б/н", False),
        (Houses("Гоголя"), "1", False),
    ],
)
def test_a_range_covers_its_houses(houses: Houses, house: str, inside: bool) -> None:
    assert covers(houses, street_key("Абай көшесі"), house_number(house)) is inside
