"""Forms half filled in: kept on the server for one account, so that no time-out loses typing."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert

from db import tables
from db.queries.visible import select_visible, table_of
from domain.access import Action
from domain.refusal import Refusal
from resolvers.context import OperationContext
from resolvers.refusals import InputProblem, InvalidInput
from resolvers.session import Done

LIFETIME = timedelta(days=3)
LARGEST = 20_000
DRAFT = table_of(tables.Draft)


async def read(context: OperationContext, form: str) -> tables.Draft | None:
    context.viewer.must(Action.KEEP_DRAFTS)
    statement = select_visible(tables.Draft, context.viewer)
    return await context.tx.first(
        tables.Draft, statement.where(DRAFT.c.form == form, DRAFT.c.expires_at > context.now)
    )


async def save(context: OperationContext, given: dict[str, Any]) -> tables.Draft | Refusal:
    """Keep a form as it is now; the newest wins, for it is one person's own."""
    context.viewer.must(Action.KEEP_DRAFTS)
    if len(given["content"]) > LARGEST or len(given["form"]) > 100:
        return InvalidInput(problems=(InputProblem(("content",), "TOO_LONG", {"limit": LARGEST}),))
    values = {"content": given["content"], "saved_at": func.now(), "expires_at": context.now + LIFETIME}
    statement = insert(DRAFT).values(account_id=context.viewer.account_id, form=given["form"], **values)
    statement = statement.on_conflict_do_update(index_elements=["account_id", "form"], set_=values)
    return await context.tx.one(tables.Draft, statement.returning(*DRAFT.c))


async def discard(context: OperationContext, given: dict[str, Any]) -> Done:
    context.viewer.must(Action.KEEP_DRAFTS)
    mine = (DRAFT.c.account_id == context.viewer.account_id) & (DRAFT.c.form == given["form"])
    await context.tx.execute(delete(DRAFT).where(mine))
    return Done()
