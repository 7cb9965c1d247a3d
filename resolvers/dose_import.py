"""Old doses from a file: looked at, then applied as a whole, then perhaps undone as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from db.queries import dose_import as imports
from db.queries import patient as people
from db.queries.versioned import change
from db.tables import DoseImport, DoseImportRow
from domain.access import Action
from domain.available import AvailableAction
from domain.dose import DoseSource
from domain.dose_import import (
    MOST_ROWS,
    DoseImportProblem,
    DoseImportRowState,
    DoseImportState,
    Problem,
    Sheet,
    layout_of,
    shown,
)
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from resolvers.context import OperationContext
from resolvers.dose_import_check import checked
from resolvers.immunization import VaccineKind, vaccine_name
from resolvers.immunization_planning import replan
from resolvers.patient import reason_too_short
from resolvers.refusals import StaleVersion

# So many are planned with the act itself; the planner, who hears of the others, has them within minutes.
PLANNED_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One wrong cell; without a `column` it is the row as a whole."""

    column: str | None
    code: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CellText:
    column: str
    text: str


async def check(
    context: OperationContext, file_name: str, content: bytes, sheet: Sheet, source: DoseSource
) -> DoseImport | Problem:
    """The proposal that a file makes. The same file again is the same proposal, as long as it was not applied."""
    context.viewer.must(Action.IMPORT_DOSES)
    layout = layout_of(sheet.rows)
    if isinstance(layout, Problem):
        return layout
    content_hash = sha256(content).digest()
    there = await imports.same(context.tx, context.own_clinic, content_hash, source)
    rows = await checked(context, sheet, layout, source)
    if not rows:
        return Problem(DoseImportProblem.FILE_EMPTY)
    if len(rows) > MOST_ROWS:
        return Problem(DoseImportProblem.TOO_MANY_ROWS, {"most": MOST_ROWS})
    if there is not None and await _says_the_same(context, there, rows):
        return there
    row = DoseImport(
        clinic_id=context.own_clinic,
        file_name=shown(file_name) or "—",
        content_hash=content_hash,
        source=source,
        state=DoseImportState.CHECKED,
        ignored_columns=[shown(name) for name in layout.ignored],
        uploaded_by=context.viewer.account_id,
    )
    made = await imports.add(context.tx, row, rows)
    context.audit.changes["dose_import"] = {"import": str(made.id), "rows": len(rows)}
    return made


async def _says_the_same(
    context: OperationContext, there: DoseImport, rows: Sequence[Mapping[str, Any]]
) -> bool:
    """Between two looks at one file a person may have come or a dose been recorded: then it is looked at anew."""
    counted = (await imports.counts(context.tx, [there.id])).get(there.id, {})
    return counted == {state: n for state in DoseImportRowState if (n := sum(r["state"] == state for r in rows))}


async def apply(context: OperationContext, given: Mapping[str, Any]) -> DoseImport | Refusal:
    """Record every ready row, or none; wrong ones are left out only when that was asked for."""
    context.viewer.must(Action.IMPORT_DOSES)
    found = await _open(context, given, DoseImportState.CHECKED, RefusalCode.IMPORT_ALREADY_APPLIED)
    if isinstance(found, Refusal):
        return found
    counted = (await imports.counts(context.tx, [found.id])).get(found.id, {})
    wrong = counted.get(DoseImportRowState.WRONG, 0)
    if wrong and not given.get("skip_wrong"):
        return Refusal(RefusalCode.IMPORT_HAS_ERRORS, path=("skipWrong",), facts={"people": wrong})
    if not counted.get(DoseImportRowState.READY):
        return Refusal(RefusalCode.IMPORT_NOTHING_READY, path=("importId",))
    # In the order in which everybody locks people, so that a nurse at one of them waits, or we do.
    meant = await imports.people_in(context.tx, found.id, DoseImportRowState.READY)
    await people.locked(context.tx, meant)
    done = await imports.apply(context.tx, found.id)
    row = await change(
        context.tx,
        found,
        state=DoseImportState.APPLIED,
        applied_at=context.now,
        applied_by=context.viewer.account_id,
    )
    await _finish(context, "applied", row, meant, done)
    return row


async def undo(context: OperationContext, given: Mapping[str, Any]) -> DoseImport | Refusal:
    """Void what the file recorded; what somebody has changed or used since is left, and told."""
    context.viewer.must(Action.IMPORT_DOSES)
    found = await _open(context, given, DoseImportState.APPLIED, RefusalCode.NOTHING_TO_UNDO)
    if isinstance(found, Refusal):
        return found
    if not is_reason(given["reason"]):
        return reason_too_short("reason")
    meant = await imports.people_in(context.tx, found.id, DoseImportRowState.IMPORTED)
    await people.locked(context.tx, meant)
    done = await imports.undo(context.tx, found.id, given["reason"])
    row = await change(
        context.tx,
        found,
        state=DoseImportState.UNDONE,
        undone_at=context.now,
        undone_by=context.viewer.account_id,
        undo_reason=given["reason"],
    )
    context.audit.purpose = given["reason"]
    await _finish(context, "undone", row, meant, done)
    return row


async def _open(
    context: OperationContext, given: Mapping[str, Any], state: DoseImportState, otherwise: RefusalCode
) -> DoseImport | Refusal:
    """The file, locked, as the viewer saw it; or the refusal."""
    row = await imports.locked(context.tx, given["import_id"])
    if row is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("importId",))
    if row.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=("importId",))
    if row.version != given["version"]:
        return StaleVersion(current=row, path=("version",))
    return row if row.state == state else Refusal(otherwise, path=("importId",))


async def _finish(context: OperationContext, what: str, row: DoseImport, meant: Sequence[UUID], done: int) -> None:
    context.audit.showed(meant)
    context.audit.changes[what] = {"import": str(row.id), "doses": done}
    await replan(context.tx, meant[:PLANNED_AT_ONCE], context.today)


def available_actions(row: DoseImport, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.IMPORT_DOSES)
    offered = {DoseImportState.CHECKED: AvailableAction.APPLY, DoseImportState.APPLIED: AvailableAction.UNDO}
    action = offered.get(DoseImportState(row.state)) if mine else None
    return [action] if action else []


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many rows of a file are in each state."""

    ready: int = 0
    duplicate: int = 0
    wrong: int = 0
    imported: int = 0
    undone: int = 0
    left: int = 0


async def row_counts(context: OperationContext, import_ids: Sequence[UUID]) -> Mapping[UUID, RowCounts]:
    found = await imports.counts(context.tx, import_ids)
    return {key: RowCounts(**{state.lower(): n for state, n in each.items()}) for key, each in found.items()}


async def waiting(context: OperationContext, import_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """People whose forecast is still the one from before."""
    return await imports.waiting(context.tx, import_ids)


def kind_of(row: DoseImportRow, context: OperationContext) -> VaccineKind | None:
    return VaccineKind(row.cvx, vaccine_name(row.cvx, context.language)) if row.cvx else None


def problems(row: DoseImportRow, _context: OperationContext) -> list[CellProblem]:
    return [CellProblem(one["column"], one["code"], one["facts"]) for one in row.problems]


def cells(row: DoseImportRow, _context: OperationContext) -> list[CellText]:
    return [CellText(column, text) for column, text in row.cells.items()]
