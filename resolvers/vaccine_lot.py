"""Lots: whether one may be used, receiving them, writing doses off."""

from db import tables
from domain.access import Action
from domain.available import AvailableAction
from domain.vaccine_lot import is_expired
from resolvers.context import OperationContext


def usable(row: tables.VaccineLot, context: OperationContext) -> bool:
    return row.doses_left > 0 and not is_expired(row, context.today)


def available_actions(row: tables.VaccineLot, context: OperationContext) -> list[AvailableAction]:
    """What the viewer may do with a lot of their own clinic."""
    if row.clinic_id != context.viewer.clinic_id or not context.viewer.can(Action.MANAGE_VACCINE_LOTS):
        return []
    return [AvailableAction.RECEIVE, *([AvailableAction.WRITE_OFF] if row.doses_left else [])]
