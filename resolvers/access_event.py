"""The audit trail as people read it: who has read this record, and what a clinic's accounts did."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from db import tables
from db.queries import access_event as stored
from db.queries import clinic as clinics
from db.queries import written
from db.queries.cut import LARGEST_NESTED_PAGE, BadPage, Window, read_cursor, write_cursor
from db.queries.page import Page
from domain.access import PERMISSIONS, Action, Role
from domain.action_words import action_in_words
from resolvers import reading
from resolvers.context import OperationContext
from resolvers.declared import Gathered, also


async def readers(context: OperationContext, patient_id: UUID, first: int | None, after: str | None) -> Page:
    """Who has read one person's record, newest first."""

    async def batch(keys: Sequence[UUID]) -> Mapping[UUID, Page]:
        return await pages_of_readers(context, keys, first, after)

    found: Page = await reading.batched(context, ("readers", first, after), patient_id, batch)
    return found


async def pages_of_readers(
    context: OperationContext, patient_ids: Sequence[UUID], first: int | None = None, after: str | None = None
) -> Mapping[UUID, Page]:
    """The same page of the readers of many people."""
    context.viewer.must(Action.READ_READERS)
    size, position = Window(first=first).size(LARGEST_NESTED_PAGE), _position(after)
    found = await stored.readers_of(context.tx, patient_ids, position, size + 1)
    return {key: _page(context, key, rows, size, after) for key, rows in found.items()}


READERS = Gathered(pages_of_readers, "id", Page, paged=written.readers)
"""Who has read a person's record, for all people of a level."""


def _page(
    context: OperationContext, key: UUID, found: Sequence[tables.AccessEvent], size: int, after: str | None
) -> Page:
    rows = found[:size]
    cursors = [write_cursor(row.id, row.at, True) for row in rows]
    count = partial(reading.batched, context, "count of readers", key, partial(_counts, context))
    return Page(list(rows), cursors, has_next=len(found) > size, has_previous=after is not None, count=count)


async def _counts(context: OperationContext, keys: Sequence[UUID]) -> Mapping[UUID, int]:
    return await stored.count_readers_of(context.tx, keys)


def _position(after: str | None) -> Any:
    if after is None:
        return None
    position = read_cursor(after)
    if position.key is None:
        raise BadPage("This cursor is not one of this list's. Start again from the first page.")
    return position.key, position.row_id


@also(written.clinic_name)
async def clinic_names(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, str]:
    return await clinics.names(context.tx, ids, context.language)


async def people(context: OperationContext, row: tables.AccessEvent) -> list[Any]:
    """The people that an operation showed, as far as the viewer may see them; at most 50."""
    keys = row.patient_ids[:LARGEST_NESTED_PAGE]
    shown = await asyncio.gather(*(reading.one(context, "patient", key) for key in keys))
    return [patient for patient in shown if patient is not None]


def permission_rows(context: OperationContext) -> list[tuple[Action, list[Role]]]:
    context.viewer.must(Action.READ_PERMISSIONS)
    return [(action, sorted(roles)) for action, roles in PERMISSIONS.items()]


def describe(action: Action, context: OperationContext) -> str:
    return action_in_words(action, context.language)
