"""Addresses: one form for all the ways to write a street and a house, and the houses of an area (участок)."""

import re
from enum import StrEnum
from typing import Protocol

from domain.names import search_key

KINDS_OF_STREET = {
    "street": "көшесі көше көш к-сі улица ул ulitsa ul street str st koshesi kosh",
    "avenue": "даңғылы даңғыл даң д-лы проспект просп пр пр-т пр-кт prospekt prospect avenue ave dangyly",
    "district": "ықшамауданы ықшамаудан ы-а мөлтекауданы микрорайон мкр мкрн мкр-н м-н mkr microdistrict",
    "lane": "тұйығы тұйық переулок пер lane",
    "passage": "өткелі проезд пр-д passage",
    "highway": "жолы тасжолы шоссе ш highway",
    "boulevard": "бульвары бульвар б-р boulevard blvd",
    "quarter": "орамы орам квартал кв-л kvartal",
}
KIND_BY_WORD = {word: kind for kind, spelled in KINDS_OF_STREET.items() for word in spelled.split()}
KIND_AND_NAME = {"жолы"}
IN_HONOUR_OF = {"атындағы", "ат", "имени", "им"}
ORDINAL = re.compile(r"([0-9]+)(?:-?(?:й|я|ая|ый|ой|ші|шы|інші|ыншы|th|st|nd|rd))?")
CASE_ENDING = re.compile(r"(?<=..)(?:ogo|ia|i|a)$")


def street_key(street: str) -> str:
    """One key for a street in Kazakh and Russian, with or without «көшесі», «ул.», initials and endings.

    Абай көшесі, ул. Абая and Abay are one street. The kind of street counts only where the name is a bare
    number: 7-й микрорайон is not 7-я улица.
    """
    spelled = re.findall(r"[^\s.,«»\"()]+", street.casefold())
    kinds = [KIND_BY_WORD[word] for word in spelled if word in KIND_BY_WORD]
    name = [word for word in spelled if word not in KIND_BY_WORD and word not in IN_HONOUR_OF]
    if not name:
        name, kinds = [word for word in spelled if word in KIND_AND_NAME], []
    keys = [_name_key(word) for word in name]
    without_initials = [key for key in keys if len(key) > 1 or key.isdigit()] or keys
    if kinds and all(key.isdigit() for key in without_initials):
        return " ".join([kinds[0], *without_initials])
    return " ".join(without_initials)


def _name_key(word: str) -> str:
    if ordinal := ORDINAL.fullmatch(word):
        return ordinal[1]
    pieces = re.findall(r"[0-9]+|[^0-9]+", word)
    keys = [piece if piece.isdecimal() else search_key(piece) for piece in pieces]
    return " ".join(CASE_ENDING.sub("", part) for key in keys for part in key.split())


def house_key(house: str) -> str:
    """One form of a house number: «12 а», «12-А», «д. 12А», «№12a» are 12A; «12 корпус 2» is 12/2."""
    text = re.sub(r"^\s*(?:дом|д|үй|house|№|n)[\s.]*(?=[0-9])", "", house.casefold())
    text = re.sub(r"\s*(?:корпусы|корпус|корп|к|k|блок)[\s.]*(?=[0-9])", "/", text)
    parts = re.findall(r"[0-9]+|[^\W\d_]+|/", text)
    return "".join(part if part[0] in "0123456789/" else search_key(part) for part in parts).upper()


def house_number(house: str) -> int | None:
    """The number before any letter or fraction: 12 for 12А and 12/1; None when there is none."""
    found = re.match(r"[0-9]+", house_key(house))
    return int(found[0]) if found else None


class HouseParity(StrEnum):
    """Which side of the street an area takes, by the house's number before any letter or fraction."""

    ALL = "ALL"
    ODD = "ODD"
    EVEN = "EVEN"


class HousesOfStreet(Protocol):
    """Some houses of one street; no first or last number means from its start, to its end."""

    @property
    def street_key(self) -> str: ...
    @property
    def house_from(self) -> int | None: ...
    @property
    def house_to(self) -> int | None: ...
    @property
    def parity(self) -> str: ...


def covers(houses: HousesOfStreet, key: str, number: int | None) -> bool:
    """Whether a house lies in a range; a house without a number lies only in a whole street."""
    if houses.street_key != key:
        return False
    if number is None:
        return _is_whole_street(houses)
    if houses.parity != HouseParity.ALL and (houses.parity == HouseParity.ODD) != (number % 2 == 1):
        return False
    first, last = houses.house_from, houses.house_to
    return (first is None or first <= number) and (last is None or number <= last)


def _is_whole_street(houses: HousesOfStreet) -> bool:
    return houses.house_from is None and houses.house_to is None and houses.parity == HouseParity.ALL
