"""The server behind a real PgBouncer in transaction mode, which hands few connections to many readers in turn."""

import asyncio
import os
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from starlette.applications import Starlette

from domain.access import Role
from server.app import create_app
from server.settings import Settings
from tests.conftest import Urls
from tests.contract.graph.conftest import ROOMY, Ask

PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ.get('PATH')}:/usr/sbin")
SERVER_CONNECTIONS = 2
START_SECONDS = 20
PEOPLE = "{ patients(first: 5) { nodes { id fullName birthDate clinic { name } } } }"
CARD = "query ($id: ID!) { node(id: $id) { ... on Patient { fullName readers(first: 3) { nodes { accountName } } } } }"
KEEP = "mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { __typename } }"
READERS = (Role.REGISTRAR, Role.AUDITOR, Role.PATIENT)

pytestmark = pytest.mark.skipif(PGBOUNCER is None, reason="PgBouncer is not installed (Debian: apt install pgbouncer)")


@pytest.fixture(scope="module")
def pooler(city: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address, as a server would be given it."""
    asked = urlsplit(city.server)
    where = {name: values[0] for name, values in parse_qs(asked.query).items()}
    folder = tmp_path_factory.mktemp("pooler")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        "[databases]\n"
        f"emhana = host={where.get('host', asked.hostname)} port={where.get('port', asked.port or 5432)}"
        f" dbname={asked.path[1:]} user={asked.username}\n"
        "[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"pool_mode = transaction\ndefault_pool_size = {SERVER_CONNECTIONS}\nmax_client_conn = 100\n"
    )
    folder.chmod(0o755)
    for parent in folder.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o011)
    as_nobody = ["--user", "nobody"] if os.geteuid() == 0 else []
    assert PGBOUNCER
    process = subprocess.Popen([PGBOUNCER, "--quiet", *as_nobody, str(settings)], stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"postgresql://emhana_server@127.0.0.1:{port}/emhana"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
async def app(city: Urls, pooler: str) -> AsyncIterator[Starlette]:
    past = f"{city.server}{'&' if '?' in city.server else '?'}application_name=ears"
    settings = Settings(
        database_url=pooler,
        listen_database_url=past,
        prepared_statements="off",
        pool_size=12,
        pool_wait_seconds=60,
    )
    app = create_app(settings, limits=ROOMY)
    yield app
    await app.state.database.dispose()


async def test_whoever_shares_a_connection_sees_only_what_is_theirs(ask: Ask, known: psycopg.Connection[Any]) -> None:
    alone = {role: (await ask(role, PEOPLE))["data"] for role in READERS}
    assert len({str(shown) for shown in alone.values()}) == len(READERS)

    for _ in range(8):
        together = await asyncio.gather(*(ask(role, PEOPLE) for role in READERS for _ in range(4)))
        assert [answer["data"] for answer in together] == [alone[role] for role in READERS for _ in range(4)]

    pooled = known.execute(
        "select count(*) from pg_stat_activity where usename = 'emhana_server' and application_name <> 'ears'"
        " and datname = current_database()"
    ).fetchone()
    assert pooled == (SERVER_CONNECTIONS,)


async def test_reading_is_on_record_and_writing_is_kept(ask: Ask, known: psycopg.Connection[Any]) -> None:
    shown = (await ask(Role.REGISTRAR, PEOPLE))["data"]["patients"]["nodes"][0]
    first, second = await ask(Role.REGISTRAR, CARD, id=shown["id"]), await ask(Role.REGISTRAR, CARD, id=shown["id"])
    readers = [answer["data"]["node"]["readers"]["nodes"] for answer in (first, second)]
    assert len(readers[1]) == min(3, len(readers[0]) + 1)

    kept = await ask(Role.REGISTRAR, KEEP, input={"form": "pooler", "content": "{}"})
    assert "errors" not in kept, kept.text
    assert known.execute("select count(*) from draft where form = 'pooler'").fetchone() == (1,)


async def test_announcements_are_heard_past_the_pooler(app: Starlette, known: psycopg.Connection[Any]) -> None:
    async with app.router.lifespan_context(app):
        heard = "select count(*) from pg_stat_activity where application_name = 'ears' and query ilike 'listen%'"
        for _ in range(100):
            if known.execute(heard).fetchone() == (1,):
                return
            await asyncio.sleep(0.1)
    pytest.fail("nobody listens")
