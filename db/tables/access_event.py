"""The audit trail: every operation, the people it returned, why; and the signed heads that seal it."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index, LargeBinary, func
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, datetime, ids, json, moment, new_id


class AccessEvent(SQLModel, table=True):
    """One row per operation, appended and never changed."""

    __tablename__ = "access_event"
    __table_args__ = (
        Index("ix_access_event_patients", "patient_ids", postgresql_using="gin"),
        Index("ix_access_event_clinic_at", "clinic_id", "at", "id"),
        Index("ix_access_event_account_at", "account_id", "at", "id"),
    )

    id: UUID = new_id()
    at: datetime = Field(
        default=None,
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp()),
    )
    account_id: UUID | None = None
    account_name: str = ""
    role: str | None = None
    clinic_id: UUID | None = None
    session_id: UUID | None = None
    operation: str
    document: str | None = None
    patient_ids: list[UUID] = ids()
    patient_count: int = 0
    purpose: str | None = None
    outcome: str
    changes: dict[str, Any] = json()
    address: str | None = None
    trace_id: str | None = None


class AccessSeal(SQLModel, table=True):
    """A signed Merkle head over all events up to a position."""

    __tablename__ = "access_seal"

    position: int = Field(sa_column=Column(BigInteger, Identity(), primary_key=True))
    sealed_at: datetime = moment()
    event_ids: list[UUID] = ids()
    size: int
    root: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    key_id: str
    signature: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
