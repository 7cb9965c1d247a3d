"""Root lists: filters, an order, a window."""

from datetime import date
from enum import Enum
from typing import Any

import strawberry
from strawberry.types import Info

from resolvers import lists
from schema.presenting import context_of


@strawberry.enum(description="Ascending or descending.")
class OrderDirection(Enum):
    ASC = "ASC"
    DESC = "DESC"


def ordered(order: Any) -> tuple[str, bool] | None:
    """The name of the sort key and whether it descends."""
    return None if order is None else (order.field.value, order.direction is OrderDirection.DESC)


async def listing(
    info: Info[Any, Any],
    table: str,
    criteria: dict[str, Any],
    order: tuple[str, bool] | None,
    window: tuple[int | None, str | None, int | None, str | None],
    as_of: date | None = None,
) -> Any:
    context = context_of(info)
    if context.planned:
        return lists.ask(context, table, criteria, order, lists.Window(*window), as_of)
    return await lists.listed(context, table, criteria, order, lists.Window(*window), as_of)
