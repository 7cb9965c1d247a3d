"""What a dose means for the session in which it was given, and who hears of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from db.queries import immunization_session as sessions
from db.queries import outbox
from db.queries.versioned import row_of
from db.tables import Dose, ImmunizationSession, Outbox
from domain.immunization_session import SessionOutcome
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext

CHANNEL = "immunization_session_changed"


async def refuse_closed(context: OperationContext, session_id: UUID | None) -> Refusal | None:
    """A session that the viewer does not have, or that is over."""
    if session_id is None:
        return None
    session = await row_of(context.tx, ImmunizationSession, session_id)
    if session is None or session.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.NOT_FOUND, path=("sessionId",))
    return Refusal(RefusalCode.SESSION_CLOSED, path=("sessionId",)) if session.closed_at else None


async def default_lot(context: OperationContext, given: Mapping[str, Any]) -> dict[str, Any]:
    """The session's lot, where neither another nor a vaccine is named."""
    if given.get("session_id") is None or any(given.get(name) for name in ("lot_id", "vaccine_id", "code")):
        return {}
    session = await row_of(context.tx, ImmunizationSession, given["session_id"])
    return {"lot_id": session.lot_id} if session else {}


async def note_dose(context: OperationContext, row: Dose) -> None:
    """The person has been seen to; who was not on the list is from now on."""
    if row.session_id is not None:
        await sessions.see_to(
            context.tx, row.session_id, row.patient_id, row.clinic_id, SessionOutcome.GIVEN, row.id
        )
        await announce(context, row.session_id, row.clinic_id)


async def forget_dose(context: OperationContext, row: Dose) -> None:
    """The person is waiting again."""
    if row.session_id is not None:
        await sessions.reopen(context.tx, row.session_id, row.patient_id, row.id)
        await announce(context, row.session_id, row.clinic_id)


async def announce(context: OperationContext, session_id: UUID, clinic_id: UUID) -> None:
    """Tell the open windows of the session when this commits."""
    payload: dict[str, Any] = {"session_id": str(session_id), "clinic_id": str(clinic_id)}
    await context.tx.notify(CHANNEL, payload)


async def announce_session(context: OperationContext, row: ImmunizationSession) -> None:
    await announce(context, row.id, row.clinic_id)


async def tell_of_expired(context: OperationContext, row: Dose) -> None:
    """The clinic's head hears of a dose from an expired lot: such a thing is never silent."""
    message = Outbox(
        topic="dose.expired_lot",
        recipient=f"clinic:{row.clinic_id}",
        clinic_id=row.clinic_id,
        payload={"dose_id": str(row.id), "patient_id": str(row.patient_id), "series": row.series or ""},
    )
    await outbox.send(context.tx, message)
