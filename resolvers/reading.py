"""Reads what the schema's types declare: a row by its key, the rows of many parents at once, their pages."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from strawberry.dataloader import DataLoader

from db.queries import page as pages
from db.queries.cut import LARGEST_NESTED_PAGE, Window
from db.queries.page import Order, Page
from db.queries.rows import patient_ids, row_class, rows_by, rows_of_each
from resolvers.context import OperationContext


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
    value = asyncio.ensure_future(context.loaders[name].load(key))
    value.add_done_callback(_heard)
    # Shared by all who ask for the key: a field that is cancelled must not take the value from the others.
    return asyncio.shield(value)


def _heard(value: asyncio.Future[Any]) -> None:
    """A failure whose askers were all cancelled has nobody left to tell."""
    if not value.cancelled():
        value.exception()


def one(context: OperationContext, table: str, key: UUID | str, by: str = "id") -> Awaitable[Any]:
    """The visible row of `table` whose column `by` is `key`; null when there is none to see."""

    async def batch(keys: Sequence[Any]) -> Mapping[Any, Any]:
        found = await rows_by(context.tx, context.viewer, row_class(table), by, keys)
        context.audit.showed(patient_ids(found))
        return {getattr(item, by): item for item in found}

    return batched(context, ("one", table, by), key, batch)


def many(
    context: OperationContext, table: str, key: UUID, by: str, order: Sequence[str]
) -> Awaitable[list[Any]]:
    """The visible rows of `table` that belong to a parent, at most LARGEST_NESTED_PAGE of them, in order."""

    async def batch(keys: Sequence[Any]) -> Mapping[Any, Any]:
        grouped: dict[Any, list[Any]] = {}
        found = await rows_of_each(
            context.tx, context.viewer, row_class(table), by, keys, order, LARGEST_NESTED_PAGE
        )
        for item in found:
            grouped.setdefault(getattr(item, by), []).append(item)
        context.audit.showed(patient_ids(found))
        return grouped

    return batched(context, ("many", table, by, tuple(order)), key, batch, list)


def nested_page(
    context: OperationContext, table: str, by: str, parent: UUID, order: Order, window: Window
) -> Awaitable[Page]:
    """One page of the rows of `table` that belong to a parent."""
    row = row_class(table)

    async def count(keys: Sequence[UUID]) -> Mapping[UUID, int]:
        return await pages.counts(context.tx, context.viewer, row, by, keys)

    async def batch(parents: Sequence[UUID]) -> Mapping[UUID, Page]:
        found = await pages.pages(context.tx, context.viewer, row, by, parents, order, window)
        for key, page in found.items():
            context.audit.showed(patient_ids(page.rows))
            page.count = partial(batched, context, ("count", table, by), key, count, int)
        return found

    return batched(context, ("page", table, by, order.name, order.descending, window), parent, batch)


async def all_of(context: OperationContext, table: str, keys: Sequence[Any]) -> Mapping[Any, Any]:
    """The visible rows of many ids at once, by id, shared with whoever else asks for one of them."""
    found = await asyncio.gather(*(one(context, table, key) for key in set(keys)))
    return {row.id: row for row in found if row is not None}
