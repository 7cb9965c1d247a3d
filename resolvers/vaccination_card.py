"""A person's card of preventive vaccinations as a PDF: the doses and the forecast of the page, on A4."""

import asyncio
from typing import Any
from uuid import UUID

from db.queries.immunization_exchange import Recorded, recorded
from db.reference import immunization_forms
from db.tables import Clinic, Dose, Patient
from domain.access import Action
from domain.day import ALMATY
from domain.immunization.results import SeriesStatus
from domain.language import Language
from domain.vaccination_card import number_of, words
from resolvers import reading
from resolvers.context import OperationContext
from resolvers.immunization import JudgedDose, PatientImmunization, of_patient, vaccine_name
from resolvers.paper import drawn

FORM = "VACCINATION_CARD"


async def vaccination_card(context: OperationContext, patient_id: UUID) -> bytes | None:
    """The PDF in the operation's language; None when the person is not the viewer's to see."""
    context.viewer.must(Action.READ_IMMUNIZATIONS)
    found = await of_patient(patient_id, context)
    person: Patient | None = await reading.one(context, "patient", patient_id) if found else None
    if found is None or person is None:
        return None
    context.audit.showed([patient_id])
    known = await recorded(context.tx, patient_id)
    house: Clinic = await reading.one(context, "clinic", person.clinic_id)
    return await asyncio.to_thread(drawn, "vaccination_card", _card(context, found, person, known, house))


def _card(
    context: OperationContext, found: PatientImmunization, person: Patient, known: Recorded, house: Clinic
) -> dict[str, Any]:
    said, judged = words(context.language), {one.dose_id: one for one in found.doses}
    return {
        "words": said,
        "language": str(context.language),
        "number": number_of(FORM, immunization_forms(), context.today),
        "person": _person(person, _named(house, context.language), said),
        "doses": [
            _dose(row, judged[row.id], known, said, context.language)
            for row in known.doses
            if row.id in judged
        ],
        "due": _due(found),
        "calendar": found.calendar,
        "printed_at": context.now.astimezone(ALMATY).strftime("%d.%m.%Y %H:%M"),
        "printed_by": context.viewer.name,
    }


def _person(person: Patient, house: str, said: dict[str, str]) -> list[tuple[str, str]]:
    names = (person.family_name, person.given_name, person.patronymic)
    return [
        (said["person"], " ".join(name for name in names if name)),
        (said["iin"], person.iin or "—"),
        (said["birth"], f"{person.birth_date:%d.%m.%Y}"),
        (said["sex"], said[person.sex]),
        (said["clinic"], house),
    ]


def _dose(
    row: Dose, judged: JudgedDose, known: Recorded, said: dict[str, str], language: Language
) -> list[str]:
    product = known.vaccines.get(row.vaccine_id) if row.vaccine_id else None
    house = known.clinics.get(row.clinic_id)
    name = vaccine_name(row.cvx, language)
    return [
        f"{row.given_on:%d.%m.%Y}",
        f"{name} ({product.trade_name})" if product else name,
        row.series or "",
        _volume(row.dose_ml),
        row.place or (_named(house, language) if house else ""),
        row.reaction or "",
        said["yes"] if judged.counts else said["no"],
    ]


def _volume(millilitres: float | None) -> str:
    return f"{millilitres:g}".replace(".", ",") if millilitres else ""


def _due(found: PatientImmunization) -> list[list[str]]:
    """What is owed, the soonest first."""
    owed = [one for one in found.forecasts if one.status is SeriesStatus.NOT_COMPLETE and one.due_on]
    return [
        [one.name, str(one.dose_number or ""), f"{one.due_on:%d.%m.%Y}"]
        for one in sorted(owed, key=lambda one: one.due_on or found.on)
    ]


def _named(house: Clinic, language: Language) -> str:
    return house.name_ru if language is Language.RU else house.name_kk
