"""What one account recorded lately: people, attachments, merges."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel

from db.database import Transaction
from db.queries.visible import select_visible
from db.tables import Attachment, Merge, Patient
from db.tables.base import table_of
from domain.attachment import DetachmentReason
from domain.attachment_end import BY_A_CLERK

Row = TypeVar("Row", bound=SQLModel)


async def registered(tx: Transaction, since: datetime, first: int) -> list[Patient]:
    """By this viewer since then, the newest first."""
    columns = table_of(Patient).c
    return await _latest(tx, Patient, columns.registered_by, columns.registered_at, since, first)


async def attached(tx: Transaction, since: datetime, first: int) -> list[Attachment]:
    """By this viewer since then, the newest first."""
    columns = table_of(Attachment).c
    return await _latest(tx, Attachment, columns.recorded_by, columns.recorded_at, since, first)


async def detached(tx: Transaction, since: datetime, first: int) -> list[Attachment]:
    """Those that the account ended without another one; an attachment taken back on its first day is not one."""
    columns = table_of(Attachment).c
    taken_back = (columns.ends_on == columns.starts_on) & (columns.end_reason == DetachmentReason.ERROR)
    ended = [columns.end_reason.in_(BY_A_CLERK), ~taken_back]
    return await _latest(tx, Attachment, columns.ended_by, columns.ended_at, since, first, *ended)


async def merged(tx: Transaction, since: datetime, first: int) -> list[Merge]:
    """By this viewer since then, the newest first."""
    columns = table_of(Merge).c
    return await _latest(tx, Merge, columns.merged_by, columns.merged_at, since, first)


async def _latest(
    tx: Transaction,
    row: type[Row],
    by: ColumnElement[Any],
    at: ColumnElement[Any],
    since: datetime,
    first: int,
    *more: ColumnElement[bool],
) -> list[Row]:
    mine = select_visible(row, tx.viewer).where(by == tx.viewer.account_id, at >= since, *more)
    return await tx.all(row, mine.order_by(at.desc(), table_of(row).c.id.desc()).limit(first))
