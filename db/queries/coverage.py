"""How many people of each cohort have how many doses, and how many doses a month will need."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Integer,
    Text,
    and_,
    any_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    values,
)
from sqlalchemy import column as named
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

from db.database import Transaction
from db.queries.conditions import Condition, Filters, Scope
from db.queries.immunization import DUE, in_group
from db.queries.visible import column, visible
from db.reference.immunization import kazakhstan_calendar
from db.tables import ImmunizationDue, ImmunizationPlanning, Patient, Vaccine, VaccineLot
from db.tables.base import table_of
from domain.access import Viewer
from domain.immunization.asked import Asked, asked

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
    tx: Transaction, clinic_id: UUID | None, years: tuple[int, int], groups: Sequence[str], on: date
) -> list[CoverageCount]:
    """People of each birth year whom the calendar asks for a dose by a day, and how many have it; least doses first.

    Where nobody is asked yet `people` is 0; a dose that nobody has and the calendar of the day lacks is left out.
    """
    year = cast(func.date_part("year", PATIENT.c.birth_date), Integer)
    counted = func.jsonb_each_text(PLANNING.c.counted).table_valued("key", "value").render_derived()
    dose, births = func.generate_series(1, MOST_DOSES_COUNTED).table_valued("n").render_derived(), _births(on)
    has = cast(counted.c.value, Integer)
    born = column(Patient, "birth_date", tx.viewer)
    reached = born.between(births.c.born_from, births.c.born_until)
    next_on = column(ImmunizationDue, "due_on", tx.viewer)
    statement = (
        select(
            year.label("birth_year"),
            counted.c.key.label("vaccine_group"),
            dose.c.n.label("dose"),
            func.count().filter(_is_asked(has, dose.c.n, next_on, reached, on)).label("people"),
            func.count().filter(has >= dose.c.n).label("vaccinated"),
        )
        .select_from(
            PLANNING.join(PATIENT, PATIENT.c.id == PLANNING.c.patient_id)
            .join(counted, true())
            .join(dose, true())
            .outerjoin(births, and_(births.c.key == counted.c.key, births.c.dose == dose.c.n))
            .outerjoin(DUE, _next_of(PLANNING.c.patient_id, counted.c.key, tx.viewer))
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
    return [row for row in found if row.people or (row.vaccine_group, row.dose) in _asked(on)]


def _asked(on: date) -> Mapping[tuple[str, int], Asked]:
    return asked(kazakhstan_calendar(), on, MOST_DOSES_COUNTED)


def _births(on: date) -> FromClause:
    """The birth dates that come to each dose by a day, as rows."""
    columns = named("key", Text), named("dose", Integer), named("born_from", Date), named("born_until", Date)
    rows = [(*key, one.born_from, one.born_until) for key, one in _asked(on).items()]
    return values(*columns, name="births").data(rows)


def _next_of(patient_id: ColumnElement[Any], group: ColumnElement[Any], viewer: Viewer) -> Condition:
    """Their next dose of a group, if one is to come."""
    return and_(
        DUE.c.patient_id == patient_id, DUE.c.vaccine_group == group, visible(ImmunizationDue, viewer)
    )


def _is_asked(
    has: ColumnElement[Any],
    dose: ColumnElement[Any],
    next_on: ColumnElement[Any],
    reached: Condition,
    on: date,
) -> Condition:
    """Who has the dose, or whose next it is by their own date; who waits for an earlier one, by the calendar's age."""
    own = and_(has == dose - 1, next_on.is_not(None))
    return or_(has >= dose, case((own, next_on <= on), else_=func.coalesce(reached, False)))


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


def immunized(given: dict[str, Any], scope: Scope) -> Condition:
    """People by what they have and what they owe: the very conditions behind the counts."""
    planned, due = [], []
    group = given.get("vaccine_group")
    if given.get("doses") is not None:
        has = PLANNING.c.counted[group or ""].astext
        planned.append(cast(has, Integer) >= given["doses"])
    if group and given.get("asked_doses") is not None:
        planned.append(_asked_for(group, given["asked_doses"], scope))
    if group and given.get("doses") is None and given.get("asked_doses") is None:
        due.append(DUE.c.vaccine_group == group)
    for name, shown in (("due_until", "due_on"), ("act_until", "act_on")):
        if given.get(name) is not None:
            due.append(column(ImmunizationDue, shown, scope.viewer) <= given[name])
    if given.get("overdue"):
        due.append(column(ImmunizationDue, "past_due_on", scope.viewer) < scope.on)
    if given.get("code") is not None:
        due.append(DUE.c.vaccines[1] == given["code"])
    return and_(
        true(),
        *([_has(ImmunizationPlanning, scope, planned)] if planned else []),
        *([_has(ImmunizationDue, scope, due)] if due else []),
    )


def _asked_for(group: str, dose: int, scope: Scope) -> Condition:
    """Those whom `coverage` counts as people."""
    has = cast(PLANNING.c.counted[group].astext, Integer)
    births, born = _asked(scope.on).get((group, dose)), column(Patient, "birth_date", scope.viewer)
    reached = born.between(births.born_from, births.born_until) if births else false()
    next_on = (
        select(column(ImmunizationDue, "due_on", scope.viewer))
        .where(_next_of(PLANNING.c.patient_id, literal(group), scope.viewer))
        .scalar_subquery()
    )
    return and_(has.is_not(None), _is_asked(has, literal(dose), next_on, reached, scope.on))


def _has(row: type[SQLModel], scope: Scope, which: Sequence[Condition]) -> Condition:
    """Who may not read immunizations learns nothing of them by asking who has or owes which."""
    table = table_of(row)
    return exists().where(table.c.patient_id == PATIENT.c.id, visible(row, scope.viewer), *which)


PEOPLE_FILTERS: Filters = {
    "group_id": lambda value, scope: in_group(PATIENT.c.id, value, scope),
    "immunization": immunized,
}
