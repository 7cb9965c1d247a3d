"""Visible rows by one of their columns: the two questions that relations ask."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, TableValuedAlias, Uuid, any_, func, literal, select, true
from sqlmodel import SQLModel

from db import tables
from db.database import Transaction, stored
from db.queries.expressions import text_array, uuid_array
from db.queries.visible import columns, visible
from db.statement import Slot
from db.tables.base import table_of
from domain.access import Viewer

T = TypeVar("T", bound=SQLModel)
STITCH = "stitched by"

TABLES: dict[str, type[SQLModel]] = {
    str(row.__tablename__): row for row in (getattr(tables, name) for name in tables.__all__)
}


def row_class(table: str) -> type[SQLModel]:
    """The SQLModel class of a table by its name. Raises KeyError."""
    return TABLES[table]


def by_key(
    viewer: Viewer,
    row: type[SQLModel],
    by: str,
    keys: Any,
    columns: Sequence[ColumnElement[Any]],
    order: Sequence[str] = (),
    *where: ColumnElement[bool],
) -> Select[Any]:
    """SELECT of columns of the visible rows whose column `by` is one of the keys, an array or its slot."""
    table = table_of(row)
    wanted = uuid_array(keys) if isinstance(table.c[by].type, Uuid) else text_array(keys)
    found = select(*columns).where(visible(row, viewer), table.c[by] == any_(wanted), *where)
    return found.order_by(*(table.c[name] for name in order), *(table.primary_key if order else ()))


def related(
    viewer: Viewer,
    row: type[SQLModel],
    key: str,
    columns: Sequence[ColumnElement[Any]],
    *where: ColumnElement[bool],
    alone: bool = False,
) -> Select[Any]:
    """SELECT of the rows whose column is one of the keys in the slot `keys`: the columns, then the key.

    With `alone` the slot is one key. PostgreSQL keeps a plan for that; an array it takes for ten, and plans each time.
    """
    found = select(*columns, table_of(row).c[key].label(STITCH))
    return found.where(visible(row, viewer), _in_slot(table_of(row).c[key], alone=alone), *where)


def related_via(
    viewer: Viewer,
    row: type[SQLModel],
    key: str,
    columns: Sequence[ColumnElement[Any]],
    between: type[SQLModel],
    onward: str,
    *,
    alone: bool = False,
) -> Select[Any]:
    """SELECT of the rows to which those of a table in between lead, by the ids of these in the slot `keys`."""
    middle = table_of(between)
    found = select(*columns, middle.c.id.label(STITCH)).join(middle, table_of(row).c[key] == middle.c[onward])
    mine = _in_slot(middle.c.id, alone=alone)
    return found.where(visible(row, viewer), visible(between, viewer), mine)


def _in_slot(column: ColumnElement[Any], *, alone: bool) -> ColumnElement[bool]:
    keys = Slot("keys")
    if alone:
        return column == literal(keys, column.type)
    return column == any_(uuid_array(keys) if isinstance(column.type, Uuid) else text_array(keys))


def first_of_each(
    viewer: Viewer,
    row: type[SQLModel],
    by: str,
    parents: Any,
    columns: Sequence[ColumnElement[Any]],
    order: Sequence[str],
    at_most: int,
) -> Select[Any]:
    """SELECT of each parent's first visible rows: the columns, then the parent."""
    table = table_of(row)
    asked = unnested(parents)
    mine = select(*columns).where(visible(row, viewer), table.c[by] == asked.c.parent)
    ordered = mine.order_by(*(table.c[name] for name in order), *table.primary_key).limit(at_most)
    return of_each(asked, ordered)


def unnested(parents: Any) -> TableValuedAlias:
    """The parents as rows named `parent`, to be joined to what belongs to each."""
    return func.unnest(uuid_array(parents)).table_valued("parent").render_derived()


def of_each(asked: TableValuedAlias, mine: Select[Any]) -> Select[Any]:
    """The rows that `mine` finds for each asked parent, in its order; the parent's id comes last."""
    found = mine.lateral("found")
    return select(*found.c, asked.c.parent).select_from(asked.join(found, true()))


async def rows_by(
    tx: Transaction, viewer: Viewer, row: type[T], by: str, keys: Sequence[Any], order: Sequence[str] = ()
) -> list[T]:
    """The visible rows whose column `by` is one of the keys."""
    return await tx.all(row, by_key(viewer, row, by, tuple(keys), columns(row, viewer), order))


async def rows_of_each(
    tx: Transaction,
    viewer: Viewer,
    row: type[T],
    by: str,
    parents: Sequence[UUID],
    order: Sequence[str],
    at_most: int,
) -> list[T]:
    """The first visible rows of each parent."""
    found = await tx.rows(
        first_of_each(viewer, row, by, tuple(parents), columns(row, viewer), order, at_most)
    )
    names = found[0]._fields[:-1] if found else ()
    return [stored(row, dict(zip(names, item[:-1], strict=True))) for item in found]


def patient_ids(rows: Sequence[SQLModel]) -> list[UUID]:
    """Whose records the rows belong to."""
    if not rows:
        return []
    key = "id" if isinstance(rows[0], tables.Patient) else "patient_id"
    return [getattr(row, key) for row in rows] if key in table_of(type(rows[0])).c else []
