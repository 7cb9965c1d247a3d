"""How many people of each cohort have how many doses, and how many doses a month will need."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Text, and_, any_, cast, exists, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from db.database import Transaction
from db.queries.conditions import Condition, Filters, Scope
from db.queries.immunization import DUE, in_group
from db.queries.visible import column, visible
from db.tables import ImmunizationDue, ImmunizationPlanning, Patient, Vaccine, VaccineLot
from db.tables.base import table_of

PLANNING, PATIENT = table_of(ImmunizationPlanning), table_of(Patient)
LOT, VACCINE = table_of(VaccineLot), table_of(Vaccine)
MOST_DOSES_COUNTED = 4


class CoverageCount(NamedTuple):
    birth_year: int
    vaccine_group: str
    dose: int
    people: int
    vaccinated: int


class Needed(NamedTuple):
    """Doses of one kind of vaccine that a time needs; `waiting` of them were due before it."""

    cvx: str
    people: int
    waiting: int


async def coverage(
    tx: Transaction, clinic_id: UUID | None, years: tuple[int, int], groups: Sequence[str]
) -> list[CoverageCount]:
    """People of each birth year whom a vaccine group concerns, and how many have the dose; least doses first."""
    year = cast(func.date_part("year", PATIENT.c.birth_date), Integer)
    counted = func.jsonb_each_text(PLANNING.c.counted).table_valued("key", "value").render_derived()
    dose = func.generate_series(1, MOST_DOSES_COUNTED).table_valued("n").render_derived()
    has = cast(counted.c.value, Integer)
    statement = (
        select(
            year.label("birth_year"),
            counted.c.key.label("vaccine_group"),
            dose.c.n.label("dose"),
            func.count().label("people"),
            func.count().filter(has >= dose.c.n).label("vaccinated"),
        )
        .select_from(
            PLANNING.join(PATIENT, PATIENT.c.id == PLANNING.c.patient_id)
            .join(counted, true())
            .join(dose, true())
        )
        .where(
            visible(ImmunizationPlanning, tx.viewer),
            true() if clinic_id is None else PLANNING.c.clinic_id == clinic_id,
            PATIENT.c.birth_date.between(date(years[0], 1, 1), date(years[1], 12, 31)),
            counted.c.key == any_(cast(literal(list(groups), ARRAY(Text)), ARRAY(Text))),
        )
        .group_by(year, counted.c.key, dose.c.n)
        .order_by(year.desc(), counted.c.key, dose.c.n)
    )
    found = [CoverageCount._make(row) for row in await tx.rows(statement)]
    # A dose that nobody of any cohort has is not one that the calendar asks for.
    asked = {(row.vaccine_group, row.dose) for row in found if row.vaccinated}
    return [row for row in found if row.dose == 1 or (row.vaccine_group, row.dose) in asked]


async def needed(tx: Transaction, clinic_id: UUID | None, first: date, until: date) -> list[Needed]:
    """Doses to give by a day that nothing stands in the way of, one for each person and product."""
    first_choice = DUE.c.vaccines[1]
    act_on = column(ImmunizationDue, "act_on", tx.viewer)
    people = func.count(func.distinct(DUE.c.patient_id))
    statement = (
        select(
            first_choice.label("cvx"), people.label("people"), people.filter(act_on < first).label("waiting")
        )
        .where(
            visible(ImmunizationDue, tx.viewer),
            true() if clinic_id is None else DUE.c.clinic_id == clinic_id,
            act_on <= until,
            first_choice.is_not(None),
        )
        .group_by(first_choice)
        .order_by(people.desc(), first_choice)
    )
    return [Needed._make(row) for row in await tx.rows(statement)]


async def stock(tx: Transaction, clinic_id: UUID | None, on: date) -> dict[str, int]:
    """Doses in lots that may be used on a day, by kind of vaccine."""
    statement = (
        select(VACCINE.c.cvx, func.sum(LOT.c.doses_left).label("doses"))
        .join(VACCINE, VACCINE.c.id == LOT.c.vaccine_id)
        .where(
            visible(VaccineLot, tx.viewer),
            true() if clinic_id is None else LOT.c.clinic_id == clinic_id,
            LOT.c.expires_on >= on,
        )
        .group_by(VACCINE.c.cvx)
    )
    return {row.cvx: int(row.doses) for row in await tx.rows(statement)}


def immunized(asked: dict[str, Any], scope: Scope) -> Condition:
    """People by what they have and what they owe: the very conditions behind the counts."""
    planned, due = [], []
    group = asked.get("vaccine_group")
    if asked.get("doses") is not None:
        has = PLANNING.c.counted[group or ""].astext
        planned.append(cast(has, Integer) >= asked["doses"])
    if group and asked.get("doses") is None:
        due.append(DUE.c.vaccine_group == group)
    for name, shown in (("due_until", "due_on"), ("act_until", "act_on")):
        if asked.get(name) is not None:
            due.append(column(ImmunizationDue, shown, scope.viewer) <= asked[name])
    if asked.get("overdue"):
        due.append(column(ImmunizationDue, "past_due_on", scope.viewer) < scope.on)
    if asked.get("code") is not None:
        due.append(DUE.c.vaccines[1] == asked["code"])
    return and_(
        true(),
        *([_has(ImmunizationPlanning, scope, planned)] if planned else []),
        *([_has(ImmunizationDue, scope, due)] if due else []),
    )


def _has(row: type[SQLModel], scope: Scope, which: Sequence[Condition]) -> Condition:
    """Who may not read immunizations learns nothing of them by asking who has or owes which."""
    table = table_of(row)
    return exists().where(table.c.patient_id == PATIENT.c.id, visible(row, scope.viewer), *which)


PEOPLE_FILTERS: Filters = {
    "group_id": lambda value, scope: in_group(PATIENT.c.id, value, scope),
    "immunization": immunized,
}
