"""The real schema on a demo city in which everybody bears a name that nobody else has: a canary."""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from starlette.applications import Starlette

from db.demo import load
from domain.access import Role
from server.app import create_app
from server.limits import Limits
from server.settings import Settings
from tests.conftest import NewDatabase, Urls
from tests.contract.protocol.conftest import owner, token_for

PEOPLE = 2_000
CANARY = re.compile(r"Қанарейка(\d+)")
ROOMY = Limits(
    operation_seconds=60,
    document_characters=10_000_000,
    body_bytes=20_000_000,
    depth=40,
    aliases=100_000,
    tokens=1_000_000,
    cost=100_000_000,
    directives=500,
    repeats=100_000,
    spreads=100_000,
)


@dataclass(frozen=True, slots=True)
class Person:
    """One account of the city and the clinics that it may see."""

    account_id: UUID
    role: Role
    clinic_ids: frozenset[UUID]
    patient_id: UUID | None


class Answer(dict[str, Any]):
    """A response, as it came and as text to be searched."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.json())
        self.text = response.text
        self.repeated = response.headers.get("Idempotency-Replayed") == "true"

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.get("errors", [])]


Ask = Callable[..., Any]

STATEMENTS = "statements"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With `-v`: how often each operation asked the database, and in how many statements, at 1 row and at 20."""
    if terminalreporter.verbosity < 1:
        return
    reports = (report for state in ("passed", "failed") for report in terminalreporter.getreports(state))
    counted = sorted(
        value for report in reports for name, value in report.user_properties if name == STATEMENTS
    )
    if counted:
        terminalreporter.section("times asked (statements) at 1 row, at 20 rows")
    for operation, role, one, twenty in counted:
        asked = "  ".join(f"{times:3} ({times + more})" for times, more in filter(None, (one, twenty)))
        terminalreporter.write_line(f"{operation:34}{role or 'nobody':14}{asked}")


@pytest.fixture(scope="session")
def city_template(new_database: NewDatabase) -> Iterator[str]:
    with new_database() as urls:
        load(urls.owner, PEOPLE, lambda *_: None)
        with owner(urls) as connection:
            connection.execute("set session_replication_role = replica")
            connection.execute(
                "update patient p set family_name = 'Қанарейка' || n.n, sort_key = sort_key || n.n, "
                "email = 'qanareika' || n.n || '@example.invalid' "
                "from (select id, row_number() over (order by id) as n from patient) n where n.id = p.id"
            )
            connection.execute(
                "insert into account (login, name, role, clinic_id, language, password_hash, active, failed_sign_ins, "
                "is_demo, version) select 'spare-' || number, 'Қосалқы', 'NURSE', id, 'kk', '-', true, 0, false, 1 "
                "from clinic"
            )
        yield urls.owner.split("?")[0].rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def city(new_database: NewDatabase, city_template: str) -> Iterator[Urls]:
    with new_database(template=city_template) as urls:
        yield urls


@pytest.fixture(scope="module")
def people(city: Urls) -> dict[Role, Person]:
    """One account of each role that the demo city has; of registrars the one of No. 9."""
    with owner(city) as connection:
        rows = connection.execute(
            "select a.id, a.role, coalesce((select array_agg(c.id) from clinic c where c.id = a.clinic_id "
            "or c.region_code = any(a.regions)), '{}'), a.patient_id from account a where is_demo order by a.login"
        ).fetchall()
    return {Role(row[1]): Person(row[0], Role(row[1]), frozenset(row[2]), row[3]) for row in rows}


@pytest.fixture(scope="module")
async def app(city: Urls) -> AsyncIterator[Starlette]:
    app = create_app(Settings(database_url=city.server, pool_size=4, pool_wait_seconds=60), limits=ROOMY)
    yield app
    await app.state.database.dispose()


@pytest.fixture(scope="module")
async def ask(app: Starlette, city: Urls, people: dict[Role, Person]) -> AsyncIterator[Ask]:
    """`await ask(role, document, **variables)`: the answer that somebody of the role gets over HTTP."""
    tokens: dict[Role, str] = {}
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)

    async def asked(
        role: Role | None,
        document: str,
        *,
        headers: Any = None,
        extensions: Any = None,
        operation: str | None = None,
        **variables: Any,
    ) -> Answer:
        if role and role not in tokens:
            tokens[role] = await token_for(city, people[role].account_id)
        cookie = {"Cookie": f"emhana={tokens[role]}"} if role else {}
        given = {"X-Emhana-Client": "test"} | cookie | (headers or {})
        body = {"query": document, "variables": variables, "operationName": operation}
        body |= {"extensions": extensions} if extensions else {}
        client.cookies.clear()
        response = await client.post("/graphql", json=body, headers=given)
        if role and (renewed := response.cookies.get("emhana")):
            tokens[role] = renewed
        return Answer(response)

    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield asked


@pytest.fixture(scope="module")
def known(city: Urls) -> Iterator[psycopg.Connection[Any]]:
    """The truth, past every wall."""
    with owner(city) as connection:
        yield connection
