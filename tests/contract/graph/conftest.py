"""The real schema on a demo city in which everybody bears a name that nobody else has: a canary."""

import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from db.demo import load
from domain.access import Role
from server.app import create_app
from server.limits import Limits
from server.settings import Settings
from tests.conftest import NewDatabase, Urls
from tests.contract.protocol.conftest import owner, token_for

PEOPLE = 2_000
CLIENT, CLIENT_SECRET = "register", "snow leopards read at night"
RENEW_AFTER_SECONDS = 300.0
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
Read = Callable[[Role | None, str], Awaitable[httpx.Response]]

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
            connection.execute(
                "insert into account (login, name, role, clinic_id, language, password_hash, active, failed_sign_ins, "
                "is_demo, version) select %s, 'Тізілім', 'INTEGRATION', clinic_id, 'kk', %s, true, 0, false, 1 "
                "from account where is_demo and role = 'REGISTRAR' order by login desc limit 1",
                [CLIENT, PasswordHasher().hash(CLIENT_SECRET)],
            )
        yield urls.owner.split("?")[0].rsplit("/", 1)[-1]


@pytest.fixture(scope="module")
def city(new_database: NewDatabase, city_template: str) -> Iterator[Urls]:
    with new_database(template=city_template) as urls:
        yield urls


@pytest.fixture(scope="module")
def people(city: Urls) -> dict[Role, Person]:
    """One account of each role that the demo city has, of registrars the one of No. 9, and a client of that clinic."""
    with owner(city) as connection:
        rows = connection.execute(
            "select a.id, a.role, coalesce((select array_agg(c.id) from clinic c where c.id = a.clinic_id "
            "or c.region_code = any(a.regions)), '{}'), a.patient_id from account a "
            "where is_demo or role = 'INTEGRATION' order by a.login"
        ).fetchall()
    return {Role(row[1]): Person(row[0], Role(row[1]), frozenset(row[2]), row[3]) for row in rows}


@pytest.fixture(scope="module")
async def app(city: Urls) -> AsyncIterator[Starlette]:
    settings = Settings(
        database_url=city.server, pool_size=4, pool_wait_seconds=60, client_reads_per_minute=100_000
    )
    app = create_app(settings, limits=ROOMY)
    yield app
    await app.state.database.dispose()


@pytest.fixture(scope="module")
async def http(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client


@dataclass(slots=True)
class Badges:
    """What shows who asks: a person's cookie, or a client's token, which is asked for as clients do and soon anew."""

    city: Urls
    people: dict[Role, Person]
    http: httpx.AsyncClient
    tokens: dict[Role, str] = field(default_factory=dict)
    client_until: float = 0.0

    async def of(self, role: Role | None) -> dict[str, str]:
        self.http.cookies.clear()
        if role is None:
            return {}
        if role is Role.INTEGRATION:
            return {"Authorization": f"Bearer {await self._of_client()}"}
        if role not in self.tokens:
            self.tokens[role] = await token_for(self.city, self.people[role].account_id)
        return {"Cookie": f"emhana={self.tokens[role]}"}

    async def _of_client(self) -> str:
        if time.monotonic() > self.client_until:
            form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": CLIENT_SECRET}
            answer = await self.http.post("/oauth/token", data=form)
            self.tokens[Role.INTEGRATION] = answer.json()["access_token"]
            self.client_until = time.monotonic() + RENEW_AFTER_SECONDS
        return self.tokens[Role.INTEGRATION]

    def keep(self, role: Role | None, response: httpx.Response) -> None:
        if role and (renewed := response.cookies.get("emhana")):
            self.tokens[role] = renewed


@pytest.fixture(scope="module")
def badges(city: Urls, people: dict[Role, Person], http: httpx.AsyncClient) -> Badges:
    return Badges(city, people, http)


@pytest.fixture(scope="module")
async def ask(badges: Badges) -> Ask:
    """`await ask(role, document, **variables)`: the answer that somebody of the role gets over HTTP."""

    async def asked(
        role: Role | None,
        document: str,
        *,
        headers: Any = None,
        extensions: Any = None,
        operation: str | None = None,
        **variables: Any,
    ) -> Answer:
        given = {"X-Emhana-Client": "test"} | await badges.of(role) | (headers or {})
        body = {"query": document, "variables": variables, "operationName": operation}
        body |= {"extensions": extensions} if extensions else {}
        response = await badges.http.post("/graphql", json=body, headers=given)
        badges.keep(role, response)
        return Answer(response)

    return asked


@pytest.fixture(scope="module")
async def read(badges: Badges) -> Read:
    """`await read(role, path)`: what somebody of the role gets from a door that is not GraphQL's."""

    async def got(role: Role | None, path: str) -> httpx.Response:
        return await badges.http.get(path, headers=await badges.of(role))

    return got


@pytest.fixture(scope="module")
def known(city: Urls) -> Iterator[psycopg.Connection[Any]]:
    """The truth, past every wall."""
    with owner(city) as connection:
        yield connection
