"""Lists as flat rows for a file: the same visible rows, the same masks, names instead of ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, insert, select
from sqlmodel import SQLModel

from db import tables
from db.database import Transaction
from db.queries.clinic import PEOPLE, contracted
from db.queries.doctor_list import norm_column, over_norm
from db.queries.visible import column, visible
from db.tables.base import table_of
from domain.access import Viewer
from domain.language import Language

PATIENT, CLINIC, REGION, LIST, STAFF = (
    table_of(row) for row in (tables.Patient, tables.Clinic, tables.Region, tables.DoctorList, tables.Staff)
)
ATTACHMENT, REFUSAL = table_of(tables.Attachment), table_of(tables.AttachmentRefusal)
DUE, GROUP, MEMBER = (
    table_of(row) for row in (tables.ImmunizationDue, tables.OrganisedGroup, tables.OrganisedGroupMember)
)

Columns = Mapping[str, ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, the day on which norms and contracts count, and the language of names that have several."""

    viewer: Viewer
    on: date
    language: Language

    def name(self, table: Table) -> ColumnElement[Any]:
        """Russian where a thing has no name of its own in the language."""
        return table.c.get(f"name_{self.language}", table.c.name_ru)


@dataclass(frozen=True, slots=True)
class Flat:
    """`rows` is the listed table; `joined` are those it takes names from; `columns` in the file's order."""

    rows: type[SQLModel]
    joined: Any
    columns: Columns


def _full_name(table: Table) -> ColumnElement[Any]:
    return func.concat_ws(" ", table.c.family_name, table.c.given_name, table.c.patronymic)


def _person(viewer: Viewer) -> dict[str, ColumnElement[Any]]:
    names = [column(tables.Patient, name, viewer) for name in ("family_name", "given_name", "patronymic")]
    return {
        "IIN": _bare(column(tables.Patient, "iin", viewer)),
        "PERSON": func.concat_ws(" ", *map(_bare, names)),
        "BIRTH_YEAR": func.date_part("year", PATIENT.c.birth_date),
        "SEX": PATIENT.c.sex,
    }


def _bare(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """The expression under a label."""
    return getattr(expression, "element", expression)


def patients(asked: Asked) -> Flat:
    """One row a person; identity masked as everywhere."""
    joined = PATIENT.join(CLINIC, CLINIC.c.id == PATIENT.c.clinic_id)
    columns = _person(asked.viewer) | {
        "CITIZENSHIP": PATIENT.c.citizenship,
        "CLINIC": asked.name(CLINIC),
        "REGISTERED_ON": func.date(func.timezone("Asia/Almaty", PATIENT.c.registered_at)),
    }
    return Flat(tables.Patient, joined, columns)


def attachments(asked: Asked) -> Flat:
    """One row an attachment, with the person and the doctor of its list."""
    columns = _person(asked.viewer) | {
        "CLINIC": asked.name(CLINIC),
        "DOCTOR": _full_name(STAFF),
        "STARTS_ON": ATTACHMENT.c.starts_on,
        "ENDS_ON": ATTACHMENT.c.ends_on,
        "REASON": ATTACHMENT.c.reason,
        "CHANNEL": ATTACHMENT.c.channel,
        "RESIDENT": ATTACHMENT.c.resident,
        "HOME_VISITS": ATTACHMENT.c.home_visits,
        "OVER_NORM": ATTACHMENT.c.over_norm,
    }
    return Flat(tables.Attachment, _with_doctor(ATTACHMENT), columns)


def attachment_refusals(asked: Asked) -> Flat:
    """One row a refused request; `REFUSAL` is code and facts, put in words later."""
    columns = _person(asked.viewer) | {
        "CLINIC": asked.name(CLINIC),
        "DOCTOR": _full_name(STAFF),
        "REFUSED_ON": REFUSAL.c.refused_on,
        "REFUSAL": func.jsonb_build_object("code", REFUSAL.c.code, "facts", REFUSAL.c.facts),
        "RULE": REFUSAL.c.rule["act"].astext,
    }
    return Flat(tables.AttachmentRefusal, _with_doctor(REFUSAL), columns)


def _with_doctor(rows: Table) -> Any:
    """Rows about a person, a clinic and perhaps a doctor's list, with the names of all three."""
    return (
        rows.outerjoin(PATIENT, PATIENT.c.id == rows.c.patient_id)
        .join(CLINIC, CLINIC.c.id == rows.c.clinic_id)
        .outerjoin(LIST, LIST.c.id == rows.c.list_id)
        .outerjoin(STAFF, STAFF.c.id == LIST.c.doctor_id)
    )


def doctor_lists(asked: Asked) -> Flat:
    """One row a list; its norm is that of the asked day."""
    joined = LIST.join(CLINIC, CLINIC.c.id == LIST.c.clinic_id).join(STAFF, STAFF.c.id == LIST.c.doctor_id)
    columns = {
        "CLINIC": asked.name(CLINIC),
        "DOCTOR": _full_name(STAFF),
        "LIST": LIST.c.kind,
        "PEOPLE": LIST.c.people,
        "NORM": norm_column(asked.on),
        "OVER_NORM": over_norm(asked.on),
        "CLOSED": LIST.c.closed,
    }
    return Flat(tables.DoctorList, joined, columns)


def clinics(asked: Asked) -> Flat:
    """One row a clinic; accredited or not on the asked day."""
    accredited = func.coalesce(CLINIC.c.accredited_until >= asked.on, False)
    columns = {
        "BIN": CLINIC.c.bin,
        "CLINIC": asked.name(CLINIC),
        "REGION": asked.name(REGION),
        "OWNERSHIP": CLINIC.c.ownership,
        "ADDRESS": CLINIC.c.address,
        "PHONE": CLINIC.c.phone,
        "PEOPLE": PEOPLE,
        "ACCREDITED": accredited,
        "CONTRACT": contracted(CLINIC.c.id, asked.on),
    }
    return Flat(tables.Clinic, CLINIC.join(REGION, REGION.c.code == CLINIC.c.region_code), columns)


def due_immunizations(asked: Asked) -> Flat:
    """The list of a nurse who calls families: whom, what for, since when, what is in the way, where to reach them."""
    joined = DUE.join(PATIENT, PATIENT.c.id == DUE.c.patient_id).join(CLINIC, CLINIC.c.id == DUE.c.clinic_id)
    phones = _bare(column(tables.Patient, "phones", asked.viewer))
    shown = ("due_on", "past_due_on", "act_on")
    due_on, past_due_on, act_on = (_bare(column(tables.ImmunizationDue, name, asked.viewer)) for name in shown)
    columns = _person(asked.viewer) | {
        "PHONE": func.array_to_string(phones, ", "),
        "VACCINE": DUE.c.vaccine_group,
        "DOSE": DUE.c.dose_number,
        "WHAT_TO_GIVE": DUE.c.vaccines[1],
        "DUE_ON": due_on,
        "PAST_DUE_ON": past_due_on,
        "ACT_ON": act_on,
        "OBSTACLES": DUE.c.obstacles,
        "CLASS": _class_of_today(asked.viewer),
        "CLINIC": asked.name(CLINIC),
    }
    return Flat(tables.ImmunizationDue, joined, columns)


def _class_of_today(viewer: Viewer) -> ColumnElement[Any]:
    on = func.date(func.timezone("Asia/Almaty", func.now()))
    return (
        select(func.concat_ws(", ", GROUP.c.name, GROUP.c.class_name))
        .join(MEMBER, MEMBER.c.group_id == GROUP.c.id)
        .where(
            MEMBER.c.patient_id == DUE.c.patient_id,
            MEMBER.c.since <= on,
            func.coalesce(MEMBER.c.until > on, True),
            visible(tables.OrganisedGroupMember, viewer),
            visible(tables.OrganisedGroup, viewer),
        )
        .limit(1)
        .correlate(DUE)
        .scalar_subquery()
    )


def statement(
    flat: Flat, viewer: Viewer, where: Sequence[ColumnElement[bool]], order: Sequence[ColumnElement[Any]]
) -> Select[Any]:
    """Every row of the list that meets the conditions, in the list's own order."""
    labelled = (expression.label(name) for name, expression in flat.columns.items())
    shown = [*labelled, *_people(flat)]
    conditions = (visible(flat.rows, viewer), *where)
    return (
        select(*shown).select_from(flat.joined).where(*conditions).order_by(*order, table_of(flat.rows).c.id)
    )


def _people(flat: Flat) -> list[ColumnElement[Any]]:
    """Whose records the rows are, for the audit trail."""
    if flat.rows in (tables.Patient, tables.Attachment, tables.AttachmentRefusal, tables.ImmunizationDue):
        return [PATIENT.c.id.label("patient_id")]
    return []


async def download(tx: Transaction, viewer: Viewer, export_id: UUID) -> tables.Export | None:
    """One's own file while its hour lasts."""
    table = table_of(tables.Export)
    mine = (table.c.id == export_id) & visible(tables.Export, viewer) & (table.c.expires_at > func.now())
    return await tx.first(tables.Export, select(*table.c).where(mine))


async def keep(
    tx: Transaction,
    viewer: Viewer,
    what: str,
    file_name: str,
    content: bytes,
    row_count: int,
    expires_at: datetime,
) -> UUID:
    """Store a file for the viewer until a moment; its id."""
    statement = insert(table_of(tables.Export)).values(
        account_id=viewer.account_id,
        what=what,
        row_count=row_count,
        file_name=file_name,
        sha256=sha256(content).digest(),
        content=content,
        expires_at=expires_at,
    )
    export_id: UUID = await tx.value(statement.returning(table_of(tables.Export).c.id))
    return export_id
