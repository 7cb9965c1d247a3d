"""Any record by its global id: the same rows and masks as through every other door."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from db.queries.cut import LARGEST_PAGE, BadPage
from domain.access import Action
from resolvers import reading
from resolvers.context import OperationContext
from resolvers.ids import BadGlobalId, read_global_id
from resolvers.lists import LISTS


@dataclass(frozen=True, slots=True)
class Asked:
    """A record that may be read, and will be by whoever knows which columns are wanted."""

    row: type[SQLModel]
    id: UUID


async def record(context: OperationContext, text: str, presented: Mapping[str, type]) -> Any:
    """The visible row of a global id, or null. Raises BadGlobalId."""
    context.viewer.must(Action.READ_REFERENCE)
    name, key = read_global_id(text)
    row = presented.get(name)
    if row is None or not issubclass(row, SQLModel):
        raise BadGlobalId("This is not an id of Emhana. Use an id that a query returned.")
    table = str(row.__tablename__)
    if table in LISTS and not context.viewer.can(LISTS[table].needs):
        return None
    if context.planned:
        return Asked(row, key)
    return await reading.one(context, table, key)


async def records(
    context: OperationContext, texts: Sequence[str], presented: Mapping[str, type]
) -> list[Any]:
    if len(texts) > LARGEST_PAGE:
        raise BadPage(f"Ask for at most {LARGEST_PAGE} records at a time.")
    return list(await asyncio.gather(*(record(context, text, presented) for text in texts)))
