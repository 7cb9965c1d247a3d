"""Medical exemptions (медотвод): giving and ending them; the plan follows at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from db.queries.versioned import change
from db.tables import Deferral
from domain.access import Action
from domain.available import AvailableAction
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from resolvers.context import OperationContext
from resolvers.dose_input import text_problems
from resolvers.immunization_facts import changeable, done, group_problems
from resolvers.patient import locked_person, reason_too_short
from resolvers.refusals import InputProblem, InvalidInput


async def defer(context: OperationContext, given: dict[str, Any]) -> Deferral | Refusal:
    """From a day, until a day or for good; for good only by a commission (handbook 2.5, unverified)."""
    context.viewer.must(Action.DEFER_IMMUNIZATION)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    given = {"vaccine_groups": []} | given | {"since": given.get("since") or context.today}
    if problems := tuple(_problems(given)):
        return InvalidInput(problems=problems)
    kept = {name: given.get(name) for name in ("vaccine_groups", "since", "until", "commission", "document")}
    row = await context.tx.insert(
        Deferral(
            **kept | {"vaccine_groups": given["vaccine_groups"] or []},
            reason=given["reason"],
            patient_id=patient.id,
            clinic_id=context.own_clinic,
            recorded_by=context.viewer.account_id,
        )
    )
    await done(context, "deferred", row)
    return row


def _problems(given: Mapping[str, Any]) -> Iterator[InputProblem]:
    if given.get("until") is not None and given["until"] <= given["since"]:
        yield InputProblem(("until",), Problem.DAYS_IN_WRONG_ORDER)
    for name in ("commission", "document", "reason"):
        needed = name == "reason" or (name == "commission" and given.get("until") is None)
        yield from text_problems(given, name, needed=needed)
    for group in given["vaccine_groups"] or []:
        yield from group_problems(group, "vaccineGroups")


async def end(context: OperationContext, given: dict[str, Any]) -> Deferral | Refusal:
    """The deferral stops on a day, today when none is said."""
    context.viewer.must(Action.DEFER_IMMUNIZATION)
    found = await changeable(context, Deferral, given, "deferral_id")
    if isinstance(found, Refusal):
        return found
    if found.ended_on is not None:
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("deferralId",))
    if not is_reason(given["reason"]):
        return reason_too_short("reason")
    ends_on = given.get("ends_on") or context.today
    if ends_on < found.since:
        return InvalidInput(problems=(InputProblem(("endsOn",), Problem.DAYS_IN_WRONG_ORDER),))
    row = await change(
        context.tx,
        found,
        ended_on=ends_on,
        ended_at=context.now,
        ended_by=context.viewer.account_id,
        end_reason=given["reason"],
    )
    await done(context, "deferral_ended", row)
    return row


def available_actions(row: Deferral, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.DEFER_IMMUNIZATION)
    return [AvailableAction.END] if mine and row.ended_on is None else []
