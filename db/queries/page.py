"""Pages of a list by keyset: stable while rows are inserted, in any order, forward and backward."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    any_,
    cast,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import UUID as UuidType
from sqlalchemy.sql.visitors import iterate
from sqlmodel import SQLModel

from db.database import Transaction, stored
from db.queries.cut import LARGEST_NESTED_PAGE, LARGEST_PAGE, Cut, Position, Window, write_cursor
from db.queries.expressions import uuid_array
from db.queries.masks import MASKS
from db.queries.rows import of_each, unnested
from db.queries.visible import columns, visible
from db.statement import Slot
from db.tables.base import table_of
from domain.access import Action, Viewer

COUNTED = 10_000
KEY = "page_key"


@dataclass(frozen=True, slots=True)
class Order:
    """A sort key, not null for any row, and its direction; the id decides between equals."""

    name: str
    key: ColumnElement[Any]
    descending: bool = False


@dataclass(slots=True)
class Page:
    """A finished page; `count` runs only when somebody asks."""

    rows: list[Any] = field(default_factory=list)
    cursors: list[str] = field(default_factory=list)
    has_next: bool = False
    has_previous: bool = False
    count: Callable[[], Awaitable[int]] | None = None


async def page(
    tx: Transaction,
    viewer: Viewer,
    row: type[SQLModel],
    order: Order,
    window: Window,
    where: Sequence[ColumnElement[bool]] = (),
) -> Page:
    """One page of the visible rows that meet every condition."""
    cut = Cut.of(window, LARGEST_PAGE)
    found = await tx.rows(page_of(viewer, row, order, cut, where, _all_columns(viewer, row, order)))
    finished = _finish(viewer, row, order, window, found, cut.rows - 1)
    finished.count = partial(_count, tx, viewer, row, tuple(where))
    return finished


async def pages(
    tx: Transaction,
    viewer: Viewer,
    row: type[SQLModel],
    by: str,
    parents: Sequence[UUID],
    order: Order,
    window: Window,
) -> Mapping[UUID, Page]:
    """The same page of each parent's rows, read together."""
    cut = Cut.of(window, LARGEST_NESTED_PAGE)
    columns = _all_columns(viewer, row, order)
    grouped: dict[UUID, list[Any]] = {parent: [] for parent in parents}
    for found in await tx.rows(pages_of(viewer, row, by, tuple(parents), order, cut, columns)):
        grouped[found.parent].append(found)
    return {
        parent: _finish(viewer, row, order, window, rows, cut.rows - 1) for parent, rows in grouped.items()
    }


def page_of(
    viewer: Viewer,
    row: type[SQLModel],
    order: Order,
    cut: Cut,
    where: Sequence[ColumnElement[bool]],
    columns: Sequence[ColumnElement[Any]],
) -> Select[Any]:
    """SELECT of one page's rows, in the order in which it is cut."""
    beyond = _beyond(viewer, row, order, cut)
    found = select(*columns).where(visible(row, viewer), *where, *beyond)
    return found.order_by(*_direction(row, order, cut)).limit(number_of_rows(cut.rows))


def number_of_rows(rows: int | Slot) -> ColumnElement[int]:
    """Written out where it is known: PostgreSQL plans for what it does not know as for a tenth of the table."""
    return literal(rows, Integer) if isinstance(rows, Slot) else literal_column(str(int(rows)), Integer)


def pages_of(
    viewer: Viewer,
    row: type[SQLModel],
    by: str,
    parents: Any,
    order: Order,
    cut: Cut,
    columns: Sequence[ColumnElement[Any]],
) -> Select[Any]:
    """SELECT of the same page of each parent: the columns, then the parent."""
    asked = unnested(parents)
    mine = table_of(row).c[by] == asked.c.parent
    return of_each(asked, page_of(viewer, row, order, cut, (mine,), columns))


def _all_columns(viewer: Viewer, row: type[SQLModel], order: Order) -> list[ColumnElement[Any]]:
    return [*columns(row, viewer), order.key.label(KEY)]


def _beyond(viewer: Viewer, row: type[SQLModel], order: Order, cut: Cut) -> list[ColumnElement[bool]]:
    conditions = []
    for position, is_after in ((cut.after, True), (cut.before, False)):
        if position is not None:
            here = tuple_(order.key, table_of(row).c.id)
            there = _position(viewer, row, order, position)
            conditions.append(here > there if is_after != order.descending else here < there)
    return conditions


def _position(viewer: Viewer, row: type[SQLModel], order: Order, position: Position) -> Any:
    table, row_id = table_of(row), literal(position.row_id, UuidType)
    if position.key is not None and open_key(viewer, order):
        return tuple_(cast(literal(position.key, Text), order.key.type), row_id)
    of_row = select(order.key).where(table.c.id == position.row_id, visible(row, viewer)).correlate(None)
    return tuple_(of_row.scalar_subquery(), row_id)


def open_key(viewer: Viewer, order: Order) -> bool:
    """Whether the viewer may know the sort key; a cursor is readable, so a masked name must not stand in it."""
    return viewer.can(Action.READ_IDENTITY) or not any(map(_is_masked, iterate(order.key)))


def _is_masked(part: Any) -> bool:
    table = getattr(part, "table", None)
    return any(table is table_of(row) and part.name in masks for row, masks in MASKS.items())


def _direction(row: type[SQLModel], order: Order, cut: Cut) -> list[ColumnElement[Any]]:
    keys = [order.key, table_of(row).c.id]
    return [key.desc() if order.descending != cut.backward else key.asc() for key in keys]


def _finish(
    viewer: Viewer,
    row: type[SQLModel],
    order: Order,
    window: Window,
    found: Sequence[Any],
    size: int,
) -> Page:
    more = len(found) > size
    kept = list(found[:size])
    if window.backward:
        kept.reverse()
    names = {column.name for column in table_of(row).c}
    rows = [
        stored(row, {name: value for name, value in item._mapping.items() if name in names}) for item in kept
    ]
    may_know = open_key(viewer, order)
    cursors = [write_cursor(item._mapping["id"], item._mapping[KEY], may_know) for item in kept]
    return Page(
        rows,
        cursors,
        has_next=window.before is not None if window.backward else more,
        has_previous=more if window.backward else window.after is not None,
    )


async def _count(
    tx: Transaction, viewer: Viewer, row: type[SQLModel], where: Sequence[ColumnElement[bool]]
) -> int:
    return int(await tx.value(count_of(viewer, row, where)))


def count_of(viewer: Viewer, row: type[SQLModel], where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """SELECT of how many visible rows meet every condition; one more than are counted when there are more."""
    some = select(table_of(row).c.id).where(visible(row, viewer), *where).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some)


async def counts(
    tx: Transaction, viewer: Viewer, row: type[SQLModel], by: str, parents: Sequence[UUID]
) -> Mapping[UUID, int]:
    """How many visible rows each parent has."""
    found = await tx.rows(counts_of(viewer, row, by, tuple(parents)))
    return {item._mapping[by]: item.people for item in found}


def counts_of(viewer: Viewer, row: type[SQLModel], by: str, parents: Any) -> Select[Any]:
    """How many visible rows each parent has; a parent without any has no row in the answer."""
    column = table_of(row).c[by]
    mine = and_(visible(row, viewer), column == any_(uuid_array(parents)))
    return select(column, func.count().label("people")).where(mine).group_by(column)
