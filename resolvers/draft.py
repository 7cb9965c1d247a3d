"""Forms half filled in: kept on the server for one account, so that no time-out loses typing."""

from datetime import timedelta
from typing import Any

from db import tables
from db.queries import draft as stored
from domain.access import Action
from domain.refusal import Refusal
from resolvers.context import OperationContext
from resolvers.refusals import InputProblem, InvalidInput
from resolvers.session import Done

LIFETIME = timedelta(days=3)
LARGEST = 20_000
LONGEST_NAME = 100


async def read(context: OperationContext, form: str) -> tables.Draft | None:
    context.viewer.must(Action.KEEP_DRAFTS)
    return await stored.read(context.tx, context.viewer, form)


async def save(context: OperationContext, given: dict[str, Any]) -> tables.Draft | Refusal:
    """Keep a form as it is now; the newest wins, for it is one person's own."""
    context.viewer.must(Action.KEEP_DRAFTS)
    for name, limit in (("content", LARGEST), ("form", LONGEST_NAME)):
        if len(given[name]) > limit:
            return InvalidInput(problems=(InputProblem((name,), "TEXT_TOO_LONG", {"most": limit}),))
    owner = context.viewer.account_id
    assert owner is not None
    return await stored.save(context.tx, owner, given["form"], given["content"], context.now + LIFETIME)


async def discard(context: OperationContext, given: dict[str, Any]) -> Done:
    context.viewer.must(Action.KEEP_DRAFTS)
    assert context.viewer.account_id is not None
    await stored.discard(context.tx, context.viewer.account_id, given["form"])
    return Done()
