"""A real PostgreSQL 18 for the tests, migrated by the real migrations.

Every test that asks for `urls` or `database` gets a database of its own, copied from a migrated template in
a twentieth of a second. Not a rolled-back transaction: commits, deferred constraints, notifications, races
and the server's own pool behave as they do in a clinic. Each xdist worker has a cluster of its own.
"""

import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from db import migrate
from db.database import Database
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster
from tests.api import town as towns
from tests.api.town import Town

TEMPLATE = "emhana_template"


@dataclass(frozen=True, slots=True)
class Urls:
    """One database, as the role that owns everything and as the role that the server uses."""

    owner: str
    server: str


NewDatabase = Callable[..., AbstractContextManager[Urls]]


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


@pytest.fixture
def urls(new_database: NewDatabase) -> Iterator[Urls]:
    with new_database() as urls:
        yield urls


@pytest.fixture
async def database(urls: Urls) -> AsyncIterator[Database]:
    database = Database(urls.server, wait_seconds=60)
    yield database
    await database.dispose()


@pytest.fixture
async def town(database: Database) -> Town:
    return await towns.build(database)
