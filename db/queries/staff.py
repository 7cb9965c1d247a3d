"""Staff: how lists of the people who work in clinics are narrowed and ordered."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, any_, or_, select

from db.queries.conditions import Condition, Filter, Filters, Lookup, Orders, Scope, by
from db.queries.expressions import uuid_array
from db.tables import Employment, Staff
from db.tables.base import table_of
from domain.names import name_matches

STAFF, EMPLOYMENT = table_of(Staff), table_of(Employment)


def employed(*which: Condition) -> Condition:
    """Staff with an employment that fits all of these."""
    mine = EMPLOYMENT.c.staff_id == STAFF.c.id
    return select(EMPLOYMENT.c.id).where(mine, *which).correlate(STAFF).exists()


def at_work(on: date) -> Condition:
    """Employments that hold on a day; `ended_on` is the last day of work."""
    ended_on = EMPLOYMENT.c.ended_on
    return and_(EMPLOYMENT.c.started_on <= on, or_(ended_on.is_(None), ended_on >= on))


def by_employment(column: ColumnElement[Any]) -> Filter:
    """Staff with any employment, past ones too, whose column has the value that is asked for."""
    return lambda value, _scope: employed(column == value)


def employed_on(on: date, scope: Scope) -> Condition:
    """On a day; by the clinic that is asked for, when one is."""
    clinic_id = scope.given.get("clinic_id")
    return employed(at_work(on), *([EMPLOYMENT.c.clinic_id == clinic_id] if clinic_id else []))


async def named(name: str, scope: Scope) -> Condition:
    """Those whose name fits, in any script and order, with a typo."""
    names = (STAFF.c.family_name, STAFF.c.given_name, STAFF.c.patronymic)
    known = await scope.tx.rows(select(STAFF.c.id, *names))
    fitting = [row[0] for row in known if name_matches(name, *row[1:])]
    return STAFF.c.id == any_(uuid_array(tuple(fitting)))


STAFF_FILTERS: Filters = {
    "clinic_id": by_employment(EMPLOYMENT.c.clinic_id),
    "category": by_employment(EMPLOYMENT.c.category),
    "specialty_code": by_employment(EMPLOYMENT.c.specialty_code),
    "employed_on": employed_on,
    "name": Lookup(named),
}

STAFF_ORDERS: Orders = {"NAME": by(STAFF.c.sort_key)}
