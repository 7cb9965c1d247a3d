"""FHIR R4 under /fhir: valid resources, the page's own verdicts, on record, and nobody else's people."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.codesystem import CodeSystem
from fhir.resources.R4B.immunization import Immunization
from fhir.resources.R4B.operationoutcome import OperationOutcome
from sqlalchemy import text

from db.database import Database
from db.tables import AdverseEvent, Consent, Patient
from domain.access import Role
from domain.adverse_event import AdverseEventSeverity
from domain.consent import ConsentDecision, Signer
from domain.dose import DoseSite, DoseSource
from domain.language import Language
from resolvers import dose as doses
from resolvers.ids import global_id
from resolvers.immunization import of_patient
from server.fhir_code_systems import SYSTEMS
from tests.api import town as towns
from tests.api.door import Door
from tests.api.town import Town
from tests.conftest import Urls

TODAY = towns.today()
DATES = {"30981-5": "earliest_on", "30980-7": "due_on", "59778-1": "past_due_on", "59777-3": "latest_on"}


async def bundle_of(door: Door, path: str, role: Role = Role.NURSE) -> Any:
    answer = await door.get(path, role)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/fhir+json")
    found: Any = Bundle.model_validate_json(answer.content)
    assert (found.type, found.total) == ("searchset", len(found.entry or []))
    return found


async def dose(town: Town, patient: Patient, code: str, days: int, **given: Any) -> Any:
    """A dose of so many days ago, from paper."""
    values = {"patient_id": patient.id, "code": code, "given_on": TODAY - timedelta(days=days)}
    values["source"] = DoseSource.RECORDED_FROM_PAPER
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        return await doses.record(context, values | given)


async def child_with_doses(town: Town) -> tuple[Patient, list[Any]]:
    """A year old: BCG and a hexavalent dose that count, another far too early, one recorded in error, a refusal."""
    patient = await town.person(town.here, birth_date=TODAY - timedelta(days=400))
    given = [
        await dose(town, patient, "19", 398, series="K-7", expires_on=TODAY, site=DoseSite.LEFT_ARM),
        await dose(town, patient, "132", 335, dose_ml=0.5, route="INTRAMUSCULAR", reaction="қызарды"),
        await dose(town, patient, "132", 330),
        await dose(town, patient, "133", 300),
    ]
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        await doses.void(context, {"dose_id": given[3].id, "version": 1, "reason": "басқа баланың егуі"})
    async with town.as_system() as tx:
        await tx.insert(
            AdverseEvent(
                patient_id=patient.id,
                clinic_id=town.here.clinic.id,
                dose_id=given[1].id,
                severity=AdverseEventSeverity.MILD,
                began_on=TODAY - timedelta(days=334),
                description="38,1",
            )
        )
        await tx.insert(
            Consent(
                patient_id=patient.id,
                clinic_id=town.here.clinic.id,
                vaccine_group="MMR",
                decision=ConsentDecision.REFUSAL,
                written_on=TODAY - timedelta(days=30),
                signed_by=Signer.MOTHER,
            )
        )
    return patient, given


async def test_doses_are_valid_resources_with_the_verdicts_of_the_page(door: Door) -> None:
    patient, given = await child_with_doses(door.town)

    bundle = await bundle_of(door, f"/fhir/Immunization?patient={patient.id}")

    found = {entry.resource.id: entry.resource for entry in bundle.entry}
    assert all(isinstance(one, Immunization) for one in found.values())
    assert sorted(one.status for one in found.values()) == [
        "completed",
        "completed",
        "completed",
        "entered-in-error",
        "not-done",
    ]
    bcg, first, early, error = (found[str(row.id)] for row in given)
    assert (bcg.vaccineCode.coding[0].system, bcg.vaccineCode.coding[0].code) == (
        "http://hl7.org/fhir/sid/cvx",
        "19",
    )
    assert (bcg.lotNumber, bcg.expirationDate, bcg.site.coding[0].code) == ("K-7", TODAY, "LA")
    assert (bcg.primarySource, bcg.reportOrigin.coding[0].code) == (False, "record")
    assert (float(first.doseQuantity.value), first.doseQuantity.code, first.route.coding[0].code) == (
        0.5,
        "mL",
        "IM",
    )
    assert first.reaction[0].date == TODAY - timedelta(days=334)
    assert [one.text for one in first.note] == ["қызарды"]
    assert {one.doseNumberPositiveInt for one in first.protocolApplied} == {1}
    assert error.status == "entered-in-error"
    assert early.protocolApplied is None
    async with door.town.operation(door.town.here.viewer(Role.NURSE)) as context:
        page = await of_patient(patient.id, context)
    assert page is not None
    (judged,) = (one for one in page.doses if one.dose_id == given[2].id)
    assert not judged.counts
    assert {one.text for one in early.note} == {one.explanation.text for one in judged.verdicts}
    (refused,) = (one for one in found.values() if one.status == "not-done")
    assert (refused.vaccineCode.coding[0].code, refused.statusReason.coding[0].code) == ("MMR", "PATOBJ")


async def test_each_resource_of_the_bundle_is_read_alone(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    bundle = (await door.get(f"/fhir/Immunization?patient={patient.id}")).json()

    for entry in bundle["entry"]:
        answer = await door.get(f"/fhir/Immunization/{entry['resource']['id']}")
        assert answer.json() == entry["resource"]


async def test_the_recommendation_has_the_dates_of_the_page(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)

    bundle = await bundle_of(door, f"/fhir/ImmunizationRecommendation?patient={patient.id}")

    (advised,) = (entry.resource for entry in bundle.entry)
    async with door.town.operation(door.town.here.viewer(Role.NURSE)) as context:
        page = await of_patient(patient.id, context)
    assert page is not None
    by_name = {one.name: one for one in page.forecasts}
    assert len(by_name) == len(page.forecasts) == len(advised.recommendation)
    for one in advised.recommendation:
        shown = by_name[one.series]
        dates = {each.code.coding[0].code: each.value for each in one.dateCriterion or []}
        assert dates == {code: day for code, name in DATES.items() if (day := getattr(shown, name))}
        said = [each.text for each in one.forecastReason if each.text]
        assert said == [each.text for each in shown.explanation]
    statuses = {one.series: one.forecastStatus.coding[0].code for one in advised.recommendation}
    due = {one.name for one in page.forecasts if one.due_on and one.due_on > TODAY}
    late = {one.name for one in page.forecasts if one.past_due_on and one.past_due_on < TODAY}
    assert late
    assert due
    assert {statuses[name] for name in late} == {"overdue"}
    assert {statuses[name] for name in due} == {"due"}


async def test_doses_of_a_merged_record_are_the_survivors(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)
    survivor = await door.town.person(door.town.here, birth_date=TODAY - timedelta(days=400))
    async with door.town.as_system() as tx:
        merged = text("update patient set merged_into = :into where id = :id")
        await tx.execute(merged, {"into": survivor.id, "id": patient.id})

    bundle = (await door.get(f"/fhir/Immunization?patient={survivor.id}")).json()

    assert bundle["total"] == 5
    for entry in bundle["entry"]:
        assert entry["resource"]["patient"]["reference"] == f"Patient/{survivor.id}"
        alone = await door.get(f"/fhir/Immunization/{entry['resource']['id']}")
        assert alone.json() == entry["resource"]


async def test_a_person_is_named_by_uuid_reference_or_global_id(door: Door) -> None:
    patient, _ = await child_with_doses(door.town)

    answers = [
        (await door.get(f"/fhir/Immunization?patient={name}")).json()["total"]
        for name in (patient.id, f"Patient/{patient.id}", global_id("Patient", patient.id))
    ]

    assert answers == [5, 5, 5]


async def test_people_of_other_clinics_are_not_there(door: Door) -> None:
    stranger = await door.town.person(door.town.there, birth_date=TODAY - timedelta(days=400))
    async with door.town.operation(door.town.there.viewer(Role.NURSE)) as context:
        elsewhere: Any = await doses.record(
            context,
            {
                "patient_id": stranger.id,
                "code": "19",
                "given_on": TODAY - timedelta(days=300),
                "source": DoseSource.RECORDED_FROM_PAPER,
            },
        )

    for path in (
        f"Immunization?patient={stranger.id}",
        f"ImmunizationRecommendation?patient={stranger.id}",
        f"Immunization/{elsewhere.id}",
        f"Immunization?patient={uuid4()}",
        f"Immunization/{uuid4()}",
        "Immunization/nothing",
        "Patient/1",
    ):
        answer = await door.get(f"/fhir/{path}")
        issue = OperationOutcome.model_validate_json(answer.content).issue[0]
        assert (answer.status_code, issue.code) == (404, "not-found"), path
        assert str(stranger.given_name) not in answer.text


@pytest.mark.parametrize(
    ("role", "status", "code"),
    [(None, 401, "login"), (Role.CLINIC_ADMIN, 403, "forbidden")],
)
async def test_who_may_not_is_told_so(door: Door, role: Role | None, status: int, code: str) -> None:
    patient = await door.town.person(door.town.here)

    for path in (
        f"Immunization?patient={patient.id}",
        f"ImmunizationRecommendation?patient={patient.id}",
        f"Immunization/{patient.id}",
    ):
        answer = await door.get(f"/fhir/{path}", role)
        issue = OperationOutcome.model_validate_json(answer.content).issue[0]
        assert (answer.status_code, issue.code) == (status, code)
        assert ("www-authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("", "*/*", 400),
        ("?patient=somebody", "*/*", 400),
        ("?patient={id}&date=2020", "*/*", 400),
        ("?patient={id}&patient={id}", "*/*", 400),
        ("?patient={id}", "application/fhir+xml", 406),
        ("?patient={id}&_format=xml", "*/*", 406),
        ("?patient={id}&_format=json", "application/fhir+xml", 200),
        ("?patient={id}", "application/fhir+json;q=0.9, text/html", 200),
    ],
)
async def test_what_cannot_be_answered_is_refused(door: Door, query: str, accept: str, status: int) -> None:
    patient = await door.town.person(door.town.here)

    answer = await door.get("/fhir/Immunization" + query.format(id=patient.id), Role.NURSE, Accept=accept)

    assert answer.status_code == status, answer.text
    if status != 200:
        OperationOutcome.model_validate_json(answer.content)


async def test_only_reading_is_served(door: Door) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = await door.client.request(method, "/fhir/Immunization")
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
        OperationOutcome.model_validate_json(answer.content)


async def test_another_sites_page_may_not_read(door: Door) -> None:
    patient = await door.town.person(door.town.here)

    site = {"Sec-Fetch-Site": "cross-site"}
    answer = await door.get(f"/fhir/Immunization?patient={patient.id}", Role.NURSE, **site)

    assert answer.status_code == 403


async def test_every_read_stands_in_the_trail(door: Door) -> None:
    patient, given = await child_with_doses(door.town)
    await door.get(f"/fhir/Immunization?patient={patient.id}")
    await door.get(f"/fhir/Immunization/{given[0].id}")
    await door.get(f"/fhir/ImmunizationRecommendation?patient={patient.id}")
    await door.get(f"/fhir/Immunization?patient={patient.id}", Role.CLINIC_ADMIN)

    events = await door.town.all(
        "select operation, patient_ids, outcome, account_id from access_event where operation like 'fhir%' order by id"
    )

    nurse = door.town.here.accounts[Role.NURSE].id
    assert [(one.operation, one.patient_ids, one.outcome) for one in events] == [
        ("fhirImmunizations", [patient.id], "OK"),
        ("fhirImmunization", [patient.id], "OK"),
        ("fhirRecommendations", [patient.id], "OK"),
        ("fhirImmunizations", [], "FORBIDDEN"),
    ]
    assert [one.account_id for one in events[:3]] == [nurse] * 3


async def test_what_cannot_be_recorded_is_not_answered(door: Door, urls: Urls) -> None:
    patient, _ = await child_with_doses(door.town)
    owner = Database(urls.owner)
    async with owner.engine.begin() as connection:
        await connection.execute(text("revoke insert on access_event from emhana_staff"))
    await owner.dispose()

    answer = await door.get(f"/fhir/Immunization?patient={patient.id}")

    assert answer.status_code >= 500
    OperationOutcome.model_validate_json(answer.content)
    assert str(patient.id) not in answer.text


async def test_the_server_says_what_it_can(door: Door) -> None:
    statement: Any = CapabilityStatement.model_validate_json((await door.get("/fhir/metadata", None)).content)

    assert statement.fhirVersion == "4.0.1"
    assert {one.type for one in statement.rest[0].resource} == {"Immunization", "ImmunizationRecommendation"}


async def test_every_code_of_ours_is_explained_where_it_says(door: Door) -> None:
    """For everybody, signed in or not: nobody's record is in a list of codes."""
    for name, (_, concepts) in SYSTEMS.items():
        answer = await door.get(f"/fhir/CodeSystem/{name}", None, **{"Accept-Language": "ru"})

        found = CodeSystem.model_validate(answer.json())
        assert answer.status_code == 200
        concept = found.concept or []
        assert str(found.url).endswith(f"/fhir/CodeSystem/{name}")
        assert {one.code for one in concept} == set(concepts(Language.RU))
        assert all(one.display for one in concept)
    assert (await door.get("/fhir/CodeSystem/nothing", None)).status_code == 404
