"""Doses: how they are listed, found, stored, voided."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError

from db.database import Transaction
from db.failures import constraint_of
from db.queries.conditions import Filters, Orders, Scope, by, equals, truth
from db.queries.versioned import change
from db.queries.visible import column, select_visible
from db.tables import Dose
from db.tables.base import table_of
from db.tables.dose import ONE_ON_A_DAY

DOSE = table_of(Dose)


def _given_on(scope: Scope) -> Any:
    return column(Dose, "given_on", scope.viewer)


DOSE_FILTERS: Filters = {
    "clinic_id": equals(DOSE.c.clinic_id),
    "patient_id": equals(DOSE.c.patient_id),
    "lot_id": equals(DOSE.c.lot_id),
    "session_id": equals(DOSE.c.session_id),
    "code": equals(DOSE.c.cvx),
    "source": equals(DOSE.c.source),
    "given_from": lambda value, scope: _given_on(scope) >= value,
    "given_to": lambda value, scope: _given_on(scope) <= value,
    "voided": lambda value, _scope: truth(DOSE.c.voided_at.is_not(None), value),
}
DOSE_ORDERS: Orders = {"GIVEN_ON": by(DOSE.c.given_on), "RECORDED_AT": by(DOSE.c.recorded_at)}


async def standing(tx: Transaction, patient_id: UUID, cvx: str, on: date) -> Dose | None:
    """The dose of this vaccine that the person has on record for a day."""
    mine = select_visible(Dose, tx.viewer).where(
        DOSE.c.patient_id == patient_id,
        DOSE.c.cvx == cvx,
        DOSE.c.given_on == on,
        DOSE.c.voided_at.is_(None),
    )
    return await tx.first(Dose, mine)


async def add(tx: Transaction, row: Dose) -> Dose | None:
    """The stored dose; None when one of this vaccine stands for the day already, also by a hair."""
    try:
        async with tx.savepoint():
            return await tx.insert(row)
    except IntegrityError as error:
        if constraint_of(error) == ONE_ON_A_DAY:
            return None
        raise


async def void(tx: Transaction, row: Dose, reason: str) -> Dose:
    """The row stays, with who declared it void and why."""
    return await change(tx, row, voided_at=func.now(), voided_by=tx.viewer.account_id, void_reason=reason)


async def replaced_by(tx: Transaction, dose_ids: Sequence[UUID]) -> dict[UUID, Dose]:
    """The doses that took the place of these."""
    statement = select_visible(Dose, tx.viewer).where(DOSE.c.replaces_id.in_(dose_ids))
    return {row.replaces_id: row for row in await tx.all(Dose, statement) if row.replaces_id}
