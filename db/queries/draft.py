"""Drafts of one account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert

from db import tables
from db.database import Transaction
from db.queries.visible import select_visible
from db.tables.base import table_of
from domain.access import Viewer

DRAFT = table_of(tables.Draft)


async def read(tx: Transaction, viewer: Viewer, form: str) -> tables.Draft | None:
    """The viewer's draft of a form while it is kept."""
    of_form = (DRAFT.c.form == form) & (DRAFT.c.expires_at > func.now())
    return await tx.first(tables.Draft, select_visible(tables.Draft, viewer).where(of_form))


async def save(
    tx: Transaction, account_id: UUID, form: str, content: str, expires_at: datetime
) -> tables.Draft:
    """One draft per form and account: a later one takes its place."""
    values = {"content": content, "saved_at": func.now(), "expires_at": expires_at}
    statement = insert(DRAFT).values(account_id=account_id, form=form, **values)
    statement = statement.on_conflict_do_update(index_elements=["account_id", "form"], set_=values)
    return await tx.one(tables.Draft, statement.returning(*DRAFT.c))


async def discard(tx: Transaction, account_id: UUID, form: str) -> None:
    """Nothing happens when there is none."""
    await tx.execute(delete(DRAFT).where(DRAFT.c.account_id == account_id, DRAFT.c.form == form))
