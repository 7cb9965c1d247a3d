"""Doses of vaccine in a person's record, with the trail of what was corrected or voided."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, later_moment, moment, new_id, one_of
from domain.dose import DosePurpose, DoseRoute, DoseSite, DoseSource

ONE_ON_A_DAY = "uq_dose_standing"


class Dose(SQLModel, table=True):
    """`clinic_id` recorded it and may correct it; `record_clinic_id` answers for the person now (a trigger keeps it).

    `cvx` is the calendar's code; product and lot are known only for doses of our own. `advice` keeps the rules that
    advised against the dose when it was recorded, `override_reason` why it was given all the same. A correction is a
    new row: `replaces_id` names the one before it, which is voided.
    """

    __tablename__ = "dose"
    __table_args__ = (
        CheckConstraint("(voided_at is null) = (void_reason is null)", name="voided"),
        one_of("source", DoseSource),
        one_of("purpose", DosePurpose),
        one_of("route", DoseRoute),
        one_of("site", DoseSite),
        Index(
            ONE_ON_A_DAY,
            "patient_id",
            "given_on",
            "cvx",
            unique=True,
            postgresql_where=text("voided_at is null"),
        ),
        Index("ix_dose_patient", "patient_id", "given_on"),
        Index("ix_dose_clinic_given", "clinic_id", "given_on", "id"),
        Index("ix_dose_lot", "lot_id", postgresql_where=text("lot_id is not null")),
        Index("ix_dose_session", "session_id", postgresql_where=text("session_id is not null")),
        Index("ix_dose_import", "import_id", postgresql_where=text("import_id is not null")),
        Index("ix_dose_replaces", "replaces_id", postgresql_where=text("replaces_id is not null")),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    cvx: str
    vaccine_id: UUID | None = Field(default=None, foreign_key="vaccine.id")
    lot_id: UUID | None = Field(default=None, foreign_key="vaccine_lot.id")
    series: str | None = None
    expires_on: date | None = None
    given_on: date
    given_at: datetime | None = later_moment()
    dose_ml: float | None = None
    route: DoseRoute | None = choice(default=None, nullable=True)
    site: DoseSite | None = choice(default=None, nullable=True)
    given_by: UUID | None = Field(default=None, foreign_key="staff.id")
    place: str | None = None
    consent_id: UUID | None = Field(default=None, foreign_key="consent.id")
    reaction: str | None = None
    source: DoseSource = choice(default=DoseSource.GIVEN_HERE)
    purpose: DosePurpose = choice(default=DosePurpose.ROUTINE)
    session_id: UUID | None = Field(default=None, foreign_key="immunization_session.id")
    import_id: UUID | None = Field(default=None, foreign_key="dose_import.id")
    advice: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )
    override_reason: str | None = None
    replaces_id: UUID | None = Field(default=None, foreign_key="dose.id")
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    voided_at: datetime | None = later_moment()
    voided_by: UUID | None = None
    void_reason: str | None = None
    version: int = 1
