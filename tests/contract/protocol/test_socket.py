"""graphql-transport-ws, message by message, against a real server."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from server import graphql_websocket
from tests.conftest import Urls
from tests.contract.protocol.conftest import Seed, owner, token_for
from tests.contract.protocol.serving import listening

CHANGED = {"query": "subscription { changed { name seenBy } }"}


@pytest.fixture(scope="module")
async def address(app: Starlette) -> AsyncIterator[str]:
    async with listening(app) as address:
        yield address


@asynccontextmanager
async def socket(
    address: str,
    token: str | None = None,
    *,
    init: bool = True,
    protocol: str = "graphql-transport-ws",
    **headers: str,
) -> AsyncIterator[ClientConnection]:
    cookie = {"Cookie": f"emhana={token}"} if token else {}
    url = address.replace("http", "ws") + "/graphql"
    async with connect(
        url,
        subprotocols=[Subprotocol(protocol)],
        additional_headers=cookie | headers,
        proxy=None,
    ) as connection:
        if init:
            await say(connection, type="connection_init")
            assert await heard(connection) == {"type": "connection_ack"}
        yield connection


async def say(connection: ClientConnection, **message: Any) -> None:
    await connection.send(json.dumps(message))


async def heard(connection: ClientConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await asyncio.wait_for(connection.recv(), 5))
    return message


async def close_code(connection: ClientConnection) -> int | None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(connection.recv(), 5)
    return connection.close_code


async def announce(address: str, token: str, name: str) -> None:
    async with httpx.AsyncClient(cookies={"emhana": token}, headers={"X-Emhana-Client": "test"}) as client:
        query = f'mutation {{ announce(name: "{name}") }}'
        answer = await client.post(f"{address}/graphql", json={"query": query})
        assert answer.json()["data"] == {"announce": name}


@pytest.mark.parametrize(
    "message",
    ["null", "7", '"text"', "[]", "{", "{}", '{"type": 1}', '{"type": "start"}',
     '{"type":"subscribe","id":1}', '{"type":"subscribe","id":""}',
     '{"type":"subscribe","id":"1","payload":null}',
     '{"type":"subscribe","id":"1","payload":[]}', '{"type":"complete","id":2}', "[" * 100_000,
     '{"type":"ping","payload":{"a":"\\u0000"}}'],
)  # fmt: skip
async def test_whatever_is_not_a_message_of_the_protocol_closes_with_4400(address: str, message: str) -> None:
    async with socket(address) as connection:
        await connection.send(message)
        assert await close_code(connection) == 4400


async def test_bytes_close_with_4400(address: str) -> None:
    async with socket(address) as connection:
        await connection.send(b"{}")
        assert await close_code(connection) == 4400


async def test_the_legacy_protocol_is_not_offered(address: str) -> None:
    async with socket(address, init=False, protocol="graphql-ws") as connection:
        assert await close_code(connection) == 4406


async def test_an_operation_before_the_acknowledgement_closes_with_4401(address: str) -> None:
    async with socket(address, init=False) as connection:
        await say(connection, type="subscribe", id="1", payload={"query": "{ hello }"})
        assert await close_code(connection) == 4401


async def test_a_second_initialisation_closes_with_4429(address: str) -> None:
    async with socket(address) as connection:
        await say(connection, type="connection_init")
        assert await close_code(connection) == 4429


async def test_no_initialisation_closes_with_4408(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_websocket, "INIT_SECONDS", 0.2)
    async with socket(address, init=False) as connection:
        assert await close_code(connection) == 4408


async def test_the_same_id_twice_closes_with_4409(address: str, token: str) -> None:
    async with socket(address, token) as connection:
        for _ in range(2):
            await say(connection, type="subscribe", id="1", payload=CHANGED)
        assert await close_code(connection) == 4409


async def test_a_ping_is_answered(address: str) -> None:
    async with socket(address) as connection:
        await say(connection, type="ping")
        assert await heard(connection) == {"type": "pong"}


async def test_a_query_runs_and_completes(address: str) -> None:
    async with socket(address) as connection:
        await say(connection, type="subscribe", id="q", payload={"query": "{ hello }"})
        message = await heard(connection)
        assert (message["type"], message["payload"]["data"]) == ("next", {"hello": "hello world"})
        assert await heard(connection) == {"id": "q", "type": "complete"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ people(first: 101) { edges { node { name } } } }", "BAD_USER_INPUT"),
        ("{" + " ".join(f"a{i}: hello" for i in range(31)) + "}", "TOO_COSTLY"),
        ("query A { hello } query B { hello }", "OPERATION_RESOLUTION_FAILURE"),
        ("subscription { changed { name } }", "UNAUTHENTICATED"),
    ],
)
async def test_limits_and_permissions_hold_on_the_socket_too(address: str, query: str, code: str) -> None:
    async with socket(address) as connection:
        await say(connection, type="subscribe", id="1", payload={"query": query})
        message = await heard(connection)
        assert message["type"] == "error"
        assert message["payload"][0]["extensions"]["code"] == code


async def test_an_event_arrives_as_its_viewer_sees_it(address: str, token: str, seed: Seed) -> None:
    async with socket(address, token) as connection:
        await say(connection, type="subscribe", id="1", payload=CHANGED)
        await asyncio.sleep(0.6)
        await announce(address, token, "Әлия")
        message = await heard(connection)
        assert message["payload"]["data"] == {
            "changed": {"name": "Әлия", "seenBy": f"emhana_staff {seed.login}"}
        }
        await say(connection, type="complete", id="1")
        await announce(address, token, "Ерлан")
        await say(connection, type="ping")
        assert await heard(connection) == {"type": "pong"}


async def test_each_event_is_on_record(address: str, token: str, urls: Urls, seed: Seed) -> None:
    async with socket(address, token) as connection:
        await say(connection, type="subscribe", id="1", payload=CHANGED)
        await asyncio.sleep(0.6)
        await announce(address, token, "Әлия")
        await heard(connection)
    with owner(urls) as database:
        rows = database.execute(
            "select operation from access_event where account_id = %s order by id", [seed.account_id]
        ).fetchall()
    assert rows == [("announce",), ("changed",)]


async def test_an_ended_session_closes_its_socket_at_once(
    address: str, token: str, urls: Urls, seed: Seed
) -> None:
    async with socket(address, token) as connection:
        await say(connection, type="subscribe", id="1", payload=CHANGED)
        await asyncio.sleep(0.6)
        with owner(urls) as database:
            database.execute("update session set revoked_at = now() where account_id = %s", [seed.account_id])
            database.execute("select pg_notify('session_ended', %s)", [f'{{"account": "{seed.account_id}"}}'])
        assert await close_code(connection) == 4403


async def test_an_expired_session_closes_its_socket(address: str, urls: Urls, seed: Seed) -> None:
    token = await token_for(urls, seed.account_id, timedelta(seconds=2))
    async with socket(address, token) as connection:
        assert await close_code(connection) == 4403


async def test_no_event_reaches_a_session_that_ended_unnoticed(
    address: str, token: str, urls: Urls, seed: Seed
) -> None:
    other = await token_for(urls, seed.other_account_id)
    async with socket(address, token) as connection:
        await say(connection, type="subscribe", id="1", payload=CHANGED)
        await asyncio.sleep(0.6)
        with owner(urls) as database:
            database.execute("update session set revoked_at = now() where account_id = %s", [seed.account_id])
        await announce(address, other, "Әлия")
        assert await close_code(connection) == 4403


async def test_a_page_of_another_site_gets_no_socket(address: str, token: str) -> None:
    with pytest.raises(InvalidStatus):
        async with socket(address, token, Origin="https://example.kz"):
            pass
