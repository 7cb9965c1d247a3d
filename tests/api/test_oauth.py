"""Client credentials: an integration's token is for minutes, for one scope, for its clinic, and for /fhir alone."""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from db.passwords import hash_password
from db.tables import Account, Patient
from domain.access import IMMUNIZATION_READ, Action, Role, Viewer
from tests.api import town as towns
from tests.api.door import served
from tests.api.town import Town
from tests.conftest import Urls
from tests.contract.protocol.conftest import owner, token_for

SECRET = "snow leopards read at night"
LOGIN = "register"
READS_A_MINUTE = 8


@dataclass(slots=True)
class Integration:
    """A client of the first clinic, one child there and one elsewhere."""

    town: Town
    urls: Urls
    http: httpx.AsyncClient
    child: Patient
    stranger: Patient

    async def ask(self, secret: str = SECRET, **given: str) -> httpx.Response:
        form = {"grant_type": "client_credentials", "client_id": LOGIN, "client_secret": secret}
        return await self.http.post("/oauth/token", data=form | given)

    async def token(self) -> str:
        return str((await self.ask()).json()["access_token"])

    async def read(self, token: str, person: Patient) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return await self.http.get(f"/fhir/Immunization?patient={person.id}", headers=headers)


@pytest.fixture
async def integration(town: Town, urls: Urls) -> AsyncIterator[Integration]:
    born = towns.today() - timedelta(days=200)
    people = [await town.person(clinic, birth_date=born) for clinic in (town.here, town.there)]
    async with town.as_system() as tx:
        password = await hash_password(SECRET)
        house = town.here.clinic.id
        await tx.insert(
            Account(
                login=LOGIN, name="Тізілім", role=Role.INTEGRATION, clinic_id=house, password_hash=password
            )
        )
    async with served(urls, client_reads_per_minute=READS_A_MINUTE) as client:
        yield Integration(town, urls, client, *people)


async def test_a_token_reads_the_clinics_people_and_no_others(integration: Integration) -> None:
    answer = await integration.ask(scope=IMMUNIZATION_READ)

    body = answer.json()
    assert (answer.status_code, body["token_type"], body["expires_in"]) == (200, "Bearer", 600)
    assert answer.headers["cache-control"] == "no-store"
    assert (await integration.read(body["access_token"], integration.child)).status_code == 200
    assert (await integration.read(body["access_token"], integration.stranger)).status_code == 404


async def test_the_secret_may_come_in_the_header(integration: Integration) -> None:
    basic = base64.b64encode(f"{LOGIN}:{SECRET.replace(' ', '+')}".encode()).decode()

    answer = await integration.http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": f"Basic {basic}"},
    )

    assert answer.json()["scope"] == IMMUNIZATION_READ


async def test_a_token_ends_by_itself_and_with_its_account(integration: Integration) -> None:
    token, other = await integration.token(), await integration.token()
    with owner(integration.urls) as connection:
        left = connection.execute(
            "select extract(epoch from max(expires_at) - now()) from session"
        ).fetchone()
        assert left is not None
        assert 590 < left[0] <= 600
        connection.execute("update account set active = false where login = %s", [LOGIN])
        assert (await integration.read(other, integration.child)).status_code == 401
        connection.execute("update account set active = true where login = %s", [LOGIN])
        assert (await integration.read(token, integration.child)).status_code == 200
        connection.execute("update session set expires_at = now()")
    assert (await integration.read(token, integration.child)).status_code == 401


async def test_a_token_is_no_cookie_and_a_cookie_no_token(integration: Integration) -> None:
    token = await integration.token()
    headers = {"X-Emhana-Client": "test", "Cookie": f"emhana={token}"}
    answer = await integration.http.post("/graphql", json={"query": "{ me { name } }"}, headers=headers)
    assert answer.json()["data"] == {"me": None}
    path = f"/fhir/Immunization?patient={integration.child.id}"
    assert (await integration.http.get(path, headers=headers)).status_code == 401

    cookie = await token_for(integration.urls, integration.town.here.accounts[Role.NURSE].id)
    assert (await integration.read(cookie, integration.child)).status_code == 401


async def test_an_integration_does_not_sign_in_as_a_person(integration: Integration) -> None:
    document = """mutation ($input: SignInInput!) { signIn(input: $input) {
        __typename ... on Refusal { code } } }"""
    variables = {"input": {"login": LOGIN, "password": SECRET}}

    answer = await integration.http.post(
        "/graphql",
        json={"query": document, "variables": variables},
        headers={"X-Emhana-Client": "test"},
    )

    assert answer.json()["data"]["signIn"]["code"] == "WRONG_CREDENTIALS", answer.text
    assert "set-cookie" not in answer.headers


async def test_a_person_gets_no_token(integration: Integration) -> None:
    with owner(integration.urls) as connection:
        connection.execute("update account set role = 'NURSE' where login = %s", [LOGIN])

    assert (await integration.ask()).json()["error"] == "invalid_client"


def test_without_a_scope_an_integration_may_nothing() -> None:
    assert not any(Viewer(role=Role.INTEGRATION).can(action) for action in Action)
    assert not any(Viewer(role=Role.INTEGRATION, scope="all").can(action) for action in Action)


@pytest.mark.parametrize(
    ("given", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"scope": "patient.write"}, 400, "invalid_scope"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"client_id": ""}, 401, "invalid_client"),
        ({"client_secret": "x" * 9_000}, 413, "invalid_request"),
    ],
)
async def test_what_is_refused_says_why(
    integration: Integration, given: dict[str, Any], status: int, error: str
) -> None:
    form = {"grant_type": "client_credentials", "client_id": LOGIN, "client_secret": SECRET} | given

    answer = await integration.http.post("/oauth/token", data=form)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


async def test_a_repeated_parameter_and_another_form_are_refused(integration: Integration) -> None:
    twice = "grant_type=client_credentials&client_id=a&client_id=b&client_secret=c"
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    assert (await integration.http.post("/oauth/token", content=twice, headers=form)).status_code == 400
    assert (await integration.http.post("/oauth/token", json={})).status_code == 415
    assert (await integration.http.get("/oauth/token")).status_code == 405


async def test_the_delay_grows_and_every_try_is_on_record(integration: Integration) -> None:
    answers = [await integration.ask("wrong") for _ in range(5)]

    assert [one.status_code for one in answers[:4]] == [401] * 4
    assert answers[4].status_code == 429
    assert int(answers[4].headers["retry-after"]) >= 1
    assert (await integration.ask()).status_code == 429, "also with the right secret"
    events = await integration.town.all("select outcome from access_event where operation = 'issueToken'")
    assert [one.outcome for one in events] == ["REFUSED"] * 6


async def test_only_hashes_are_kept(integration: Integration) -> None:
    token = await integration.token()

    with owner(integration.urls) as connection:
        rows = connection.execute("select session::text, account::text from session, account").fetchall()
    assert rows
    assert not any(token in str(row) or SECRET in str(row) for row in rows)


async def test_a_client_reads_so_often_in_a_minute_and_no_oftener(integration: Integration) -> None:
    """Counted by the trail, so it holds whichever server is asked; a nurse is not counted."""
    token = await integration.token()
    answers = [await integration.read(token, integration.child) for _ in range(READS_A_MINUTE + 1)]

    assert [one.status_code for one in answers[:-1]] == [200] * READS_A_MINUTE
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"] == "60"
    assert answers[-1].json()["issue"][0]["code"] == "throttled"
    with owner(integration.urls) as connection:
        connection.execute("alter table access_event disable trigger all")
        connection.execute("update access_event set at = at - interval '61 seconds'")
    assert (await integration.read(token, integration.child)).status_code == 200
