"""Lots of vaccine: how they are listed, and how their stock moves."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from db.database import Transaction
from db.failures import constraint_of
from db.queries.conditions import Filters, Orders, by, equals, truth
from db.queries.visible import select_visible
from db.tables import Vaccine, VaccineLot, VaccineLotMovement
from db.tables.base import table_of
from domain.vaccine_lot import LotMovementKind, change_of

LOT, VACCINE = table_of(VaccineLot), table_of(Vaccine)
STOCK_GUARD = "ck_vaccine_lot_lot_stock"

LOT_FILTERS: Filters = {
    "clinic_id": equals(LOT.c.clinic_id),
    "vaccine_id": equals(LOT.c.vaccine_id),
    "series": lambda value, _scope: func.lower(LOT.c.series) == value.strip().lower(),
    "usable": lambda value, scope: truth((LOT.c.expires_on >= scope.on) & (LOT.c.doses_left > 0), value),
}
LOT_ORDERS: Orders = {"EXPIRES_ON": by(LOT.c.expires_on), "RECEIVED_AT": by(LOT.c.received_at)}
VACCINE_FILTERS: Filters = {"code": equals(VACCINE.c.cvx)}
VACCINE_ORDERS: Orders = {"TRADE_NAME": by(VACCINE.c.trade_name)}


class StockGone(Exception):
    """Somebody else has taken the last dose: the database's last word."""


async def lot(tx: Transaction, lot_id: UUID) -> VaccineLot | None:
    """Not locked; of every clinic whose stock the viewer may see."""
    return await tx.first(VaccineLot, select_visible(VaccineLot, tx.viewer).where(LOT.c.id == lot_id))


async def lot_of_series(tx: Transaction, clinic_id: UUID, vaccine_id: UUID, series: str) -> VaccineLot | None:
    """The clinic's own lot of this vaccine and series, if it ever received one."""
    statement = select_visible(VaccineLot, tx.viewer).where(
        LOT.c.clinic_id == clinic_id, LOT.c.vaccine_id == vaccine_id, LOT.c.series == series
    )
    return await tx.first(VaccineLot, statement)


async def vaccine(tx: Transaction, vaccine_id: UUID) -> Vaccine | None:
    """A product by its id, for anybody."""
    return await tx.first(Vaccine, select(*VACCINE.c).where(VACCINE.c.id == vaccine_id))


async def add(tx: Transaction, row: VaccineLot) -> VaccineLot | None:
    """The new lot; None when the clinic has it already."""
    try:
        async with tx.savepoint():
            return await tx.insert(row)
    except IntegrityError as error:
        if constraint_of(error) == "uq_vaccine_lot_clinic_id_vaccine_id_series":
            return None
        raise


async def move(
    tx: Transaction,
    row: VaccineLot,
    kind: LotMovementKind,
    doses: int,
    *,
    dose_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Move doses in or out of a lot. Raises StockGone when there are not so many, also by a hair."""
    movement = VaccineLotMovement(
        lot_id=row.id,
        clinic_id=row.clinic_id,
        kind=kind,
        change=change_of(kind, doses),
        dose_id=dose_id,
        reason=reason,
        moved_by=tx.viewer.account_id,
    )
    try:
        async with tx.savepoint():
            await tx.insert(movement)
    except IntegrityError as error:
        if constraint_of(error) == STOCK_GUARD:
            raise StockGone from error
        raise
