"""The people who work in clinics: employments and qualifications, dated."""

from datetime import date

from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, moment, new_id, one_of
from domain.staff import StaffCategory


class Staff(SQLModel, table=True):
    __tablename__ = "staff"

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    iin: str | None = Field(default=None, unique=True, max_length=12)
    family_name: str
    given_name: str
    patronymic: str | None = None
    sort_key: str
    is_demo: bool = False
    version: int = 1
    created_at: datetime = moment()


class Employment(SQLModel, table=True):
    __tablename__ = "employment"
    __table_args__ = (one_of("category", StaffCategory),)

    id: UUID = new_id()
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    post: str
    category: StaffCategory = choice()
    specialty_code: str | None = Field(default=None, foreign_key="specialty.code")
    started_on: date
    ended_on: date | None = None


class Qualification(SQLModel, table=True):
    __tablename__ = "qualification"

    id: UUID = new_id()
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    title: str
    number: str | None = None
    issued_on: date
    expires_on: date | None = None
