"""The permission matrix, cell by cell: each office, and each client's token, at each operation and each FHIR door."""

from typing import Any

import psycopg
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from domain.access import Role, may
from tests.contract.graph.actions import ACTIONS, OPEN
from tests.contract.graph.conftest import Ask, Person, Read
from tests.contract.graph.documents import MUTATION, QUERY, SUBSCRIPTION, Writer
from tests.contract.graph.fhir_doors import FHIR_ACTIONS, FHIR_OPEN, NOTHING, paths
from tests.contract.graph.samples import INPUTS, Sampler, arguments_of, written

ROLES = [role for role in Role if role not in (Role.SYSTEM, Role.DISPLAY)]
OFFICES: list[Role | None] = [None, *ROLES]
# A client's token opens /fhir alone: at the graph its bearer is nobody, whatever the matrix gives to its scope.
NOBODY_AT_THE_GRAPH = (None, Role.INTEGRATION)


def test_every_operation_has_its_line_in_the_table() -> None:
    served = {*QUERY.fields, *MUTATION.fields, *SUBSCRIPTION.fields}

    assert served == ACTIONS.keys() | OPEN


@pytest.fixture(scope="module")
def sampler(known: psycopg.Connection[Any], people: dict[Role, Person]) -> Sampler:
    (clinic_id,) = people[Role.REGISTRAR].clinic_ids
    return Sampler(known, clinic_id)


@pytest.mark.parametrize("name", sorted(QUERY.fields.keys() - OPEN))
async def test_a_query_answers_those_who_may_and_nobody_else(name: str, ask: Ask, sampler: Sampler) -> None:
    given = arguments_of(name, sampler)
    document = Writer(page=1).root(name, 0, given)

    for role in OFFICES:
        _judge(name, role, await ask(role, document))


@pytest.mark.parametrize("name", sorted(MUTATION.fields.keys() - OPEN))
async def test_a_mutation_obeys_those_who_may_and_nobody_else(name: str, ask: Ask, sampler: Sampler) -> None:
    for role in OFFICES:
        given = INPUTS[name](sampler)
        _judge(name, role, await ask(role, written(name), input=given))


def _judge(name: str, role: Role | None, answer: Any) -> None:
    """Who may not gets a code and no data; who may gets no such code."""
    stranger = role in NOBODY_AT_THE_GRAPH
    allowed = not stranger and may(role, ACTIONS[name])
    denied = "UNAUTHENTICATED" if stranger else "FORBIDDEN"
    assert (denied in answer.codes) == (not allowed), (name, role, answer.text[:300])
    assert allowed or not any((answer.get("data") or {}).values()), (name, role)
    assert "INTERNAL_SERVER_ERROR" not in answer.codes, (name, role, answer.text[:300])


def test_every_fhir_door_has_its_line_in_the_table(app: Starlette) -> None:
    served = {
        route.path for route in app.routes if isinstance(route, Route) and route.path.startswith("/fhir/")
    }

    assert served == FHIR_ACTIONS.keys() | FHIR_OPEN


@pytest.mark.parametrize("role", OFFICES)
async def test_a_fhir_door_answers_those_who_may_and_nobody_else(
    role: Role | None, read: Read, known: psycopg.Connection[Any], people: dict[Role, Person]
) -> None:
    refused = 401 if role is None else 403
    for door, action in FHIR_ACTIONS.items():
        for path in paths(door, known, people[role or Role.REGISTRAR], foreign=False):
            answer = await read(role, path)
            assert answer.status_code == (200 if may(role, action) else refused), (path, answer.text[:300])


@pytest.mark.parametrize("role", OFFICES)
async def test_what_is_about_nobody_answers_everybody(role: Role | None, read: Read) -> None:
    for door in FHIR_OPEN - {NOTHING}:
        assert (await read(role, door.replace("{name}", "vaccine-group"))).status_code == 200
    assert (await read(role, "/fhir/Patient")).status_code == 404
