"""Adverse events after immunization."""

from datetime import date

from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, later_moment, moment, new_id, one_of
from domain.adverse_event import AdverseEventSeverity


class AdverseEvent(SQLModel, table=True):
    """`notified_at` and `notified_whom` say when the onward notice of a serious one was sent, and to whom."""

    __tablename__ = "adverse_event"
    __table_args__ = (one_of("severity", AdverseEventSeverity),)

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    dose_id: UUID = Field(foreign_key="dose.id", index=True)
    severity: AdverseEventSeverity = choice()
    began_on: date
    description: str
    notified_at: datetime | None = later_moment()
    notified_whom: str | None = None
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    version: int = 1
