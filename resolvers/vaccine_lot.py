"""Lots: whether one may be used, receiving them, writing doses off."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from db.queries import vaccine_lot as lots
from db.tables import VaccineLot
from domain.access import Action
from domain.available import AvailableAction
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from domain.vaccine_lot import LotMovementKind, is_expired
from resolvers.context import OperationContext
from resolvers.dose_input import text_problems
from resolvers.patient import reason_too_short
from resolvers.refusals import InputProblem, InvalidInput

MOST_DOSES = 100_000


def usable(row: VaccineLot, context: OperationContext) -> bool:
    return row.doses_left > 0 and not is_expired(row, context.today)


def available_actions(row: VaccineLot, context: OperationContext) -> list[AvailableAction]:
    """What the viewer may do with a lot of their own clinic."""
    if row.clinic_id != context.viewer.clinic_id or not context.viewer.can(Action.MANAGE_VACCINE_LOTS):
        return []
    always = [AvailableAction.RECEIVE, AvailableAction.CORRECT_STOCK]
    return [*always, *([AvailableAction.WRITE_OFF] if row.doses_left else [])]


async def receive(context: OperationContext, given: dict[str, Any]) -> VaccineLot | Refusal:
    """Doses of a lot came in; a lot that the clinic has already grows."""
    context.viewer.must(Action.MANAGE_VACCINE_LOTS)
    if problems := tuple(_problems(given, "series")):
        return InvalidInput(problems=problems)
    if await lots.vaccine(context.tx, given["vaccine_id"]) is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("vaccineId",))
    series = given["series"].strip()
    lot = await _lot(context, given["vaccine_id"], series, given["expires_on"])
    if lot.expires_on != given["expires_on"]:
        return Refusal(RefusalCode.LOT_EXISTS, path=("expiresOn",), facts={"expires_on": lot.expires_on})
    return await _moved(context, lot, LotMovementKind.RECEIVED, given)


async def _lot(context: OperationContext, vaccine_id: UUID, series: str, expires_on: date) -> VaccineLot:
    """The clinic's lot of this series, new where it has none."""
    found = await lots.lot_of_series(context.tx, context.own_clinic, vaccine_id, series)
    if found is None:
        found = await lots.add(
            context.tx,
            VaccineLot(
                clinic_id=context.own_clinic,
                vaccine_id=vaccine_id,
                series=series,
                expires_on=expires_on,
                received_by=context.viewer.account_id,
            ),
        )
    # Somebody else was faster by a hair: theirs is the lot.
    again = found or await lots.lot_of_series(context.tx, context.own_clinic, vaccine_id, series)
    assert again is not None, "a lot that cannot be added is there"
    return again


async def write_off(context: OperationContext, given: dict[str, Any]) -> VaccineLot | Refusal:
    """Doses that will not be used: expired, broken, thawed."""
    context.viewer.must(Action.MANAGE_VACCINE_LOTS)
    lot = await _to_move(context, given)
    if isinstance(lot, Refusal):
        return lot
    if problems := tuple(_problems(given)):
        return InvalidInput(problems=problems)
    return await _moved(context, lot, LotMovementKind.WRITTEN_OFF, given)


async def correct(context: OperationContext, given: dict[str, Any]) -> VaccineLot | Refusal:
    """There are more or fewer than the book says. What was used meanwhile counts beside it."""
    context.viewer.must(Action.MANAGE_VACCINE_LOTS)
    lot = await _to_move(context, given)
    if isinstance(lot, Refusal):
        return lot
    problems = [*text_problems(given, "reason", needed=True)]
    if given["change"] == 0 or abs(given["change"]) > MOST_DOSES:
        facts = {"least": -MOST_DOSES, "most": MOST_DOSES}
        problems.append(InputProblem(("change",), Problem.NUMBER_OUT_OF_RANGE, facts))
    if problems:
        return InvalidInput(problems=tuple(problems))
    return await _moved(context, lot, LotMovementKind.CORRECTED, given | {"doses": given["change"]})


async def _to_move(context: OperationContext, given: dict[str, Any]) -> VaccineLot | Refusal:
    """A lot of the viewer's own clinic, when there is a reason for its doses to change."""
    lot = await lots.lot(context.tx, given["lot_id"])
    if lot is None or lot.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.NOT_FOUND, path=("lotId",))
    return lot if is_reason(given["reason"]) else reason_too_short("reason")


async def _moved(
    context: OperationContext, lot: VaccineLot, kind: LotMovementKind, given: Mapping[str, Any]
) -> VaccineLot | Refusal:
    try:
        await lots.move(context.tx, lot, kind, given["doses"], reason=given.get("reason"))
    except lots.StockGone:
        return Refusal(RefusalCode.LOT_EMPTY, path=("doses",))
    context.audit.changes["lot"] = {"lot": str(lot.id), "kind": kind.value, "doses": given["doses"]}
    row = await lots.lot(context.tx, lot.id)
    assert row is not None, "it was there a moment ago"
    return row


def _problems(given: Mapping[str, Any], *needed: str) -> Iterator[InputProblem]:
    if not 1 <= given["doses"] <= MOST_DOSES:
        yield InputProblem(("doses",), Problem.NUMBER_OUT_OF_RANGE, {"least": 1, "most": MOST_DOSES})
    for name in (*needed, "reason"):
        yield from text_problems(given, name, needed=name in needed)
