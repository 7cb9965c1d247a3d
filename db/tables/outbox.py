"""Notices to clinics: one row for each, written with the act that causes it, sent by e-mail where there is one."""

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, json, later_moment, moment, new_id, one_of
from domain.reminder_fate import ReminderFate, ReminderReason


class Outbox(SQLModel, table=True):
    """Its columns of fate mean what they mean of a reminder. Whatever becomes of it, the clinic sees it."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("fate", ReminderFate),
        one_of("reason", ReminderReason),
        Index(
            "ix_outbox_waiting",
            "next_try_at",
            postgresql_where=text("fate in ('PLANNED', 'RETRYING')"),
        ),
        Index("ix_outbox_sending", "claimed_at", postgresql_where=text("fate = 'SENDING'")),
        Index("ix_outbox_clinic_created", "clinic_id", "created_at", "id"),
    )

    id: UUID = new_id()
    topic: str
    recipient: str
    clinic_id: UUID | None = Field(default=None, foreign_key="clinic.id")
    payload: dict[str, Any] = json()
    created_at: datetime = moment()
    fate: ReminderFate = choice(default=ReminderFate.PLANNED)
    reason: ReminderReason | None = choice(default=None, nullable=True)
    detail: str | None = None
    address: str | None = None
    tries: int = 0
    claims: int = 0
    next_try_at: datetime | None = moment(nullable=True)
    claimed_at: datetime | None = later_moment()
    settled_at: datetime | None = later_moment()
    gateway_id: str | None = None
