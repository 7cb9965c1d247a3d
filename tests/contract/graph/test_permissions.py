"""The permission matrix, cell by cell: each office at each operation."""

from typing import Any

import psycopg
import pytest

from domain.access import Role, may
from tests.contract.graph.actions import ACTIONS, OPEN
from tests.contract.graph.conftest import Ask, Person
from tests.contract.graph.documents import MUTATION, QUERY, SUBSCRIPTION, Writer
from tests.contract.graph.samples import INPUTS, Sampler, arguments_of, written

ROLES = [role for role in Role if role not in (Role.SYSTEM, Role.INTEGRATION, Role.DISPLAY)]
OFFICES: list[Role | None] = [None, *ROLES]


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
    allowed = may(role, ACTIONS[name])
    denied = "UNAUTHENTICATED" if role is None else "FORBIDDEN"
    assert (denied in answer.codes) == (not allowed), (name, role, answer.text[:300])
    assert allowed or not any((answer.get("data") or {}).values()), (name, role)
    assert "INTERNAL_SERVER_ERROR" not in answer.codes, (name, role, answer.text[:300])
