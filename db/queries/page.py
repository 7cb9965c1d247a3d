"""Pages of a list by keyset: stable while rows are inserted, in any order, forward and backward."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, Text, and_, any_, cast, func, literal, select, tuple_
from sqlalchemy.sql.visitors import iterate
from sqlmodel import SQLModel

from db import tables
from db.database import Transaction, stored
from db.queries.visible import PATIENT_MASKS, columns, table_of, uuid_array, visible
from domain.access import Action, Viewer
from domain.mistake import Mistake

LARGEST_PAGE = 100
LARGEST_NESTED_PAGE = 50
DEFAULT_PAGE = 20
COUNTED = 10_000
KEY = "page_key"


class BadPage(Mistake):
    """The arguments of a connection do not fit together."""


@dataclass(frozen=True, slots=True)
class Window:
    """`first` after a cursor, or `last` before one."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    @property
    def backward(self) -> bool:
        return self.last is not None

    def size(self, largest: int) -> int:
        """How many rows are asked for. Raises BadPage."""
        if self.first is not None and self.last is not None:
            raise BadPage("Ask for `first` or for `last`, not for both.")
        asked = self.last if self.backward else self.first
        size = DEFAULT_PAGE if asked is None else asked
        if not 0 <= size <= largest:
            raise BadPage(
                f"A page here has at most {largest} rows; ask for 0 to {largest} and follow the cursor."
            )
        return size


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


def write_cursor(row_id: UUID, key: Any, open_key: bool) -> str:
    parts = {"i": row_id.hex} | ({"k": _plain(key)} if open_key else {})
    return urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def read_cursor(text: str) -> tuple[UUID, str | None]:
    """The row's id and its sort key as text, null where the key is not the viewer's to know. Raises BadPage."""
    try:
        parts = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return UUID(hex=parts["i"]), parts.get("k")
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as problem:
        raise BadPage("This cursor is not one of Emhana's. Start again from the first page.") from problem


def _plain(key: Any) -> str:
    return key.isoformat() if isinstance(key, date | datetime) else str(key)


async def page(
    tx: Transaction,
    viewer: Viewer,
    row: type[SQLModel],
    order: Order,
    window: Window,
    where: Sequence[ColumnElement[bool]] = (),
) -> Page:
    """One page of the visible rows that meet every condition."""
    size = window.size(LARGEST_PAGE)
    listed = _listed(viewer, row, order, window, where)
    found = await tx.rows(_sorted(listed, row, order, window).limit(size + 1))
    finished = _finish(viewer, row, order, window, found, size)
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
    size = window.size(LARGEST_NESTED_PAGE)
    table = table_of(row)
    mine = table.c[by] == any_(uuid_array(tuple(parents)))
    listed = _listed(viewer, row, order, window, (mine,))
    number = func.row_number().over(partition_by=table.c[by], order_by=_direction(row, order, window))
    numbered = listed.add_columns(number.label("page_number")).subquery()
    statement = select(numbered).where(numbered.c.page_number <= size + 1).order_by(numbered.c.page_number)
    grouped: dict[UUID, list[Any]] = {parent: [] for parent in parents}
    for found in await tx.rows(statement):
        grouped[found._mapping[by]].append(found)
    result = {}
    for parent, rows in grouped.items():
        result[parent] = _finish(viewer, row, order, window, rows, size)
    return result


def _listed(
    viewer: Viewer,
    row: type[SQLModel],
    order: Order,
    window: Window,
    where: Sequence[ColumnElement[bool]],
) -> Select[Any]:
    statement = select(*columns(row, viewer), order.key.label(KEY))
    return statement.where(visible(row, viewer), *where, *_beyond(viewer, row, order, window))


def _beyond(viewer: Viewer, row: type[SQLModel], order: Order, window: Window) -> list[ColumnElement[bool]]:
    conditions = []
    for text, is_after in ((window.after, True), (window.before, False)):
        if text is not None:
            here = tuple_(order.key, table_of(row).c.id)
            there = _position(viewer, row, order, text)
            conditions.append(here > there if is_after != order.descending else here < there)
    return conditions


def _position(viewer: Viewer, row: type[SQLModel], order: Order, text: str) -> Any:
    table = table_of(row)
    row_id, key = read_cursor(text)
    if key is not None and _open_key(viewer, order):
        return tuple_(cast(literal(key, Text), order.key.type), literal(row_id))
    of_row = select(order.key).where(table.c.id == row_id, visible(row, viewer)).correlate(None)
    return tuple_(of_row.scalar_subquery(), literal(row_id))


def _open_key(viewer: Viewer, order: Order) -> bool:
    """Whether the viewer may know the sort key; a cursor is readable, so a masked name must not stand in it."""
    return viewer.can(Action.READ_IDENTITY) or not any(map(_is_masked, iterate(order.key)))


def _is_masked(part: Any) -> bool:
    return getattr(part, "table", None) is table_of(tables.Patient) and part.name in PATIENT_MASKS


def _direction(row: type[SQLModel], order: Order, window: Window) -> list[ColumnElement[Any]]:
    keys = [order.key, table_of(row).c.id]
    return [key.desc() if order.descending != window.backward else key.asc() for key in keys]


def _sorted(statement: Select[Any], row: type[SQLModel], order: Order, window: Window) -> Select[Any]:
    return statement.order_by(*_direction(row, order, window))


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
    open_key = _open_key(viewer, order)
    cursors = [write_cursor(item._mapping["id"], item._mapping[KEY], open_key) for item in kept]
    return Page(
        rows,
        cursors,
        has_next=window.before is not None if window.backward else more,
        has_previous=more if window.backward else window.after is not None,
    )


async def _count(
    tx: Transaction, viewer: Viewer, row: type[SQLModel], where: Sequence[ColumnElement[bool]]
) -> int:
    some = select(table_of(row).c.id).where(visible(row, viewer), *where).limit(COUNTED + 1).subquery()
    return int(await tx.value(select(func.count()).select_from(some)))


async def counts(
    tx: Transaction, viewer: Viewer, row: type[SQLModel], by: str, parents: Sequence[UUID]
) -> Mapping[UUID, int]:
    """How many visible rows each parent has."""
    column = table_of(row).c[by]
    mine = and_(visible(row, viewer), column == any_(uuid_array(tuple(parents))))
    statement = select(column, func.count().label("people")).where(mine).group_by(column)
    return {found._mapping[by]: found.people for found in await tx.rows(statement)}
