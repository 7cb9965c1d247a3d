"""Attaching over HTTP, as the client does it: unions, words, audit, repeated requests."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from db.tables import Patient
from domain.access import Role
from domain.attachment import ListKind
from resolvers.ids import global_id
from tests.api import town as towns
from tests.api.door import served
from tests.api.town import Surgery, Town
from tests.conftest import Urls
from tests.contract.protocol.conftest import token_for

ATTACH = """
mutation Attach($input: AttachPatientInput!) {
  attachPatient(input: $input) {
    __typename
    ... on Attachment { id version reasonName evidence availableActions doctorList { people norm room } }
    ... on Refusal { code message path rule { act source verified } }
    ... on NormExceeded { people norm alternatives { id room } }
    ... on InvalidInput { problems { path code message } }
  }
}"""
UNDO = """
mutation Undo($input: UndoAttachmentInput!) {
  undoAttachment(input: $input) { __typename ... on Attachment { endReason } ... on Refusal { code message } }
}"""
OPTIONS = """
query Options($patientId: ID!) {
  attachmentOptions(patientId: $patientId) {
    resident deceased startsOn proposed { id } lists { id room overNorm } current { id } campaign { year }
    reasons { reason name startsOn needsEvidence open why }
  }
}"""
REFUSALS = """
query Refusals($filter: AttachmentFilter) {
  attachmentRefusals(filter: $filter, first: 5) { nodes { code message } totalCount { value } }
}"""


@dataclass(slots=True)
class Desk:
    """A registrar's browser."""

    town: Town
    client: httpx.AsyncClient
    headers: dict[str, str]

    async def ask(self, document: str, headers: dict[str, str] | None = None, **variables: Any) -> Any:
        body = {"query": document, "variables": variables}
        response = await self.client.post("/graphql", json=body, headers=self.headers | (headers or {}))
        answer = response.json()
        assert "errors" not in answer, answer
        (result,) = answer["data"].values()
        return result

    async def attach(self, patient: Patient, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        asked = {
            "patientId": global_id("Patient", patient.id),
            "listId": global_id("DoctorList", self.town.here.lists[ListKind.GP].id),
            "reason": "FIRST_ATTACHMENT",
            "homeVisitWaiver": True,
        }
        return await self.ask(ATTACH, headers, input=asked | fields)


@pytest.fixture
async def desk(urls: Urls, town: Town) -> AsyncIterator[Desk]:
    async with served(urls) as client:
        yield Desk(town, client, await _signed_in(urls, town.here))


async def _signed_in(urls: Urls, surgery: Surgery) -> dict[str, str]:
    token = await token_for(urls, surgery.accounts[Role.REGISTRAR].id)
    return {"X-Emhana-Client": "test", "Cookie": f"emhana={token}"}


async def test_attach_and_undo(desk: Desk) -> None:
    patient = await desk.town.person(desk.town.here)
    attached = await desk.attach(patient)
    assert attached["__typename"] == "Attachment"
    assert attached["availableActions"] == ["DETACH", "UNDO"]
    assert attached["reasonName"] == "Алғаш рет тіркеледі"
    assert attached["doctorList"] == {"people": 1, "norm": 1700, "room": 1699}
    undone = await desk.ask(UNDO, input={"attachmentId": attached["id"], "version": attached["version"]})
    assert undone == {"__typename": "Attachment", "endReason": "ERROR"}


async def test_a_refusal_has_words_a_rule_and_somebody_else_to_ask(desk: Desk) -> None:
    town = desk.town
    await town.set_people(town.here.lists[ListKind.GP], 1701)
    async with town.as_system() as tx:
        free = await towns.doctor_list(tx, town.here.clinic.id, ListKind.GP)
    refused = await desk.attach(await town.person(town.there))
    assert (refused["__typename"], refused["people"], refused["norm"]) == ("NormExceeded", 1701, 1700)
    assert refused["alternatives"] == [{"id": global_id("DoctorList", free.id), "room": 1700}]
    assert refused["rule"]["source"] == "kz.otyrar.kz, 09.2022"
    assert refused["path"] == ["listId"]
    assert "1" in refused["message"]
    page = await desk.ask(REFUSALS, filter={})
    assert [row["code"] for row in page["nodes"]] == ["NORM_EXCEEDED"]
    assert page["nodes"][0]["message"] == refused["message"]


async def test_a_filter_that_no_refusal_has_finds_none(desk: Desk) -> None:
    await desk.attach(await desk.town.person(desk.town.here), homeVisitWaiver=False)
    assert (await desk.ask(REFUSALS, filter={"channel": "DESK"}))["nodes"] == []
    assert len((await desk.ask(REFUSALS, filter={"clinicId": None}))["nodes"]) == 1


async def test_all_wrong_fields_are_told_in_words(desk: Desk) -> None:
    invalid = await desk.attach(
        await desk.town.person(desk.town.here), reason="WORK_CHANGED", requestedOn=str(towns.tomorrow())
    )
    assert invalid["__typename"] == "InvalidInput"
    assert [problem["path"] for problem in invalid["problems"]] == [["requestedOn"], ["evidence"]]
    assert all(problem["message"] for problem in invalid["problems"])


async def test_what_was_shown_can_be_read_again(desk: Desk) -> None:
    attached = await desk.attach(await desk.town.person(desk.town.here), evidence="Баспана туралы анықтама № 7")
    assert attached["evidence"] == "Баспана туралы анықтама № 7"


async def test_a_repeated_request_attaches_once(desk: Desk) -> None:
    patient, key = await desk.town.person(desk.town.here), {"Idempotency-Key": str(uuid4())}
    first, second = await desk.attach(patient, key), await desk.attach(patient, key)
    assert first == second
    assert len(await desk.town.all("select 1 from attachment")) == 1


async def test_the_trail_tells_what_was_done_with_whom_and_names_nobody(desk: Desk) -> None:
    patient = await desk.town.person(desk.town.there, family_name="Құпиябеков")
    attached = await desk.attach(patient)
    (event,) = await desk.town.all("select * from access_event where changes ? 'attach'")
    assert patient.id in event.patient_ids
    assert event.changes["attach"]["patient"] == str(patient.id)
    assert global_id("Attachment", UUID(event.changes["attach"]["attachment"])) == attached["id"]
    assert "Құпиябеков" not in str(event)


async def test_the_desk_sees_what_it_may_offer(desk: Desk) -> None:
    patient = await desk.town.person(desk.town.there)
    offered = await desk.ask(OPTIONS, patientId=global_id("Patient", patient.id))
    assert {row["id"] for row in offered["lists"]} == {
        global_id("DoctorList", desk.town.here.lists[kind].id) for kind in (ListKind.GP, ListKind.THERAPIST)
    }
    closed = [reason for reason in offered["reasons"] if not reason["open"]]
    assert closed
    assert all(reason["why"] for reason in closed)


async def test_the_desk_hears_before_it_asks_that_another_clinics_person_has_died(desk: Desk) -> None:
    town = desk.town
    alive, dead = await town.person(town.there), await town.person(town.there, deceased_on=towns.today())
    for patient, deceased in ((alive, False), (dead, True)):
        options = await desk.ask(OPTIONS, patientId=global_id("Patient", patient.id))
        assert options["deceased"] is deceased
