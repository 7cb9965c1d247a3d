"""Recording doses, correcting and voiding them. A rule advises; a record is kept all the same, with its reason."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from db.queries import dose as doses
from db.queries import vaccine_lot as lots
from db.tables import Dose, Patient
from domain.access import Action
from domain.available import AvailableAction
from domain.dose import DosePurpose, DoseSource
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from domain.vaccine_lot import is_expired
from resolvers import dose_session as sessions
from resolvers.context import OperationContext
from resolvers.dose_advice import advice_against
from resolvers.dose_input import dose_problems
from resolvers.dose_product import Product, give_back, move_stock, product_of, refuse_lot, refuse_reason
from resolvers.immunization import Told
from resolvers.immunization_facts import own_row
from resolvers.immunization_planning import replan
from resolvers.patient import locked_person, reason_too_short
from resolvers.refusals import DoseAlreadyRecorded, DoseNotAdvised, InvalidInput, StaleVersion

DETAILS = (
    "given_at",
    "dose_ml",
    "route",
    "site",
    "given_by_id",
    "place",
    "consent_id",
    "reaction",
    "purpose",
    "source",
    "session_id",
)


async def record(context: OperationContext, given: dict[str, Any]) -> Dose | Refusal:
    """A new dose in a person's record; what advises against it asks for a reason."""
    context.viewer.must(Action.RECORD_DOSE)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    if refusal := await sessions.refuse_closed(context, given.get("session_id")):
        return refusal
    outcome = await _record(context, patient, given | await sessions.default_lot(context, given))
    _note(context, "recorded", outcome, patient.id)
    return outcome


async def _record(
    context: OperationContext, patient: Patient, given: Mapping[str, Any], before: Dose | None = None
) -> Dose | Refusal:
    product = await product_of(context, given)
    if not isinstance(product, Product):
        return product
    row = _new(context, patient, given, product, before)
    if problems := tuple(dose_problems(row, given, patient, context.today)):
        return InvalidInput(problems=problems)
    if refusal := await refuse_lot(context, product, row, given, before):
        return refusal
    there = await doses.standing(context.tx, patient.id, row.cvx, row.given_on)
    if there is not None and (before is None or there.id != before.id):
        return DoseAlreadyRecorded(current=there)
    if refusal := await _advise(context, patient, row, given, before):
        return refusal
    return await _store(context, row, product, before, given)


def _new(
    context: OperationContext,
    patient: Patient,
    given: Mapping[str, Any],
    product: Product,
    before: Dose | None,
) -> Dose:
    """The row to store; a correction keeps what it does not name."""
    details = {
        name.removesuffix("_id") if name == "given_by_id" else name: given.get(name) for name in DETAILS
    }
    lot = product.lot
    return Dose(
        **details
        | {
            "dose_ml": given.get("dose_ml") or product.dose_ml,
            "route": given.get("route") or product.route,
            "source": given.get("source") or DoseSource.GIVEN_HERE,
            "purpose": given.get("purpose") or DosePurpose.ROUTINE,
        },
        patient_id=patient.id,
        clinic_id=context.own_clinic,
        cvx=product.cvx,
        vaccine_id=product.vaccine_id,
        lot_id=lot.id if lot else None,
        series=lot.series if lot else given.get("series"),
        expires_on=lot.expires_on if lot else given.get("expires_on"),
        given_on=given.get("given_on") or context.today,
        replaces_id=before.id if before else None,
        recorded_by=context.viewer.account_id,
        version=before.version + 1 if before else 1,
    )


async def _advise(
    context: OperationContext, patient: Patient, row: Dose, given: Mapping[str, Any], before: Dose | None
) -> Refusal | None:
    """Ask for a reason when the calendar or a paper speaks against a dose of ours; keep both with it."""
    if row.source != DoseSource.GIVEN_HERE:
        return None
    advice = await advice_against(context, patient.id, row, before)
    if not advice:
        return None
    if given.get("override") is None:
        return DoseNotAdvised(advice=tuple(advice))
    row.advice = [_kept(one) for one in advice]
    return refuse_reason(given)


def _kept(one: Told) -> dict[str, Any]:
    return {"rules": list(one.rules), "text": one.text, "verified": one.verified}


async def _store(
    context: OperationContext, row: Dose, product: Product, before: Dose | None, given: Mapping[str, Any]
) -> Dose | Refusal:
    override = given.get("override")
    row.override_reason = override["reason"] if override else None
    try:
        async with context.tx.savepoint():
            stored = await _swap(context, row, before, given)
            if stored is None:
                raise _SomebodyWasFaster
            await move_stock(context, stored, product.lot, before)
    except lots.StockGone:
        return Refusal(RefusalCode.LOT_EMPTY, path=("lotId",))
    except _SomebodyWasFaster:
        there = await doses.standing(context.tx, row.patient_id, row.cvx, row.given_on)
        return DoseAlreadyRecorded(current=there)
    await replan(context.tx, [row.patient_id], context.today)
    await sessions.note_dose(context, stored)
    if product.lot is not None and is_expired(product.lot, row.given_on):
        await sessions.tell_of_expired(context, stored)
    context.audit.purpose = row.override_reason or context.audit.purpose
    return stored


class _SomebodyWasFaster(Exception):
    """The dose of the day stands already."""


async def _swap(
    context: OperationContext, row: Dose, before: Dose | None, given: Mapping[str, Any]
) -> Dose | None:
    if before is not None:
        await doses.void(context.tx, before, given["reason"])
    return await doses.add(context.tx, row)


async def correct(context: OperationContext, given: dict[str, Any]) -> Dose | Refusal:
    """A new row in place of the old one, which stays, voided, with the reason."""
    context.viewer.must(Action.RECORD_DOSE)
    found = await changeable(context, given)
    if not isinstance(found, tuple):
        return found
    patient, before = found
    outcome = await _record(context, patient, _as_it_was(before) | given, before)
    _note(context, "corrected", outcome, patient.id)
    return outcome


def _as_it_was(row: Dose) -> dict[str, Any]:
    kept = {name: getattr(row, "given_by" if name == "given_by_id" else name) for name in DETAILS}
    product = {"lot_id": row.lot_id, "vaccine_id": row.vaccine_id, "code": row.cvx}
    return kept | product | {"series": row.series, "expires_on": row.expires_on, "given_on": row.given_on}


async def changeable(context: OperationContext, given: Mapping[str, Any]) -> tuple[Patient, Dose] | Refusal:
    """A standing dose of the viewer's own clinic as they saw it, with the person, both locked."""
    found = await own_row(context, Dose, given["dose_id"], "doseId")
    if not isinstance(found, tuple):
        return found
    patient, row = found
    if row.voided_at is not None:
        return Refusal(RefusalCode.DOSE_VOIDED, path=("doseId",))
    if row.version != given["version"]:
        return StaleVersion(current=row, path=("version",))
    if not is_reason(given["reason"]):
        return reason_too_short("reason")
    return patient, row


async def void(context: OperationContext, given: dict[str, Any]) -> Dose | Refusal:
    """The dose no longer counts; its row stays, the stock has it back, the plan is made anew."""
    context.viewer.must(Action.RECORD_DOSE)
    found = await changeable(context, given)
    if not isinstance(found, tuple):
        return found
    patient, row = found
    voided = await doses.void(context.tx, row, given["reason"])
    await give_back(context, row)
    await replan(context.tx, [patient.id], context.today)
    await sessions.forget_dose(context, voided)
    context.audit.purpose = given["reason"]
    _note(context, "voided", voided, patient.id)
    return voided


def _note(context: OperationContext, what: str, outcome: Dose | Refusal, patient_id: UUID) -> None:
    done = {"dose": str(outcome.id)} if isinstance(outcome, Dose) else {"refused": outcome.code.value}
    context.audit.changes[what] = {"patient": str(patient_id)} | done


def available_actions(row: Dose, context: OperationContext) -> list[AvailableAction]:
    """What the viewer may do with a dose now; another clinic's may only be read."""
    mine = row.clinic_id == context.viewer.clinic_id and row.voided_at is None
    offered = {
        AvailableAction.CORRECT: Action.RECORD_DOSE,
        AvailableAction.VOID: Action.RECORD_DOSE,
        AvailableAction.REPORT_ADVERSE_EVENT: Action.REPORT_ADVERSE_EVENT,
    }
    return [name for name, action in offered.items() if mine and context.viewer.can(action)]


async def replacements(context: OperationContext, dose_ids: Sequence[UUID]) -> Mapping[UUID, Dose]:
    """The corrections that took the place of doses."""
    return await doses.replaced_by(context.tx, dose_ids)


def advice_kept(row: Dose, _context: OperationContext) -> list[str]:
    """What advised against the dose when it was recorded, in the words of that day."""
    kept: list[dict[str, Any]] = row.advice
    return [one["text"] for one in kept]
