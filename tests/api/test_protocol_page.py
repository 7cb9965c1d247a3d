"""The commands of docs/api-protocol.md, as an integration meets them: an account, a token, a read."""

import asyncio
import re
import shlex
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from string import Template
from typing import Any
from urllib.parse import urlsplit

import httpx
from typer.testing import CliRunner

from server.cli import app
from tests.api import town as towns
from tests.api.door import served
from tests.api.town import Town
from tests.conftest import Urls

PAGE = (Path(__file__).parents[2] / "docs" / "api-protocol.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE) for line in block.splitlines()
]
BIN_OF_THE_PAGE = "990140000123"
SECRET = "snow leopards read at night"


async def test_an_integration_gets_as_far_as_the_page_says(town: Town, urls: Urls) -> None:
    child = await town.person(town.here, birth_date=towns.today() - timedelta(days=200))
    create, token, read = COMMANDS
    made = await asyncio.to_thread(emhana, urls, create.replace(BIN_OF_THE_PAGE, town.here.clinic.bin))
    assert made.exit_code == 0, made.output
    async with served(urls) as client:
        given = await curl(client, token)
        found = await curl(client, Template(read).substitute(TOKEN=given.json()["access_token"], ID=child.id))

    assert given.json()["scope"] == "immunization.read"
    assert given.json()["expires_in"] == 600
    assert found.status_code == 200, found.text
    assert found.headers["content-type"].startswith("application/fhir+json")
    assert found.json()["resourceType"] == "Bundle"


def emhana(urls: Urls, line: str) -> Any:
    program, *arguments = shlex.split(line)
    assert program == "emhana"
    answers = f"{SECRET}\n{SECRET}\n"
    return CliRunner().invoke(app, arguments, input=answers, env={"EMHANA_DATABASE_URL": urls.server})


async def curl(client: httpx.AsyncClient, line: str) -> httpx.Response:
    """What curl sends for its options that the page uses; the secret is typed in, as for `-u login` alone."""
    options = ArgumentParser()
    options.add_argument("-d", dest="data", action="append", default=[])
    options.add_argument("-u", dest="user")
    options.add_argument("-H", dest="headers", action="append", default=[])
    options.add_argument("url")
    program, *arguments = shlex.split(line)
    assert program == "curl"
    asked = options.parse_args(arguments)
    address = urlsplit(asked.url)
    return await client.request(
        "POST" if asked.data else "GET",
        f"{address.path}?{address.query}" if address.query else address.path,
        data=dict(pair.split("=", 1) for pair in asked.data) or None,
        headers=dict(header.split(": ", 1) for header in asked.headers),
        auth=(asked.user, SECRET) if asked.user else None,
    )
