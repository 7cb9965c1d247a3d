"""FHIR R4 of what a person is due: one ImmunizationRecommendation from the evaluation that the page shows."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from domain.immunization.results import DoseStatus, SeriesStatus
from resolvers.context import OperationContext
from resolvers.immunization import PatientImmunization, VaccineForecast
from resolvers.immunization_fhir import CVX, TERMINOLOGY, Resource, coded, evaluated, without_nothing

LOINC = "http://loinc.org"
STATUSES = {
    SeriesStatus.COMPLETE: "complete",
    SeriesStatus.IMMUNE: "immune",
    SeriesStatus.CONTRAINDICATED: "contraindicated",
}
# Words of FHIR's own list have none for these two.
OWN_STATUSES = {SeriesStatus.AGED_OUT: "aged-out", SeriesStatus.NOT_RECOMMENDED: "not-recommended"}


async def recommendations(context: OperationContext, patient_id: UUID, base: str) -> list[Resource] | None:
    """None when the person is not the viewer's to see; nothing where the calendar has nothing to say."""
    found = await evaluated(context, patient_id)
    if found is None:
        return None
    advised = [_recommended(found, one, base) for one in found.forecasts]
    whole = {
        "resourceType": "ImmunizationRecommendation",
        "id": str(patient_id),
        "language": str(context.language),
        "patient": {"reference": f"Patient/{patient_id}", "type": "Patient"},
        "date": found.on.isoformat(),
        "recommendation": advised,
    }
    return [whole] if advised else []


def _recommended(found: PatientImmunization, one: VaccineForecast, base: str) -> Resource:
    groups = f"{base}/CodeSystem/vaccine-group"
    vaccines = [coded(CVX, vaccine.code, vaccine.name) for vaccine in one.vaccines]
    return without_nothing(
        {
            "vaccineCode": vaccines or [coded(groups, one.vaccine_group, one.name)],
            "forecastStatus": _status(one, found.on, base),
            "forecastReason": list(_reasons(one, base)),
            "dateCriterion": list(_dates(one)),
            "series": one.name,
            "doseNumberPositiveInt": one.dose_number,
            "supportingImmunization": [
                {"reference": f"Immunization/{key}"} for key in _supporting(found, one)
            ],
        }
    )


def _status(one: VaccineForecast, on: date, base: str) -> Resource | None:
    if own := OWN_STATUSES.get(one.status):
        return coded(f"{base}/CodeSystem/forecast-status", own)
    late = one.past_due_on is not None and one.past_due_on < on
    code = STATUSES.get(one.status) or ("overdue" if late else "due")
    return coded(f"{TERMINOLOGY}/immunization-recommendation-status", code)


def _reasons(one: VaccineForecast, base: str) -> Iterator[Resource | None]:
    for obstacle in one.obstacles:
        yield coded(f"{base}/CodeSystem/obstacle", obstacle.name)
    for said in one.explanation:
        yield {"text": said.text}


def _dates(one: VaccineForecast) -> Iterator[Resource]:
    """As LOINC calls them; past due is the last day on which it is not yet late, as in CDSi."""
    for code, name, day in (
        ("30981-5", "Earliest date to give", one.earliest_on),
        ("30980-7", "Date vaccine due", one.due_on),
        ("59778-1", "Date when overdue for immunization", one.past_due_on),
        ("59777-3", "Latest date to give immunization", one.latest_on),
    ):
        if day is not None:
            yield {"code": coded(LOINC, code, name), "value": day.isoformat()}


def _supporting(found: PatientImmunization, one: VaccineForecast) -> list[UUID]:
    """The doses that count for this vaccine group."""
    return [
        dose.dose_id
        for dose in found.doses
        if any(
            verdict.vaccine_group == one.vaccine_group and verdict.judgement is DoseStatus.VALID
            for verdict in dose.verdicts
        )
    ]
