"""JSON that PostgreSQL writes itself, to the byte as the server would: a row's object, and in it what is related.

Rows, masks and orders are those of every other reader (visible.py, page.py); only the writing is done here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from db.queries.page import Cut, Order, number_of_rows, open_key, page_of
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


def global_id(type_name: str, row: type[SQLModel]) -> Written:
    """The type's name and the row's id, as resolvers/ids.py writes them.

    Base64 of letters, digits and a colon has neither `+` nor `/`; PostgreSQL breaks its lines after 57 bytes.
    """
    named = f"{type_name}:"
    written = cast(literal(named, Text), BYTEA).op("||")(cast(_hex(table_of(row).c.id), BYTEA))
    made = func.replace(func.encode(written, "base64"), "=", "", type_=Text)
    return func.replace(made, "\n", "", type_=Text) if len(named) + 32 > BYTES_OF_A_LINE else made


def _hex(key: Written) -> Written:
    return func.encode(func.uuid_send(key), "hex", type_=Text)


def _base64(given: Written) -> Written:
    return func.translate(func.encode(func.convert_to(given, "UTF8"), "base64"), "+/=\n", "-_", type_=Text)


def stored(row: type[SQLModel], name: str, viewer: Viewer, scalar: str, *, listed: bool) -> Written:
    """A column, masked as everywhere, if it is of a kind that both write alike. Raises NotWritten."""
    known = table_of(row).c.get(name)
    if known is None or name in NEVER_PRESENTED.get(row, ()):
        raise NotWritten(f"{name} is no column")
    kind, of = _kind(known.type), str if scalar in TEXTS else SCALARS.get(scalar)
    if of is None or (kind != (list, of) if listed else kind != of) or (listed and of is not str):
        raise NotWritten(f"{name} is no plain {scalar}")
    found = masked(row, name, viewer)
    return moment(found) if of is datetime else found


def _kind(type_: Any) -> Any:
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
    return _object_from(select(*_labelled(pairs)).where(*where), parent)


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
    found = select(*_labelled(pairs)).where(*where)
    found = found.order_by(*(table.c[name] for name in order), *table.primary_key).limit(at_most)
    listed = func.coalesce(_array(func.row_to_json(literal_column("o"))), _NONE, type_=JSON)
    return select(listed).select_from(_within(found, parent, "o")).scalar_subquery()


Find = Callable[[Sequence[Written], Any], Select[Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that belong to a row and stand in no column of its own: `find` selects columns of so many of them."""

    row: type[SQLModel]
    order: Order
    find: Find


class Pages:
    """The first page of each parent's rows, written as one object; `rows` are looked for and `shown` shown."""

    def __init__(self, scope: Scope, parent: type[SQLModel], source: Source, rows: Any, shown: Any) -> None:
        self.scope = scope
        self.parent = parent
        self.source = source
        self.rows = rows
        self.shown = number_of_rows(shown)
        self._columns: dict[str, Written] = {}

    def row_value(self, made: Written) -> str:
        """Something of each row, under a name by which the page's aggregates know it."""
        name = f"c{len(self._columns)}"
        self._columns[name] = made
        return name

    @property
    def cursor(self) -> Written:
        """Raises NotWritten where a cursor holds what both would not write alike."""
        order = self.source.order
        parts: list[Written] = [literal('{"i":"', Text), _hex(table_of(self.source.row).c.id)]
        if open_key(self.scope.viewer, order):
            parts += [literal('","k":', Text), _in_cursor(order.key), literal("}", Text)]
        else:
            parts.append(literal('"}', Text))
        return _base64(func.concat(*parts))

    def written(self, fields: Mapping[str, Any]) -> Written:
        """The page's object; each field is made of the aggregates that it is given."""
        columns = [made.label(name) for name, made in self._columns.items()] or [literal(1).label("c0")]
        rows = _within(self.source.find(columns, self.rows), self.parent, "x")
        listed = [
            func.array_agg(rows.c[name]).label(name) for name in (*self._columns,) or ("c0",)
        ]
        together = select(func.count().label("n"), *listed).select_from(rows).subquery("g")
        pairs = {key: make(_Aggregates(together, self.shown)) for key, make in fields.items()}
        return _object_from(select(*_labelled(pairs)).select_from(together), None)


@dataclass(frozen=True, slots=True)
class _Aggregates:
    """What is known of a page as a whole."""

    together: Any
    shown: Written

    def listed(self, name: str) -> Written:
        """A JSON list of what was named for each row."""
        return func.coalesce(func.array_to_json(_sliced(self.together.c[name], self.shown)), _NONE, type_=JSON)

    @property
    def has_next(self) -> Written:
        more: Written = self.together.c.n > self.shown
        return more

    def first(self, name: str) -> Written:
        return _element(self.together.c[name], func.least(self.shown, literal_column("1")))

    def last(self, name: str) -> Written:
        return _element(self.together.c[name], func.least(self.together.c.n, self.shown))


class _sliced(FunctionElement[Any]):
    type = JSON()
    inherit_cache = False


@compiles(_sliced)
def _write_sliced(element: _sliced, compiler: Any, **options: Any) -> str:
    array, end = (compiler.process(each, **options) for each in element.clauses)
    return f"({array})[1:{end}]"


class _element(FunctionElement[Any]):
    type = Text()
    inherit_cache = False


@compiles(_element)
def _write_element(element: _element, compiler: Any, **options: Any) -> str:
    array, index = (compiler.process(each, **options) for each in element.clauses)
    return f"({array})[{index}]"


_NONE = cast(literal_column("'[]'"), JSON)


def _array(each: Written) -> Written:
    return func.array_to_json(func.array_agg(each))


def _labelled(pairs: Mapping[str, Written]) -> list[Written]:
    return [made.label(checked(key)) for key, made in pairs.items()]


def _object_from(found: Select[Any], parent: type[SQLModel] | None) -> Written:
    made = select(func.row_to_json(literal_column("o"), type_=JSON))
    return made.select_from(_within(found, parent, "o")).scalar_subquery()


def _within(found: Select[Any], parent: type[SQLModel] | None, name: str) -> Any:
    return (found if parent is None else found.correlate(table_of(parent))).subquery(name)


def _in_cursor(key: Written) -> Written:
    match _kind(key.type):
        case kind if kind is str:
            return cast(func.to_json(key), Text)
        case kind if kind is int:
            return literal('"', Text) + cast(key, Text) + literal('"', Text)
        case kind if kind is date:
            return literal('"', Text) + func.to_char(key, "YYYY-MM-DD") + literal('"', Text)
        case kind if kind is datetime:
            return literal('"', Text) + moment(key) + literal('"', Text)
    raise NotWritten("a sort key of another kind")


def may_be_null(row: type[SQLModel], name: str) -> bool:
    return bool(table_of(row).c[name].nullable) or name in MASKS.get(row, {})


def belonging(scope: Scope, parent: type[SQLModel], row: type[SQLModel], by: str, order: Order) -> Source:
    """The visible rows whose column `by` is the parent's id."""
    mine: ColumnElement[bool] = table_of(row).c[by] == table_of(parent).c.id

    def find(columns: Sequence[Written], rows: Any) -> Select[Any]:
        return page_of(scope.viewer, row, order, Cut(None, None, False, rows), (mine,), columns)

    return Source(row, order, find)


def called(function: FunctionElement[Any], row: type[SQLModel], order: Order) -> Source:
    """The rows of a function of the database, which stand in their table's place, in an order that it keeps."""
    rows_of: Select[Any] = select(literal_column("r.*")).select_from(function.alias("r"))
    named = rows_of.cte(str(row.__tablename__), nesting=True)

    def find(columns: Sequence[Written], _rows: Any) -> Select[Any]:
        found = select(*columns).select_from(table_of(row)).add_cte(named, nest_here=True)
        return found.order_by(order.key.desc() if order.descending else order.key, table_of(row).c.id.desc())

    return Source(row, order, find)


def no() -> Written:
    return literal_column("false")


@dataclass(frozen=True, slots=True)
class Parts:
    """An object that is made of a row: its attributes, and whether there is one at all."""

    there: ColumnElement[bool]
    parts: Mapping[str, Written]


def is_json(made: Written) -> bool:
    return isinstance(made.type, JSON)
