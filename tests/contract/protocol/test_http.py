"""GraphQL over HTTP, sentence by sentence, beyond what the public audit asks."""

import gzip
import json
from typing import Any

import httpx
import pytest

from server.graphql_documents import document_id

RESPONSE = "application/graphql-response+json"
PREFLIGHT = {"GraphQL-Preflight": "1"}


async def post(client: httpx.AsyncClient, body: Any, **headers: str) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await client.post(
        "/graphql", content=content, headers={"Content-Type": "application/json"} | headers
    )


def code_of(answer: httpx.Response) -> str:
    body = answer.json()
    assert "data" not in body
    code: str = body["errors"][0]["extensions"]["code"]
    return code


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        (RESPONSE, RESPONSE),
        (f"application/json;q=0.9, {RESPONSE};q=0.1", "application/json"),
        (
            f"{RESPONSE}, application/graphql+json, application/json, text/event-stream, multipart/mixed",
            RESPONSE,
        ),
        (f"application/json;q=0, {RESPONSE}", RESPONSE),
        ("text/html, */*;q=0.1", "application/json"),
    ],
)
async def test_the_media_type_is_negotiated(client: httpx.AsyncClient, accept: str, expected: str) -> None:
    answer = await post(client, {"query": "{ hello }"}, Accept=accept)
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"
    assert answer.json()["data"] == {"hello": "hello world"}


@pytest.mark.parametrize("accept", ["image/png", "application/json;q=0", "text/html"])
async def test_a_client_that_takes_nothing_that_we_have_gets_406(
    client: httpx.AsyncClient, accept: str
) -> None:
    answer = await post(client, {"query": "{ hello }"}, Accept=accept)
    assert (answer.status_code, code_of(answer)) == (406, "BAD_REQUEST")


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "application/json; charset=latin-1",
    ],
)
async def test_another_content_type_gets_415(client: httpx.AsyncClient, kind: str) -> None:
    answer = await post(client, {"query": "{ hello }"}, **{"Content-Type": kind})
    assert (answer.status_code, code_of(answer)) == (415, "BAD_REQUEST")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_another_method_gets_405_and_is_told_which(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/graphql")
    assert (answer.status_code, answer.headers["allow"], code_of(answer)) == (405, "GET, POST", "BAD_REQUEST")


async def test_a_mutation_by_get_gets_405(client: httpx.AsyncClient) -> None:
    parameters = {"query": "mutation { leave }"}
    answer = await client.get("/graphql", params=parameters, headers=PREFLIGHT)
    assert (answer.status_code, answer.headers["allow"], code_of(answer)) == (405, "POST", "BAD_REQUEST")


async def test_get_needs_a_header_that_no_link_can_send(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": "{ hello }"})
    assert (answer.status_code, code_of(answer)) == (403, "FORBIDDEN")
    answer = await client.get("/graphql", params={"query": "{ hello }"}, headers=PREFLIGHT)
    assert answer.json()["data"] == {"hello": "hello world"}


@pytest.mark.parametrize(
    "parameters", [{"query": "{ hello }", "variables": "{"}, {"query": "{ hello }\0"}, {}]
)
async def test_a_malformed_address_gets_400(client: httpx.AsyncClient, parameters: dict[str, str]) -> None:
    answer = await client.get("/graphql", params=parameters, headers=PREFLIGHT)
    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "body",
    [
        b"null", b"7", b'"text"', b"true", b"[]", b'[{"query":"{ hello }"}]', b"", b"{", b"\xff\xfe",
        b'{"query":"\xff"}', b"[" * 100_000, b'{"query":"{ hello }","variables":' + b'{"a":' * 100_000,
        b'{"a":' + b"9" * 4_300 + b"}", b'{"query":"{ hello }","variables":{"a":"\\ud800"}}',
        b'{"query":"{ hello }","variables":{"a":"\\u0000"}}',
        b'{"query":"{ hello }","variables":{"\\u0000":1}}', b'{"query":"{ hello(name: \\"\\\\u0000\\") }"}',
        b'{"query":"{ hello(name: \\"\\\\u{0}\\") }"}', b'{"query":"{ hello }\\u0000"}', b'{"query":NaN}',
        b'{"query":"{ hello }","operationName":7}', b'{"query":"{ hello }","variables":[]}',
        b'{"query":"{ hello }","extensions":7}', b'{"documentId":7}', b'{"query":null}',
        b'{"extensions":{"persistedQuery":{"sha256Hash":[]}}}',
    ],
)  # fmt: skip
async def test_a_malformed_body_gets_400(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await post(client, body)
    assert (answer.status_code, code_of(answer)) == (400, "BAD_REQUEST")


async def test_a_lone_surrogate_in_the_document_is_a_syntax_error(client: httpx.AsyncClient) -> None:
    answer = await post(client, {"query": '{ hello(name: "\\ud800") }'}, Accept=RESPONSE)
    assert (answer.status_code, code_of(answer)) == (400, "GRAPHQL_PARSE_FAILED")


async def test_a_body_over_the_limit_gets_413(client: httpx.AsyncClient) -> None:
    answer = await post(client, b'{"query":"' + b" " * 1_000_000 + b'"}')
    assert (answer.status_code, code_of(answer)) == (413, "BAD_REQUEST")


async def test_a_body_over_the_limit_that_does_not_say_so_gets_413(client: httpx.AsyncClient) -> None:
    async def endless() -> Any:
        for _ in range(20):
            yield b" " * 100_000

    answer = await client.post("/graphql", content=endless(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, code_of(answer)) == (413, "BAD_REQUEST")


async def test_a_packed_body_is_unpacked(client: httpx.AsyncClient) -> None:
    answer = await post(client, gzip.compress(b'{"query":"{ hello }"}'), **{"Content-Encoding": "gzip"})
    assert answer.json()["data"] == {"hello": "hello world"}


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (gzip.compress(b" " * 100_000_000), "gzip", 413),
        (gzip.compress(b'{"query":"{ hello }"}', mtime=0)[:-9], "gzip", 400),
        (b"not gzip", "gzip", 400),
        (b"{}", "br", 415),
        (b"{}", "gzip, gzip", 415),
    ],
)
async def test_a_bomb_or_a_broken_packing_is_refused(
    client: httpx.AsyncClient, body: bytes, encoding: str, status: int
) -> None:
    answer = await post(client, body, **{"Content-Encoding": encoding})
    assert (answer.status_code, code_of(answer)) == (status, "BAD_REQUEST")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"query": "query A { hello } query B { hello }"}, "OPERATION_RESOLUTION_FAILURE"),
        ({"query": "query A { hello }", "operationName": "B"}, "OPERATION_RESOLUTION_FAILURE"),
        ({"query": "fragment F on Query { hello }"}, "OPERATION_RESOLUTION_FAILURE"),
        ({"query": "type A { b: Int }"}, "OPERATION_RESOLUTION_FAILURE"),
        ({"query": "{ nothing }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "{ hello(name: 7) }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "{"}, "GRAPHQL_PARSE_FAILED"),
        ({"query": "query($n: String!) { hello(name: $n) }"}, "BAD_USER_INPUT"),
        ({"query": "query($n: String) { hello(name: $n) }", "variables": {"n": 7}}, "BAD_USER_INPUT"),
        ({"query": "mutation { leave enter(token: \"x\") }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "mutation { ...F } fragment F on Mutation { leave }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "mutation { ... { leave } }"}, "GRAPHQL_VALIDATION_FAILED"),
        ({"query": "subscription { changed { name } }"}, "BAD_REQUEST"),
        ({"documentId": "sha256:" + "0" * 64}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"extensions": {"persistedQuery": {"sha256Hash": "0" * 64}}}, "PERSISTED_QUERY_NOT_FOUND"),
        ({"query": "{ hello }", "documentId": "0" * 64}, "BAD_REQUEST"),
        ({"query": "{ hello @defer }"}, "GRAPHQL_VALIDATION_FAILED"),
    ],
)  # fmt: skip
async def test_what_cannot_run_is_refused_with_its_code(
    client: httpx.AsyncClient, body: dict[str, Any], code: str
) -> None:
    answer = await post(client, body, Accept=RESPONSE)
    assert (answer.status_code, code_of(answer)) == (400, code)


async def test_one_of_two_operations_runs_when_it_is_named(client: httpx.AsyncClient) -> None:
    body = {"query": "query A { hello } query B { me }", "operationName": "A"}
    assert (await post(client, body)).json()["data"] == {"hello": "hello world"}


async def test_a_hash_beside_its_own_document_is_welcome(client: httpx.AsyncClient) -> None:
    body = {"query": "{ hello }", "documentId": "sha256:" + document_id("{ hello }")}
    assert (await post(client, body)).json()["data"] == {"hello": "hello world"}


@pytest.mark.parametrize(
    "query",
    ["{ helo }", "{ hello(nam: 1) }", "{ people { edge { node { nam } } } }", "{ ... on Persn { name } }"],
)
async def test_no_message_tells_what_the_schema_has(client: httpx.AsyncClient, query: str) -> None:
    assert "Did you mean" not in (await post(client, {"query": query})).text


async def test_messages_are_cut(client: httpx.AsyncClient) -> None:
    answer = await post(client, {"query": "{ " + "a" * 40_000 + " }"})
    assert code_of(answer) == "GRAPHQL_VALIDATION_FAILED"
    assert all(len(error["message"]) <= 500 for error in answer.json()["errors"])


async def test_an_unexpected_exception_is_told_by_a_number_only(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await post(client, {"query": "{ boom hello }"}, **{"Accept-Language": "en"})
    [error] = answer.json()["errors"]
    assert answer.json()["data"] == {"boom": None, "hello": "hello world"}
    assert error["path"] == ["boom"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "990101300123" not in answer.text
    assert error["extensions"]["id"] in error["message"]
    assert [getattr(record, "reference", None) for record in caplog.records] == [error["extensions"]["id"]]


@pytest.mark.parametrize(("language", "word"), [("kk", "кіріңіз"), ("ru", "Войдите"), ("en", "Sign in")])
async def test_who_is_not_signed_in_is_told_so_in_their_language(
    client: httpx.AsyncClient, language: str, word: str
) -> None:
    answer = await post(client, {"query": "{ secret }"}, **{"Accept-Language": language})
    [error] = answer.json()["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED"}
    assert word in error["message"]


async def test_who_may_not_is_told_which_action_and_whom_to_ask(signed_in: httpx.AsyncClient) -> None:
    answer = await post(signed_in, {"query": "{ secret }"})
    assert answer.json()["errors"][0]["extensions"] == {
        "code": "FORBIDDEN",
        "action": "MANAGE_ACCOUNTS",
        "ask": ["CLINIC_ADMIN", "FUND_OFFICER"],
    }


@pytest.mark.parametrize("bad", ["", "x", "MTIz", "UGF0aWVudDox", "Ә", "=" * 100])
async def test_a_bad_global_id_is_bad_input(client: httpx.AsyncClient, bad: str) -> None:
    answer = await post(client, {"query": "query($id: ID!) { byId(id: $id) }", "variables": {"id": bad}})
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_every_answer_carries_the_headers_of_a_careful_server(client: httpx.AsyncClient) -> None:
    for answer in (
        await post(client, {"query": "{ hello }"}),
        await client.get("/health/live"),
        await post(client, b""),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
    assert answer.headers["cache-control"] == "no-store"
