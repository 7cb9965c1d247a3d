"""What rules ask of a person beside doses: recorded, ended, voided; the plan follows at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from db.queries import observation as observations
from db.queries.versioned import change
from db.tables import Observation
from domain.access import Action
from domain.available import AvailableAction
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.observation import is_confidential
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from resolvers.context import OperationContext
from resolvers.dose_input import text_problems
from resolvers.immunization_facts import changeable, done
from resolvers.patient import locked_person, reason_too_short
from resolvers.refusals import InputProblem, InvalidInput


async def record(context: OperationContext, given: dict[str, Any]) -> Observation | Refusal:
    """It stands from a day on; said twice it stands once."""
    context.viewer.must(Action.RECORD_OBSERVATION)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    since = given.get("since") or context.today
    if problems := tuple(_problems(given, since, patient.birth_date, context.today)):
        return InvalidInput(problems=problems)
    there = await observations.standing(context.tx, patient.id, given["kind"])
    if there is not None:
        return there
    row = await context.tx.insert(
        Observation(
            patient_id=patient.id,
            clinic_id=context.own_clinic,
            kind=given["kind"],
            since=since,
            note=given.get("note"),
            recorded_by=context.viewer.account_id,
        )
    )
    await done(context, "observation", row)
    return row


def _problems(given: Mapping[str, Any], since: date, birth: date, today: date) -> Iterator[InputProblem]:
    if since > today:
        yield InputProblem(("since",), Problem.GIVEN_IN_FUTURE)
    if since < birth:
        yield InputProblem(("since",), Problem.GIVEN_BEFORE_BIRTH)
    yield from text_problems(given, "note")


async def end(context: OperationContext, given: dict[str, Any]) -> Observation | Refusal:
    """It was so, and is over: a pregnancy, a therapy."""
    context.viewer.must(Action.RECORD_OBSERVATION)
    found = await _standing(context, given)
    if not isinstance(found, Observation):
        return found
    ended_on = given.get("ended_on") or context.today
    if ended_on < found.since:
        return InvalidInput(problems=(InputProblem(("endedOn",), Problem.DAYS_IN_WRONG_ORDER),))
    if ended_on > context.today:
        return InvalidInput(problems=(InputProblem(("endedOn",), Problem.GIVEN_IN_FUTURE),))
    row = await change(
        context.tx, found, ended_on=ended_on, ended_at=context.now, ended_by=context.viewer.account_id
    )
    await done(context, "observation_ended", row)
    return row


async def void(context: OperationContext, given: dict[str, Any]) -> Observation | Refusal:
    """It was a mistake: it stays on record, and no rule asks for it any more."""
    context.viewer.must(Action.RECORD_OBSERVATION)
    found = await _standing(context, given)
    if not isinstance(found, Observation):
        return found
    if not is_reason(given["reason"]):
        return reason_too_short("reason")
    row = await change(
        context.tx,
        found,
        voided_at=context.now,
        voided_by=context.viewer.account_id,
        void_reason=given["reason"],
    )
    await done(context, "observation_voided", row)
    return row


async def _standing(context: OperationContext, given: Mapping[str, Any]) -> Observation | Refusal:
    found = await changeable(context, Observation, given, "observation_id")
    if isinstance(found, Refusal):
        return found
    if not _stands(found):
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("observationId",))
    return found


def _stands(row: Observation) -> bool:
    return row.ended_at is None and row.voided_at is None


def confidential(row: Observation, _context: OperationContext) -> bool:
    return is_confidential(row.kind)


def available_actions(row: Observation, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.RECORD_OBSERVATION)
    return [AvailableAction.END, AvailableAction.VOID] if mine and _stands(row) else []
