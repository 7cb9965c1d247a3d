"""A server process that is told to stop: open streams end with a code, and it is gone soon."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.conftest import Urls

HEADERS = {"X-Emhana-Client": "test", "Accept": "text/event-stream"}
CHANGED = {"query": "subscription { attachmentChanged { what } }"}


@pytest.fixture
async def served(urls: Urls) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"EMHANA_DATABASE_URL": urls.server, "EMHANA_PORT": str(port)}
    command = "from server.cli import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", command, "serve", env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client, asyncio.timeout(60):
        while not await is_ready(client, address):  # noqa: ASYNC110 (another process: no event to wait for)
            await asyncio.sleep(0.2)
    yield process, address
    if process.returncode is None:
        process.kill()
        await process.wait()


async def is_ready(client: httpx.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(f"{address}/health/ready")).status_code == 200
    except httpx.TransportError:
        return False


async def test_streams_and_sockets_are_closed_and_the_process_ends(
    served: tuple[asyncio.subprocess.Process, str], token: str
) -> None:
    process, address = served
    cookies = {"emhana": token}
    socket_address = address.replace("http", "ws") + "/graphql"
    async with (
        httpx.AsyncClient(base_url=address, cookies=cookies, headers=HEADERS, timeout=20) as client,
        client.stream("POST", "/graphql", json=CHANGED) as stream,
        connect(
            socket_address,
            subprotocols=[Subprotocol("graphql-transport-ws")],
            additional_headers={"Cookie": f"emhana={token}"},
            proxy=None,
        ) as connection,
    ):
        await asyncio.sleep(1)
        began = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        text = (await stream.aread()).decode()
        with pytest.raises(ConnectionClosed):
            await connection.recv()
        assert connection.close_code == 1012
    assert '"code":"UNAVAILABLE"' in text
    assert text.endswith("event: complete\ndata: \n\n")
    await asyncio.wait_for(process.wait(), 10)
    assert time.perf_counter() - began < 8
