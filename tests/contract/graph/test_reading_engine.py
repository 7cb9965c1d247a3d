"""The reading engine and the ordinary resolvers: the same bytes, and the same people in the audit trail."""

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
import pytest
from graphql import ExecutionResult, GraphQLObjectType, is_required_argument
from hypothesis import HealthCheck, given, note, reject, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel
from starlette.applications import Starlette

from db.queries import woven
from db.queries.cut import write_cursor
from db.queries.session import session_of
from db.queries.visible import select_visible
from db.tables.base import table_of
from domain.access import ANONYMOUS, SYSTEM, Role, Viewer
from resolvers.declared import Computed
from resolvers.ids import global_id
from resolvers.plan import engine
from resolvers.plan.compiler import declared_of
from schema.presenting import PRESENTED
from server.caller import Caller
from server.executors import executed
from server.graphql_body import GraphQLRequest
from server.graphql_errors import RequestError
from server.operation import Operations
from tests.conftest import Urls
from tests.contract.graph.client_documents import DOCUMENTS, QUERIES, name_of
from tests.contract.graph.conftest import Ask, Person
from tests.contract.graph.documents import QUERY, SCHEMA, Writer
from tests.contract.graph.growing import Grown, grow
from tests.contract.graph.wandering import Values, Wanderer
from tests.contract.protocol.conftest import token_for

ROLES = (Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN, Role.AUDITOR, Role.FUND_OFFICER, Role.PATIENT)
ENOUGH = int(os.environ.get("EMHANA_TEST_DOCUMENTS", "30"))


@dataclass(frozen=True, slots=True)
class Said:
    """An answer's bytes, whom it showed and why."""

    body: bytes
    shown: frozenset[UUID]
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Both:
    """The two ways at one moment; `why` there is no planned answer."""

    planned: Said | None
    ordinary: Said
    why: str = ""


class Undo(Exception):
    """Nothing of a comparison stays in the database."""


Compare = Callable[..., Awaitable[Both]]


@pytest.fixture(scope="module")
def grown(known: psycopg.Connection[Any], people: dict[Role, Person]) -> Grown:
    (clinic_id,) = people[Role.REGISTRAR].clinic_ids
    found = grow(known, clinic_id, {role: person.account_id for role, person in people.items()})
    known.execute(
        "insert into reveal (account_id, patient_id, clinic_id, reason, until) "
        "select %s, id, clinic_id, 'Сынақ үшін ашылды', now() + interval '1 day' from patient "
        "where clinic_id = any(%s) limit 300",
        [people[Role.FUND_OFFICER].account_id, list(people[Role.FUND_OFFICER].clinic_ids)],
    )
    return found


@pytest.fixture(scope="module")
def operations(app: Starlette) -> Operations:
    found = app.state.operations
    assert isinstance(found, Operations)
    return found


@pytest.fixture(scope="module")
async def compare(operations: Operations, city: Urls, people: dict[Role, Person], grown: Grown) -> Compare:
    """Both ways of one document, for somebody of a role."""
    callers: dict[Role | None, Caller] = {None: Caller()}
    for role in people:
        token = await token_for(city, people[role].account_id)
        async with operations.database.transaction(ANONYMOUS) as tx:
            session = await session_of(tx, token, idle=timedelta(hours=1))
        assert session is not None
        callers[role] = Caller(session.viewer, session.viewer.language)

    async def compared(role: Role | None, document: str, variables: Any = None) -> Both:
        prepared = operations.documents.prepare(GraphQLRequest(document, None, dict(variables or {})))
        caller, now = callers[role], datetime.now(UTC)
        planned, why = None, ""
        try:
            async with operations.database.reading(caller.viewer) as reading:
                context = replace(operations.context(caller, reading), now=now)
                assert operations.engine is not None
                executor = operations.executors.new(prepared)
                data, _ = await operations.engine.data(prepared.shape, executor, context, reading)
                body = operations.answered(prepared, caller, ExecutionResult(data, None)).body
                planned = Said(body, frozenset(context.audit.patient_ids), context.audit.purpose)
                raise Undo
        except Undo:
            pass
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
        try:
            async with operations.database.transaction(caller.viewer, snapshot=True) as tx:
                context = replace(operations.context(caller, tx), now=now)
                result = await executed(operations.executors.new(prepared), context)
                body = operations.answered(prepared, caller, result).body
                ordinary = Said(body, frozenset(context.audit.patient_ids), context.audit.purpose)
                raise Undo
        except Undo:
            pass
        except Exception as error:
            ordinary = Said(f'"errors": {error}'.encode(), frozenset(), None)
        return Both(planned, ordinary, why)

    return compared


def agree(both: Both) -> bool:
    """Whether a plan answered. Where it could not, there was an error to tell; nothing else is left to it."""
    if both.planned is None:
        assert b'"errors"' in both.ordinary.body, both.why
        return False
    assert both.planned == both.ordinary
    return True


@pytest.mark.parametrize("document", [each for each in DOCUMENTS if name_of(each) in QUERIES], ids=name_of)
async def test_every_query_of_the_client(document: str, compare: Compare, grown: Grown) -> None:
    pair = QUERIES[name_of(document)](grown)

    for role, variables in ((pair.role_of_one, pair.one), (pair.role, pair.twenty)):
        assert agree(await compare(role, document, variables))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(QUERY.fields))
async def test_every_root_field_with_all_that_can_be_asked_of_it(
    name: str, role: Role, compare: Compare, values: Values
) -> None:
    wanderer = Wanderer(Random(name), values)
    given = {
        argument: wanderer._given(declared, wanderer._value(argument, declared.type, 0))
        for argument, declared in QUERY.fields[name].args.items()
        if is_required_argument(declared)
    }
    document = Writer(page=3).root(name, 2, given)
    head = ", ".join(f"${key}: {type_}" for key, type_ in wanderer.types.items())

    with suppress(RequestError):  # nothing ran: what was given at random does not fit
        agree(await compare(role, f"query{f'({head})' if head else ''} {document}", wanderer.variables))


async def test_one_relation_in_several_ways_is_each_way_what_it_was_asked(compare: Compare) -> None:
    """With other fields, another page, merged with a fragment's, and as that fragment alone has it."""
    document = """{
      few: clinics(first: 3) {
        nodes { region { code } other: region { name } areas(first: 1) { nodes { number } }
                more: areas(first: 2) { nodes { kind number } } }
        edges { node { ...Known } }
      }
      fewer: clinics(first: 2) { nodes { ...Known region { name } } }
    }
    fragment Known on Clinic { region { code } areas(first: 3) { nodes { number } } }"""

    assert agree(await compare(Role.REGISTRAR, document))


async def test_a_mask_that_the_engine_forgot_would_be_found(
    compare: Compare, monkeypatch: pytest.MonkeyPatch, operations: Operations
) -> None:
    document = "{ patients(first: 5) { nodes { planted: familyName } } }"
    monkeypatch.setattr(woven, "masked", lambda row, name, _viewer: table_of(row).c[name])

    with pytest.raises(AssertionError):
        agree(await compare(Role.AUDITOR, document))


NEEDY = [
    (type_.name, name, declared)
    for type_ in SCHEMA.type_map.values()
    if isinstance(type_, GraphQLObjectType) and issubclass(PRESENTED.get(type_.name, object), SQLModel)
    for name, field in type_.fields.items()
    if isinstance(declared := declared_of(field), Computed) and declared.needs is not None
]


@pytest.mark.parametrize(
    ("type_name", "name", "declared"), NEEDY, ids=[f"{each[0]}.{each[1]}" for each in NEEDY]
)
async def test_a_computed_field_reads_no_column_that_it_does_not_declare(
    type_name: str,
    name: str,
    declared: Computed,
    operations: Operations,
    people: dict[Role, Person],
    grown: Grown,
) -> None:
    row = PRESENTED[type_name]
    async with operations.database.transaction(SYSTEM) as tx:
        found: list[Any] = await tx.all(row, select_visible(row, SYSTEM).limit(50))
        for role in (Role.REGISTRAR, Role.AUDITOR):
            viewer = Viewer(role=role, clinic_ids=tuple(people[role].clinic_ids))
            context = operations.context(Caller(viewer), tx)
            for whole in found:
                bare = SimpleNamespace(**{each: getattr(whole, each) for each in declared.needs or ()})
                assert declared.compute(bare, context) == declared.compute(whole, context)


async def test_plans_are_remembered_in_bounded_number(
    compare: Compare, operations: Operations, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert operations.engine is not None
    monkeypatch.setattr(engine, "REMEMBERED_PLANS", 10)
    operations.engine._plans.clear()
    for number in range(30):
        assert agree(await compare(Role.REGISTRAR, f"{{ me {{ a{number}: login }} }}"))

    assert len(operations.engine._plans) == 10


async def test_a_session_that_ended_meanwhile_is_noticed_at_once(
    ask: Ask, known: psycopg.Connection[Any], people: dict[Role, Person]
) -> None:
    who = people[Role.NURSE].account_id
    document = "query Noticed { patients(first: 1) { nodes { id } } me { login } }"
    for _ in range(2):
        assert "errors" not in await ask(Role.NURSE, document)
    known.execute("update session set revoked_at = now() where account_id = %s", [who])

    assert (await ask(Role.NURSE, document)).codes == ["UNAUTHENTICATED"]
    known.execute("update session set revoked_at = null where account_id = %s", [who])
    query = "select count(*) from access_event where operation = 'Noticed' and account_id = %s"
    assert known.execute(query, [who]).fetchone() == (2,)


async def test_an_office_that_changed_meanwhile_is_noticed_at_once(
    ask: Ask, known: psycopg.Connection[Any], people: dict[Role, Person]
) -> None:
    who = people[Role.OPERATOR].account_id
    document = "{ me { role actions } }"
    for _ in range(2):
        assert (await ask(Role.OPERATOR, document))["data"]["me"]["role"] == "OPERATOR"
    known.execute("update account set role = 'NURSE' where id = %s", [who])

    assert (await ask(Role.OPERATOR, document))["data"]["me"]["role"] == "NURSE"
    known.execute("update account set role = 'OPERATOR' where id = %s", [who])


async def test_in_development_an_answer_tells_its_plan_when_asked(app: Starlette, ask: Ask) -> None:
    document = "{ clinics(first: 2) { nodes { region { code } contracts { number } contractedOn } } }"

    told = (await ask(Role.NURSE, document, extensions={"plan": True}))["extensions"]["plan"]

    assert [level["level"] for level in told] == ["ClinicConnection", "Clinic.region", "Clinic.contracts"]
    assert all("select" in level["sql"].lower() for level in told)


@pytest.fixture(scope="module")
def values(known: psycopg.Connection[Any], grown: Grown, people: dict[Role, Person]) -> Values:
    """What documents are given: ids and texts that are there, and some that are not."""

    def ids(table: str, name: str, some: int = 20) -> list[str]:
        rows = known.execute(f"select id from {table} order by md5(id::text) limit {some}").fetchall()
        return [global_id(name, row[0]) for row in rows]

    (own,) = people[Role.REGISTRAR].clinic_ids
    patients = [
        global_id("Patient", grown.quiet),
        global_id("Patient", grown.busy),
        *ids("patient", "Patient"),
    ]
    records = patients + ids("attachment", "Attachment") + ids("clinic", "Clinic") + ids("staff", "Staff", 5)
    records += ids("doctor_list", "DoctorList") + ids("area", "Area", 5) + ids("merge", "Merge")
    records += (
        ids("account", "Account", 5) + ids("access_event", "AccessEvent") + ["x", global_id("Nothing", own)]
    )
    today = datetime.now(UTC).date()
    return {
        "id": records,
        "ids": records,
        "ID": records,
        "patientId": patients,
        "exceptId": patients,
        "clinicId": [global_id("Clinic", own), *ids("clinic", "Clinic", 3)],
        "listId": ids("doctor_list", "DoctorList"),
        "areaId": ids("area", "Area"),
        "accountId": ids("account", "Account"),
        "regionCode": ["750000000", "710000000", "7"],
        "text": [grown.name, grown.rare, grown.iin, "+77010000000", "Қанарейка", ""],
        "iin": [grown.iin, "000000000000"],
        "IIN": [grown.iin],
        "name": [grown.name, "Қан", "клиника", "№"],
        "form": ["patient"],
        "first": [0, 1, 2, 3, 5, 20, 50, None],
        "last": [0, 1, 2, 5, None],
        "after": cursors(known),
        "before": cursors(known),
        "Date": [(today - timedelta(days=days)).isoformat() for days in (0, 1, 400, 5000, 20000)],
        "DateTime": [datetime.now(UTC).isoformat(), "2020-01-01T00:00:00+00:00"],
        "Boolean": [True, False],
        "Int": [0, 3],
        "KATO": ["750000000", "711110000"],
    }


def cursors(known: psycopg.Connection[Any]) -> list[Any]:
    rows = known.execute(
        "(select id, sort_key from patient order by md5(id::text) limit 5) union all "
        "(select id, starts_on::text from attachment order by md5(id::text) limit 5) union all "
        "(select id, name_kk from clinic limit 3) union all (select id, sort_key from staff limit 3)"
    ).fetchall()
    return [None, None, "?", *(write_cursor(key, sort_key, True) for key, sort_key in rows)]


@pytest.mark.parametrize("first", [0, 1, 50])
async def test_a_page_that_is_woven_in_says_where_it_stands(first: int, compare: Compare) -> None:
    page = "edges { cursor node { number } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
    document = f"{{ clinics(first: 3) {{ nodes {{ areas(first: {first}) {{ {page} }} }} }} }}"

    assert agree(await compare(Role.REGISTRAR, document))


@pytest.mark.parametrize("role", ROLES)
async def test_whatever_way_a_document_wanders(role: Role, compare: Compare, values: Values) -> None:
    """Hypothesis leads the way, and shows the shortest document on which the two ways part."""
    loop, planned = asyncio.get_running_loop(), Counter[bool]()

    @settings(max_examples=ENOUGH, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck])
    @given(random=st.randoms(use_true_random=False))
    def wander(random: Random) -> None:
        wanderer = Wanderer(random, values)
        document = wanderer.document()
        note(f"{document} {wanderer.variables}")
        work = compare(role, document, wanderer.variables)
        try:
            both = asyncio.run_coroutine_threadsafe(_awaited(work), loop).result()
        except RequestError:
            reject()  # not a valid document, or variables that do not fit: nothing ran
        planned[agree(both)] += 1

    await asyncio.to_thread(wander)

    assert planned.total() >= ENOUGH
    assert planned[True] > planned.total() / 4


async def _awaited(work: Awaitable[Both]) -> Both:
    return await work
