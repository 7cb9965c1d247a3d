"""Identifiers that are the same in every load from the same seed."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from random import Random
from struct import Struct

from db.demo.binary import identifier
from domain.iin import FIRST_PASS, SECOND_PASS
from domain.people import Sex

FIRST_SERIAL, LAST_SERIAL = 9000, 9999
VERSION_7, VARIANT_2, RANDOM_BITS = 7 << 12, 1 << 63, (1 << 62) - 1
SCRAMBLER = 0x9E37_79B9_7F4A_7C15
_uuid = Struct(">iQQ").pack


class Ids:
    """UUIDs of version 7 in rising order, from a moment in milliseconds on; 4,096 to a millisecond."""

    def __init__(self, random: Random, first_millisecond: int) -> None:
        self._mask = random.getrandbits(62)
        self._count = first_millisecond << 12

    def new(self) -> str:
        return identifier(self.key())

    def key(self) -> bytes:
        """As a field of COPY's binary format."""
        count = self._count = self._count + 1
        high = count >> 12 << 16 | VERSION_7 | count & 0xFFF
        return _uuid(16, high, VARIANT_2 | (count * SCRAMBLER ^ self._mask) & RANDOM_BITS)


@lru_cache(maxsize=4096)
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

    Only serials from 9000 on, far from where numbering begins; of these every `step`-th from `first`, so that several
    who number at one time never give the same.
    """

    def __init__(self, first: int = 0, step: int = 1) -> None:
        self._serials = SERIALS[first::step]
        self._days: dict[tuple[int, bool], _Day] = {}

    def iin(self, born: int, sex: Sex) -> str | None:
        """For a birth date given as an ordinal; None when the day's serials are used up."""
        key = born, sex is Sex.MALE
        if (day := self._days.get(key)) is None:
            day = self._days[key] = _Day(*key)
        return day.next_iin(self._serials)


class _Day:
    """The numbers of those of one sex born on one day."""

    __slots__ = ("beginning", "first", "second", "used")

    def __init__(self, born: int, male: bool) -> None:
        day = date.fromordinal(born).isoformat()
        year, month_and_day = day[2:4], day[5:7] + day[8:]
        century_and_sex = str((int(day[:2]) - 18) * 2 + (1 if male else 2))
        (of_year, more_of_year), (of_day, more_of_day), (of_sex, more_of_sex) = (
            _weighed(year, 0),
            _weighed(month_and_day, 2),
            _weighed(century_and_sex, 6),
        )
        self.first, self.second = of_year + of_day + of_sex, more_of_year + more_of_day + more_of_sex
        self.beginning = year + month_and_day + century_and_sex
        self.used = 0

    def next_iin(self, serials: Sequence[tuple[str, int, int]]) -> str | None:
        while self.used < len(serials):
            serial, first, second = serials[self.used]
            self.used += 1
            check = (self.first + first) % 11
            if check == 10:
                check = (self.second + second) % 11
            if check < 10:
                return f"{self.beginning}{serial}{check}"
        return None
