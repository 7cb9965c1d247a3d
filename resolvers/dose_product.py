"""What was given and from which lot: found, refused, taken from the stock and given back to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.queries import vaccine_lot as lots
from db.reference.immunization import kazakhstan_calendar
from db.tables import Dose, VaccineLot
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from domain.vaccine_lot import LotMovementKind, is_expired
from resolvers.context import OperationContext
from resolvers.patient import reason_too_short
from resolvers.refusals import InputProblem, InvalidInput


@dataclass(frozen=True, slots=True)
class Product:
    """What was given: the calendar's code, and for our own doses the lot."""

    cvx: str
    vaccine_id: UUID | None = None
    lot: VaccineLot | None = None
    dose_ml: float | None = None
    route: str | None = None


async def product_of(context: OperationContext, given: Mapping[str, Any]) -> Product | Refusal:
    """By the lot for our own doses, by the vaccine or the calendar's code for others."""
    if given.get("lot_id"):
        return await _from_lot(context, given["lot_id"])
    if given.get("vaccine_id"):
        vaccine = await lots.vaccine(context.tx, given["vaccine_id"])
        if vaccine is None:
            return Refusal(RefusalCode.NOT_FOUND, path=("vaccineId",))
        return Product(vaccine.cvx, vaccine.id, None, vaccine.dose_ml, vaccine.route)
    code = given.get("code")
    if not code:
        return InvalidInput(problems=(InputProblem(("lotId",), Problem.VACCINE_MISSING),))
    if code not in kazakhstan_calendar().vaccines:
        return InvalidInput(problems=(InputProblem(("code",), Problem.VACCINE_UNKNOWN),))
    return Product(code)


async def _from_lot(context: OperationContext, lot_id: UUID) -> Product | Refusal:
    lot = await lots.lot(context.tx, lot_id)
    if lot is None or lot.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.NOT_FOUND, path=("lotId",))
    vaccine = await lots.vaccine(context.tx, lot.vaccine_id)
    assert vaccine is not None, "a lot is of some vaccine"
    return Product(vaccine.cvx, vaccine.id, lot, vaccine.dose_ml, vaccine.route)


async def refuse_lot(
    context: OperationContext,
    product: Product,
    row: Dose,
    given: Mapping[str, Any],
    before: Dose | None,
) -> Refusal | None:
    """An empty lot cannot give; an expired one only with a reason, of which the head doctor hears."""
    lot = product.lot
    if lot is None or (before is not None and before.lot_id == lot.id):
        return None
    if lot.doses_left < 1:
        return Refusal(RefusalCode.LOT_EMPTY, path=("lotId",))
    if not is_expired(lot, row.given_on):
        return None
    if given.get("override") is None:
        return Refusal(RefusalCode.LOT_EXPIRED, path=("lotId",), facts={"expires_on": lot.expires_on})
    return refuse_reason(given)


def refuse_reason(given: Mapping[str, Any]) -> Refusal | None:
    """Whoever goes on all the same says why."""
    return None if is_reason(given["override"].get("reason")) else reason_too_short("override", "reason")


async def move_stock(
    context: OperationContext, stored: Dose, lot: VaccineLot | None, before: Dose | None
) -> None:
    """A correction moves only what it changes. Raises StockGone."""
    old = before.lot_id if before else None
    if old == stored.lot_id:
        return
    if before is not None and old is not None:
        await give_back(context, before)
    if lot is not None:
        await lots.move(context.tx, lot, LotMovementKind.USED, 1, dose_id=stored.id)


async def give_back(context: OperationContext, row: Dose) -> None:
    """A dose that was not given after all is in the refrigerator again."""
    lot = await lots.lot(context.tx, row.lot_id) if row.lot_id else None
    if lot is not None:
        await lots.move(context.tx, lot, LotMovementKind.RETURNED, 1, dose_id=row.id)
