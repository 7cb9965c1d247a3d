"""Adverse events after a dose, and the onward notice of serious ones."""

from typing import Any

from db.queries.versioned import change, row_of
from db.tables import AdverseEvent, Dose
from domain.access import Action
from domain.adverse_event import AdverseEventSeverity, needs_notice
from domain.available import AvailableAction
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.dose_input import text_problems
from resolvers.immunization_facts import changeable
from resolvers.patient import locked_person
from resolvers.refusals import InputProblem, InvalidInput


async def report(context: OperationContext, given: dict[str, Any]) -> AdverseEvent | Refusal:
    """What happened after a dose in the record of a person of the viewer's clinic."""
    context.viewer.must(Action.REPORT_ADVERSE_EVENT)
    dose = await row_of(context.tx, Dose, given["dose_id"])
    if dose is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("doseId",))
    patient = await locked_person(context, dose.patient_id)
    if isinstance(patient, Refusal):
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=("doseId",))
    began_on = given.get("began_on") or context.today
    problems = [*text_problems(given, "description", needed=True)]
    if began_on > context.today:
        problems.append(InputProblem(("beganOn",), Problem.GIVEN_IN_FUTURE))
    if began_on < dose.given_on:
        problems.append(InputProblem(("beganOn",), Problem.DAYS_IN_WRONG_ORDER))
    if problems:
        return InvalidInput(problems=tuple(problems))
    row = await context.tx.insert(
        AdverseEvent(
            patient_id=patient.id,
            clinic_id=context.own_clinic,
            dose_id=dose.id,
            severity=given["severity"],
            began_on=began_on,
            description=given["description"],
            recorded_by=context.viewer.account_id,
        )
    )
    context.audit.changes["adverse_event"] = {"patient": str(patient.id), "event": str(row.id)}
    return row


async def notice(context: OperationContext, given: dict[str, Any]) -> AdverseEvent | Refusal:
    """Note that the notice of an event has gone out, and to whom."""
    context.viewer.must(Action.REPORT_ADVERSE_EVENT)
    found = await changeable(context, AdverseEvent, given, "event_id")
    if isinstance(found, Refusal):
        return found
    if problems := tuple(text_problems(given, "whom", needed=True)):
        return InvalidInput(problems=problems)
    row = await change(context.tx, found, notified_at=context.now, notified_whom=given["whom"])
    context.audit.changes["adverse_event_notice"] = {"event": str(row.id)}
    return row


def notice_needed(row: AdverseEvent, _context: OperationContext) -> bool:
    return needs_notice(AdverseEventSeverity(row.severity)) and row.notified_at is None


def available_actions(row: AdverseEvent, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.REPORT_ADVERSE_EVENT)
    return [AvailableAction.SEND_NOTICE] if mine and row.notified_at is None else []
