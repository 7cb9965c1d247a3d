"""What the immunization engine must know of people: birth, sex, doses, tests, deferrals, consents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, any_, or_, select, true

from db.database import Transaction
from db.queries import observation
from db.queries.expressions import uuid_array
from db.queries.visible import visible
from db.tables import Clinic, Consent, Deferral, Dose, Patient, TuberculinTest
from db.tables.base import table_of
from domain.consent import ConsentDecision
from domain.deferral import last_day_before
from domain.dose import DosePurpose, is_documented
from domain.immunization import facts
from domain.immunization.facts import DoseGiven, Person
from domain.observation import calendar_code
from domain.people import Sex

PATIENT, CLINIC, DOSE = table_of(Patient), table_of(Clinic), table_of(Dose)
TEST = table_of(TuberculinTest)
PURPOSES = {
    DosePurpose.ROUTINE.value: facts.Purpose.ROUTINE,
    DosePurpose.EPIDEMIC.value: facts.Purpose.EPIDEMIC,
}


@dataclass(slots=True)
class Known:
    """A person with all doses of their record and of those merged into it; `rows` and `doses` stand in one order."""

    patient_id: UUID
    birth: date
    sex: Sex
    region: str
    gone: bool
    """Dead, or merged into another record: owes nothing here."""
    rows: list[Any] = field(default_factory=list)
    deferrals: list[facts.Deferral] = field(default_factory=list)
    refusals: list[facts.Refusal] = field(default_factory=list)
    consents: set[str] = field(default_factory=set)
    tests: list[facts.TestReading] = field(default_factory=list)
    observations: list[facts.Observation] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return Person(
            self.birth,
            self.sex,
            region=self.region,
            observations=tuple(self.observations),
            tests=tuple(self.tests),
            deferrals=tuple(self.deferrals),
            refusals=tuple(self.refusals),
            consents=frozenset(self.consents),
        )

    @property
    def doses(self) -> list[DoseGiven]:
        return [dose_given(row) for row in self.rows]


def dose_given(row: Any) -> DoseGiven:
    """A stored dose as the engine sees it."""
    return DoseGiven(
        row.given_on,
        row.cvx,
        volume_ml=row.dose_ml,
        lot_expires_on=row.expires_on,
        purpose=PURPOSES[row.purpose],
        documented=is_documented(row.source),
    )


async def known(
    tx: Transaction, patient_ids: Sequence[UUID], by: datetime | None = None
) -> dict[UUID, Known]:
    """Visible people by id, as the record was at a moment; null is now."""
    statement = (
        select(
            PATIENT.c.id,
            PATIENT.c.birth_date,
            PATIENT.c.sex,
            PATIENT.c.merged_into,
            PATIENT.c.deceased_on,
            CLINIC.c.region_code,
        )
        .join(CLINIC, CLINIC.c.id == PATIENT.c.clinic_id)
        .where(PATIENT.c.id == any_(uuid_array(tuple(patient_ids))), visible(Patient, tx.viewer))
    )
    found = {
        row.id: Known(
            row.id,
            row.birth_date,
            Sex(row.sex),
            row.region_code,
            row.deceased_on is not None or row.merged_into is not None,
        )
        for row in await tx.rows(statement)
    }
    if found:
        await fill(tx, found, await whose(tx, found), by)
    return found


async def whose(tx: Transaction, found: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Every record that counts for these people, and for whom: their own and those merged into it."""
    owners = {key: {key} for key in found}
    level = list(owners)
    while level:
        merged = select(PATIENT.c.id, PATIENT.c.merged_into).where(
            PATIENT.c.merged_into == any_(uuid_array(tuple(level)))
        )
        rows = await tx.rows(merged)
        for row in rows:
            owners[row.id] = owners.get(row.id, set()) | owners[row.merged_into]
        level = [row.id for row in rows]
    return owners


async def fill(
    tx: Transaction, found: Mapping[UUID, Known], owners: Mapping[UUID, set[UUID]], by: datetime | None
) -> None:
    """Gives each owner what their records say, as known `by` a moment; a merged record is its survivor's too."""
    for row in await _of(tx, Dose, owners, by, DOSE_COLUMNS, _stands(by)):
        for owner in owners[row.patient_id]:
            found[owner].rows.append(row)
    for one in found.values():
        one.rows = _once(one.rows)
    for table, note in ((Deferral, _defer), (Consent, _consent), (TuberculinTest, _test)):
        for row in await _of(tx, table, owners, by):
            for owner in owners[row.patient_id]:
                note(found[owner], row)
    for row in await observation.of_records(tx, owners, by):
        for owner in owners[row.patient_id]:
            found[owner].observations.append(facts.Observation(calendar_code(row.kind), row.since))


def _once(rows: Iterable[Any]) -> list[Any]:
    """In the order of days; a dose that two records of one person have is one dose."""
    kept: dict[tuple[date, str], Any] = {}
    for row in sorted(rows, key=lambda row: row.given_on):
        kept.setdefault((row.given_on, row.cvx), row)
    return list(kept.values())


DOSE_COLUMNS = [
    DOSE.c.id,
    DOSE.c.patient_id,
    DOSE.c.given_on,
    DOSE.c.cvx,
    DOSE.c.dose_ml,
    DOSE.c.expires_on,
    DOSE.c.purpose,
    DOSE.c.source,
]
ORDERS = {
    # Of two readings on one day the one recorded last decides.
    TuberculinTest: (TEST.c.patient_id, TEST.c.id.desc()),
    Dose: (DOSE.c.patient_id, DOSE.c.given_on, DOSE.c.cvx, DOSE.c.recorded_at),
}


def _stands(by: datetime | None) -> ColumnElement[bool]:
    """Doses that were not voided, or not yet."""
    if by is None:
        return DOSE.c.voided_at.is_(None)
    return or_(DOSE.c.voided_at.is_(None), DOSE.c.voided_at >= by)


async def _of(
    tx: Transaction,
    table: Any,
    owners: Mapping[UUID, set[UUID]],
    by: datetime | None,
    columns: Sequence[ColumnElement[Any]] | None = None,
    *where: ColumnElement[bool],
) -> Sequence[Any]:
    """The visible rows of a table of facts that these records have, as known at a moment."""
    of = table_of(table)
    statement = select(*(columns or of.c)).where(
        of.c.patient_id == any_(uuid_array(tuple(owners))),
        visible(table, tx.viewer),
        true() if by is None else of.c.recorded_at < by,
        *where,
    )
    return await tx.rows(statement.order_by(*ORDERS.get(table, (of.c.patient_id, of.c.id))))


def _test(one: Known, row: Any) -> None:
    if row.outcome is not None:
        outcome = facts.TestOutcome[row.outcome]
        one.tests.append(facts.TestReading(row.kind.lower(), row.made_on, row.read_on, outcome))


def _defer(one: Known, row: Any) -> None:
    until = last_day_before(row)
    for group in row.vaccine_groups or [None]:
        one.deferrals.append(facts.Deferral(row.since, until, group, row.reason or "", row.commission or ""))


def _consent(one: Known, row: Any) -> None:
    if row.decision == ConsentDecision.REFUSAL:
        one.refusals.append(
            facts.Refusal(row.written_on, row.vaccine_group, row.revoked_on, row.ground or "")
        )
    elif row.revoked_on is None:
        one.consents.add(row.vaccine_group)
