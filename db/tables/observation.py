"""What rules of immunization ask of a person beside doses and birth date."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, later_moment, moment, new_id, one_of
from domain.observation import ObservationKind


class Observation(SQLModel, table=True):
    """It stands from `since` until it is ended (a pregnancy) or voided (a mistake); one of a kind at a time."""

    __tablename__ = "observation"
    __table_args__ = (
        one_of("kind", ObservationKind),
        CheckConstraint("(voided_at is null) = (void_reason is null)", name="voided"),
        CheckConstraint("(ended_at is null) = (ended_on is null)", name="ended"),
        CheckConstraint("ended_on is null or ended_on >= since", name="period"),
        Index(
            "uq_observation_standing",
            "patient_id",
            "kind",
            unique=True,
            postgresql_where=text("voided_at is null and ended_at is null"),
        ),
        Index("ix_observation_patient", "patient_id", "recorded_at"),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    kind: ObservationKind = choice()
    since: date
    note: str | None = None
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    ended_on: date | None = None
    ended_at: datetime | None = later_moment()
    ended_by: UUID | None = None
    voided_at: datetime | None = later_moment()
    voided_by: UUID | None = None
    void_reason: str | None = None
    version: int = 1
