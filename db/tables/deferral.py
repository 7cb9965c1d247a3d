"""Medical exemptions (медотвод)."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, datetime, later_moment, moment, new_id, texts


class Deferral(SQLModel, table=True):
    """From `since`, before `until`; null is for good. No vaccine groups means all. `ended_on` took it back early."""

    __tablename__ = "deferral"
    __table_args__ = (
        CheckConstraint("until is null or until > since", name="period"),
        CheckConstraint("(ended_at is null) = (ended_on is null)", name="ended"),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    vaccine_groups: list[str] = texts()
    since: date
    until: date | None = None
    commission: str | None = None
    reason: str
    document: str | None = None
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    ended_on: date | None = None
    ended_at: datetime | None = later_moment()
    ended_by: UUID | None = None
    end_reason: str | None = None
    version: int = 1
