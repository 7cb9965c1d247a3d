"""The first page of each parent's rows, written by PostgreSQL as one object, cursors and page info as well."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, literal_column, select
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import SQLModel

from db.queries.cut import Cut
from db.queries.page import Order, number_of_rows, open_key, page_of
from db.queries.woven import (
    NOTHING,
    NotWritten,
    Scope,
    Written,
    base64,
    hex_of,
    kind_of,
    labelled,
    moment,
    object_from,
    within,
)
from db.tables.base import table_of

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
        parts: list[Written] = [literal('{"i":"', Text), hex_of(table_of(self.source.row).c.id)]
        if open_key(self.scope.viewer, order):
            parts += [literal('","k":', Text), _in_cursor(order.key), literal("}", Text)]
        else:
            parts.append(literal('"}', Text))
        return base64(func.concat(*parts))

    def written(self, fields: Mapping[str, Any]) -> Written:
        """The page's object; each field is made of the aggregates that it is given."""
        columns = [made.label(name) for name, made in self._columns.items()] or [literal(1).label("c0")]
        rows = within(self.source.find(columns, self.rows), self.parent, "x")
        listed = [
            func.array_agg(rows.c[name]).label(name) for name in (*self._columns,) or ("c0",)
        ]
        together = select(func.count().label("n"), *listed).select_from(rows).subquery("g")
        pairs = {key: make(_Aggregates(together, self.shown)) for key, make in fields.items()}
        return object_from(select(*labelled(pairs)).select_from(together), None)


@dataclass(frozen=True, slots=True)
class _Aggregates:
    """What is known of a page as a whole."""

    together: Any
    shown: Written

    def listed(self, name: str) -> Written:
        """A JSON list of what was named for each row."""
        return func.coalesce(func.array_to_json(_sliced(self.together.c[name], self.shown)), NOTHING, type_=JSON)

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


def _in_cursor(key: Written) -> Written:
    match kind_of(key.type):
        case kind if kind is str:
            return cast(func.to_json(key), Text)
        case kind if kind is int:
            return literal('"', Text) + cast(key, Text) + literal('"', Text)
        case kind if kind is date:
            return literal('"', Text) + func.to_char(key, "YYYY-MM-DD") + literal('"', Text)
        case kind if kind is datetime:
            return literal('"', Text) + moment(key) + literal('"', Text)
    raise NotWritten("a sort key of another kind")


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
