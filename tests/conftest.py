"""A real PostgreSQL 18 for the tests, migrated by the real migrations.

Every test that asks for `urls` or `database` gets a database of its own, copied from a migrated template in
a twentieth of a second. Not a rolled-back transaction: commits, deferred constraints, notifications, races
and the server's own pool behave as they do in a clinic. Each xdist worker has a cluster of its own.
A `town` is built once and then copied in the same way.
"""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import psycopg
import pytest
from hypothesis import settings
from psycopg.sql import SQL, Identifier

from db import migrate
from db.database import Database
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster
from tests.api import town as towns
from tests.api.town import Surgery, Town

TEMPLATE = "emhana_template"
LONGEST = ("e2e/test_journeys", "platform/test_first_run", "graph/test_reading_engine", "graph/test_doors")
# How long an example takes says more about the machine than about us.
settings.register_profile("emhana", deadline=None)
settings.load_profile("emhana")


@dataclass(frozen=True, slots=True)
class Urls:
    """One database, as the role that owns everything and as the role that the server uses."""

    owner: str
    server: str


NewDatabase = Callable[..., AbstractContextManager[Urls]]
T = TypeVar("T")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker is left with it while the others have nothing to do."""
    items.sort(key=lambda item: next((at for at, name in enumerate(LONGEST) if f"{name}.py" in item.nodeid), len(LONGEST)))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


def roomy_memory() -> str | None:
    """Where copies of databases cost least: memory, if there is plenty."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 4 * 1024**3 else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="emhana-", dir=roomy_memory()) as folder:
        cluster = Cluster(Path(folder) / "postgres", durable=False)
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    cluster.create_database(TEMPLATE)
    migrate.upgrade(cluster.url(SUPERUSER, TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def new_database(cluster: Cluster, template: str) -> Iterator[NewDatabase]:
    """Makes a database for the length of a `with`; give `template=` to copy one that you filled yourself.

    A template must have no connections while it is copied."""
    numbers = itertools.count(1)

    @contextmanager
    def make(template: str = template) -> Iterator[Urls]:
        name = f"emhana_{next(numbers)}"
        copy = SQL("create database {} template {} strategy file_copy")
        administrator.execute(copy.format(Identifier(name), Identifier(template)))
        try:
            yield Urls(owner=cluster.url(SUPERUSER, name), server=cluster.url(SERVER_ROLE, name))
        finally:
            administrator.execute(SQL("drop database {} with (force)").format(Identifier(name)))

    with psycopg.connect(cluster.url(SUPERUSER, SUPERUSER), autocommit=True) as administrator:
        yield make


def filled(urls: Urls, fill: Callable[[Database], Awaitable[T]]) -> tuple[str, T]:
    """The name of a database that may now be copied, and what was put into it."""

    async def fill_and_leave() -> T:
        database = Database(urls.server)
        made = await fill(database)
        await database.dispose()
        return made

    loop = asyncio.new_event_loop()
    try:
        made = loop.run_until_complete(fill_and_leave())
    finally:
        loop.close()
    return urls.owner.split("?")[0].rsplit("/", 1)[-1], made


@dataclass(frozen=True, slots=True)
class BuiltTown:
    """A town in a database that is only copied; what a test adds to its surgeries is that test's alone."""

    database: str
    town: Town

    def copied(self, database: Database) -> Town:
        return Town(database, copy(self.town.here), copy(self.town.there))


def copy(surgery: Surgery) -> Surgery:
    return replace(
        surgery, lists=dict(surgery.lists), areas=dict(surgery.areas), accounts=dict(surgery.accounts)
    )


@pytest.fixture(scope="session")
def built_town(new_database: NewDatabase) -> Iterator[BuiltTown]:
    with new_database() as urls:
        yield BuiltTown(*filled(urls, towns.build))


@pytest.fixture
def foundation(request: pytest.FixtureRequest, template: str) -> str:
    """What the test's own database is a copy of."""
    found: str = request.getfixturevalue("built_town").database if "town" in request.fixturenames else template
    return found


@pytest.fixture
def urls(new_database: NewDatabase, foundation: str) -> Iterator[Urls]:
    with new_database(template=foundation) as urls:
        yield urls


@pytest.fixture
async def database(urls: Urls) -> AsyncIterator[Database]:
    database = Database(urls.server, wait_seconds=60)
    yield database
    await database.dispose()


@pytest.fixture
def town(database: Database, built_town: BuiltTown) -> Town:
    return built_town.copied(database)
