"""A SELECT compiled once: its text, and what is put in each time it is sent.

Whatever db/queries builds is compiled as it is, with a `Slot` where the value of a request will stand. So the
conditions, masks and orders of the reading engine are not its own: they are those of every other reader.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.sql.compiler import SQLCompiler

_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_PLACE = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Slot:
    """Stands for a value that each request brings, under a name."""

    name: str


class Sent(NamedTuple):
    """One statement on its way: its text, and its values as PostgreSQL reads them."""

    sql: str
    values: Sequence[bytes | None] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """Text with places `$1`, `$2` …; each is filled by a slot's name or stands for always."""

    sql: str
    places: tuple[Slot | bytes | None, ...] = ()

    def filled(self, values: Mapping[str, Any]) -> Sent:
        """Ready to be sent. Raises KeyError when a slot's value is missing."""
        return Sent(
            self.sql,
            [written(values[each.name]) if isinstance(each, Slot) else each for each in self.places],
        )


def compiled(statement: Executable) -> Statement:
    """The statement with every slot in it found; a slot that occurs twice is sent once."""
    made: SQLCompiler = statement.compile(  # type: ignore[attr-defined]
        dialect=_DIALECT, compile_kwargs={"render_postcompile": True}
    )
    values = made.params
    given = [values[name] for name in made.positiontup or ()]
    places: list[Any] = []
    number: dict[int, int] = {}
    for index, value in enumerate(given, start=1):
        place = value if isinstance(value, Slot) else written(value)
        if place not in places:
            places.append(place)
        number[index] = places.index(place) + 1
    sql = _PLACE.sub(lambda match: f"${number[int(match[1])]}", str(made))
    return Statement(sql, tuple(places))


def written(value: Any) -> bytes | None:
    """A value in the text form that PostgreSQL reads. Raises UnicodeEncodeError for half characters."""
    if value is None:
        return None
    write = _WRITERS.get(type(value))
    return write(value) if write else _written(value)


def _written(value: Any) -> bytes | None:
    """Of a kind that is derived from another."""
    if isinstance(value, Enum):
        return str(value.value).encode()
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"no value of a statement: {type(value).__name__}")


def _array(values: Iterable[Any]) -> bytes:
    return b"{" + b",".join([_item(written(each)) for each in values]) + b"}"


def _item(text: bytes | None) -> bytes:
    if text is None:
        return b"NULL"
    if text.isalnum():
        return text if text.upper() != b"NULL" else b'"' + text + b'"'
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


_WRITERS: dict[type, Callable[[Any], bytes]] = {
    bool: lambda value: b"t" if value else b"f",
    str: str.encode,
    bytes: lambda value: value.hex().encode(),
    UUID: lambda value: b"%032x" % value.int,
    date: lambda value: value.isoformat().encode(),
    timedelta: lambda value: f"{value.total_seconds()} seconds".encode(),
    dict: orjson.dumps,
    **dict.fromkeys((list, tuple, set, frozenset), _array),
    **dict.fromkeys((int, float), lambda value: str(value).encode()),
}
