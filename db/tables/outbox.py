"""Messages that leave the house: one row per message and person, written with the act that causes it."""

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, datetime, json, later_moment, moment, new_id


class Outbox(SQLModel, table=True):
    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "next_try_at", postgresql_where=text("sent_at is null")),)

    id: UUID = new_id()
    topic: str
    recipient: str
    clinic_id: UUID | None = Field(default=None, foreign_key="clinic.id", index=True)
    payload: dict[str, Any] = json()
    created_at: datetime = moment()
    next_try_at: datetime = moment()
    tries: int = 0
    sent_at: datetime | None = later_moment()
    last_error: str | None = None
