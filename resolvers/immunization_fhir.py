"""FHIR R4 of a person's doses: Immunization resources from the rows and the evaluation that the page shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.queries.immunization_exchange import Recorded, person_of, recorded
from db.tables import AdverseEvent, Clinic, Consent, Dose
from domain.access import Action
from domain.dose import DoseRoute, DoseSite, DoseSource
from domain.immunization.results import DoseStatus
from domain.language import Language
from resolvers.context import OperationContext
from resolvers.immunization import JudgedDose, PatientImmunization, group_name, of_patient, vaccine_name

CVX = "http://hl7.org/fhir/sid/cvx"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
UCUM = "http://unitsofmeasure.org"
ROUTES = {
    DoseRoute.INTRAMUSCULAR: "IM",
    DoseRoute.SUBCUTANEOUS: "SQ",
    DoseRoute.INTRADERMAL: "IDINJ",
    DoseRoute.ORAL: "PO",
    DoseRoute.INTRANASAL: "NASINHLC",
}
SITES = {
    DoseSite.LEFT_ARM: "LA",
    DoseSite.RIGHT_ARM: "RA",
    DoseSite.LEFT_THIGH: "LT",
    DoseSite.RIGHT_THIGH: "RT",
}
ORIGINS = {DoseSource.RECORDED_FROM_PAPER: "record", DoseSource.STATED_WITHOUT_PAPERS: "recall"}

Resource = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes one person's resources; `base` is where our own code systems are named."""

    patient_id: UUID
    known: Recorded
    judged: Mapping[UUID, JudgedDose]
    language: Language
    base: str

    def every(self) -> Iterator[Resource]:
        """Doses that the evaluation saw and those recorded in error, then what was refused."""
        for row in self.known.doses:
            if row.voided_at is not None or row.id in self.judged:
                yield self.dose(row)
        for paper in self.known.refusals:
            yield self.refusal(paper)

    def dose(self, row: Dose) -> Resource:
        reactions = [one for one in self.known.reactions if one.dose_id == row.id]
        product = self.known.vaccines.get(row.vaccine_id) if row.vaccine_id else None
        return without_nothing(
            self._head(row)
            | {
                "status": "entered-in-error" if row.voided_at else "completed",
                "vaccineCode": self._vaccine(row, product.trade_name if product else None),
                "occurrenceDateTime": (row.given_at or row.given_on).isoformat(),
                "primarySource": row.source == DoseSource.GIVEN_HERE,
                "reportOrigin": self._origin(row.source),
                "location": {"display": row.place} if row.place else None,
                "manufacturer": {"display": product.maker} if product and product.maker else None,
                "lotNumber": row.series,
                "expirationDate": row.expires_on.isoformat() if row.expires_on else None,
                "site": self._site(row.site),
                "route": coded(f"{TERMINOLOGY}/v3-RouteOfAdministration", ROUTES.get(row.route))
                if row.route
                else None,
                "doseQuantity": _millilitres(row.dose_ml),
                "isSubpotent": True if self._substandard(row.id) else None,
                "contained": [_observation(*one) for one in enumerate(reactions)],
                "note": self._notes(row),
                "reaction": [_reaction(*one) for one in enumerate(reactions)],
                "protocolApplied": list(self._protocol(row.id)),
            }
        )

    def refusal(self, paper: Consent) -> Resource:
        """A vaccine group that the person or a parent declined: not done, on the day of the paper."""
        name = group_name(paper.vaccine_group, self.language)
        return without_nothing(
            self._head(paper)
            | {
                "status": "not-done",
                "statusReason": coded(f"{TERMINOLOGY}/v3-ActReason", "PATOBJ"),
                "vaccineCode": coded(f"{self.base}/CodeSystem/vaccine-group", paper.vaccine_group, name),
                "occurrenceDateTime": paper.written_on.isoformat(),
                "primarySource": True,
            }
        )

    def _head(self, row: Dose | Consent) -> Resource:
        house = self.known.clinics.get(row.clinic_id)
        changed = (getattr(row, "voided_at", None) or row.recorded_at).isoformat()
        return {
            "resourceType": "Immunization",
            "id": str(row.id),
            "meta": {"versionId": str(row.version), "lastUpdated": changed},
            "language": str(self.language),
            "patient": {"reference": f"Patient/{self.patient_id}", "type": "Patient"},
            "recorded": row.recorded_at.isoformat(),
            "performer": [{"actor": {"type": "Organization", "display": self._named(house)}}]
            if house
            else None,
        }

    def _named(self, house: Clinic) -> str:
        return house.name_kk if self.language is Language.KK else house.name_ru

    def _vaccine(self, row: Dose, trade_name: str | None) -> Resource:
        name = vaccine_name(row.cvx, self.language)
        return coded(CVX, row.cvx, name, trade_name or name) or {}

    def _origin(self, source: str) -> Resource | None:
        if source == DoseSource.GIVEN_HERE:
            return None
        known = ORIGINS.get(DoseSource(source))
        own = coded(f"{self.base}/CodeSystem/dose-source", source)
        return coded(f"{TERMINOLOGY}/immunization-origin", known) if known else own

    def _site(self, site: str | None) -> Resource | None:
        if site is None:
            return None
        known = SITES.get(DoseSite(site))
        own = coded(f"{self.base}/CodeSystem/dose-site", site)
        return coded(f"{TERMINOLOGY}/v3-ActSite", known) if known else own

    def _notes(self, row: Dose) -> list[Resource]:
        """A reaction in free words, and why the dose does not count."""
        judged = self.judged.get(row.id)
        reasons = [] if judged is None or judged.counts else [one.explanation.text for one in judged.verdicts]
        return [{"text": said} for said in dict.fromkeys([row.reaction, *reasons]) if said]

    def _substandard(self, dose_id: UUID) -> bool:
        judged = self.judged.get(dose_id)
        return judged is not None and any(one.judgement is DoseStatus.SUBSTANDARD for one in judged.verdicts)

    def _protocol(self, dose_id: UUID) -> Iterator[Resource]:
        """For each disease for which the dose counts: which dose of its series it is."""
        judged = self.judged.get(dose_id)
        for one in judged.verdicts if judged else ():
            if one.judgement is DoseStatus.VALID and one.target is not None:
                yield {
                    "series": group_name(one.vaccine_group, self.language),
                    "targetDisease": [{"text": one.disease}],
                    "doseNumberPositiveInt": one.target,
                }


def coded(
    system: str, code: str | None, display: str | None = None, text: str | None = None
) -> Resource | None:
    """A CodeableConcept of one coding; nothing without a code."""
    if code is None:
        return None
    coding = {"system": system, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]} | ({"text": text or display} if text or display else {})


def without_nothing(resource: Resource) -> Resource:
    """FHIR has no nulls and no empty lists."""
    return {name: value for name, value in resource.items() if value is not None and value != []}


def _millilitres(volume: float | None) -> Resource | None:
    return {"value": volume, "unit": "mL", "system": UCUM, "code": "mL"} if volume else None


def _observation(number: int, event: AdverseEvent) -> Resource:
    return {
        "resourceType": "Observation",
        "id": f"reaction-{number + 1}",
        "status": "final",
        "code": {"text": event.description},
    }


def _reaction(number: int, event: AdverseEvent) -> Resource:
    return {"date": event.began_on.isoformat(), "detail": {"reference": f"#reaction-{number + 1}"}}


async def immunizations(context: OperationContext, patient_id: UUID, base: str) -> list[Resource] | None:
    """All of a person; None when they are not the viewer's to see."""
    found = await evaluated(context, patient_id)
    return None if found is None else list((await _writer(context, found, base)).every())


async def immunization(context: OperationContext, row_id: UUID, base: str) -> Resource | None:
    """One dose or refusal by its id, wherever it stands among those that may be seen."""
    context.viewer.must(Action.EXCHANGE_IMMUNIZATIONS)
    patient_id = await person_of(context.tx, row_id)
    found = await evaluated(context, patient_id) if patient_id else None
    if found is None:
        return None
    writer = await _writer(context, found, base)
    return next((one for one in writer.every() if one["id"] == str(row_id)), None)


async def evaluated(context: OperationContext, patient_id: UUID) -> PatientImmunization | None:
    """The one evaluation behind the page and the exchange alike; on record as shown."""
    context.viewer.must(Action.EXCHANGE_IMMUNIZATIONS)
    found = await of_patient(patient_id, context)
    if found is not None:
        context.audit.showed([patient_id])
    return found


async def _writer(context: OperationContext, found: PatientImmunization, base: str) -> Writer:
    known = await recorded(context.tx, found.patient_id)
    judged = {one.dose_id: one for one in found.doses}
    context.audit.showed([row.patient_id for row in known.doses] + [row.patient_id for row in known.refusals])
    return Writer(found.patient_id, known, judged, context.language, base)
