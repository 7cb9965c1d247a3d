"""Whose doings the managers of accounts find in the trail."""

from domain.access import Role
from tests.contract.graph.conftest import Ask

ACTED = "query ActedForTheTrail { clinics(first: 1) { nodes { id } } }"
TRAIL = """{ accessEvents(first: 50, filter: {operation: "ActedForTheTrail"}) { nodes { role accountName } } }"""


async def test_an_officer_of_the_fund_reads_what_its_auditors_did_and_a_clinic_does_not(ask: Ask) -> None:
    for role in (Role.AUDITOR, Role.FUND_OFFICER, Role.NURSE):
        assert "errors" not in await ask(role, ACTED)

    officer, admin = [await ask(role, TRAIL) for role in (Role.FUND_OFFICER, Role.CLINIC_ADMIN)]

    seen = [{node["role"] for node in answer["data"]["accessEvents"]["nodes"]} for answer in (officer, admin)]
    assert seen == [{"AUDITOR", "FUND_OFFICER", "NURSE"}, {"NURSE"}]


async def test_an_auditor_reads_no_trail(ask: Ask) -> None:
    assert (await ask(Role.AUDITOR, TRAIL)).codes == ["FORBIDDEN"]
