"""Vaccination sessions and the people on their lists."""

from datetime import date

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, later_moment, moment, new_id, one_of
from domain.immunization_session import SessionOutcome, SessionPlace


class ImmunizationSession(SQLModel, table=True):
    """`lot_id` is the lot that is used unless another is named; null until one is scanned."""

    __tablename__ = "immunization_session"
    __table_args__ = (
        one_of("place_kind", SessionPlace),
        Index("ix_immunization_session_clinic_on", "clinic_id", "held_on", "id"),
    )

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id")
    held_on: date
    place_kind: SessionPlace = choice()
    place: str
    group_id: UUID | None = Field(default=None, foreign_key="organised_group.id", index=True)
    vaccine_id: UUID = Field(foreign_key="vaccine.id")
    lot_id: UUID | None = Field(default=None, foreign_key="vaccine_lot.id")
    planned_at: datetime = moment()
    planned_by: UUID | None = None
    closed_at: datetime | None = later_moment()
    closed_by: UUID | None = None
    version: int = 1


class ImmunizationSessionPerson(SQLModel, table=True):
    """Somebody on a session's list; `outcome` is null until the person has been seen to."""

    __tablename__ = "immunization_session_person"
    __table_args__ = (
        UniqueConstraint("session_id", "patient_id"),
        one_of("outcome", SessionOutcome),
        Index("ix_immunization_session_person_patient", "patient_id"),
    )

    id: UUID = new_id()
    session_id: UUID = Field(foreign_key="immunization_session.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    outcome: SessionOutcome | None = choice(default=None, nullable=True)
    dose_id: UUID | None = Field(default=None, foreign_key="dose.id")
    note: str | None = None
    seen_at: datetime | None = later_moment()
    seen_by: UUID | None = None
    version: int = 1
