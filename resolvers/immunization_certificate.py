"""Certificates of vaccinations: what one states is decided once, at issue; it can be revoked and never changed."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db.queries import immunization_certificate as certificates
from db.queries.immunization_exchange import Recorded, recorded
from db.queries.immunization_facts import Known, known
from db.queries.versioned import change
from db.reference.immunization import kazakhstan_calendar
from db.tables import Clinic, ImmunizationCertificate, Patient
from domain.access import Action
from domain.available import AvailableAction
from domain.immunization.engine import evaluate
from domain.immunization.results import DoseStatus
from domain.immunization_certificate import CertificateStanding, standing_of
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.language import Language
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from resolvers import reading
from resolvers.context import OperationContext
from resolvers.immunization import JudgedDose, Words, vaccine_name
from resolvers.immunization_facts import changeable
from resolvers.patient import locked_person, reason_too_short
from resolvers.refusals import InputProblem, InvalidInput

TOKEN_BYTES = 24
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CertifiedDose:
    """A dose as the paper names it."""

    given_on: date
    vaccine: str
    series: str | None
    against: tuple[str, ...]


async def issue(context: OperationContext, given: Mapping[str, Any]) -> ImmunizationCertificate | Refusal:
    """A certificate of the doses that count today; only their day, kind and what they protect from are on it."""
    context.viewer.must(Action.ISSUE_CERTIFICATE)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    if patient.deceased_on is not None:
        facts = {"deceased_on": patient.deceased_on}
        return Refusal(RefusalCode.PATIENT_DECEASED, path=("patientId",), facts=facts)
    until = given.get("valid_until")
    if until is not None and until < context.today:
        return InvalidInput(problems=(InputProblem(("validUntil",), Problem.DAYS_IN_WRONG_ORDER),))
    doses = await _stated(context, patient)
    if not doses:
        return Refusal(RefusalCode.NOTHING_TO_CERTIFY, path=("patientId",))
    row = await _add(context, patient, doses, until)
    context.audit.changes["issued"] = {"patient": str(patient.id), "certificate": str(row.id)}
    return row


async def _stated(context: OperationContext, patient: Patient) -> dict[UUID, Content]:
    """The doses that count on this day, with all that the paper says of each, by their ids."""
    one = (await known(context.tx, [patient.id]))[patient.id]
    kept = await recorded(context.tx, patient.id)
    rows = {row.id: row for row in kept.doses}
    return {
        key: _written(rows[key], judged, kept) for key, judged in _counting(one, context.today) if key in rows
    }


def _counting(one: Known, on: date) -> Iterator[tuple[UUID, dict[Language, JudgedDose]]]:
    """From one evaluation, in the words of each language."""
    evaluation = evaluate(one.person, one.doses, kazakhstan_calendar(), on)
    words = {language: Words(evaluation, language) for language in Language}
    for position, row in enumerate(one.rows):
        judged = {language: each.dose(position, row) for language, each in words.items()}
        if row.given_on <= on and judged[Language.KK].counts:
            yield row.id, judged


def _written(row: Any, judged: Mapping[Language, JudgedDose], kept: Recorded) -> Content:
    product = kept.vaccines.get(row.vaccine_id) if row.vaccine_id else None
    return {
        "given_on": row.given_on.isoformat(),
        "cvx": row.cvx,
        "vaccine": {language: vaccine_name(row.cvx, language) for language in judged},
        "trade_name": product.trade_name if product else None,
        "series": row.series,
        "dose_ml": row.dose_ml,
        "against": {language: _against(one) for language, one in judged.items()},
    }


def _against(judged: JudgedDose) -> list[str]:
    counted = (one.disease for one in judged.verdicts if one.judgement is DoseStatus.VALID)
    return list(dict.fromkeys(counted))


async def _add(
    context: OperationContext, patient: Patient, doses: Mapping[UUID, Content], until: date | None
) -> ImmunizationCertificate:
    """The row and its secret, which nobody is told: it is in the code on the paper."""
    house: Clinic = await reading.one(context, "clinic", context.own_clinic)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    token_hash = certificates.hash_of(token)
    return await certificates.add(
        context.tx,
        ImmunizationCertificate(
            patient_id=patient.id,
            clinic_id=house.id,
            token_hash=token_hash,
            token_sealed=context.vault.close_text(token, certificates.owner_of(token_hash)),
            calendar=kazakhstan_calendar().version,
            dose_ids=list(doses),
            content=_content(context, patient, house, list(doses.values())),
            issued_on=context.today,
            issued_by=context.viewer.account_id,
            valid_until=until,
        ),
    )


def _content(context: OperationContext, patient: Patient, house: Clinic, doses: list[Content]) -> Content:
    names = (patient.family_name, patient.given_name, patient.patronymic)
    return {
        "person": {
            "name": " ".join(name for name in names if name),
            "iin": patient.iin,
            "birth_date": patient.birth_date.isoformat(),
            "sex": patient.sex,
        },
        "clinic": {"kk": house.name_kk, "ru": house.name_ru},
        "issued_by": context.viewer.name,
        "doses": doses,
    }


async def revoke(context: OperationContext, given: dict[str, Any]) -> ImmunizationCertificate | Refusal:
    """The paper is worth nothing from now on, and its page says so; for good."""
    context.viewer.must(Action.ISSUE_CERTIFICATE)
    found = await changeable(context, ImmunizationCertificate, given, "certificate_id")
    if isinstance(found, Refusal):
        return found
    if found.revoked_at is not None:
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("certificateId",))
    if not is_reason(given["reason"]):
        return reason_too_short("reason")
    row = await change(
        context.tx,
        found,
        revoked_at=context.now,
        revoked_by=context.viewer.account_id,
        revoke_reason=given["reason"],
    )
    context.audit.purpose = given["reason"]
    context.audit.changes["revoked"] = {"patient": str(row.patient_id), "certificate": str(row.id)}
    return row


async def standings(
    context: OperationContext, certificate_ids: Sequence[UUID]
) -> Mapping[UUID, CertificateStanding]:
    """What each certificate is worth today."""
    rows = await certificates.standing(context.tx, certificate_ids)
    return {row.id: standing_of(row, row.changed, context.today) for row in rows}


def doses(row: ImmunizationCertificate, context: OperationContext) -> list[CertifiedDose]:
    """What it states; nothing where identity is masked, for the days of doses tell a birth date."""
    return [
        CertifiedDose(
            date.fromisoformat(one["given_on"]),
            one["vaccine"][context.language],
            one["series"],
            tuple(one["against"][context.language]),
        )
        for one in row.content.get("doses", [])
    ]


def available_actions(row: ImmunizationCertificate, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and context.viewer.can(Action.ISSUE_CERTIFICATE)
    return [AvailableAction.REVOKE] if mine and row.revoked_at is None else []
