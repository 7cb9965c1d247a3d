"""People of other clinics: found only by the exact IIN, shown with the least that a move needs, on record."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.queries import patient as people
from db.tables import Patient
from domain.access import Action
from domain.available import AvailableAction
from resolvers.context import OperationContext
from resolvers.person import short_name


@dataclass(frozen=True, slots=True)
class ElsewhereRow:
    """A person whose record another clinic answers for."""

    id: UUID
    short_name: str
    birth_year: int
    clinic_id: UUID
    attached_since: date | None


async def by_iin(context: OperationContext, iin: str) -> Patient | ElsewhereRow | None:
    """The person of exactly this IIN: the record, or the least identity when another clinic has it."""
    found = await people.by_iin(context.tx, iin)
    if found is not None:
        context.audit.showed([found.id])
        return found
    return await find_elsewhere(context, iin)


async def find_elsewhere(context: OperationContext, iin: str) -> ElsewhereRow | None:
    """The person of another clinic; that somebody looked is on record, found or not."""
    if not context.viewer.can(Action.FIND_ELSEWHERE):
        return None
    context.audit.purpose = context.audit.purpose or Action.FIND_ELSEWHERE
    entry = await people.in_directory(context.tx, iin, context.today)
    if entry is None or entry.clinic_id in context.viewer.clinic_ids:
        return None
    context.audit.showed([entry.id])
    return ElsewhereRow(
        entry.id, short_name(entry), entry.birth_date.year, entry.clinic_id, entry.attached_since
    )


def available_actions(_row: ElsewhereRow, context: OperationContext) -> list[AvailableAction]:
    return [AvailableAction.ATTACH] if context.viewer.can(Action.ATTACH_PATIENT) else []
