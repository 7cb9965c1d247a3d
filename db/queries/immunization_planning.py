"""Whom the planner has to look at again, slice by slice, so that a city fits into little memory."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, any_, func, or_, select

from db.database import Transaction
from db.queries.expressions import uuid_array
from db.tables import ImmunizationPlanning, Patient
from db.tables.base import table_of

PLANNING, PATIENT = table_of(ImmunizationPlanning), table_of(Patient)


async def birth_years(tx: Transaction, calendar: str, on: date) -> Sequence[tuple[int, int]]:
    """Years of birth with people whose plan no longer holds, and how many; the youngest first."""
    year = func.date_part("year", PATIENT.c.birth_date)
    statement = (
        select(year.label("year"), func.count().label("people"))
        .select_from(PLANNING.join(PATIENT, PATIENT.c.id == PLANNING.c.patient_id))
        .where(_no_longer_holds(calendar, on))
        .group_by(year)
        .order_by(year.desc())
    )
    return [(int(row.year), row.people) for row in await tx.rows(statement)]


async def born_in(tx: Transaction, year: int, calendar: str, on: date) -> list[UUID]:
    """People born in a year whose plan no longer holds, in the order of birth."""
    statement = (
        select(PATIENT.c.id)
        .join(PLANNING, PLANNING.c.patient_id == PATIENT.c.id)
        .where(
            PATIENT.c.birth_date.between(date(year, 1, 1), date(year, 12, 31)),
            _no_longer_holds(calendar, on),
        )
        .order_by(PATIENT.c.birth_date, PATIENT.c.id)
    )
    return [row.id for row in await tx.rows(statement)]


async def living(tx: Transaction, after: UUID | None, at_most: int) -> list[UUID]:
    """People who may owe a dose, in the order of their ids, after one of them."""
    statement = select(PATIENT.c.id).where(PATIENT.c.merged_into.is_(None), PATIENT.c.deceased_on.is_(None))
    if after is not None:
        statement = statement.where(PATIENT.c.id > after)
    return [row.id for row in await tx.rows(statement.order_by(PATIENT.c.id).limit(at_most))]


def _no_longer_holds(calendar: str, on: date) -> ColumnElement[bool]:
    return or_(PLANNING.c.holds_until <= on, PLANNING.c.calendar != calendar)


async def lock_free(tx: Transaction, ids: Sequence[UUID]) -> list[UUID]:
    """Lock these people, but for whom somebody is recording something now: that act plans them itself."""
    statement = (
        select(PATIENT.c.id)
        .where(PATIENT.c.id == any_(uuid_array(tuple(ids))))
        .order_by(PATIENT.c.id)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return [row.id for row in await tx.rows(statement)]
