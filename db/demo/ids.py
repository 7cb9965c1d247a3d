"""Identifiers that are the same in every load from the same seed."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from itertools import chain, count
from random import Random
from struct import Struct

from db.demo.binary import identifier
from domain.iin import FIRST_PASS, SECOND_PASS
from domain.people import Sex

FIRST_SERIAL, LAST_SERIAL = 9000, 9999
LENGTH_OF_KEY = b"\0\0\0\x10"
IN_A_MILLISECOND = 4096
VERSION_AND_COUNT = [(7 << 12 | place).to_bytes(2, "big") for place in range(IN_A_MILLISECOND)]
WITH_VARIANT = bytes(0x80 | byte & 0x3F for byte in range(256))
NOISE = 8
MALE = Sex.MALE
_noises = Struct(f"{NOISE}s").iter_unpack


class Ids:
    """UUIDs of version 7 in rising order, from a moment in milliseconds on.

    `key` gives the next one as a field of COPY's binary format. They are made 4,096 at a time.
    """

    def __init__(self, random: Random, first_millisecond: int) -> None:
        of_ids = Random(random.getrandbits(62))
        made = (_of_millisecond(moment, of_ids) for moment in count(first_millisecond))
        self.key: Callable[[], bytes] = chain.from_iterable(made).__next__

    def new(self) -> str:
        return identifier(self.key())


def _of_millisecond(moment: int, random: Random) -> list[bytes]:
    noise = bytearray(random.randbytes(NOISE * IN_A_MILLISECOND))
    noise[::NOISE] = noise[::NOISE].translate(WITH_VARIANT)
    head = LENGTH_OF_KEY + moment.to_bytes(6, "big")
    return [head + place + tail for place, (tail,) in zip(VERSION_AND_COUNT, _noises(noise), strict=True)]


Weighed = tuple[str, int, int]
"""Some digits of an IIN, and what they add to the two sums of its check digit."""


def _weighed(digits: str, first_place: int) -> Weighed:
    places = range(first_place, first_place + len(digits))
    return (
        digits,
        sum(int(digit) * FIRST_PASS[place] for digit, place in zip(digits, places, strict=True)),
        sum(int(digit) * SECOND_PASS[place] for digit, place in zip(digits, places, strict=True)),
    )


@lru_cache(maxsize=1024)
def _year_and_sex(year: int, male: bool) -> tuple[str, str, int, int]:
    """The first two digits and the seventh, which tells century and sex, and what they add to the two sums."""
    (of_year, first, second), century = _weighed(f"{year % 100:02}", 0), (year // 100 - 18) * 2
    of_sex, more, more_second = _weighed(str(century + (1 if male else 2)), 6)
    return of_year, of_sex, first + more, second + more_second


DAYS = {month * 32 + day: _weighed(f"{month:02}{day:02}", 2) for month in range(1, 13) for day in range(1, 32)}
SERIALS = [_weighed(f"{serial:04}", 7) for serial in range(FIRST_SERIAL, LAST_SERIAL + 1)]


class Numbers:
    """Well-formed IINs as of `domain.iin.make_iin`, each once, a million in seconds.

    Only serials from 9000 on, far from where numbering begins; of these every `step`-th from `first`, so that several
    who number at one time never give the same.
    """

    def __init__(self, first: int = 0, step: int = 1) -> None:
        self._serials = SERIALS[first::step]
        self._used: dict[int, int] = {}

    def iin(self, born: int, sex: Sex) -> str | None:
        """For a birth date given as an ordinal; None when the day's serials are used up."""
        day, key = date.fromordinal(born), born << 1 | (sex is MALE)
        of_year, of_sex, first, second = _year_and_sex(day.year, sex is MALE)
        month_and_day, more, more_second = DAYS[day.month * 32 + day.day]
        for place in range(self._used.get(key, 0), len(self._serials)):
            serial, of_serial, second_of_serial = self._serials[place]
            check = (first + more + of_serial) % 11
            if check == 10:
                check = (second + more_second + second_of_serial) % 11
            if check < 10:
                self._used[key] = place + 1
                return f"{of_year}{month_and_day}{of_sex}{serial}{check}"
        return None
