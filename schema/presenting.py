"""How a GraphQL type says what it presents: a row, its relations, its computed fields."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar, dataclass_transform

import strawberry
from strawberry.types import Info

from resolvers import lists, reading
from resolvers.context import OperationContext
from resolvers.declared import DECLARED, Computed, Declared, Gathered, Many, One, Paged, written_as

C = TypeVar("C", bound=type)

PRESENTED: dict[str, type] = {}


@dataclass_transform(kw_only_default=True)
def presents(source: str | type, *, description: str, name: str | None = None) -> Callable[[C], C]:
    """Make a GraphQL type of a table's rows (by its name) or a class's values; plain fields are theirs."""
    row = lists.row_class(source) if isinstance(source, str) else source

    def decorate(cls: C) -> C:
        cls.is_type_of = classmethod(lambda _cls, value, _info: type(value) is row)  # type: ignore[attr-defined]
        made = strawberry.type(cls, name=name, description=description)
        PRESENTED[made.__strawberry_definition__.name] = row  # type: ignore[attr-defined]
        return made

    return decorate


def context_of(info: Info[Any, Any]) -> OperationContext:
    context: OperationContext = info.context
    return context


def one(
    table: str,
    by: str,
    key: str = "id",
    *,
    via: tuple[str, str] | None = None,
    description: str | None = None,
) -> Any:
    """The row of another table whose column `key` this row's column `by` names.

    With `via` a row in between is named, and the column of that leads on.
    """

    async def resolve(root: Any, info: Info[Any, Any]):  # type: ignore[no-untyped-def]
        context, named = context_of(info), getattr(root, by)
        if via is not None and named is not None:
            between = await reading.one(context, via[0], named)
            named = None if between is None else getattr(between, via[1])
        return None if named is None else await reading.one(context, table, named, key)

    return _field(resolve, description, One(table, by, key, via))


def many(table: str, by: str, order: Sequence[str], description: str | None = None) -> Any:
    """The rows of another table whose column `by` is this row's id; at most 50."""

    async def resolve(root: Any, info: Info[Any, Any]):  # type: ignore[no-untyped-def]
        return await reading.many(context_of(info), table, root.id, by, order)

    return _field(resolve, description, Many(table, by, order))


def connection(
    table: str, by: str, order: str, *, descending: bool = False, description: str | None = None
) -> Any:
    """The rows of another table whose column `by` is this row's id, page by page."""

    async def resolve(  # type: ignore[no-untyped-def]
        root: Any,
        info: Info[Any, Any],
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ):
        window = lists.Window(first, after, last, before)
        return await lists.nested(context_of(info), table, by, root.id, (order, descending), window)

    return _field(resolve, description, Paged(table, by, (order, descending)))


def computed(
    compute: Callable[[Any, OperationContext], Any],
    description: str | None = None,
    *,
    needs: Sequence[str] | None = None,
) -> Any:
    """A value made of the row's own columns and what the operation knows.

    Say which columns it `needs` and no others are read for it; without that, whole rows are.
    """

    def resolve(root: Any, info: Info[Any, Any]):  # type: ignore[no-untyped-def]
        return compute(root, context_of(info))

    return _field(resolve, description, Computed(compute, needs, written_as(compute)))


def gathered(
    batch: Callable[..., Awaitable[Any]],
    by: str = "id",
    default: Callable[[], Any] = lambda: None,
    description: str | None = None,
) -> Any:
    """A value that one call finds for all rows of the level together, keyed by the column `by`."""

    async def resolve(root: Any, info: Info[Any, Any]):  # type: ignore[no-untyped-def]
        context = context_of(info)
        key = getattr(root, by)
        if key is None:
            return default()
        return await reading.batched(context, batch, key, lambda keys: batch(context, keys), default)

    return _field(resolve, description, Gathered(batch, by, default, written_as(batch)))


def _field(resolve: Callable[..., Any], description: str | None, declared: Declared) -> Any:
    return strawberry.field(resolver=resolve, description=description, metadata={DECLARED: declared})
