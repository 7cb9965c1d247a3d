"""Doctors' lists: people against the norm of the day, the areas they serve, filters and orders."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Float, Integer, case, cast, literal, or_, select

from db import reference
from db.database import Transaction
from db.queries.clinic import of_region
from db.queries.conditions import Condition, Filters, Orders, Scope, by, equals, truth
from db.tables import Area, DoctorList, Employment, Staff
from db.tables.base import table_of
from domain.attachment_rules import ListKind, ListNorm
from domain.workload import Workload, workload

LIST, AREA, STAFF, EMPLOYMENT = (table_of(row) for row in (DoctorList, Area, Staff, Employment))


def norm_of(kind: ListKind | str, on: date) -> ListNorm | None:
    """How many people a whole list of a kind should have on a day; None when no norm is in force."""
    return reference.attachment_rules().norm(ListKind(kind), on)


def load(row: DoctorList, on: date) -> Workload:
    """A list's people against the norm of a day."""
    return workload(ListKind(row.kind), row.people, reference.attachment_rules(), on)


def norm_column(on: date) -> ColumnElement[int]:
    """The norm of each list on a day, null where there is none."""
    norms = {kind.value: norm.people for kind in ListKind if (norm := norm_of(kind, on))}
    if not norms:
        return cast(literal(None), Integer)
    return case(*((LIST.c.kind == kind, people) for kind, people in norms.items()))


def has_room(on: date) -> Condition:
    """Open lists below the norm."""
    norm = norm_column(on)
    return ~LIST.c.closed & or_(norm.is_(None), LIST.c.people < norm)


def over_norm(on: date) -> Condition:
    """Lists with more people than their norm of that day; without a norm none is over it."""
    norm = norm_column(on)
    return norm.is_not(None) & (LIST.c.people > norm)


def ratio(scope: Scope) -> ColumnElement[float]:
    """People by norm; 0 where there is no norm."""
    norm = norm_column(scope.on)
    return case((norm.is_(None), 0.0), else_=cast(LIST.c.people, Float) / norm)


DOCTOR_NAME = select(STAFF.c.sort_key).where(STAFF.c.id == LIST.c.doctor_id).correlate(LIST).scalar_subquery()

DOCTOR_LIST_FILTERS: Filters = {
    "clinic_id": equals(LIST.c.clinic_id),
    "region_code": lambda value, _scope: of_region(LIST.c.clinic_id, value),
    "kind": equals(LIST.c.kind),
    "over_norm": lambda value, scope: truth(over_norm(scope.on), value),
    "has_room": lambda value, scope: truth(has_room(scope.on), value),
}

DOCTOR_LIST_ORDERS: Orders = {"DOCTOR_NAME": by(DOCTOR_NAME), "PEOPLE": by(LIST.c.people), "RATIO": ratio}


def works(on: date) -> Condition:
    """Whether the doctor of a list is employed by its clinic on a day."""
    return (
        select(EMPLOYMENT.c.id)
        .where(
            EMPLOYMENT.c.staff_id == LIST.c.doctor_id,
            EMPLOYMENT.c.clinic_id == LIST.c.clinic_id,
            EMPLOYMENT.c.started_on <= on,
            or_(EMPLOYMENT.c.ended_on.is_(None), EMPLOYMENT.c.ended_on >= on),
        )
        .correlate(LIST)
        .exists()
    )


async def alternatives(tx: Transaction, instead_of: DoctorList, on: date, at_most: int) -> list[DoctorList]:
    """Lists of the same clinic and kind with room and a doctor at work, the emptiest first."""
    statement = select(*LIST.c).where(
        LIST.c.clinic_id == instead_of.clinic_id,
        LIST.c.kind == instead_of.kind,
        LIST.c.id != instead_of.id,
        has_room(on),
        works(on),
    )
    return await tx.all(DoctorList, statement.order_by(LIST.c.people, LIST.c.id).limit(at_most))


async def lists_of(tx: Transaction, clinic_id: UUID, kinds: Sequence[ListKind], on: date) -> list[DoctorList]:
    """The open lists of a clinic whose doctor is at work on a day, the emptiest first."""
    statement = select(*LIST.c).where(
        LIST.c.clinic_id == clinic_id, LIST.c.kind.in_(kinds), ~LIST.c.closed, works(on)
    )
    return await tx.all(DoctorList, statement.order_by(LIST.c.people, LIST.c.id))
