"""Clinics: accredited or not, under contract on a day, how many people are attached."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from db.queries import clinic as clinics
from db.queries import written
from db.tables import Clinic
from resolvers import reading
from resolvers.context import OperationContext
from resolvers.declared import also


@also(written.accredited)
def accredited(row: Clinic, context: OperationContext) -> bool:
    """The last day of accreditation is included."""
    return row.accredited_until is not None and row.accredited_until >= context.today


@also(written.people_count)
async def people_counts(context: OperationContext, clinic_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    return await clinics.people_counts(context.tx, clinic_ids)


async def contracted_on(row: Clinic, context: OperationContext, on: date | None = None) -> bool:
    """Whether the Fund pays the clinic on a day, today when none is given."""

    async def batch(asked: Sequence[tuple[UUID, date]]) -> Mapping[tuple[UUID, date], bool]:
        return await clinics.contracted_on(context.tx, asked)

    key = (row.id, on or context.today)
    return bool(await reading.batched(context, "clinic.contracted_on", key, batch))
