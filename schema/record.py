"""Any record by its global id."""

from typing import Any

import strawberry
from strawberry import Info

from resolvers import record as resolved
from schema.node import Node
from schema.presenting import PRESENTED, context_of


@strawberry.type
class RecordQueries:
    @strawberry.field(description="A record by its id; null when there is none that you may see.")
    async def node(self, info: Info[Any, Any], id: strawberry.ID) -> Node | None:
        return await resolved.record(context_of(info), id, PRESENTED)

    @strawberry.field(
        description="Records by their ids, in the same order; null for each that you may not see."
    )
    async def nodes(self, info: Info[Any, Any], ids: list[strawberry.ID]) -> list[Node | None]:
        return await resolved.records(context_of(info), ids, PRESENTED)
