"""Lists as files."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import export as resolved
from resolvers.export import ExportKind
from schema.attachment import AttachmentFilter
from schema.clinic import ClinicFilter
from schema.doctor_list import DoctorListFilter
from schema.immunization import ImmunizationDueFilter
from schema.inputs import given
from schema.patient_filters import PatientFilter
from schema.presenting import context_of, presents
from schema.refusal import InvalidInput, Refused

strawberry.enum(ExportKind, description="Which list.")


@presents(resolved.Exported, name="Export", description="A file for you alone, for an hour.")
class Export:
    url: str = strawberry.field(description="Opens with your session only.")
    file_name: str
    row_count: int = strawberry.field(description="As many rows as stand in the file.")
    expires_at: datetime


@strawberry.input(description="Which list, narrowed by the filter of the same list.")
class ExportInput:
    what: ExportKind
    patient_filter: PatientFilter | None = UNSET
    attachment_filter: AttachmentFilter | None = UNSET
    doctor_list_filter: DoctorListFilter | None = UNSET
    clinic_filter: ClinicFilter | None = UNSET
    immunization_due_filter: ImmunizationDueFilter | None = UNSET
    as_of: date | None = UNSET


ExportResult = Annotated[Export | InvalidInput | Refused, strawberry.union("ExportResult")]


@strawberry.type
class ExportMutations:
    @strawberry.mutation(description="Write exactly the filtered rows into an xlsx file.")
    async def export_rows(self, info: Info[Any, Any], input: ExportInput) -> ExportResult:
        return await resolved.export(context_of(info), given(input))
