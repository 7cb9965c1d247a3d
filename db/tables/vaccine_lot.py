"""Lots of vaccine in a clinic's refrigerator, and every movement of their doses."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, moment, new_id, one_of
from domain.vaccine_lot import LotMovementKind


class VaccineLot(SQLModel, table=True):
    """`doses_left` is the sum of the movements; a trigger keeps it under the row's lock and never below nothing."""

    __tablename__ = "vaccine_lot"
    __table_args__ = (
        UniqueConstraint("clinic_id", "vaccine_id", "series"),
        CheckConstraint("doses_left >= 0", name="lot_stock"),
        Index("ix_vaccine_lot_clinic_expires", "clinic_id", "expires_on", "id"),
    )

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id")
    vaccine_id: UUID = Field(foreign_key="vaccine.id", index=True)
    series: str
    expires_on: date
    doses_left: int = 0
    received_at: datetime = moment()
    received_by: UUID | None = None
    version: int = 1


class VaccineLotMovement(SQLModel, table=True):
    """`change` is signed: doses that came are above zero, doses that went below. Never changed."""

    __tablename__ = "vaccine_lot_movement"
    __table_args__ = (
        one_of("kind", LotMovementKind),
        CheckConstraint("change <> 0", name="moves"),
        Index("ix_vaccine_lot_movement_lot", "lot_id", "id"),
        Index("ix_vaccine_lot_movement_dose", "dose_id", postgresql_where=text("dose_id is not null")),
    )

    id: UUID = new_id()
    lot_id: UUID = Field(foreign_key="vaccine_lot.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    kind: LotMovementKind = choice()
    change: int
    dose_id: UUID | None = None
    reason: str | None = None
    moved_at: datetime = moment()
    moved_by: UUID | None = None
