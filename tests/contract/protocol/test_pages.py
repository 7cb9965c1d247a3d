"""The web client's files and GraphiQL: what is kept for ever, what is asked for again, what nobody gets."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from graphql import build_schema, parse, validate
from starlette.applications import Starlette
from starlette.routing import Mount

from domain.language import Language
from server import graphiql
from server.settings import Settings
from server.web_client_files import FOR_EVER, web_client
from tests.contract.protocol.conftest import MakeApp, client_of

SCHEMA = Path(__file__).parents[3] / "schema" / "schema.graphql"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>the client")
    (tmp_path / "assets" / "main-abc123.js").write_text("1;" * 1_000)
    (tmp_path.parent / "secret.txt").write_text("secret")
    return tmp_path


def browser(directory: Path | None) -> httpx.AsyncClient:
    app = Starlette(routes=[Mount("/", web_client(directory))])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize("path", ["/", "/index.html", "/patients/UGF0", "/sign-in", "/a/b/c"])
async def test_every_address_of_the_client_is_its_page(built: Path, path: str) -> None:
    async with browser(built) as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.text) == (200, "<!doctype html>the client")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/html")


async def test_a_hashed_file_is_kept_for_ever_and_sent_packed(built: Path) -> None:
    async with browser(built) as client:
        answer = await client.get("/assets/main-abc123.js")
    assert answer.headers["cache-control"] == FOR_EVER
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize(
    "path",
    ["/assets/main-gone.js", "/old.js", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.vite/x"],
)
async def test_a_missing_file_is_not_a_page(built: Path, path: str) -> None:
    async with browser(built) as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


async def test_without_a_built_client_it_says_what_to_do() -> None:
    async with browser(None) as client:
        answer = await client.get("/")
    assert answer.status_code == 503
    assert "make client" in answer.text


async def test_graphiql_takes_nothing_from_elsewhere(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphiql")
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text.replace("data:,", "/graphiql"))
    assert len(addresses) >= 6
    assert "<script>" not in page.text
    for address in addresses:
        assert address.startswith("/")
        assert (await client.get(address)).status_code == 200
    tabs = (await client.get("/graphiql/examples.json")).json()
    assert set(tabs) == set(Language)
    assert len({len(each) for each in tabs.values()}) == 1
    assert len(tabs["kk"]) >= 5


async def test_production_has_no_graphiql(make_app: MakeApp, settings: Settings) -> None:
    production = replace(settings, environment="production", public_url="https://emhana.example")
    async with client_of(make_app(settings=production)) as client:
        answer = await client.get("/graphiql/examples.json")
        assert answer.status_code in {404, 503}
        assert "query" not in answer.text
        answer = await client.post("/graphql", json={"query": "{ __schema { types { name } } }"})
        assert "data" not in answer.json()
        assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize("language", list(Language))
def test_every_example_is_valid(language: Language) -> None:
    schema = build_schema(SCHEMA.read_text(encoding="utf-8"))
    for tab in graphiql.examples(language):
        assert validate(schema, parse(tab["query"])) == []
