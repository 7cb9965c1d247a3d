"""School classes and kindergarten groups, and the children in them."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, moment, new_id, one_of
from domain.organised_group import OrganisedGroupKind


class OrganisedGroup(SQLModel, table=True):
    """One class (`class_name`) of one school or kindergarten, whose nurse is of `clinic_id`; last a grade up when."""

    __tablename__ = "organised_group"
    __table_args__ = (
        UniqueConstraint("clinic_id", "kind", "name", "class_name"),
        one_of("kind", OrganisedGroupKind),
        Index("ix_organised_group_clinic_sort", "clinic_id", "sort_key", "id"),
    )

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id")
    kind: OrganisedGroupKind = choice()
    name: str
    class_name: str
    sort_key: str
    closed: bool = False
    moved_up_on: date | None = None
    created_at: datetime = moment()
    version: int = 1


class OrganisedGroupMember(SQLModel, table=True):
    """Half-open days, as of an attachment; one group at a time (an exclusion keeps it)."""

    __tablename__ = "organised_group_member"
    __table_args__ = (
        CheckConstraint("until is null or until >= since", name="period"),
        Index("ix_organised_group_member_group", "group_id", "patient_id"),
        Index("ix_organised_group_member_patient", "patient_id", "since"),
    )

    id: UUID = new_id()
    group_id: UUID = Field(foreign_key="organised_group.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    clinic_id: UUID = Field(foreign_key="clinic.id")
    record_clinic_id: UUID = Field(default=None, foreign_key="clinic.id")
    since: date
    until: date | None = None
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None
