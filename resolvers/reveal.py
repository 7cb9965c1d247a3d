"""Opening one masked identity for one purpose: on record, for a limited time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from db import tables
from db.queries import reveal as stored
from domain.access import Action
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.proof import unconfirmed

LIFETIME = timedelta(minutes=30)
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Revealed:
    patient: tables.Patient
    until: datetime


async def reveal(context: OperationContext, given: dict[str, Any]) -> Revealed | Refusal:
    """Show who one person is; the reason stands in the audit trail and in the person's list of readers."""
    context.viewer.must(Action.REVEAL_IDENTITY)
    if refusal := unconfirmed(context):
        return refusal
    reason = given["reason"].strip()
    if len(reason) < SHORTEST_REASON:
        return Refusal(RefusalCode.REASON_TOO_SHORT, path=("reason",), facts={"least": SHORTEST_REASON})
    masked = await stored.patient(context.tx, context.viewer, given["patient_id"])
    if masked is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("patientId",))
    until = context.now + LIFETIME
    await stored.open_identity(context.tx, context.viewer, masked, reason, until)
    context.viewer = replace(context.viewer, revealed=(*context.viewer.revealed, masked.id))
    context.audit.purpose = reason
    context.audit.showed([masked.id])
    opened = await stored.patient(context.tx, context.viewer, masked.id)
    return Revealed(opened or masked, until)
