"""Files of old doses: what each row said, what was wrong with it, and which dose it became."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Column, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from db.tables.base import UUID, SQLModel, choice, datetime, json, later_moment, moment, new_id, one_of, texts
from domain.dose import DoseSource
from domain.dose_import import DoseImportRowState, DoseImportState


class DoseImport(SQLModel, table=True):
    """One file. Until it is applied it is only a proposal and goes after a day (`db/tidying.py`)."""

    __tablename__ = "dose_import"
    __table_args__ = (
        one_of("state", DoseImportState),
        one_of("source", DoseSource),
        CheckConstraint("(undone_at is null) = (undo_reason is null)", name="undone"),
        Index("ix_dose_import_clinic_uploaded", "clinic_id", "uploaded_at", "id"),
    )

    id: UUID = new_id()
    clinic_id: UUID = Field(foreign_key="clinic.id")
    file_name: str
    content_hash: bytes
    source: DoseSource = choice()
    state: DoseImportState = choice()
    ignored_columns: list[str] = texts()
    uploaded_at: datetime = moment()
    uploaded_by: UUID | None = None
    applied_at: datetime | None = later_moment()
    applied_by: UUID | None = None
    undone_at: datetime | None = later_moment()
    undone_by: UUID | None = None
    undo_reason: str | None = None
    version: int = 1


class DoseImportRow(SQLModel, table=True):
    """`number` is the row's as the spreadsheet shows it; `cells` what stood in it, until it has become a dose."""

    __tablename__ = "dose_import_row"
    __table_args__ = (
        one_of("state", DoseImportRowState),
        one_of("source", DoseSource),
        Index("ix_dose_import_row_import", "import_id", "number", unique=True),
        Index("ix_dose_import_row_dose", "dose_id"),
    )

    id: UUID = new_id()
    import_id: UUID = Field(foreign_key="dose_import.id")
    clinic_id: UUID = Field(foreign_key="clinic.id", index=True)
    number: int
    state: DoseImportRowState = choice()
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id", index=True)
    dose_id: UUID | None = Field(default=None, foreign_key="dose.id")
    cvx: str | None = None
    vaccine_id: UUID | None = Field(default=None, foreign_key="vaccine.id")
    given_on: date | None = None
    series: str | None = None
    dose_ml: float | None = None
    place: str | None = None
    source: DoseSource | None = choice(default=None, nullable=True)
    problems: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )
    cells: dict[str, Any] = json()
