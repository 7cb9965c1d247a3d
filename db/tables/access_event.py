"""The audit trail: every operation, the people it returned, why; and the signed heads that seal it."""

from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, func
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, datetime, ids, json, moment, new_id


class AccessEvent(SQLModel, table=True):
    """One row per operation, appended and never changed."""

    __tablename__ = "access_event"
    __table_args__ = (
        Index("ix_access_event_patients", "patient_ids", postgresql_using="gin"),
        Index("ix_access_event_clinic_at", "clinic_id", "at", "id"),
        Index("ix_access_event_at", "at", postgresql_using="brin"),
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
    """A signed head over the events that became visible since the one before, in the order of `event_ids`.

    `position` counts heads from 1; `size` counts events up to and with this one; `previous` is the hash of the
    head before. No event from before `settled_at` is still to come; `next_xid` tells the next head when.
    """

    __tablename__ = "access_seal"

    position: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    sealed_at: datetime = moment()
    settled_at: datetime = Field(sa_type=DateTime(timezone=True))
    next_xid: int = Field(sa_type=BigInteger)
    event_ids: list[UUID] = ids()
    size: int = Field(sa_type=BigInteger)
    root: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    previous: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    key_id: str
    signature: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
