"""Reads what the schema's types declare: a row by its key, the rows of many parents at once, pages of a list."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import any_
from sqlmodel import SQLModel
from strawberry.dataloader import DataLoader

from db import tables
from db.queries.visible import select_visible, table_of, uuid_array
from resolvers.context import OperationContext

NESTED_LIMIT = 50

TABLES: Mapping[str, type[SQLModel]] = {
    row.__tablename__: row for row in (getattr(tables, name) for name in tables.__all__)
}


def row_class(table: str) -> type[SQLModel]:
    """The SQLModel class of a table by its name. Raises KeyError."""
    return TABLES[table]


def note_people(context: OperationContext, rows: Sequence[SQLModel]) -> None:
    """Everybody whose record a row belongs to was shown: it goes into the audit trail."""
    if not rows:
        return
    key = "id" if isinstance(rows[0], tables.Patient) else "patient_id"
    if key in table_of(type(rows[0])).c:
        context.audit.showed(getattr(row, key) for row in rows)


def batched(
    context: OperationContext,
    name: Hashable,
    key: Any,
    batch: Callable[[Sequence[Any]], Awaitable[Mapping[Any, Any]]],
    default: Callable[[], Any] = lambda: None,
) -> Awaitable[Any]:
    """The value of `key` from one call of `batch` for all keys that are asked for together."""

    async def load(keys: list[Any]) -> list[Any]:
        found = await batch(keys)
        return [found[key] if key in found else default() for key in keys]

    if name not in context.loaders:
        context.loaders[name] = DataLoader(load_fn=load)
    return context.loaders[name].load(key)


def one(context: OperationContext, table: str, key: UUID | str, by: str = "id") -> Awaitable[Any]:
    """The visible row of `table` whose column `by` is `key`; null when there is none to see."""

    async def batch(keys: Sequence[Any]) -> Mapping[Any, Any]:
        row = row_class(table)
        column = table_of(row).c[by]
        found = await context.tx.all(
            row, select_visible(row, context.viewer).where(column == any_(array_of(keys)))
        )
        note_people(context, found)
        return {getattr(item, by): item for item in found}

    return batched(context, ("one", table, by), key, batch)


def many(
    context: OperationContext, table: str, key: UUID, by: str, order: Sequence[str]
) -> Awaitable[list[Any]]:
    """The visible rows of `table` that belong to a parent, at most NESTED_LIMIT of them, in order."""

    async def batch(keys: Sequence[Any]) -> Mapping[Any, Any]:
        row = row_class(table)
        columns = table_of(row).c
        select = select_visible(row, context.viewer).where(columns[by] == any_(array_of(keys)))
        found = await context.tx.all(row, select.order_by(*(columns[name] for name in order)))
        grouped: dict[Any, list[Any]] = {}
        for item in found:
            grouped.setdefault(getattr(item, by), []).append(item)
        shown = {parent: rows[:NESTED_LIMIT] for parent, rows in grouped.items()}
        note_people(context, [item for rows in shown.values() for item in rows])
        return shown

    return batched(context, ("many", table, by, tuple(order)), key, batch, list)


def array_of(keys: Sequence[Any]) -> Any:
    return uuid_array(tuple(keys)) if isinstance(keys[0], UUID) else list(keys)
