"""Identifiers that are the same in every load from the same seed."""

from collections import defaultdict
from datetime import date
from random import Random

from domain.iin import make_iin
from domain.people import Sex

FIRST_SERIAL, LAST_SERIAL = 9000, 9999
VERSION_7, VARIANT_2 = 0x7000, 1 << 63


class Ids:
    """UUIDs of version 7 in rising order, from a moment in milliseconds on."""

    def __init__(self, random: Random, first_millisecond: int) -> None:
        self._random = random
        self._count = first_millisecond << 12

    def new(self) -> str:
        self._count += 1
        middle = VERSION_7 | self._count & 0xFFF
        return f"{self._count >> 12:012x}{middle:04x}{VARIANT_2 | self._random.getrandbits(62):016x}"


class Numbers:
    """Well-formed IINs, each once; only serials from 9000 on, far from where numbering begins."""

    def __init__(self) -> None:
        self._next: defaultdict[tuple[int, Sex], int] = defaultdict(lambda: FIRST_SERIAL)

    def iin(self, born: int, sex: Sex) -> str | None:
        """For a birth date given as an ordinal; None when the day's serials are used up."""
        day = date.fromordinal(born)
        while (serial := self._next[born, sex]) <= LAST_SERIAL:
            self._next[born, sex] += 1
            if number := make_iin(day, sex, serial):
                return number
        return None
