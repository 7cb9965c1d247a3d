"""Medical exemptions (медотвод): giving and ending them; the plan follows at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import SQLModel

from db.queries.versioned import change, row_of
from db.reference.immunization import kazakhstan_calendar
from db.tables import Deferral
from domain.access import Action
from domain.available import AvailableAction
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from resolvers.context import OperationContext
from resolvers.dose import locked_person, own_clinic
from resolvers.dose_input import text_problems
from resolvers.immunization_planning import replan
from resolvers.patient import reason_too_short
from resolvers.refusals import InputProblem, InvalidInput, StaleVersion


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
            clinic_id=own_clinic(context),
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


def group_problems(group: str, path: str) -> Iterator[InputProblem]:
    if group not in kazakhstan_calendar().groups:
        yield InputProblem((path,), Problem.VACCINE_GROUP_UNKNOWN)


async def end(context: OperationContext, given: dict[str, Any]) -> Deferral | Refusal:
    """The deferral stops on a day, today when none is said."""
    context.viewer.must(Action.DEFER_IMMUNIZATION)
    found = await changeable(context, Deferral, given, "deferral_id")
    if not isinstance(found, Deferral):
        refusal: Refusal = found
        return refusal
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


async def changeable(
    context: OperationContext, table: type[SQLModel], given: Mapping[str, Any], key: str
) -> Any:
    """A fact of the viewer's own clinic as they saw it, its person locked; or the refusal."""
    path = key.removesuffix("_id") + "Id"
    seen: Any = await row_of(context.tx, table, given[key])
    if seen is None:
        return Refusal(RefusalCode.NOT_FOUND, path=(path,))
    if seen.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=(path,))
    patient = await locked_person(context, seen.patient_id)
    if isinstance(patient, Refusal):
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=(path,))
    row: Any = await row_of(context.tx, table, given[key])
    return row if row.version == given["version"] else StaleVersion(current=row, path=("version",))


async def done(context: OperationContext, what: str, row: Any) -> None:
    """Plan the person anew and note the act."""
    await replan(context.tx, [row.patient_id], context.today)
    context.audit.changes[what] = {"patient": str(row.patient_id), "row": str(row.id)}


def available_actions(row: Deferral, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.DEFER_IMMUNIZATION)
    return [AvailableAction.END] if mine and row.ended_on is None else []
