"""People: identity as in the document, how to find and reach them, family, merges."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from db.tables.base import (
    UUID,
    SQLModel,
    choice,
    datetime,
    json,
    later_moment,
    moment,
    new_id,
    numbers,
    one_of,
    texts,
)
from domain.language import Language
from domain.people import Citizenship, FamilyTie, Sex


class Patient(SQLModel, table=True):
    """`clinic_id` is the clinic that answers for the record: the attachment of today, else where it was registered.

    `search_tokens` are numbers of the name's trigrams and of the clinic (db/queries/search.py), so that one GIN look-up
    stays inside one clinic; `search_key` and `sort_key` come from domain/names.py.
    """

    __tablename__ = "patient"
    __table_args__ = (
        CheckConstraint(
            "iin is not null or temporary_id is not null or merged_into is not null", name="identified"
        ),
        CheckConstraint("iin is null or iin ~ '^[0-9]{12}$'", name="iin"),
        Index(
            "uq_patient_temporary_id",
            "temporary_id",
            unique=True,
            postgresql_where=text("temporary_id is not null"),
        ),
        Index("uq_patient_iin", "iin", unique=True, postgresql_where=text("merged_into is null")),
        Index("ix_patient_clinic_sort", "clinic_id", "sort_key", "id"),
        Index("ix_patient_clinic_birth", "clinic_id", "birth_date", "id"),
        Index("ix_patient_clinic_registered", "clinic_id", "registered_at", "id"),
        Index("ix_patient_birth_date", "birth_date"),
        Index("ix_patient_search", "search_tokens", postgresql_using="gin"),
        Index("ix_patient_merged_into", "merged_into", postgresql_where=text("merged_into is not null")),
        Index("ix_patient_phones", "phones", postgresql_using="gin"),
        one_of("sex", Sex),
        one_of("citizenship", Citizenship),
        one_of("language", Language),
    )

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id")
    iin: str | None = Field(default=None, max_length=12)
    temporary_id: str | None = None
    family_name: str
    given_name: str
    patronymic: str | None = None
    sort_key: str
    search_key: str
    search_tokens: list[int] = numbers()
    sex: Sex = choice()
    birth_date: date
    deceased_on: date | None = None
    citizenship: Citizenship = choice(default=Citizenship.CITIZEN)
    contract_until: date | None = None
    language: Language = choice(default=Language.KK)
    phones: list[str] = texts()
    email: str | None = None
    kato: str | None = Field(default=None, max_length=9)
    locality: str | None = None
    street: str | None = None
    street_key: str | None = None
    house: str | None = None
    flat: str | None = None
    warnings: list[dict[str, Any]] = json("[]")
    merged_into: UUID | None = Field(default=None, foreign_key="patient.id")
    is_demo: bool = False
    registered_at: datetime = moment()
    registered_by: UUID | None = None
    updated_at: datetime = moment()
    version: int = 1


class PatientVersion(SQLModel, table=True):
    """What a person's record said before each change: whole rows, written by a trigger, never changed."""

    __tablename__ = "patient_version"

    id: UUID = new_id()
    patient_id: UUID = Field(index=True)
    clinic_id: UUID
    version: int
    row: dict[str, Any] = json()
    replaced_at: datetime = moment()
    replaced_by: UUID | None = None


class FamilyLink(SQLModel, table=True):
    """What `relative_id` is to `patient_id`; each link is stored once for both directions."""

    __tablename__ = "family_link"
    __table_args__ = (
        one_of("tie", FamilyTie),
        CheckConstraint("patient_id <> relative_id", name="two_people"),
        Index(
            "uq_family_link_open",
            "patient_id",
            "relative_id",
            "tie",
            unique=True,
            postgresql_where=text("until is null"),
        ),
    )

    id: UUID = new_id()
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    relative_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    tie: FamilyTie = choice()
    since: date | None = None
    until: date | None = None
    recorded_at: datetime = moment()
    recorded_by: UUID | None = None


class Merge(SQLModel, table=True):
    """Two records of one person made one; `moved` remembers every row and value, so that each can be undone alone."""

    __tablename__ = "merge"
    __table_args__ = (
        Index("uq_merge_open", "merged_id", unique=True, postgresql_where=text("undone_at is null")),
        CheckConstraint("survivor_id <> merged_id", name="two_people"),
    )

    id: UUID = new_id()
    survivor_id: UUID = Field(foreign_key="patient.id", index=True)
    merged_id: UUID = Field(foreign_key="patient.id", index=True)
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    reason: str
    moved: dict[str, Any] = json()
    merged_at: datetime = moment()
    merged_by: UUID | None = None
    undone_at: datetime | None = later_moment()
    undone_by: UUID | None = None
    undone_reason: str | None = None
