"""Attachments (тіркеу): who is enrolled where, since when, decided how; and the refusals."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, json, later_moment, moment, new_id, one_of
from domain.attachment import AttachmentChannel, AttachmentReason, DetachmentReason


class Attachment(SQLModel, table=True):
    """Days are half-open: `starts_on` counts, `ends_on` is the first day that no longer does; null is open.

    An undone attachment keeps its row with an empty period (`ends_on` = `starts_on`). `list_limit` is the largest count
    of people that its decision allowed on the list, null where none held; a trigger refuses outsiders above it.
    `record_clinic_id` is the clinic that answers for the person now (a trigger keeps it): it sees the whole history.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("ends_on is null or ends_on >= starts_on", name="period"),
        CheckConstraint("(ends_on is null) = (end_reason is null)", name="ended"),
        one_of("channel", AttachmentChannel),
        one_of("reason", AttachmentReason),
        one_of("end_reason", DetachmentReason),
        Index("ix_attachment_patient", "patient_id", "starts_on"),
        Index("ix_attachment_list_open", "list_id", postgresql_where=text("ends_on is null")),
        Index("ix_attachment_clinic_starts", "clinic_id", "starts_on", "id"),
        Index(
            "ix_attachment_clinic_ends", "clinic_id", "ends_on", postgresql_where=text("ends_on is not null")
        ),
        Index("ix_attachment_clinic_recorded", "clinic_id", "recorded_at", "id"),
        Index(
            "ix_attachment_clinic_ended", "clinic_id", "ended_at", postgresql_where=text("ended_at is not null")
        ),
        Index("ix_attachment_list_starts", "list_id", "starts_on", "id"),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    list_id: UUID | None = Field(default=None, foreign_key="doctor_list.id")
    area_id: UUID | None = Field(default=None, foreign_key="area.id")
    starts_on: date
    ends_on: date | None = None
    end_reason: DetachmentReason | None = choice(default=None, nullable=True)
    channel: AttachmentChannel = choice()
    reason: AttachmentReason = choice()
    evidence: str | None = None
    resident: bool = True
    home_visits: bool = True
    over_norm: bool = False
    list_limit: int | None = None
    override_reason: str | None = None
    requested_on: date
    previous_id: UUID | None = Field(default=None, foreign_key="attachment.id")
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    ended_at: datetime | None = later_moment()
    ended_by: UUID | None = None
    version: int = 1


class AttachmentRefusal(SQLModel, table=True):
    """A request that was refused, with the code, the facts and the rule that decided."""

    __tablename__ = "attachment_refusal"
    __table_args__ = (Index("ix_attachment_refusal_clinic", "clinic_id", "refused_on", "id"),)

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id")
    list_id: UUID | None = Field(default=None, foreign_key="doctor_list.id")
    code: str
    facts: dict[str, Any] = json()
    rule: dict[str, Any] = json()
    refused_on: date
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
