"""What every record and every list has: a global id, pages, a count."""

from typing import Any, Generic, TypeVar

import strawberry
from strawberry.types import Info

from resolvers.declared import DECLARED, GlobalId
from resolvers.ids import global_id
from resolvers.lists import COUNTED

T = TypeVar("T")


@strawberry.interface(description="A record that can be asked for again by its id.")
class Node:
    @strawberry.field(
        description="Global and opaque; give it back to `node` or to a mutation.",
        metadata={DECLARED: GlobalId()},
    )
    def id(self, info: Info[Any, Any]) -> strawberry.ID:
        return strawberry.ID(global_id(info._raw_info.parent_type.name, self.id))


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="How many there are: counted only when asked, and not beyond 10,000.")
class Count:
    value: int
    exact: bool = strawberry.field(description="False when there are more than `value`.")


@strawberry.type(description="A record in a list, with the cursor to go on from it.")
class Edge(Generic[T]):
    cursor: str
    node: T


@strawberry.type(description="One page of a list. Follow `pageInfo.endCursor` with `after` for the next one.")
class Connection(Generic[T]):
    @strawberry.field
    def edges(self: Any) -> list[Edge[T]]:
        return [Edge(cursor=cursor, node=row) for cursor, row in zip(self.cursors, self.rows, strict=True)]

    @strawberry.field
    def nodes(self: Any) -> list[T]:
        rows: list[T] = self.rows
        return rows

    @strawberry.field
    def page_info(self: Any) -> PageInfo:
        ends = (self.cursors[0], self.cursors[-1]) if self.cursors else (None, None)
        return PageInfo(
            has_next_page=self.has_next,
            has_previous_page=self.has_previous,
            start_cursor=ends[0],
            end_cursor=ends[1],
        )

    @strawberry.field(description="Costs a second look at the database: ask for it only to show it.")
    async def total_count(self: Any) -> Count:
        counted = await self.count()
        return Count(value=min(counted, COUNTED), exact=counted <= COUNTED)
