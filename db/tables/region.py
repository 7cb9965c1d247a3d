"""Regions by their KATO code, medical specialties: reference data with validity and source."""

from datetime import date

from sqlmodel import Field

from db.tables.base import SQLModel


class Region(SQLModel, table=True):
    __tablename__ = "region"

    code: str = Field(primary_key=True, max_length=9)
    name_kk: str
    name_ru: str
    name_en: str
    valid_from: date
    valid_to: date | None = None
    source: str


class Specialty(SQLModel, table=True):
    __tablename__ = "specialty"

    code: str = Field(primary_key=True)
    name_kk: str
    name_ru: str
    name_en: str
    source: str
