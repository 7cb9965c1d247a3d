"""Every example of docs/api-protocol.md, sent as it stands and answered as it says."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.app import create_app
from server.graphql_errors import Code
from server.limits import Limits
from server.settings import Settings
from tests.contract.protocol.conftest import client_of

PAGE = (Path(__file__).parents[3] / "docs" / "api-protocol.md").read_text(encoding="utf-8")
LIMITS = Limits()
BLOCKS = re.findall(r"^```http\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
EXAMPLES = [(asked, told) for asked, told in pairwise(BLOCKS) if asked.startswith("POST ")]


def read(block: str) -> tuple[str, dict[str, str], Any]:
    """The first line, the headers and the body of an example."""
    head, _, body = block.partition("\n\n")
    first, *headers = head.splitlines()
    return first, dict(line.split(": ", 1) for line in headers), json.loads(body)


async def test_every_example_is_answered_as_the_page_says(settings: Settings, token: str) -> None:
    async with client_of(create_app(settings)) as client:
        for asked, told in EXAMPLES:
            answer = await send(client, asked, token)
            status, headers, body = read(told)
            assert answer.status_code == int(status)
            assert answer.json() == body
            assert {name: answer.headers[name] for name in headers} == headers


async def send(client: httpx.AsyncClient, asked: str, token: str) -> httpx.Response:
    first, headers, body = read(asked)
    _, path = first.split()
    headers = {name: value.replace("…", token) for name, value in headers.items()}
    return await client.post(path, json=body, headers=headers)


def test_the_page_has_examples() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("code", list(Code))
def test_every_code_stands_on_the_page(code: Code) -> None:
    assert f"`{code}`" in PAGE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tokens", LIMITS.tokens),
        ("characters", LIMITS.document_characters),
        ("comments", LIMITS.comments),
        ("levels", LIMITS.depth),
        ("aliases", LIMITS.aliases),
        ("directives", LIMITS.directives),
        ("cost, in points", LIMITS.cost),
        ("rows of a page", LIMITS.page),
        ("rows of a list inside a list", LIMITS.nested_page),
        ("operations on one socket", LIMITS.subscriptions_per_socket),
        ("seconds", int(LIMITS.operation_seconds)),
    ],
)
def test_every_limit_stands_on_the_page(name: str, value: int) -> None:
    assert f"| {name} | {value:,} |" in PAGE
