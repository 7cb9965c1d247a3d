"""Written consents and refusals: one stands for a vaccine group at a time, a newer one takes its place."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from db.queries import consent as consents
from db.queries.versioned import change
from db.tables import Consent
from domain.access import Action
from domain.available import AvailableAction
from domain.consent import ConsentDecision
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.dose_input import text_problems
from resolvers.immunization_facts import changeable, done, group_problems
from resolvers.patient import locked_person
from resolvers.refusals import InputProblem, InvalidInput


async def record(
    context: OperationContext, given: dict[str, Any], decision: ConsentDecision
) -> Consent | Refusal:
    """A signed paper. One that says the same is there already: refused; the opposite: revoked by this one."""
    context.viewer.must(Action.RECORD_CONSENT)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    written_on = given.get("written_on") or context.today
    if problems := tuple(_problems(given, written_on, context.today)):
        return InvalidInput(problems=problems)
    before = await consents.standing(context.tx, patient.id, given["vaccine_group"])
    if before is not None:
        if before.decision == decision or before.clinic_id != context.viewer.clinic_id:
            return Refusal(RefusalCode.CONSENT_STANDS, path=("vaccineGroup",))
        await _revoke(context, before, max(written_on, before.written_on))
    row = await consents.add(context.tx, _new(context, patient.id, given, decision, written_on))
    if row is None:
        return Refusal(RefusalCode.CONSENT_STANDS, path=("vaccineGroup",))
    await done(context, decision.value.lower(), row)
    return row


def _new(
    context: OperationContext,
    patient_id: UUID,
    given: Mapping[str, Any],
    decision: ConsentDecision,
    written_on: date,
) -> Consent:
    return Consent(
        patient_id=patient_id,
        clinic_id=context.own_clinic,
        vaccine_group=given["vaccine_group"],
        decision=decision,
        written_on=written_on,
        signed_by=given["signed_by"],
        relative_id=given.get("relative_id"),
        ground=given.get("ground"),
        document=given.get("document"),
        recorded_by=context.viewer.account_id,
    )


def _problems(given: Mapping[str, Any], written_on: date, today: date) -> Iterator[InputProblem]:
    if written_on > today:
        yield InputProblem(("writtenOn",), Problem.GIVEN_IN_FUTURE)
    yield from group_problems(given["vaccine_group"], "vaccineGroup")
    yield from text_problems(given, "document")


async def revoke(context: OperationContext, given: dict[str, Any]) -> Consent | Refusal:
    """The paper no longer holds, from a day on."""
    context.viewer.must(Action.RECORD_CONSENT)
    found = await changeable(context, Consent, given, "consent_id")
    if isinstance(found, Refusal):
        return found
    if found.revoked_at is not None:
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("consentId",))
    on = given.get("revoked_on") or context.today
    if on < found.written_on:
        return InvalidInput(problems=(InputProblem(("revokedOn",), Problem.DAYS_IN_WRONG_ORDER),))
    row = await _revoke(context, found, on)
    await done(context, "revoked", row)
    return row


async def _revoke(context: OperationContext, row: Consent, on: date) -> Consent:
    return await change(
        context.tx, row, revoked_on=on, revoked_at=context.now, revoked_by=context.viewer.account_id
    )


def available_actions(row: Consent, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.RECORD_CONSENT)
    return [AvailableAction.REVOKE] if mine and row.revoked_at is None else []
