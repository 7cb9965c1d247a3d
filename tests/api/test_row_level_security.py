"""Direct SQL as the server's login: whatever the statement, each kind of viewer reaches their own rows only.

Generated over every table of the database: a new one is expected to be closed to everybody but the
system until it is named here, and must get rows in `fill`.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import psycopg
import pytest
from sqlalchemy import CursorResult, text
from sqlalchemy.exc import ProgrammingError
from sqlmodel import SQLModel

from db import tables
from db.database import Database, DbRole, Transaction
from db.failures import sqlstate_of
from db.tables.base import metadata, table_of
from domain.access import ANONYMOUS, SYSTEM, Role, Viewer
from domain.attachment import ListKind
from domain.people import FamilyTie
from tests.api import town as towns
from tests.api.town import Surgery
from tests.conftest import NewDatabase, Urls

SHARED, THEIRS, COLLEAGUES, OWN = "shared", "theirs", "colleagues", "own"
EVERYTHING = frozenset({SHARED, THEIRS, COLLEAGUES, OWN})
CLINIC = frozenset({COLLEAGUES, OWN})
MINE = frozenset({OWN})
INSUFFICIENT_PRIVILEGE = "42501"
NOTHING: frozenset[str] = frozenset()

REFERENCE = (
    "region",
    "specialty",
    "clinic",
    "fund_contract",
    "area",
    "area_street",
    "doctor_list",
    "vaccine",
)
WORKERS = ("staff", "employment", "qualification")
FACTS = (
    "dose",
    "adverse_event",
    "deferral",
    "consent",
    "immunization_certificate",
    "tuberculin_test",
    "organised_group_member",
    "immunization_session_person",
    "immunization_due",
    "immunization_planning",
)
VACCINATION = ("dose_import", "dose_import_row", "vaccine_lot", "vaccine_lot_movement", "organised_group", "immunization_session")
REMINDERS = ("reminder", "reminder_item", "reminder_opt_out")
PEOPLE = ("patient", "attachment", "attachment_refusal", "family_link", "merge", "patient_version")

Sees = Mapping[str, frozenset[str]]
Row = TypeVar("Row", bound=SQLModel)

OPEN: Sees = dict.fromkeys(REFERENCE, EVERYTHING)
DESK: Sees = {
    **OPEN,
    **dict.fromkeys(WORKERS, EVERYTHING),
    **dict.fromkeys((*PEOPLE, *FACTS, *VACCINATION, *REMINDERS, "outbox"), CLINIC),
    "reminder_channel": EVERYTHING,
    "observation": NOTHING,
    "access_event": CLINIC,
    "reveal": CLINIC,
    "account": CLINIC,
    **dict.fromkeys(("session", "draft", "export", "idempotency_key"), MINE),
}
MANAGER: Sees = {**DESK, "session": CLINIC}

SEES: Mapping[str, Sees] = {
    "registrar": DESK,
    "nurse elsewhere": {name: labels if labels == EVERYTHING else NOTHING for name, labels in DESK.items()},
    "clinic admin": MANAGER,
    "head doctor": {**DESK, "observation": CLINIC},
    "auditor": DESK,
    "auditor of no region": {
        name: labels if labels == EVERYTHING else NOTHING for name, labels in DESK.items()
    }
    | dict.fromkeys(
        ("account", "session", "draft", "export", "idempotency_key", "access_event", "reveal"), MINE
    ),
    "patient": {
        **OPEN,
        **dict.fromkeys(WORKERS, EVERYTHING),
        **dict.fromkeys(
            ("patient", "attachment", "attachment_refusal", "family_link", "merge", "observation", *FACTS, *REMINDERS), MINE
        ),
        **dict.fromkeys(("account", "session", "idempotency_key", *VACCINATION), NOTHING),
    },
    "nobody": {
        **OPEN,
        **dict.fromkeys(("account", "session", "reveal"), NOTHING),
        "sign_in_attempt": EVERYTHING,
    },
    "display": {
        **OPEN,
        **dict.fromkeys(("account", "session", "reveal"), NOTHING),
        "sign_in_attempt": EVERYTHING,
    },
    "directory": {**OPEN, **dict.fromkeys(("patient", "attachment"), NOTHING)},
    "transfer": {
        **OPEN,
        **dict.fromkeys(WORKERS, EVERYTHING),
        **dict.fromkeys(("patient", "attachment", "attachment_refusal"), NOTHING),
    },
    "system": dict.fromkeys(metadata.tables, EVERYTHING),
}
ALL_TABLES = sorted(metadata.tables)


@dataclass(slots=True)
class Filled:
    """A database with rows of everybody in every table; `labels` tells whose each row is, by its key."""

    url: str
    here: Surgery
    patient: tables.Patient
    elsewhere: tables.Patient
    labels: dict[str, dict[tuple[Any, ...], str]] = field(default_factory=dict)

    def rows(self, table: str, labels: frozenset[str]) -> set[tuple[Any, ...]]:
        return {key for key, label in self.labels[table].items() if label in labels}

    def viewer(self, kind: str) -> Viewer:
        own = self.here.accounts[Role.REGISTRAR].id
        here = self.here.clinic.id
        return {
            "registrar": Viewer(account_id=own, role=Role.REGISTRAR, clinic_id=here, clinic_ids=(here,)),
            "nurse elsewhere": Viewer(role=Role.NURSE, clinic_ids=()),
            "clinic admin": Viewer(
                account_id=own, role=Role.CLINIC_ADMIN, clinic_id=here, clinic_ids=(here,)
            ),
            "head doctor": Viewer(account_id=own, role=Role.HEAD_DOCTOR, clinic_id=here, clinic_ids=(here,)),
            "auditor": Viewer(account_id=own, role=Role.AUDITOR, clinic_ids=(here,), regions=(towns.REGION,)),
            "auditor of no region": Viewer(account_id=own, role=Role.AUDITOR),
            "patient": Viewer(role=Role.PATIENT, patient_id=self.patient.id),
            "nobody": ANONYMOUS,
            "display": Viewer(role=Role.DISPLAY, clinic_ids=(here,)),
            "system": SYSTEM,
        }.get(kind, ANONYMOUS)

    @asynccontextmanager
    async def as_viewer(self, kind: str, **settings: str) -> AsyncIterator[Transaction]:
        """A transaction as this kind of viewer; nothing of it stays."""
        database = Database(self.url, pool_size=1)
        try:
            async with database.transaction(self.viewer(kind)) as tx:
                if kind in ("directory", "transfer"):
                    async with tx.acting_as(DbRole(f"emhana_{kind}"), **settings) as narrow:
                        yield narrow
                else:
                    yield tx
                raise Undone
        except Undone:
            pass
        finally:
            await database.dispose()


class Undone(Exception):
    """Rolls a transaction back on purpose."""


@pytest.fixture(scope="module")
async def filled(new_database: NewDatabase) -> AsyncIterator[Filled]:
    with new_database() as urls:
        database = Database(urls.server)
        made = await fill(database, urls)
        await database.dispose()
        yield made


async def fill(database: Database, urls: Urls) -> Filled:
    """Rows step by step; what a step adds is labelled with the step's name."""
    labels: dict[str, dict[tuple[Any, ...], str]] = {name: {} for name in ALL_TABLES}

    async def label(name: str) -> None:
        async with database.transaction(SYSTEM) as tx:
            for table in ALL_TABLES:
                for row in await tx.rows(text(f"select {keys(table)} from {table}")):
                    labels[table].setdefault(tuple(row), name)

    async with database.transaction(SYSTEM) as tx:
        await tx.insert(filled_in(tables.Region, code=towns.REGION))
        for table in (tables.Specialty, tables.AccessSeal, tables.SignInAttempt):
            await tx.insert(filled_in(table))
        await tx.insert(filled_in(tables.ReminderChannelState, channel="SMS"))
    await label(SHARED)
    async with database.transaction(SYSTEM) as tx:
        there = await towns.surgery(tx, "Екінші")
        elsewhere = await everything(tx, there, Role.REGISTRAR)
    await label(THEIRS)
    async with database.transaction(SYSTEM) as tx:
        here = await towns.surgery(tx, "Бірінші")
        await everything(tx, here, Role.NURSE)
    await label(COLLEAGUES)
    async with database.transaction(SYSTEM) as tx:
        patient = await everything(tx, here, Role.REGISTRAR)
    await label(OWN)
    labels["account"][(here.accounts[Role.REGISTRAR].id,)] = OWN
    relatives = {key for key, whose in labels["patient"].items() if whose == OWN} - {(patient.id,)}
    for of_people in ("patient", "immunization_planning"):
        labels[of_people].update(dict.fromkeys(relatives, COLLEAGUES))
    return Filled(urls.server, here, patient, elsewhere, labels)


async def everything(tx: Transaction, of: Surgery, role: Role) -> tables.Patient:
    """One row of every table that belongs to a clinic, a person or an account; the person of these rows."""
    account, clinic_id, number = of.accounts[role].id, of.clinic.id, next(towns.numbers)
    now = datetime.now(UTC)
    later = now + timedelta(hours=1)
    patient, relative = [await tx.insert(towns.person(of, iin=f"{number:08}{n:04}")) for n in range(2)]
    await tx.execute(text("update patient set version = 2 where id = :id"), {"id": patient.id})
    await tx.insert(towns.attachment(patient, of, ListKind.GP))
    of_person = {"patient_id": patient.id, "clinic_id": clinic_id}
    of_account = {"account_id": account, "token_hash": f"{number}".encode(), "expires_at": later}
    await immunized(tx, of, patient)
    await reminded(tx, of, patient)
    two = {"survivor_id": patient.id, "merged_id": relative.id, "relative_id": relative.id}
    doctor = {"staff_id": of.lists[ListKind.GP].doctor_id}
    for table in (
        tables.AttachmentRefusal,
        tables.FamilyLink,
        tables.Merge,
        tables.Qualification,
        tables.Session,
        tables.Draft,
        tables.Export,
        tables.Reveal,
        tables.IdempotencyKey,
        tables.Outbox,
        tables.AccessEvent,
    ):
        await tx.insert(
            filled_in(
                table, tie=FamilyTie.OTHER, fate="WITHDRAWN", **of_person, **of_account, **two, **doctor
            )
        )
    return patient


async def immunized(tx: Transaction, of: Surgery, patient: tables.Patient) -> None:
    """One row of every table about immunization; the rows refer to each other."""
    known: dict[str, Any] = {
        "patient_id": patient.id,
        "clinic_id": of.clinic.id,
        "record_clinic_id": of.clinic.id,
        "cvx": "08",
        "source": "GIVEN_HERE",
        "purpose": "ROUTINE",
        "vaccine_group": "HepB",
        "kind": "MANTOUX",
        "state": "READY",
        "place_kind": "ROOM",
        "severity": "MILD",
        "decision": "CONSENT",
        "signed_by": "MOTHER",
        "series": str(patient.id),
        "token_hash": str(patient.id).encode(),
        "class_name": str(patient.id),
        "change": 5,
    }
    (vaccine,) = await tx.rows(text("select id from vaccine where cvx = '08'"))
    known["vaccine_id"] = vaccine.id
    for key, table, kind in (
        ("lot_id", tables.VaccineLot, None),
        (None, tables.VaccineLotMovement, "RECEIVED"),
        ("consent_id", tables.Consent, None),
        (None, tables.Deferral, None),
        ("group_id", tables.OrganisedGroup, "SCHOOL"),
        (None, tables.OrganisedGroupMember, None),
        ("session_id", tables.ImmunizationSession, None),
        ("import_id", tables.DoseImport, None),
        ("dose_id", tables.Dose, None),
        (None, tables.DoseImportRow, None),
        (None, tables.ImmunizationCertificate, None),
        (None, tables.ImmunizationSessionPerson, None),
        (None, tables.AdverseEvent, None),
        (None, tables.TuberculinTest, "MANTOUX"),
        (None, tables.Observation, "HIV_DEFICIENCY"),
        (None, tables.ImmunizationDue, None),
    ):
        told = {"kind": kind} if kind else {}
        told |= {"state": "CHECKED"} if table is tables.DoseImport else {}
        row = await tx.insert(filled_in(table, **known | told))
        if key:
            known[key] = row.id  # type: ignore[attr-defined]


async def reminded(tx: Transaction, of: Surgery, patient: tables.Patient) -> None:
    """A message to a person about themselves, and their wish for no more."""
    known: dict[str, Any] = {
        "clinic_id": of.clinic.id,
        "patient_id": patient.id,
        "recipient_id": patient.id,
        "kind": "IMMUNIZATION",
        "language": "kk",
        "fate": "WITHDRAWN",
        "source": "STAFF",
    }
    message = await tx.insert(filled_in(tables.Reminder, **known))
    await tx.insert(filled_in(tables.ReminderItem, reminder_id=message.id, **known))
    await tx.insert(filled_in(tables.ReminderOptOut, **known))


def filled_in(table: type[Row], **known: Any) -> Row:
    """A row with what is known of its columns, and something harmless in the others that must not be empty."""
    some: dict[Any, Any] = {
        bool: False,
        int: 1,
        str: "-",
        bytes: b"-",
        date: towns.LONG_AGO,
        datetime: datetime.now(UTC),
    }
    columns = table_of(table).c
    needed = [c.name for c in columns if not (c.nullable or c.server_default or c.name in known)]
    given = {name: value for name, value in known.items() if name in columns}
    return table(**given, **{name: some[table.model_fields[name].annotation] for name in needed})


def keys(table: str) -> str:
    return ", ".join(column.name for column in metadata.tables[table].primary_key)


async def test_every_table_of_the_database_is_closed_and_known_here(filled: Filled) -> None:
    query = """
        select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
           and relname not like 'procrastinate%' and relname <> 'alembic_version'"""
    async with filled.as_viewer("system") as tx:
        found = [row.relname for row in await tx.rows(text(query))]
        is_open = await tx.rows(text(f"{query} and not (relrowsecurity and relforcerowsecurity)"))
    assert sorted(found) == ALL_TABLES
    assert is_open == []


async def test_every_table_has_rows_of_others_to_be_hidden(filled: Filled) -> None:
    shared = {"region", "specialty", "access_seal", "sign_in_attempt", "vaccine", "reminder_channel"}
    for table, rows in filled.labels.items():
        expected = {SHARED} if table in shared else {THEIRS, COLLEAGUES, OWN}
        if table in (*REFERENCE, *WORKERS):
            expected -= {OWN}
        assert expected <= set(rows.values()), table


WRITERS = [kind for kind in SEES if kind != "system"]


@pytest.mark.parametrize("kind", SEES)
async def test_a_viewer_reads_their_own_rows_only(filled: Filled, kind: str) -> None:
    async with filled.as_viewer(kind) as tx:
        seen = {table: await _rows(tx, table) for table in ALL_TABLES}
    for table, rows in seen.items():
        expected = filled.rows(table, SEES[kind][table]) if table in SEES[kind] else None
        assert rows == expected, table


async def _rows(tx: Transaction, table: str) -> set[tuple[Any, ...]] | None:
    """The keys that the current role reads; None when it may not read the table at all."""
    found = await _tried(tx, f"select {keys(table)} from {table}")
    return None if found is None else {tuple(row) for row in found}


async def _tried(tx: Transaction, sql: str) -> CursorResult[Any] | None:
    try:
        async with tx.savepoint():
            return await tx.execute(text(sql))
    except ProgrammingError as error:
        if sqlstate_of(error) != INSUFFICIENT_PRIVILEGE:
            raise
        return None


@pytest.mark.parametrize("kind", WRITERS)
async def test_an_update_of_everything_reaches_the_viewer_s_own_rows_only(filled: Filled, kind: str) -> None:
    """Without WHERE and RETURNING no right to read is needed: the policies for reading are no help here."""
    async with filled.as_viewer(kind) as tx:
        for table in ALL_TABLES:
            assignment = await _writable(tx, table)
            changed = await _tried(tx, f"update {table} set {assignment}") if assignment else None
            reached = changed.rowcount if changed else 0
            assert reached <= len(filled.rows(table, _changes(kind, table))), (table, assignment)


def _changes(kind: str, table: str) -> frozenset[str]:
    """Whose rows may change: less than may be read."""
    if table in (*REFERENCE, *WORKERS):
        return NOTHING
    if table == "account" and kind != "clinic admin":
        return MINE
    return SEES[kind].get(table, NOTHING)


async def _writable(tx: Transaction, table: str) -> str | None:
    """An assignment to a column that the current role may write, harmless to every constraint; else None."""
    columns = await tx.rows(
        text("""
            select attname, typname from pg_attribute join pg_type on pg_type.oid = atttypid
             where attrelid = cast(:name as regclass) and attnum > 0 and not attisdropped
               and has_column_privilege(attrelid, attnum, 'UPDATE') order by typname desc, attnum"""),
        {"name": table},
    )
    harmless = {"timestamptz": "now()", "bool": "false", "int4": "version + 1", "text": "'kk'"}
    if table == "immunization_certificate":  # revoked only with a reason beside it
        del harmless["timestamptz"]
    if table == "dose_import_row":  # its texts are states; a code is not
        harmless = {"varchar": "'kk'"}
    for row in columns:
        if row.typname in harmless and row.attname not in keys(table):
            return f"{row.attname} = {harmless[row.typname]}"
    return None


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind != "clinic admin"])
async def test_nobody_gives_themselves_a_greater_role(filled: Filled, kind: str) -> None:
    async with filled.as_viewer(kind) as tx:
        changed = await _tried(tx, "update account set role = 'CLINIC_ADMIN'")
        assert changed is None or changed.rowcount == 0


async def test_a_clinic_s_administrator_makes_no_officer_of_the_fund(filled: Filled) -> None:
    async with filled.as_viewer("clinic admin") as tx:
        assert await _tried(tx, "update account set role = 'FUND_OFFICER'") is None


@pytest.mark.parametrize("kind", WRITERS)
async def test_nobody_deletes_anything_but_their_own_drafts(filled: Filled, kind: str) -> None:
    async with filled.as_viewer(kind) as tx:
        deleted = {table: await _tried(tx, f"delete from {table}") for table in ALL_TABLES}
    allowed = {table: result.rowcount for table, result in deleted.items() if result}
    assert allowed in ({}, {"draft": len(filled.rows("draft", SEES[kind].get("draft", NOTHING)))})


def test_the_login_itself_reads_nothing(filled: Filled) -> None:
    with psycopg.connect(filled.url, autocommit=True) as connection:
        for table in ALL_TABLES:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select 1 from {table}")


@pytest.mark.parametrize(
    ("kind", "setting"), [("transfer", "person"), ("directory", "person"), ("directory", "iin")]
)
async def test_one_named_person_is_seen_and_nobody_else(filled: Filled, kind: str, setting: str) -> None:
    one = filled.elsewhere
    async with filled.as_viewer(kind, **{setting: str(one.id if setting == "person" else one.iin)}) as tx:
        people = await _rows(tx, "patient")
        attached = await tx.rows(text("select patient_id from attachment"))
    assert people == {(one.id,)}
    assert {row.patient_id for row in attached} <= {one.id}


async def test_the_directory_gives_the_least_identity(filled: Filled) -> None:
    async with filled.as_viewer("directory", person=str(filled.elsewhere.id)) as tx:
        assert await _tried(tx, "select phones from patient") is None
        assert await _tried(tx, "select street from patient") is None


@pytest.mark.parametrize("kind", WRITERS)
async def test_only_the_system_reaches_the_queue_of_jobs(filled: Filled, kind: str) -> None:
    async with filled.as_viewer(kind) as tx:
        assert await _tried(tx, "select 1 from procrastinate_jobs") is None
