"""What the planner keeps of each person: dates of the next doses, and until when that holds."""

from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, datetime, json, moment, new_id, texts


class ImmunizationDue(SQLModel, table=True):
    """The next dose of one vaccine group: dates, never a status. `past_due_on` and `latest_on` are the last good days.

    `act_on` is `due_on`, or the end of a deferral; null while only a decision can open the way. `obstacles` are what
    stood in the way when it was planned (domain/immunization/measures.py). `vaccines` are codes, the one to use first.
    `clinic_id` is the clinic that answers for the person.
    """

    __tablename__ = "immunization_due"
    __table_args__ = (
        UniqueConstraint("patient_id", "vaccine_group"),
        Index("ix_immunization_due_clinic_due", "clinic_id", "due_on", "id"),
        Index("ix_immunization_due_clinic_act", "clinic_id", "act_on", "id"),
        Index("ix_immunization_due_clinic_past", "clinic_id", "past_due_on", "id"),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    vaccine_group: str
    dose_number: int
    earliest_on: date
    due_on: date
    past_due_on: date | None = None
    latest_on: date | None = None
    act_on: date | None = None
    obstacles: list[str] = texts()
    vaccines: list[str] = texts()
    calendar: str
    planned_at: datetime = moment()


class ImmunizationPlanning(SQLModel, table=True):
    """That a person was planned, by which calendar, and the first day on which the result may be another.

    `counted` is the number of doses that count, by vaccine group; a group that does not concern the person is missing.
    """

    __tablename__ = "immunization_planning"
    __table_args__ = (
        Index("ix_immunization_planning_holds_until", "holds_until"),
        Index("ix_immunization_planning_clinic", "clinic_id"),
    )

    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    calendar: str
    planned_on: date
    holds_until: date
    counted: dict[str, Any] = json()
    planned_at: datetime = moment()
