"""Visible rows by one of their columns: the two questions that relations ask."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import any_
from sqlmodel import SQLModel

from db import tables
from db.database import Transaction
from db.queries.visible import select_visible, table_of, uuid_array
from domain.access import Viewer

T = TypeVar("T", bound=SQLModel)

TABLES: dict[str, type[SQLModel]] = {
    str(row.__tablename__): row for row in (getattr(tables, name) for name in tables.__all__)
}


def row_class(table: str) -> type[SQLModel]:
    """The SQLModel class of a table by its name. Raises KeyError."""
    return TABLES[table]


async def rows_by(
    tx: Transaction, viewer: Viewer, row: type[T], by: str, keys: Sequence[Any], order: Sequence[str] = ()
) -> list[T]:
    """The visible rows whose column `by` is one of the keys."""
    columns = table_of(row).c
    wanted: Any = uuid_array(tuple(keys)) if isinstance(keys[0], UUID) else list(keys)
    statement = select_visible(row, viewer).where(columns[by] == any_(wanted))
    return await tx.all(row, statement.order_by(*(columns[name] for name in order)))


def patient_ids(rows: Sequence[SQLModel]) -> list[UUID]:
    """Whose records the rows belong to."""
    if not rows:
        return []
    key = "id" if isinstance(rows[0], tables.Patient) else "patient_id"
    return [getattr(row, key) for row in rows] if key in table_of(type(rows[0])).c else []
