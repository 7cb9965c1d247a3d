"""`emhana explain`: how a document is read by its plan, and what PostgreSQL says of each level."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from db.database import Database
from db.queries.account import anybody
from db.statement import Sent
from domain.access import SYSTEM, Role
from resolvers.plan.engine import Engine
from resolvers.plan.run import Unplanned
from schema.presenting import PRESENTED
from schema.root import schema
from server.caller import Caller
from server.graphql_body import GraphQLRequest
from server.graphql_documents import Documents
from server.graphql_errors import RequestError
from server.limits import Limits
from server.operation import Operations
from server.settings import Settings

COST = re.compile(r"cost=[\d.]+\.\.([\d.]+)")


class NotExplained(Exception):
    """Why there is no plan to look at."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One level: its SELECT, what the planner thought that it costs, and what EXPLAIN ANALYZE saw."""

    level: str
    sql: str
    cost: float
    seen: str


async def explain(
    settings: Settings, source: str, role: Role, variables: Mapping[str, Any]
) -> AsyncIterator[Explained]:
    """The levels of a document as the first account of an office reads it. Raises NotExplained."""
    database = Database(settings.database_url, pool_size=1)
    try:
        async with database.transaction(SYSTEM) as tx:
            viewer = await anybody(tx, role)
        if viewer is None:
            raise NotExplained(f"Nobody has the office {role}.")
        documents = Documents(schema._schema, Limits(), introspection=True)
        engine = Engine(schema._schema, PRESENTED)
        operations = Operations(schema, database, documents, Limits(), vault=settings.vault, engine=engine)
        try:
            prepared = documents.prepare(GraphQLRequest(source, None, dict(variables)))
            executor = operations.executors.reader(prepared)
        except RequestError as refused:
            said = [refused.message, *(error.message for error in refused.errors)]
            raise NotExplained(" ".join(dict.fromkeys(said))) from None
        async with database.reading(viewer) as reading:
            context = operations.context(Caller(viewer, viewer.language), reading)
            try:
                _, took = await engine.data(prepared.shape, executor, context, reading)
            except Unplanned as reason:
                raise NotExplained(f"The resolvers answer this: {reason}.") from None
            for each in took:
                asked = Sent(f"explain (analyze, buffers) {each.sent.sql}", each.sent.values)
                (rows,) = await reading.ask([asked])
                seen = "\n".join(line for (line,) in rows.made())
                cost = COST.search(seen)
                yield Explained(each.level, each.sent.sql, float(cost[1]) if cost else 0.0, seen)
    finally:
        await database.dispose()
