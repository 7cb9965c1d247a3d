"""Drafts: forms half filled in, kept for one account."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry import Info

from resolvers import draft as resolved
from schema.inputs import given
from schema.presenting import context_of, presents
from schema.refusal import InvalidInput, Refused
from schema.session import DoneResult


@presents("draft", description="A form as it was left; kept for three days for the one who typed it.")
class Draft:
    form: str
    content: str
    saved_at: datetime
    expires_at: datetime


@strawberry.input(description="A form as it is now.")
class SaveDraftInput:
    form: str
    content: str = strawberry.field(description="Whatever the form needs to fill itself in again.")


@strawberry.input(description="Which form.")
class DiscardDraftInput:
    form: str


SaveDraftResult = Annotated[Draft | InvalidInput | Refused, strawberry.union("SaveDraftResult")]


@strawberry.type
class DraftQueries:
    @strawberry.field(description="Your own draft of a form; null when there is none.")
    async def draft(self, info: Info[Any, Any], form: str) -> Draft | None:
        return await resolved.read(context_of(info), form)


@strawberry.type
class DraftMutations:
    @strawberry.mutation(description="Keep a form as it is now.")
    async def save_draft(self, info: Info[Any, Any], input: SaveDraftInput) -> SaveDraftResult:
        return await resolved.save(context_of(info), given(input))

    @strawberry.mutation(description="Throw a draft away.")
    async def discard_draft(self, info: Info[Any, Any], input: DiscardDraftInput) -> DoneResult:
        return await resolved.discard(context_of(info), given(input))
