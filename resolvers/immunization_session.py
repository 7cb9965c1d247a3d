"""Vaccination sessions: planned, worked through person by person, closed; each step told to open windows."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from db.events import current_events
from db.queries import dose as doses
from db.queries import immunization_session as sessions
from db.queries import vaccine_lot as lots
from db.queries.versioned import change, row_of
from db.reference.immunization import kazakhstan_calendar
from db.tables import Dose, ImmunizationSession, ImmunizationSessionPerson, OrganisedGroup
from domain.access import Action, Forbidden
from domain.available import AvailableAction
from domain.immunization.planning import groups_of
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.immunization_session import SessionOutcome
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.dose import changeable
from resolvers.dose_input import text_problems
from resolvers.dose_product import give_back
from resolvers.dose_session import CHANNEL, announce, announce_session, forget_dose, refuse_closed
from resolvers.immunization_planning import replan
from resolvers.refusals import InputProblem, InvalidInput, StaleVersion

UNDO_FOR = timedelta(hours=12)
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True)
class SessionProgress:
    """How many people of a session's list have which outcome."""

    session_id: UUID
    people: int = 0
    waiting: int = 0
    given: int = 0
    absent: int = 0
    refused: int = 0
    deferred: int = 0


async def plan(context: OperationContext, given: dict[str, Any]) -> ImmunizationSession | Refusal:
    """A session with its list: those of the class for whom the vaccine is due by that day, and who is named."""
    context.viewer.must(Action.PLAN_SESSION)
    vaccine = await lots.vaccine(context.tx, given["vaccine_id"])
    if vaccine is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("vaccineId",))
    if refusal := await _refuse_group(context, given) or await _refuse_lot(context, given, vaccine.id):
        return refusal
    held_on = given.get("held_on") or context.today
    if problems := tuple(_problems(given, held_on < context.today)):
        return InvalidInput(problems=problems)
    kept = {name: given.get(name) for name in ("place_kind", "place", "group_id", "vaccine_id", "lot_id")}
    row = await context.tx.insert(
        ImmunizationSession(
            **kept,  # type: ignore[arg-type]
            clinic_id=context.own_clinic,
            held_on=held_on,
            planned_by=context.viewer.account_id,
        )
    )
    await sessions.put_on_list(context.tx, row, await _wanted(context, given, row, vaccine.cvx))
    return await _done(context, "planned", row)


async def _refuse_group(context: OperationContext, given: Mapping[str, Any]) -> Refusal | None:
    if given.get("group_id") is None:
        return None
    group = await row_of(context.tx, OrganisedGroup, given["group_id"])
    mine = group is not None and group.clinic_id == context.viewer.clinic_id
    return None if mine else Refusal(RefusalCode.NOT_FOUND, path=("groupId",))


async def _refuse_lot(
    context: OperationContext, given: Mapping[str, Any], vaccine_id: UUID
) -> Refusal | None:
    """A lot that is not the clinic's, or of another vaccine."""
    if given.get("lot_id") is None:
        return None
    lot = await lots.lot(context.tx, given["lot_id"])
    fits = lot is not None and lot.clinic_id == context.viewer.clinic_id and lot.vaccine_id == vaccine_id
    return None if fits else Refusal(RefusalCode.NOT_FOUND, path=("lotId",))


def _problems(given: Mapping[str, Any], is_past: bool) -> Iterator[InputProblem]:
    if is_past:
        yield InputProblem(("heldOn",), Problem.DAYS_IN_WRONG_ORDER)
    yield from text_problems(given, "place", needed=True)
    if len(given.get("patient_ids") or ()) > MOST_PEOPLE:
        yield InputProblem(("patientIds",), Problem.NUMBER_OUT_OF_RANGE, {"least": 0, "most": MOST_PEOPLE})


async def _wanted(
    context: OperationContext, given: Mapping[str, Any], row: ImmunizationSession, cvx: str
) -> list[UUID]:
    named = list(given.get("patient_ids") or ())
    if row.group_id is None:
        return named
    if given.get("whole_group"):
        return [*named, *await sessions.members(context.tx, row.group_id, row.held_on)]
    groups = groups_of(kazakhstan_calendar(), cvx)
    return [*named, *await sessions.due_in_group(context.tx, row.group_id, groups, cvx, row.held_on)]


async def _done(context: OperationContext, what: str, row: ImmunizationSession) -> ImmunizationSession:
    await announce_session(context, row)
    context.audit.changes["session"] = {"session": str(row.id), "what": what}
    return row


async def add_people(context: OperationContext, given: dict[str, Any]) -> ImmunizationSession | Refusal:
    """More people onto the list of a session that is not closed."""
    context.viewer.must(Action.PLAN_SESSION)
    if refusal := await refuse_closed(context, given["session_id"]):
        return refusal
    if problems := tuple(_problems({"place": "-"} | given, False)):
        return InvalidInput(problems=problems)
    row = await row_of(context.tx, ImmunizationSession, given["session_id"])
    assert row is not None, "it was there a moment ago"
    await sessions.put_on_list(context.tx, row, given["patient_ids"])
    context.audit.showed(given["patient_ids"])
    return await _done(context, "people", row)


async def choose_lot(context: OperationContext, given: dict[str, Any]) -> ImmunizationSession | Refusal:
    """The lot that is used from now on, scanned once."""
    context.viewer.must(Action.RECORD_DOSE)
    row = await _open(context, given)
    if not isinstance(row, ImmunizationSession):
        return row
    if refusal := await _refuse_lot(context, given, row.vaccine_id):
        return refusal
    return await _done(context, "lot", await change(context.tx, row, lot_id=given["lot_id"]))


async def close(context: OperationContext, given: dict[str, Any]) -> ImmunizationSession | Refusal:
    """Nothing more is recorded in it; who waits stays due."""
    context.viewer.must(Action.RECORD_DOSE)
    row = await _open(context, given)
    if not isinstance(row, ImmunizationSession):
        return row
    closed = await change(context.tx, row, closed_at=context.now, closed_by=context.viewer.account_id)
    return await _done(context, "closed", closed)


async def _open(context: OperationContext, given: Mapping[str, Any]) -> ImmunizationSession | Refusal:
    """The viewer's own session as they saw it, locked, while it is open."""
    row = await sessions.locked(context.tx, given["session_id"])
    if row is None or row.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.NOT_FOUND, path=("sessionId",))
    if row.closed_at is not None:
        return Refusal(RefusalCode.SESSION_CLOSED, path=("sessionId",))
    return row if row.version == given["version"] else StaleVersion(current=row, path=("version",))


async def mark(context: OperationContext, given: dict[str, Any]) -> ImmunizationSessionPerson | Refusal:
    """Absent, refused, deferred: what became of somebody without a dose; or that it was a slip, and they wait."""
    context.viewer.must(Action.RECORD_DOSE)
    if refusal := await refuse_closed(context, given["session_id"]):
        return refusal
    context.audit.showed([given["patient_id"]])
    listed = await sessions.person(context.tx, given["session_id"], given["patient_id"])
    if listed is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("patientId",))
    if given.get("outcome") is SessionOutcome.GIVEN or listed.dose_id is not None:
        return Refusal(RefusalCode.DOSE_ALREADY_RECORDED, path=("outcome",))
    if problems := tuple(text_problems(given, "note")):
        return InvalidInput(problems=problems)
    clinic_id = context.own_clinic
    row = await sessions.see_to(
        context.tx,
        given["session_id"],
        given["patient_id"],
        clinic_id,
        given.get("outcome"),
        note=given.get("note"),
    )
    await announce(context, given["session_id"], clinic_id)
    context.audit.changes["marked"] = {"session": str(row.session_id), "outcome": row.outcome}
    return row


async def undo(context: OperationContext, given: dict[str, Any]) -> Dose | Refusal:
    """Take back a dose recorded in an open session a moment ago; it stays on record, voided."""
    context.viewer.must(Action.RECORD_DOSE)
    found = await changeable(context, given | {"reason": UNDONE})
    if not isinstance(found, tuple):
        return found
    patient, row = found
    if row.session_id is None:
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("doseId",))
    if refusal := await refuse_closed(context, row.session_id):
        return refusal
    if context.now - row.recorded_at > UNDO_FOR:
        minutes = int(UNDO_FOR.total_seconds()) // 60
        return Refusal(RefusalCode.UNDO_TOO_LATE, path=("doseId",), facts={"minutes": minutes})
    voided = await doses.void(context.tx, row, UNDONE)
    await give_back(context, row)
    await replan(context.tx, [patient.id], context.today)
    await forget_dose(context, voided)
    context.audit.changes["undone"] = {"patient": str(patient.id), "dose": str(row.id)}
    return voided


UNDONE = "UNDONE"


async def one_session(context: OperationContext, given: dict[str, Any]) -> ImmunizationSession | None:
    context.viewer.must(Action.READ_VACCINATION_WORK)
    return await row_of(context.tx, ImmunizationSession, given["session_id"])


async def progress(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, SessionProgress]:
    """Counts of each session by outcome."""
    found = await sessions.progress(context.tx, ids)
    return {key: _counted(key, counts) for key, counts in found.items()}


def _counted(key: UUID, counts: Mapping[str | None, int]) -> SessionProgress:
    by_outcome = {outcome.name.lower(): counts.get(outcome.value, 0) for outcome in SessionOutcome}
    return SessionProgress(key, people=sum(counts.values()), waiting=counts.get(None, 0), **by_outcome)


@dataclass(frozen=True, slots=True)
class SessionChange:
    """That something happened in a session; each listener reads it with their own eyes."""

    session_id: UUID


async def changes(context: OperationContext, given: dict[str, Any]) -> AsyncIterator[SessionChange]:
    """Changes of sessions in the clinics that the viewer sees. Raises Forbidden."""
    context.viewer.must(Action.READ_VACCINATION_WORK)
    mine, asked = {str(key) for key in context.viewer.clinic_ids}, given.get("session_id")
    if not mine:
        raise Forbidden(Action.READ_VACCINATION_WORK, signed_in=True)
    async for event in current_events.get().listen(CHANNEL):
        if event["clinic_id"] in mine and asked in (None, UUID(event["session_id"])):
            yield SessionChange(UUID(event["session_id"]))


def available_actions(row: ImmunizationSession, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and row.closed_at is None
    offered = {
        AvailableAction.RECORD_DOSE: Action.RECORD_DOSE,
        AvailableAction.UPDATE: Action.PLAN_SESSION,
        AvailableAction.CLOSE: Action.RECORD_DOSE,
    }
    return [name for name, action in offered.items() if mine and context.viewer.can(action)]
