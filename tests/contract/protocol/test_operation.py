"""One operation, one transaction: what is kept, what is undone, what is on record, what may be repeated."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import httpx
import pytest

from db.queries import access_event
from server.limits import Limits
from server.settings import Settings
from tests.conftest import Urls
from tests.contract.protocol.conftest import MakeApp, Seed, client_of, owner

KEEP = "mutation Keep($form: String!, $content: String!) { keepDraft(form: $form, content: $content) }"


async def ask(client: httpx.AsyncClient, query: str, variables: Any = None, **headers: str) -> httpx.Response:
    return await client.post("/graphql", json={"query": query, "variables": variables}, headers=headers)


def rows(urls: Urls, query: str, *given: Any) -> Sequence[Any]:
    with owner(urls) as connection:
        return connection.execute(query, given).fetchall()


def drafts(urls: Urls, seed: Seed) -> Sequence[Any]:
    return rows(urls, "select form, content from draft where account_id = %s order by form", seed.account_id)


def events(urls: Urls, seed: Seed) -> Sequence[Any]:
    return rows(
        urls, "select operation, outcome from access_event where account_id = %s order by id", seed.account_id
    )


async def test_a_mutation_is_kept_and_on_record(signed_in: httpx.AsyncClient, urls: Urls, seed: Seed) -> None:
    answer = await ask(signed_in, KEEP, {"form": "a", "content": "1"})
    assert answer.json()["data"] == {"keepDraft": "1"}
    assert drafts(urls, seed) == [("a", "1")]
    assert events(urls, seed) == [("keepDraft", "OK")]


async def test_a_mutation_that_fails_is_undone_and_on_record(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    answer = await ask(signed_in, 'mutation { keepDraftAndFail(form: "a") }')
    assert answer.json()["data"] is None
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert drafts(urls, seed) == []
    assert events(urls, seed) == [("keepDraftAndFail", "FAILED")]


async def test_a_refused_permission_is_on_record(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    await ask(signed_in, "query Look { secret }")
    assert events(urls, seed) == [("Look", "FORBIDDEN")]


async def test_a_query_whose_statement_fails_gives_nothing(signed_in: httpx.AsyncClient) -> None:
    answer = await ask(signed_in, "{ hello brokenSql }")
    assert answer.json()["data"] is None
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


async def test_what_cannot_be_recorded_is_not_answered(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    with owner(urls) as connection:
        connection.execute("alter table access_event rename to access_event_gone")
        try:
            answers = [
                await ask(signed_in, "{ hello }"),
                await ask(signed_in, KEEP, {"form": "a", "content": "1"}),
                await ask(signed_in, "{ secret }"),
            ]
        finally:
            connection.execute("alter table access_event_gone rename to access_event")
    for answer in answers:
        assert answer.status_code == 503
        assert "data" not in answer.json()
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAVAILABLE"
    assert drafts(urls, seed) == []


async def test_an_operation_that_takes_too_long_is_stopped_and_undone(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    began = time.perf_counter()
    for query in ("{ slow }", 'mutation { keepDraftSlowly(form: "a") }'):
        answer = await ask(signed_in, query)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (504, "TIMEOUT")
        assert "data" not in answer.json()
    assert time.perf_counter() - began < 9
    assert drafts(urls, seed) == []
    assert (await ask(signed_in, "{ hello }")).status_code == 200


async def test_conflicting_mutations_are_repeated_until_both_hold(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    for form in ("a", "b"):
        await ask(signed_in, KEEP, {"form": form, "content": ""})
    answers = await asyncio.gather(
        ask(signed_in, 'mutation { lengthen(first: "a", second: "b") }'),
        ask(signed_in, 'mutation { lengthen(first: "b", second: "a") }'),
    )
    assert [answer.json()["data"] for answer in answers] == [{"lengthen": True}] * 2
    assert drafts(urls, seed) == [("a", "++"), ("b", "++")]


async def test_when_every_connection_is_held_the_answer_is_503_soon(
    make_app: MakeApp, settings: Settings, urls: Urls
) -> None:
    app = make_app(limits=Limits(operation_seconds=30))
    async with client_of(app) as client:
        holders = [
            asyncio.create_task(ask(client, "{ slow(seconds: 10) }")) for _ in range(settings.pool_size)
        ]
        await asyncio.sleep(0.5)
        answers = await asyncio.gather(*(ask(client, "{ hello }") for _ in range(100)))
        assert not any(holder.done() for holder in holders), "told while the line still stood"
        assert {answer.status_code for answer in answers} == {503}
        assert {answer.headers["retry-after"] for answer in answers} == {"1"}
        assert {holder.json()["data"]["slow"] for holder in await asyncio.gather(*holders)} == {"done"}
        assert (await ask(client, "{ hello }")).status_code == 200


async def test_the_same_key_gives_the_same_answer_byte_for_byte(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    key, variables = {"Idempotency-Key": str(uuid4())}, {"form": "a", "content": "1"}
    first = await ask(signed_in, KEEP, variables, **key)
    second = await ask(signed_in, KEEP, variables, **key)
    assert first.content == second.content
    assert first.json()["data"] == {"keepDraft": "1"}
    assert (first.headers.get("idempotency-replayed"), second.headers["idempotency-replayed"]) == (
        None,
        "true",
    )
    assert drafts(urls, seed) == [("a", "1")]


async def test_the_same_key_with_another_body_is_refused(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    await ask(signed_in, KEEP, {"form": "a", "content": "1"}, **key)
    answer = await ask(signed_in, KEEP, {"form": "b", "content": "1"}, **key)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (409, "BAD_USER_INPUT")
    assert drafts(urls, seed) == [("a", "1")]


async def test_of_many_equal_requests_at_once_one_runs(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    key, variables = {"Idempotency-Key": str(uuid4())}, {"form": "a", "content": "1"}
    answers = await asyncio.gather(*(ask(signed_in, KEEP, variables, **key) for _ in range(4)))
    assert len({answer.content for answer in answers}) == 1
    assert answers[0].json()["data"] == {"keepDraft": "1"}
    assert drafts(urls, seed) == [("a", "1")]
    assert events(urls, seed) == [("keepDraft", "OK")]


async def test_a_failed_mutation_may_be_repeated_with_its_key(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    query = 'mutation { keepDraftAndFail(form: "a") }'
    first, second = [await ask(signed_in, query, **key) for _ in range(2)]
    assert first.content != second.content
    assert "idempotency-replayed" not in second.headers


async def test_a_key_belongs_to_its_account(signed_in: httpx.AsyncClient, urls: Urls, seed: Seed) -> None:
    key = str(uuid4())
    with owner(urls) as connection:
        connection.execute(
            "insert into idempotency_key (account_id, key, request_hash, response, status) "
            "values (%s, %s, '\\x00', 'stolen', 200)",
            [seed.other_account_id, key],
        )
    answer = await ask(signed_in, KEEP, {"form": "a", "content": "1"}, **{"Idempotency-Key": key})
    assert answer.json()["data"] == {"keepDraft": "1"}


@pytest.mark.parametrize("key", ["", "k" * 201, "tab\there"])
async def test_a_malformed_key_gets_400(signed_in: httpx.AsyncClient, key: str) -> None:
    answer = await ask(signed_in, KEEP, {"form": "a", "content": "1"}, **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


async def test_nothing_of_an_operation_stands_in_the_trail_but_its_name(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    await ask(signed_in, "query Find($name: String!) { hello(name: $name) }", {"name": "Ғалымжан"})
    written = rows(urls, "select access_event::text from access_event where account_id = %s", seed.account_id)
    assert len(written) == 1
    assert "Ғалымжан" not in json.dumps(written, ensure_ascii=False)


async def test_a_failure_of_the_record_is_not_hidden_by_a_conflict(
    signed_in: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cannot(*_args: Any, **_named: Any) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(access_event, "record", cannot)
    assert (await ask(signed_in, "{ hello }")).status_code == 503
