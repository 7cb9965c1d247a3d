"""Reminders: the ledger of every message with its fate, what each is about, who wants none, how channels fare."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, later_moment, moment, new_id, one_of
from domain.language import Language
from domain.reminder_fate import LEFT, OPEN, ReminderFate, ReminderReason
from domain.reminder_opt_out import ReminderOptOutSource
from domain.reminder_rules import ReminderChannel, ReminderKind


def _among(fates: frozenset[ReminderFate]) -> str:
    return "fate in (" + ", ".join(f"'{fate}'" for fate in sorted(fates)) + ")"


class Reminder(SQLModel, table=True):
    """One message to one person. `left_on` is the day on which it left or may have; never two for a person and day.

    `claims` counts how often a worker took it in hand: whoever was overtaken settles nothing. `tries` counts the
    attempts that failed for the message's own sake, since `revived_at` if somebody gave a dead one another chance.
    docs/adr/0010-one-reminder-a-day.md.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        one_of("kind", ReminderKind),
        one_of("language", Language),
        one_of("channel", ReminderChannel),
        one_of("fate", ReminderFate),
        one_of("reason", ReminderReason),
        CheckConstraint(f"(left_on is not null) = ({_among(LEFT)})", name="left"),
        Index("uq_reminder_open", "recipient_id", unique=True, postgresql_where=text(_among(OPEN))),
        Index(
            "uq_reminder_day",
            "recipient_id",
            "left_on",
            unique=True,
            postgresql_where=text("left_on is not null"),
        ),
        Index(
            "ix_reminder_waiting",
            "next_try_at",
            postgresql_where=text("fate in ('PLANNED', 'RETRYING')"),
        ),
        Index("ix_reminder_sending", "claimed_at", postgresql_where=text("fate = 'SENDING'")),
        Index("ix_reminder_undelivered", "asked_at", postgresql_where=text("fate = 'SENT'")),
        Index(
            "uq_reminder_opt_out_hash",
            "opt_out_hash",
            unique=True,
            postgresql_where=text("opt_out_hash is not null"),
        ),
        Index("ix_reminder_clinic_day", "clinic_id", "planned_for", "id"),
        Index("ix_reminder_clinic_planned", "clinic_id", "planned_at", "id"),
        Index("ix_reminder_recipient_day", "recipient_id", "planned_for"),
    )

    id: UUID = new_id()
    kind: ReminderKind = choice(default=ReminderKind.IMMUNIZATION)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    recipient_id: UUID = Field(foreign_key="patient.id")
    planned_for: date
    language: Language = choice()
    channel: ReminderChannel | None = choice(default=None, nullable=True)
    address: str | None = None
    message: str | None = None
    segments: int | None = None
    fate: ReminderFate = choice(default=ReminderFate.PLANNED)
    reason: ReminderReason | None = choice(default=None, nullable=True)
    detail: str | None = None
    tries: int = 0
    claims: int = 0
    next_try_at: datetime | None = later_moment()
    planned_at: datetime = moment()
    revived_at: datetime | None = later_moment()
    claimed_at: datetime | None = later_moment()
    left_on: date | None = None
    asked_at: datetime | None = later_moment()
    settled_at: datetime | None = later_moment()
    gateway_id: str | None = None
    opt_out_hash: bytes | None = None
    version: int = 1


class ReminderItem(SQLModel, table=True):
    """One dose that a message is about; `dropped` says why it was left out when the message left."""

    __tablename__ = "reminder_item"
    __table_args__ = (
        one_of("dropped", ReminderReason),
        Index("ix_reminder_item_dose", "patient_id", "vaccine_group", "dose_number"),
    )

    id: UUID = new_id()
    reminder_id: UUID = Field(foreign_key="reminder.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    vaccine_group: str
    dose_number: int
    act_on: date
    dropped: ReminderReason | None = choice(default=None, nullable=True)


class ReminderOptOut(SQLModel, table=True):
    """Somebody wants no messages: by one channel or any, of one kind or any; until taken back."""

    __tablename__ = "reminder_opt_out"
    __table_args__ = (
        one_of("channel", ReminderChannel),
        one_of("kind", ReminderKind),
        one_of("source", ReminderOptOutSource),
        CheckConstraint("ended_by is null or ended_at is not null", name="ended"),
        Index(
            "uq_reminder_opt_out_standing",
            "patient_id",
            text("coalesce(channel, '')"),
            text("coalesce(kind, '')"),
            unique=True,
            postgresql_where=text("ended_at is null"),
        ),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    channel: ReminderChannel | None = choice(default=None, nullable=True)
    kind: ReminderKind | None = choice(default=None, nullable=True)
    source: ReminderOptOutSource = choice()
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    ended_at: datetime | None = later_moment()
    ended_by: UUID | None = None


class ReminderChannelState(SQLModel, table=True):
    """How a channel fares, for all workers: failures in a row, and until when it is left alone."""

    __tablename__ = "reminder_channel"
    __table_args__ = (one_of("channel", ReminderChannel),)

    channel: ReminderChannel = Field(sa_type=Text, primary_key=True)
    configured: bool = True
    failures: int = 0
    closed_until: datetime | None = later_moment()
    detail: str | None = None
    changed_at: datetime = moment()
