"""A list as a file: exactly the filtered rows, for the one who asked, for an hour."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from db.queries import export as flats
from domain.access import Action
from domain.export_words import CODED, code_in_words, obstacle_in_words
from domain.immunization.measures import Obstacle
from domain.language import Language
from domain.messages import message
from domain.refusal import Refusal, RefusalCode
from resolvers import lists
from resolvers.attachment_reading import reason_in_words
from resolvers.context import OperationContext
from resolvers.immunization import group_name, vaccine_name
from resolvers.immunization_due import narrowed
from resolvers.proof import unconfirmed
from resolvers.workbook import written

LIFETIME = timedelta(hours=1)
LARGEST = 100_000


class ExportKind(StrEnum):
    PATIENTS = "PATIENTS"
    ATTACHMENTS = "ATTACHMENTS"
    ATTACHMENT_REFUSALS = "ATTACHMENT_REFUSALS"
    DOCTOR_LISTS = "DOCTOR_LISTS"
    CLINICS = "CLINICS"
    DUE_IMMUNIZATIONS = "DUE_IMMUNIZATIONS"


FLATS = {
    ExportKind.PATIENTS: ("patient", flats.patients),
    ExportKind.ATTACHMENTS: ("attachment", flats.attachments),
    ExportKind.ATTACHMENT_REFUSALS: ("attachment_refusal", flats.attachment_refusals),
    ExportKind.DOCTOR_LISTS: ("doctor_list", flats.doctor_lists),
    ExportKind.CLINICS: ("clinic", flats.clinics),
    ExportKind.DUE_IMMUNIZATIONS: ("immunization_due", flats.due_immunizations),
}


@dataclass(frozen=True, slots=True)
class Exported:
    url: str
    file_name: str
    row_count: int
    expires_at: datetime


async def export(context: OperationContext, given: dict[str, Any]) -> Exported | Refusal:
    """Write the rows that the list with the same filter shows, all of them, into an xlsx file."""
    context.viewer.must(Action.EXPORT)
    if refusal := unconfirmed(context):
        return refusal
    kind = ExportKind(given["what"])
    table, flat_of = FLATS[kind]
    context.viewer.must(lists.LISTS[table].needs)
    flat = flat_of(flats.Asked(context.viewer, context.today, context.language))
    asked = given.get(f"{table.removesuffix('_refusal')}_filter") or {}
    if kind is ExportKind.DUE_IMMUNIZATIONS:
        asked = narrowed(context, asked)
    as_of = given.get("as_of")
    statement = await _statement(context, table, flat, asked, as_of)
    rows = await context.tx.rows(statement.limit(LARGEST + 1))
    if len(rows) > LARGEST:
        return Refusal(RefusalCode.TOO_MANY_ROWS, facts={"most": LARGEST})
    shown = list(flat.columns)
    content, count = written(
        shown, ([_said(name, row._mapping[name], context) for name in shown] for row in rows), context.language
    )
    if "patient_id" in (rows[0]._mapping if rows else {}):
        context.audit.showed(row.patient_id for row in rows if row.patient_id)
    context.audit.changes.update(exported=kind, rows=count)
    return await _kept(context, kind, content, count)


def _said(column: str, value: Any, context: OperationContext) -> Any:
    """Words where the row has a code."""
    words = WORDS.get(column)
    return value if words is None or value is None else words(value, context.language)


WORDS: Mapping[str, Callable[[Any, Language], str]] = {
    **{column: partial(code_in_words, column) for column in CODED},
    "REFUSAL": lambda value, language: message(value["code"], language, **value["facts"]),
    "REASON": reason_in_words,
    "VACCINE": group_name,
    "WHAT_TO_GIVE": vaccine_name,
    "OBSTACLES": lambda value, language: ", ".join(obstacle_in_words(Obstacle[one], language) for one in value),
}


async def _statement(
    context: OperationContext, table: str, flat: flats.Flat, asked: dict[str, Any], as_of: Any
) -> Any:
    known = lists.LISTS[table]
    criteria = {**asked, "as_of": as_of} if as_of and "as_of" in known.filters else asked
    where = await lists.where_of(context, table, criteria, as_of)
    order = lists.order_of(context, table, None, as_of)
    return flats.statement(flat, context.viewer, where, [order.key.desc() if order.descending else order.key])


async def _kept(context: OperationContext, kind: ExportKind, content: bytes, count: int) -> Exported:
    file_name = f"emhana-{kind.lower().replace('_', '-')}-{context.today:%Y-%m-%d}.xlsx"
    expires_at = context.now + LIFETIME
    export_id = await flats.keep(context.tx, context.viewer, kind, file_name, content, count, expires_at)
    return Exported(f"/files/exports/{export_id}", file_name, count, expires_at)
