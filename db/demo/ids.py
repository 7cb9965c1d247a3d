"""Identifiers that are the same in every load from the same seed."""

from datetime import date
from random import Random

from domain.iin import FIRST_PASS, SECOND_PASS
from domain.people import Sex

FIRST_SERIAL, LAST_SERIAL = 9000, 9999
VARIANT_2, RANDOM_BITS = 1 << 63, (1 << 62) - 1
SCRAMBLER = 0x9E37_79B9_7F4A_7C15


class Ids:
    """UUIDs of version 7 in rising order, from a moment in milliseconds on; 4,096 to a millisecond."""

    def __init__(self, random: Random, first_millisecond: int) -> None:
        self._mask = random.getrandbits(62)
        self._count = first_millisecond << 12
        self._head = f"{first_millisecond:012x}7"

    def new(self) -> str:
        count = self._count = self._count + 1
        low = count & 0xFFF
        if not low:
            self._head = f"{count >> 12:012x}7"
        return f"{self._head}{low:03x}{VARIANT_2 | (count * SCRAMBLER ^ self._mask) & RANDOM_BITS:016x}"


def _weighed(digits: str, first_place: int) -> tuple[int, int]:
    """What these digits add to the two sums of the check digit."""
    places = range(first_place, first_place + len(digits))
    return (
        sum(int(digit) * FIRST_PASS[place] for digit, place in zip(digits, places, strict=True)),
        sum(int(digit) * SECOND_PASS[place] for digit, place in zip(digits, places, strict=True)),
    )


SERIALS = [(f"{serial:04}", *_weighed(f"{serial:04}", 7)) for serial in range(FIRST_SERIAL, LAST_SERIAL + 1)]


class Numbers:
    """Well-formed IINs as of `domain.iin.make_iin`, each once, a million in seconds.

    Only serials from 9000 on, far from where numbering begins.
    """

    def __init__(self) -> None:
        self._days: dict[tuple[int, bool], tuple[str, int, int]] = {}
        self._used: dict[tuple[int, bool], int] = {}

    def iin(self, born: int, sex: Sex) -> str | None:
        """For a birth date given as an ordinal; None when the day's serials are used up."""
        key = born, sex is Sex.MALE
        if (day := self._days.get(key)) is None:
            day = self._days[key] = _beginning(born, sex)
        beginning, first, second = day
        for place in range(self._used.get(key, 0), len(SERIALS)):
            serial, first_more, second_more = SERIALS[place]
            check = (first + first_more) % 11
            if check == 10:
                check = (second + second_more) % 11
            if check < 10:
                self._used[key] = place + 1
                return f"{beginning}{serial}{check}"
        return None


def _beginning(born: int, sex: Sex) -> tuple[str, int, int]:
    day = date.fromordinal(born)
    century_and_sex = (day.year // 100 - 18) * 2 + (1 if sex is Sex.MALE else 2)
    digits = f"{day:%y%m%d}{century_and_sex}"
    return digits, *_weighed(digits, 0)
