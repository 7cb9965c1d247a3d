"""Certificates of vaccinations: what each states, frozen, and the secret behind its code."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, datetime, ids, json, later_moment, moment, new_id


class ImmunizationCertificate(SQLModel, table=True):
    """`content` is all that stands on the paper, in every language, and never changes (a trigger sees to it).

    The address in the code ends with a secret: `token_hash` finds the certificate by it, `token_sealed` lets the
    paper be printed again; whoever reads the database has neither. `dose_ids` are the doses that it rests on.
    """

    __tablename__ = "immunization_certificate"
    __table_args__ = (
        CheckConstraint("(revoked_at is null) = (revoke_reason is null)", name="revoked"),
        CheckConstraint("valid_until >= issued_on", name="days"),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    token_hash: bytes = Field(unique=True)
    token_sealed: str
    calendar: str
    dose_ids: list[UUID] = ids()
    content: dict[str, Any] = json()
    issued_on: date
    valid_until: date | None = None
    issued_at: datetime = moment()
    issued_by: UUID | None = None
    revoked_at: datetime | None = later_moment()
    revoked_by: UUID | None = None
    revoke_reason: str | None = None
    version: int = 1
