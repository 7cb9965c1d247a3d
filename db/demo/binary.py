"""Fields and rows of COPY's binary format: half of the text format's work for the database. Days are ordinals."""

from functools import lru_cache, partial
from struct import Struct
from uuid import UUID

HEADER, END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
TRUE, FALSE = b"\0\0\0\1\1", b"\0\0\0\1\0"
FIRST_DAY = 730_120
"""Ordinal of 1 January 2000, from which PostgreSQL counts days and microseconds."""
DAY_SECONDS, ALMATY_AHEAD = 86_400, 5 * 3600
FIRST_SECOND = FIRST_DAY * DAY_SECONDS + ALMATY_AHEAD
TEXT_OID, BIGINT_OID = 25, 20

length, _integer, _double = Struct(">i").pack, Struct(">ii").pack, Struct(">id").pack
_array, bigint = Struct(">iiiii").pack, partial(Struct(">iq").pack, 8)


def counted(columns: str) -> bytes:
    """What each row of these columns begins with."""
    return len(columns.split()).to_bytes(2, "big")


class Texts(dict[str | None, bytes]):
    """Fields of text, each made once: for words that come again and again."""

    def __missing__(self, value: str | None) -> bytes:
        self[value] = field = text(value)
        return field


def text(value: str | None) -> bytes:
    if value is None:
        return NULL
    written = value.encode()
    return length(len(written)) + written


def json(value: str) -> bytes:
    return text("\1" + value)


def integer(value: int | None) -> bytes:
    return NULL if value is None else _integer(4, value)


class Integers(dict[int | None, bytes]):
    """Fields of numbers, each made once."""

    def __missing__(self, value: int | None) -> bytes:
        self[value] = field = integer(value)
        return field


def double(value: float | None) -> bytes:
    return NULL if value is None else _double(8, value)


@lru_cache(maxsize=16384)
def key(identifier: str | None) -> bytes:
    """A UUID."""
    return NULL if identifier is None else b"\0\0\0\x10" + UUID(identifier).bytes


def identifier(field: bytes) -> str:
    """The UUID that `key` was made of."""
    return str(UUID(bytes=field[4:]))


class Days(dict[int | None, bytes]):
    """Fields of days given as ordinals."""

    def __missing__(self, ordinal: int | None) -> bytes:
        self[ordinal] = field = integer(None if ordinal is None else ordinal - FIRST_DAY)
        return field


def microseconds(ordinal: int, second: int) -> int:
    """What PostgreSQL counts until a second of a day in Almaty; as a `bigint` it is the field."""
    return (ordinal * DAY_SECONDS + second - FIRST_SECOND) * 1_000_000


def array(count: int, of: int = TEXT_OID) -> bytes:
    """What so many fields begin with, of text or what else an OID says, after the length of it all."""
    return _array(1, 0, of, count, 1)


def texts(written: bytes, count: int) -> bytes:
    """An array of so many fields of text, which come joined."""
    return length(20 + len(written)) + array(count) + written


EMPTY_ARRAY = length(12) + length(0) + length(0) + length(TEXT_OID)
