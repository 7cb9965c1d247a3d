"""Opening one masked identity for one purpose: on record, for a limited time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from db import tables
from db.queries.visible import select_visible, table_of
from domain.access import Action
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext

LIFETIME = timedelta(minutes=30)
SHORTEST_REASON = 10
PATIENT = table_of(tables.Patient)


@dataclass(frozen=True, slots=True)
class Revealed:
    patient: tables.Patient
    until: datetime


async def reveal(context: OperationContext, given: dict[str, Any]) -> Revealed | Refusal:
    """Show who one person is; the reason stands in the audit trail and in the person's list of readers."""
    context.viewer.must(Action.REVEAL_IDENTITY)
    reason = given["reason"].strip()
    if len(reason) < SHORTEST_REASON:
        return Refusal(RefusalCode.REASON_TOO_SHORT, path=("reason",), facts={"letters": SHORTEST_REASON})
    masked = await _patient(context, given["patient_id"])
    if masked is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("patientId",))
    until = context.now + LIFETIME
    await context.tx.execute(
        table_of(tables.Reveal)
        .insert()
        .values(
            account_id=context.viewer.account_id,
            patient_id=masked.id,
            clinic_id=masked.clinic_id,
            reason=reason,
            until=until,
        )
        .inline()
    )
    context.viewer = replace(context.viewer, revealed=(*context.viewer.revealed, masked.id))
    context.audit.purpose = reason
    context.audit.showed([masked.id])
    opened = await _patient(context, masked.id)
    return Revealed(opened or masked, until)


async def _patient(context: OperationContext, patient_id: Any) -> tables.Patient | None:
    statement = select_visible(tables.Patient, context.viewer).where(PATIENT.c.id == patient_id)
    return await context.tx.first(tables.Patient, statement)
