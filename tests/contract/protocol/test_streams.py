"""Server-sent events, uploads and connections that stay half open, against a real server."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from server import graphql_sse
from tests.conftest import Urls
from tests.contract.protocol.conftest import Seed, owner
from tests.contract.protocol.serving import listening

EVENTS = {"Accept": "text/event-stream", "X-Emhana-Client": "test"}


@pytest.fixture(scope="module")
async def address(app: Starlette) -> AsyncIterator[str]:
    async with listening(app) as address:
        yield address


@pytest.fixture
async def browser(address: str, token: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, cookies={"emhana": token}, headers=EVENTS) as client:
        yield client


def payloads(text: str) -> list[Any]:
    return [json.loads(line[6:]) for line in text.splitlines() if line.startswith("data: {")]


async def announce(browser: httpx.AsyncClient, name: str) -> None:
    body = {"query": f'mutation {{ announce(name: "{name}") }}'}
    await browser.post("/graphql", json=body, headers={"Accept": "application/json"})


async def test_a_query_is_a_stream_of_one(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/graphql", json={"query": "{ hello }"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert [payload["data"] for payload in payloads(answer.text)] == [{"hello": "hello world"}]
    assert answer.text.endswith("event: complete\ndata: \n\n")


async def test_events_arrive_as_they_happen(browser: httpx.AsyncClient) -> None:
    body = {"query": "subscription { changed { name } }"}
    async with browser.stream("POST", "/graphql", json=body) as answer:
        await asyncio.sleep(0.8)
        await announce(browser, "Әлия")
        async for line in answer.aiter_lines():
            if line.startswith("data: {"):
                assert json.loads(line[6:])["data"] == {"changed": {"name": "Әлия"}}
                break


async def test_a_quiet_stream_is_kept_alive(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphql_sse, "KEEP_ALIVE_SECONDS", 0.1)
    body = {"query": "subscription { changed { name } }"}
    async with browser.stream("POST", "/graphql", json=body) as answer:
        lines = answer.aiter_lines()
        assert [await anext(lines) for _ in range(6)] == [":", "", ":", "", ":", ""]


async def test_a_stream_ends_with_its_session(browser: httpx.AsyncClient, urls: Urls, seed: Seed) -> None:
    body = {"query": "subscription { changed { name } }"}
    async with browser.stream("POST", "/graphql", json=body) as answer:
        await asyncio.sleep(0.8)
        with owner(urls) as connection:
            connection.execute(
                "update session set revoked_at = now() where account_id = %s", [seed.account_id]
            )
            connection.execute("select pg_notify('toy_changed', %s)", ['{"name": "Әлия"}'])
        text = (await answer.aread()).decode()
    [payload] = payloads(text)
    assert payload["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert "Әлия" not in text


async def test_a_stream_nobody_may_have_is_one_error(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, headers=EVENTS) as client:
        answer = await client.post("/graphql", json={"query": "subscription { changed { name } }"})
    [payload] = payloads(answer.text)
    assert payload["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def upload(address: str, parts: dict[str, str], **headers: str) -> httpx.Response:
    files: Any = {name: (None, value) for name, value in parts.items()} | {"0": ("a.txt", b"abc")}
    async with httpx.AsyncClient(base_url=address, headers={"GraphQL-Preflight": "1"} | headers) as client:
        return await client.post("/graphql", files=files)


OPERATIONS = (
    '{"query": "query($f: String) { hello(name: $f) }", "variables": {"f": null, "list": [null], "t": "x"}}'
)


@pytest.mark.parametrize(
    ("operations", "places"),
    [
        (OPERATIONS, '{"0": ["variables.f.__class__"]}'),
        (OPERATIONS, '{"0": ["variables.t"]}'),
        (OPERATIONS, '{"0": ["variables.t.0"]}'),
        (OPERATIONS, '{"0": ["variables"]}'),
        (OPERATIONS, '{"0": ["query"]}'),
        (OPERATIONS, '{"0": ["variables.list.-1"]}'),
        (OPERATIONS, '{"0": ["variables.list.1"]}'),
        (OPERATIONS, '{"0": ["variables.list.٠"]}'),
        (OPERATIONS, '{"0": "variables.f"}'),
        (OPERATIONS, '{"0": []}'),
        (OPERATIONS, '{"0": [7]}'),
        (OPERATIONS, '{"1": ["variables.f"]}'),
        (OPERATIONS, '{"map": ["variables.f"]}'),
        (OPERATIONS, "[]"),
        (OPERATIONS, "null"),
        (OPERATIONS, "{"),
        ("null", '{"0": ["variables.f"]}'),
        ("[]", '{"0": ["variables.f"]}'),
        ('{"query": 7}', '{"0": ["variables.f"]}'),
    ],
)
async def test_a_map_that_leads_elsewhere_gets_400(address: str, operations: str, places: str) -> None:
    answer = await upload(address, {"operations": operations, "map": places})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


async def test_a_file_reaches_its_variable(address: str) -> None:
    answer = await upload(address, {"operations": OPERATIONS, "map": '{"0": ["variables.f"]}'})
    # The toy schema has no scalar for files: it is the type that refuses it now, not the transport.
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_an_upload_needs_the_preflight_header(address: str) -> None:
    parts = {"operations": OPERATIONS, "map": '{"0": ["variables.f"]}'}
    answer = await upload(address, parts, **{"GraphQL-Preflight": ""})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize(("query", "left"), [("{ slow(seconds: 2) }", 0), ("mutation { dawdle }", 1)])
async def test_a_query_nobody_waits_for_is_stopped_and_a_mutation_is_not(
    address: str, urls: Urls, query: str, left: int
) -> None:
    with pytest.raises(httpx.ReadTimeout):
        async with httpx.AsyncClient(base_url=address, timeout=0.5) as client:
            await client.post("/graphql", json={"query": query})
    await asyncio.sleep(0.5)
    with owner(urls) as connection:
        sleeping = (
            "select count(*) from pg_stat_activity "
            "where state = 'active' and query like 'select pg_sleep(%' and datname = current_database()"
        )
        assert connection.execute(sleeping).fetchall() == [(left,)]


async def test_a_body_that_never_comes_gets_408(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        b"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
    )
    answer = await asyncio.wait_for(reader.read(-1), 5)
    assert answer.startswith(b"HTTP/1.1 408 ")
    writer.close()
    await writer.wait_closed()
