"""JSON that PostgreSQL writes itself, to the byte as the server would: a row's object, and in it what is related.

Rows, masks and orders are those of every other reader (visible.py, page.py); only the writing is done here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Label,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import BYTEA, JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from db.queries.masks import MASKS, NEVER_PRESENTED
from db.queries.visible import column, visible
from db.tables.base import table_of
from domain.access import Viewer

Written = ColumnElement[Any]
LONGEST_KEY = 63
"""Bytes of a column's name in PostgreSQL; a longer response key cannot be one."""
BYTES_OF_A_LINE = 57
BROKEN = b'{"#":0}'
"""Stands where a value is null that may not be. No text can hold it: within one, quotes are escaped."""
TEXTS = frozenset({"String", "IIN", "BIN", "KATO", "PhoneNumber"})
SCALARS: Mapping[str, type] = {"Boolean": bool, "Int": int, "Date": date, "DateTime": datetime}


class NotWritten(Exception):
    """PostgreSQL would not write this as the server does."""


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom something is written, on which day, in which language."""

    viewer: Viewer
    today: date
    language: str


class JsonObject(FunctionElement[Any]):
    """An object of expressions over the SELECT in which it stands, each under a key."""

    type = JSON()
    inherit_cache = False
    name = "json_object"

    def __init__(self, pairs: Mapping[str, Written]) -> None:
        self.keys = tuple(map(checked, pairs))
        super().__init__(*pairs.values())


@compiles(JsonObject)
def _json_object(element: JsonObject, compiler: Any, **options: Any) -> str:
    made = (compiler.process(each, **options) for each in element.clauses)
    pairs = ", ".join(f'{sql} AS "{key}"' for key, sql in zip(element.keys, made, strict=True))
    return f"(SELECT row_to_json(o) FROM (SELECT {pairs}) o)"


def checked(key: str) -> str:
    """The key as it is. Raises NotWritten for what PostgreSQL would cut."""
    if len(key.encode()) > LONGEST_KEY:
        raise NotWritten("a response key is longer than a column's name")
    return key


def text(given: str) -> Written:
    return cast(literal(given, Text), Text)


@cache
def global_id(type_name: str, row: type[SQLModel]) -> Written:
    """The type's name and the row's id, as resolvers/ids.py writes them.

    Base64 of letters, digits and a colon has neither `+` nor `/`; PostgreSQL breaks its lines after 57 bytes.
    """
    named = f"{type_name}:"
    written = cast(literal(named, Text), BYTEA).op("||")(cast(hex_of(table_of(row).c.id), BYTEA))
    made = func.replace(func.encode(written, "base64"), "=", "", type_=Text)
    return func.replace(made, "\n", "", type_=Text) if len(named) + 32 > BYTES_OF_A_LINE else made


def hex_of(key: Written) -> Written:
    return func.encode(func.uuid_send(key), "hex", type_=Text)


def base64(given: Written) -> Written:
    return func.translate(func.encode(func.convert_to(given, "UTF8"), "base64"), "+/=\n", "-_", type_=Text)


def stored(row: type[SQLModel], name: str, viewer: Viewer, scalar: str, *, listed: bool) -> Written:
    """A column, masked as everywhere, if it is of a kind that both write alike. Raises NotWritten."""
    known = table_of(row).c.get(name)
    if known is None or name in NEVER_PRESENTED.get(row, ()):
        raise NotWritten(f"{name} is no column")
    kind, of = kind_of(known.type), str if scalar in TEXTS else SCALARS.get(scalar)
    if of is None or (kind != (list, of) if listed else kind != of) or (listed and of is not str):
        raise NotWritten(f"{name} is no plain {scalar}")
    found = masked(row, name, viewer)
    return moment(found) if of is datetime else found


def kind_of(type_: Any) -> Any:
    if isinstance(type_, TypeDecorator):
        type_ = type_.impl_instance
    try:
        kind = type_.python_type
        return (list, type_.item_type.python_type) if kind is list else kind
    except (NotImplementedError, AttributeError):
        return None


def masked(row: type[SQLModel], name: str, viewer: Viewer) -> Written:
    found = column(row, name, viewer)
    return found.element if isinstance(found, Label) else found


def moment(at: Written) -> Written:
    """ISO 8601 in UTC, with microseconds where there are some."""
    utc = func.timezone("UTC", at)
    whole = func.to_char(utc, 'YYYY-MM-DD"T"HH24:MI:SS', type_=Text)
    part = case((func.date_trunc("second", at) == at, ""), else_=func.to_char(utc, ".US"))
    return whole + part + "+00:00"


def number(value: Written) -> Written:
    """A fraction between 0.0001 and a billion, or 0, with at least one decimal."""
    whole = func.to_char(value, "FM999999990.0")
    return cast(case((value == func.trunc(value), whole), else_=cast(value, Text)), JSON)


def required(value: Written, *, is_json: bool = False) -> Written:
    """The value, or what says that it is missing."""
    broken = cast(literal_column(f"'{BROKEN.decode()}'"), JSON)
    return func.coalesce(value if is_json else func.to_json(value), broken, type_=JSON)


def present(condition: ColumnElement[bool], made: Written) -> Written:
    return case((condition, made))


def related_to(
    scope: Scope, parent: type[SQLModel], by: str, row: type[SQLModel], key: str, via: tuple[Any, str] | None
) -> ColumnElement[bool]:
    """The condition under which a visible row of `row` is the parent's."""
    mine, theirs = masked(parent, by, scope.viewer), table_of(row).c[key]
    if via is None:
        return and_(theirs == mine, visible(row, scope.viewer))
    between, onward = table_of(via[0]), via[1]
    return and_(
        theirs == between.c[onward],
        between.c.id == mine,
        visible(row, scope.viewer),
        visible(via[0], scope.viewer),
    )


def one(pairs: Mapping[str, Written], parent: type[SQLModel], *where: ColumnElement[bool]) -> Written:
    """The object of the one row that meets the conditions; null when there is none."""
    return object_from(select(*labelled(pairs)).where(*where), parent)


def many(
    pairs: Mapping[str, Written],
    parent: type[SQLModel],
    row: type[SQLModel],
    order: Sequence[str],
    at_most: int,
    *where: ColumnElement[bool],
) -> Written:
    """The objects of the first rows in an order; an empty list when there are none."""
    table = table_of(row)
    found = select(*labelled(pairs)).where(*where)
    found = found.order_by(*(table.c[name] for name in order), *table.primary_key).limit(at_most)
    listed = func.coalesce(_array(func.row_to_json(literal_column("o"))), NOTHING, type_=JSON)
    return select(listed).select_from(within(found, parent, "o")).scalar_subquery()


NOTHING = cast(literal_column("'[]'"), JSON)


def _array(each: Written) -> Written:
    return func.array_to_json(func.array_agg(each))


def labelled(pairs: Mapping[str, Written]) -> list[Written]:
    return [made.label(checked(key)) for key, made in pairs.items()]


def object_from(found: Select[Any], parent: type[SQLModel] | None) -> Written:
    made = select(func.row_to_json(literal_column("o"), type_=JSON))
    return made.select_from(within(found, parent, "o")).scalar_subquery()


def within(found: Select[Any], parent: type[SQLModel] | None, name: str) -> Any:
    return (found if parent is None else found.correlate(table_of(parent))).subquery(name)


def may_be_null(row: type[SQLModel], name: str) -> bool:
    return bool(table_of(row).c[name].nullable) or name in MASKS.get(row, {})


def no() -> Written:
    return literal_column("false")


@dataclass(frozen=True, slots=True)
class Parts:
    """An object that is made of a row: its attributes, and whether there is one at all."""

    there: ColumnElement[bool]
    parts: Mapping[str, Written]


def is_json(made: Written) -> bool:
    return isinstance(made.type, JSON)
