"""Mantoux tests and Diaskintests."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, later_moment, moment, new_id, one_of, texts
from domain.tuberculin_test import TuberculinKind, TuberculinOutcome


class TuberculinTest(SQLModel, table=True):
    """Without a reading until `read_on`; the class and the referrals follow from the reading and those before it."""

    __tablename__ = "tuberculin_test"
    __table_args__ = (
        one_of("kind", TuberculinKind),
        one_of("outcome", TuberculinOutcome),
        CheckConstraint("(read_on is null) = (outcome is null)", name="read"),
        CheckConstraint("read_on is null or read_on >= made_on", name="days"),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    kind: TuberculinKind = choice()
    made_on: date
    read_on: date | None = None
    papule_mm: int | None = None
    hyperaemia: bool = False
    destructive: bool = False
    outcome: TuberculinOutcome | None = choice(default=None, nullable=True)
    referrals: list[str] = texts()
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    read_at: datetime | None = later_moment()
    read_by: UUID | None = None
    version: int = 1
