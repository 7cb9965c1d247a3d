"""Files of old doses: whom their rows are about, how they become doses in one statement, and stop being them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import any_, exists, func, select, text

from db.database import Transaction
from db.queries.conditions import Filters, Orders, by, equals
from db.queries.expressions import text_array, uuid_array
from db.queries.visible import columns, select_visible, visible
from db.tables import Dose, DoseImport, DoseImportRow, ImmunizationPlanning, Patient, Vaccine
from db.tables.base import table_of
from domain.dose_import import DoseImportRowState, DoseImportState

IMPORT, ROW, DOSE = table_of(DoseImport), table_of(DoseImportRow), table_of(Dose)
PATIENT, PLANNING = table_of(Patient), table_of(ImmunizationPlanning)

IMPORT_FILTERS: Filters = {"clinic_id": equals(IMPORT.c.clinic_id), "state": equals(IMPORT.c.state)}
IMPORT_ORDERS: Orders = {"UPLOADED_AT": by(IMPORT.c.uploaded_at)}
ROW_FILTERS: Filters = {"import_id": equals(ROW.c.import_id), "state": equals(ROW.c.state)}
ROW_ORDERS: Orders = {"NUMBER": by(ROW.c.number)}


async def people_of(tx: Transaction, iins: Collection[str]) -> dict[str, Patient]:
    """The clinic's own people by IIN."""
    statement = select(*columns(Patient, tx.viewer)).where(
        PATIENT.c.iin == any_(text_array(sorted(iins))),
        PATIENT.c.merged_into.is_(None),
        visible(Patient, tx.viewer),
    )
    return {str(row.iin): row for row in await tx.all(Patient, statement)}


async def products(tx: Transaction) -> Sequence[Vaccine]:
    """Every product on record, also those that nobody uses any more."""
    return await tx.all(Vaccine, select(*table_of(Vaccine).c))


async def on_record(tx: Transaction, patient_ids: Collection[UUID]) -> set[tuple[UUID, date, str]]:
    """The doses that these people have: person, day, kind."""
    statement = select(DOSE.c.patient_id, DOSE.c.given_on, DOSE.c.cvx).where(
        DOSE.c.patient_id == any_(uuid_array(tuple(patient_ids))), DOSE.c.voided_at.is_(None), visible(Dose, tx.viewer)
    )
    return {(row.patient_id, row.given_on, row.cvx) for row in await tx.rows(statement)}


async def same(tx: Transaction, clinic_id: UUID, content_hash: bytes, source: str) -> DoseImport | None:
    """The proposal that was made of this very file, to be looked at anew."""
    statement = select_visible(DoseImport, tx.viewer).where(
        IMPORT.c.clinic_id == clinic_id,
        IMPORT.c.content_hash == content_hash,
        IMPORT.c.source == source,
        IMPORT.c.state == DoseImportState.CHECKED,
    )
    return await tx.first(DoseImport, statement.order_by(IMPORT.c.id.desc()).limit(1))


async def add(tx: Transaction, row: DoseImport, rows: Sequence[Mapping[str, Any]]) -> DoseImport:
    """The file and its rows, in two statements."""
    made = await tx.insert(row)
    given = {"import": made.id, "clinic": made.clinic_id, "rows": orjson.dumps(rows).decode()}
    await tx.execute(_ROWS, given)
    return made


_ROWS = text("""
    insert into dose_import_row (import_id, clinic_id, number, state, patient_id, cvx, vaccine_id, given_on, series,
                                 dose_ml, place, source, problems, cells)
    select :import, :clinic, r.* from jsonb_to_recordset(cast(:rows as jsonb)) as r(
        number integer, state text, patient_id uuid, cvx text, vaccine_id uuid, given_on date, series text,
        dose_ml float, place text, source text, problems jsonb, cells jsonb)
""")


async def locked(tx: Transaction, import_id: UUID) -> DoseImport | None:
    """Held until the end of the transaction: one file is entered or taken back once."""
    statement = select_visible(DoseImport, tx.viewer).where(IMPORT.c.id == import_id).with_for_update()
    return await tx.first(DoseImport, statement)


async def people_in(tx: Transaction, import_id: UUID, state: DoseImportRowState) -> list[UUID]:
    """Whose rows of a file are in a state; not those whose person was not found."""
    statement = select(ROW.c.patient_id).distinct()
    mine = ROW.c.import_id == import_id, ROW.c.state == state, ROW.c.patient_id.is_not(None)
    return [row.patient_id for row in await tx.rows(statement.where(*mine, visible(DoseImportRow, tx.viewer)))]


async def counts(tx: Transaction, import_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """How many rows of each file are in each state."""
    statement = (
        select(ROW.c.import_id, ROW.c.state, func.count().label("rows"))
        .where(ROW.c.import_id == any_(uuid_array(tuple(import_ids))), visible(DoseImportRow, tx.viewer))
        .group_by(ROW.c.import_id, ROW.c.state)
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in await tx.rows(statement):
        found.setdefault(row.import_id, {})[row.state] = row.rows
    return found


async def waiting(tx: Transaction, import_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people of each file the planner has still to look at."""
    stale = exists().where(PLANNING.c.patient_id == ROW.c.patient_id, PLANNING.c.holds_until <= date.min)
    statement = (
        select(ROW.c.import_id, func.count(ROW.c.patient_id.distinct()).label("people"))
        .where(ROW.c.import_id == any_(uuid_array(tuple(import_ids))), ROW.c.dose_id.is_not(None), stale)
        .where(visible(DoseImportRow, tx.viewer))
        .group_by(ROW.c.import_id)
    )
    return {row.import_id: row.people for row in await tx.rows(statement)}


async def apply(tx: Transaction, import_id: UUID) -> int:
    """Every ready row becomes a dose, in one statement; how many did. What somebody recorded meanwhile stays one."""
    given = {"import": import_id, "clinic": tx.viewer.clinic_id, "by": tx.viewer.account_id}
    await tx.execute(_MADE, given)
    done = await tx.execute(_BECAME, given)
    await tx.execute(_NOT_MADE, given)
    return int(done.rowcount)


# A dose has the id of its row: so each finds the other by a key, whatever is known of tables that grew just now.
_MADE = text("""
    insert into dose (id, patient_id, clinic_id, import_id, cvx, vaccine_id, given_on, series, dose_ml, place,
                      source, purpose, recorded_by, version)
    select r.id, r.patient_id, r.clinic_id, r.import_id, r.cvx, r.vaccine_id, r.given_on, r.series, r.dose_ml, r.place,
           r.source, 'ROUTINE', cast(:by as uuid), 1
      from dose_import_row r
      join patient p on p.id = r.patient_id and p.clinic_id = :clinic and p.merged_into is null
     where r.import_id = :import and r.clinic_id = :clinic and r.state = 'READY'
     order by r.number
    on conflict do nothing
""")
_BECAME = text("""
    update dose_import_row r set state = 'IMPORTED', dose_id = d.id, cells = '{}'
      from dose d
     where r.import_id = :import and r.clinic_id = :clinic and r.state = 'READY' and d.id = r.id
""")
# Between the look and the deed somebody recorded the dose, or the person went elsewhere.
_NOT_MADE = text("""
    update dose_import_row r
       set state = case when there then 'DUPLICATE' else 'WRONG' end,
           problems = jsonb_build_array(jsonb_build_object('column', null, 'facts', '{}'::jsonb, 'code',
               case when there then 'IMPORT_ON_RECORD' else 'IMPORT_PERSON_NOT_HERE' end))
      from (select w.id, exists (select from dose d where d.voided_at is null and
                                 (d.patient_id, d.given_on, d.cvx) = (w.patient_id, w.given_on, w.cvx)) as there
              from dose_import_row w where w.import_id = :import and w.state = 'READY') late
     where r.id = late.id and r.clinic_id = :clinic
""")


async def undo(tx: Transaction, import_id: UUID, reason: str) -> int:
    """Its doses are void, but for those that somebody has changed or used since; how many are."""
    given = {"import": import_id, "clinic": tx.viewer.clinic_id, "by": tx.viewer.account_id, "reason": reason}
    done = await tx.execute(_VOIDED, given)
    await tx.execute(_SETTLED, given)
    return int(done.rowcount)


_VOIDED = text("""
    update dose d set voided_at = now(), voided_by = cast(:by as uuid), void_reason = :reason, version = d.version + 1
      from patient p
     where d.import_id = :import and d.clinic_id = :clinic and d.voided_at is null and d.version = 1
       and p.id = d.patient_id and p.clinic_id = :clinic
       and not exists (select from adverse_event e where e.dose_id = d.id)
""")
_SETTLED = text("""
    update dose_import_row r set state = case when d.voided_at = now() then 'UNDONE' else 'LEFT' end
      from dose d
     where r.import_id = :import and r.clinic_id = :clinic and r.state = 'IMPORTED' and d.id = r.dose_id
""")
