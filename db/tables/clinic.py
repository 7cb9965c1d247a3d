"""Clinics and their contracts with the Fund."""

from datetime import date

from sqlalchemy import Column, Identity, Integer
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, moment, new_id, one_of
from domain.clinic import ClinicKind, Ownership


class Clinic(SQLModel, table=True):
    __tablename__ = "clinic"
    __table_args__ = (one_of("kind", ClinicKind), one_of("ownership", Ownership))

    id: UUID = new_id()
    # Short and never reused: it narrows the search tokens of people to their clinic.
    number: int = Field(default=None, sa_column=Column(Integer, Identity(), nullable=False, unique=True))
    bin: str = Field(unique=True, max_length=12)
    name_kk: str
    name_ru: str
    kind: ClinicKind = choice()
    ownership: Ownership = choice()
    region_code: str = Field(foreign_key="region.code", index=True)
    kato: str = Field(max_length=9)
    address: str
    phone: str | None = None
    email: str | None = None
    accredited_until: date | None = None
    is_demo: bool = False
    version: int = 1
    created_at: datetime = moment()


class FundContract(SQLModel, table=True):
    __tablename__ = "fund_contract"

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    number: str
    valid_from: date
    valid_to: date | None = None
