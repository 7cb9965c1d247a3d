"""Catchment areas (участок) and the houses that belong to them."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, new_id, one_of
from domain.address import HouseParity
from domain.attachment import ListKind


class Area(SQLModel, table=True):
    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("clinic_id", "number"), one_of("kind", ListKind))

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    number: str
    kind: ListKind = choice()
    list_id: UUID | None = Field(default=None, foreign_key="doctor_list.id", index=True)
    version: int = 1


class AreaStreet(SQLModel, table=True):
    """Houses of one street; `street_key` is the street's normal form (domain/address.py)."""

    __tablename__ = "area_street"
    __table_args__ = (one_of("parity", HouseParity),)

    id: UUID = new_id()
    area_id: UUID = Field(foreign_key="area.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    kato: str = Field(max_length=9)
    street: str
    street_key: str = Field(index=True)
    house_from: int | None = None
    house_to: int | None = None
    parity: HouseParity = choice(default=HouseParity.ALL)
