"""A doctor's list of people, where the norm is counted."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, moment, new_id, one_of
from domain.attachment import ListKind


class DoctorList(SQLModel, table=True):
    """`people` counts attachments without an end; a trigger keeps it under the row's lock, which decides races."""

    __tablename__ = "doctor_list"
    __table_args__ = (UniqueConstraint("doctor_id", "kind"), one_of("kind", ListKind))

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    doctor_id: UUID = Field(foreign_key="staff.id")
    kind: ListKind = choice()
    people: int = 0
    closed: bool = False
    version: int = 1
    created_at: datetime = moment()
