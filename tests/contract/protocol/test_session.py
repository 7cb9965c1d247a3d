"""A session's cookie: who it makes of a request, and when it no longer does."""

import httpx

from tests.conftest import Urls
from tests.contract.protocol.conftest import Seed, owner


async def ask(client: httpx.AsyncClient, query: str, **headers: str) -> dict[str, object]:
    answer: dict[str, object] = (await client.post("/graphql", json={"query": query}, headers=headers)).json()
    return answer


async def test_without_a_cookie_nobody_is_signed_in(client: httpx.AsyncClient) -> None:
    assert (await ask(client, "{ me }"))["data"] == {"me": None}


async def test_a_cookie_says_who_it_is(signed_in: httpx.AsyncClient, seed: Seed) -> None:
    assert (await ask(signed_in, "{ me language }"))["data"] == {"me": seed.login, "language": "ru"}


async def test_the_language_chosen_in_the_client_wins(signed_in: httpx.AsyncClient, seed: Seed) -> None:
    answer = await ask(signed_in, "{ language }", **{"Accept-Language": "kk"})
    assert answer["data"] == {"language": "kk"}


async def test_an_ended_session_is_nobody_at_once(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    with owner(urls) as connection:
        connection.execute("update session set revoked_at = now()")
    assert (await ask(signed_in, "{ me }"))["data"] == {"me": None}


async def test_a_session_unused_for_a_quarter_of_an_hour_is_nobody(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    with owner(urls) as connection:
        connection.execute("update session set last_seen_at = now() - interval '14 minutes'")
    assert (await ask(signed_in, "{ me }"))["data"] == {"me": seed.login}
    with owner(urls) as connection:
        connection.execute("update session set last_seen_at = now() - interval '15 minutes 1 second'")
    assert (await ask(signed_in, "{ me }"))["data"] == {"me": None}


async def test_use_moves_the_end_of_a_session(signed_in: httpx.AsyncClient, urls: Urls, seed: Seed) -> None:
    with owner(urls) as connection:
        connection.execute("update session set last_seen_at = now() - interval '10 minutes'")
        await ask(signed_in, "{ me }")
        rows = connection.execute(
            "select now() - last_seen_at < interval '1 minute' from session where account_id = %s",
            [seed.account_id],
        ).fetchall()
    assert rows == [(True,)]


async def test_a_closed_account_is_nobody_at_once(
    signed_in: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    with owner(urls) as connection:
        connection.execute("update account set active = false where id = %s", [seed.account_id])
    assert (await ask(signed_in, "{ me }"))["data"] == {"me": None}


async def test_a_new_role_holds_at_once(signed_in: httpx.AsyncClient, urls: Urls, seed: Seed) -> None:
    assert "errors" in await ask(signed_in, "{ secret }")
    with owner(urls) as connection:
        connection.execute("update account set role = 'CLINIC_ADMIN' where id = %s", [seed.account_id])
    assert (await ask(signed_in, "{ secret }"))["data"] == {"secret": "secret"}


async def test_only_the_hash_of_a_token_is_kept(token: str, urls: Urls) -> None:
    with owner(urls) as connection:
        rows = connection.execute("select session::text from session").fetchall()
    assert rows
    assert not any(token in row for [row] in rows)


async def test_the_cookie_is_for_this_site_and_not_for_scripts(
    signed_in: httpx.AsyncClient, seed: Seed
) -> None:
    answer = await signed_in.post("/graphql", json={"query": 'mutation { enter(token: "abc") }'})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("emhana=abc;")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
    answer = await signed_in.post("/graphql", json={"query": "mutation { leave }"})
    assert "Max-Age=0" in answer.headers["set-cookie"]


async def test_a_form_of_another_site_is_refused(signed_in: httpx.AsyncClient) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.kz"},
        {"Origin": "null"},
        {"X-Emhana-Client": ""},
    ):
        answer = await signed_in.post("/graphql", json={"query": "{ me }"}, headers=headers)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (403, "FORBIDDEN")
        assert "data" not in answer.json()


async def test_our_own_page_is_not_another_site(signed_in: httpx.AsyncClient, seed: Seed) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"}
    assert (await ask(signed_in, "{ me }", **headers))["data"] == {"me": seed.login}


async def test_each_answer_says_how_long_the_session_holds(
    signed_in: httpx.AsyncClient, client: httpx.AsyncClient, urls: Urls, seed: Seed
) -> None:
    async def lasts(**headers: str) -> tuple[int, int]:
        answer = await signed_in.post("/graphql", json={"query": "{ me }"}, headers=headers)
        idle, latest = answer.headers["Emhana-Session"].split(", ")
        return int(idle.removeprefix("idle=")), int(latest.removeprefix("latest="))

    def unused_for(minutes: int) -> None:
        with owner(urls) as connection:
            connection.execute(
                "update session set last_seen_at = now() - make_interval(mins => %s)", [minutes]
            )

    unused_for(10)
    assert 290 <= (await lasts(**{"X-Emhana-Unattended": "1"}))[0] <= 300, "nobody was there"
    idle, latest = await lasts()
    assert (885 <= idle <= 900, 43_000 <= latest <= 43_200) == (True, True)
    with owner(urls) as connection:
        connection.execute("update session set last_seen_at = now() - interval '20 seconds'")
    assert 870 <= (await lasts())[0] <= 880, "no more is promised than is kept"
    with owner(urls) as connection:
        connection.execute("update session set expires_at = now() + interval '2 minutes'")
    idle, latest = await lasts()
    assert idle == latest <= 120
    answer = await client.post("/graphql", json={"query": "{ me }"})
    assert "Emhana-Session" not in answer.headers


async def test_what_is_remembered_of_headers_is_never_somebody_elses(
    client: httpx.AsyncClient, token: str, seed: Seed
) -> None:
    def headers(*cookies: str) -> list[tuple[str, str]]:
        return [("X-Emhana-Client", "test"), *(("Cookie", each) for each in cookies)]

    async def me(*cookies: str) -> object:
        answer = await client.post("/graphql", json={"query": "{ me }"}, headers=headers(*cookies))
        return answer.json()["data"]["me"]

    for _ in range(2):
        assert await me(f"emhana={token}") == seed.login
        assert await me("emhana-language=ru", f"emhana={token}") in (None, seed.login)
        assert await me("emhana-language=ru") is None
        assert await me(f"emhana={token[:-1]}") is None


async def test_a_request_that_was_good_is_refused_when_another_site_sends_it(
    signed_in: httpx.AsyncClient, seed: Seed
) -> None:
    for _ in range(2):
        assert (await ask(signed_in, "{ me }"))["data"] == {"me": seed.login}
        refused = await ask(signed_in, "{ me }", **{"Sec-Fetch-Site": "cross-site"})
        assert "data" not in refused
