"""Files of old doses."""

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from domain.messages import message
from resolvers import dose_import as resolved
from resolvers.account import names as account_names
from schema.enums import AvailableAction, DoseImportColumn, DoseImportRowState, DoseImportState, DoseSource
from schema.inputs import given
from schema.listing import OrderDirection, listing, ordered
from schema.node import Connection, Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import Refused, StaleVersion
from schema.vaccine import VaccineKind

if TYPE_CHECKING:
    from schema.dose import Dose
    from schema.patient import Patient


@presents(resolved.RowCounts, description="How many rows of a file are in each state.")
class DoseImportCounts:
    ready: int
    duplicate: int
    wrong: int
    imported: int
    undone: int
    left: int


@presents(resolved.CellProblem, description="What is wrong with a row, or with one cell of it.")
class DoseImportProblem:
    column: DoseImportColumn | None = strawberry.field(description="Null when it is the row as a whole.")
    code: str
    message: str = computed(lambda problem, context: message(problem.code, context.language, **problem.facts))


@presents(resolved.CellText, description="What stands in a cell of the file.")
class DoseImportCell:
    column: DoseImportColumn
    text: str


@presents(
    "dose_import",
    description="A file of old doses. Send it by POST to `/files/dose-imports`; it is looked at and nothing is "
    "recorded before `applyDoseImport`. A proposal that is not applied goes after a day.",
)
class DoseImport(Node):
    file_name: str
    source: DoseSource = strawberry.field(description="Of rows that name none.")
    state: DoseImportState
    ignored_columns: list[str] = strawberry.field(description="Headings that are not known.")
    counts: DoseImportCounts = gathered(resolved.row_counts, default=resolved.RowCounts)
    people_waiting: int = gathered(
        resolved.waiting, default=int, description="People whose forecast is still being made anew."
    )
    uploaded_at: datetime
    uploaded_by: str | None = gathered(account_names, by="uploaded_by")
    applied_at: datetime | None
    applied_by: str | None = gathered(account_names, by="applied_by")
    undone_at: datetime | None
    undone_by: str | None = gathered(account_names, by="undone_by")
    undo_reason: str | None
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@presents("dose_import_row", description="A row of a file: what it says, and what became of it.")
class DoseImportRow(Node):
    number: int = strawberry.field(description="As the spreadsheet shows it.")
    state: DoseImportRowState
    patient: Annotated["Patient", strawberry.lazy("schema.patient")] | None = one("patient", by="patient_id")
    dose: Annotated["Dose", strawberry.lazy("schema.dose")] | None = one("dose", by="dose_id")
    kind: VaccineKind | None = computed(resolved.kind_of)
    given_on: date | None
    series: str | None
    dose_ml: float | None
    place: str | None
    source: DoseSource | None
    problems: list[DoseImportProblem] = computed(resolved.problems, "All at once.")
    cells: list[DoseImportCell] = computed(
        resolved.cells, "What stands in the file, until the row has become a dose."
    )


@strawberry.input(description="Files that meet every given condition.")
class DoseImportFilter:
    clinic_id: strawberry.ID | None = UNSET
    state: DoseImportState | None = UNSET


@strawberry.input(description="Rows of files that meet every given condition.")
class DoseImportRowFilter:
    import_id: strawberry.ID | None = UNSET
    state: DoseImportRowState | None = UNSET


@strawberry.enum
class DoseImportOrderField(Enum):
    UPLOADED_AT = "UPLOADED_AT"


@strawberry.input(description="By which key, in which direction.")
class DoseImportOrder:
    field: DoseImportOrderField
    direction: OrderDirection = OrderDirection.DESC


@strawberry.input(description="Which file is recorded, as you saw it.")
class ApplyDoseImportInput:
    import_id: strawberry.ID
    version: int
    skip_wrong: bool = strawberry.field(
        default=False, description="Leave out the rows that are wrong; without it they stop the whole."
    )


@strawberry.input(description="Which file was a mistake, as you saw it, and why.")
class UndoDoseImportInput:
    import_id: strawberry.ID
    version: int
    reason: str


ApplyDoseImportResult = Annotated[
    DoseImport | StaleVersion | Refused, strawberry.union("ApplyDoseImportResult")
]
UndoDoseImportResult = Annotated[DoseImport | StaleVersion | Refused, strawberry.union("UndoDoseImportResult")]


@strawberry.type
class DoseImportQueries:
    @strawberry.field(description="Files of old doses that your clinic sent, the latest first.")
    async def dose_imports(
        self,
        info: Info[Any, Any],
        filter: DoseImportFilter | None = None,
        order_by: DoseImportOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[DoseImport]:
        window = (first, after, last, before)
        return await listing(info, "dose_import", given(filter), ordered(order_by), window)

    @strawberry.field(description="The rows of files, of one in its own order.")
    async def dose_import_rows(
        self,
        info: Info[Any, Any],
        filter: DoseImportRowFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[DoseImportRow]:
        return await listing(info, "dose_import_row", given(filter), None, (first, after, last, before))


@strawberry.type
class DoseImportMutations:
    @strawberry.mutation(
        description="Record the doses of a file, all of them or none; forecasts follow, of many within minutes."
    )
    async def apply_dose_import(
        self, info: Info[Any, Any], input: ApplyDoseImportInput
    ) -> ApplyDoseImportResult:
        return await resolved.apply(context_of(info), given(input))

    @strawberry.mutation(
        description="Void the doses that a file recorded. Those changed or used since are left: see their rows."
    )
    async def undo_dose_import(self, info: Info[Any, Any], input: UndoDoseImportInput) -> UndoDoseImportResult:
        return await resolved.undo(context_of(info), given(input))
