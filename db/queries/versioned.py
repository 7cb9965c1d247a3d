"""Rows with a version: one visible row by its id, and its next version."""

from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import update
from sqlmodel import SQLModel

from db.database import Transaction
from db.queries.visible import columns, select_visible
from db.tables.base import table_of

T = TypeVar("T", bound=SQLModel)


async def row_of(tx: Transaction, table: type[T], key: UUID) -> T | None:
    """Null also when this viewer may not see it."""
    return await tx.first(table, select_visible(table, tx.viewer).where(table_of(table).c.id == key))


async def change(tx: Transaction, row: T, **values: Any) -> T:
    """The row with new values and the next version. Raises NotVisible."""
    table = table_of(type(row))
    statement = update(table).where(table.c.id == row.id)  # type: ignore[attr-defined]
    changed = statement.values(version=table.c.version + 1, **values)
    return await tx.one(type(row), changed.returning(*columns(type(row), tx.viewer)))
