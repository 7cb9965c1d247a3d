"""Written consents and refusals, by vaccine group."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, later_moment, moment, new_id, one_of
from domain.consent import ConsentDecision, RefusalGround, Signer


class Consent(SQLModel, table=True):
    """One paper; `revoked_on` is the first day on which it no longer holds. One stands for a group at a time."""

    __tablename__ = "consent"
    __table_args__ = (
        one_of("decision", ConsentDecision),
        one_of("signed_by", Signer),
        one_of("ground", RefusalGround),
        CheckConstraint("(revoked_at is null) = (revoked_on is null)", name="revoked"),
        Index(
            "uq_consent_standing",
            "patient_id",
            "vaccine_group",
            unique=True,
            postgresql_where=text("revoked_at is null"),
        ),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    vaccine_group: str
    decision: ConsentDecision = choice()
    written_on: date
    signed_by: Signer = choice()
    relative_id: UUID | None = Field(default=None, foreign_key="patient.id")
    ground: RefusalGround | None = choice(default=None, nullable=True)
    document: str | None = None
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
    revoked_on: date | None = None
    revoked_at: datetime | None = later_moment()
    revoked_by: UUID | None = None
    version: int = 1
