"""A real PostgreSQL 18 for the tests, migrated by the real migrations.

Every test that asks for `urls` or `database` gets a database of its own, copied from a migrated template in
about a tenth of a second. Not a rolled-back transaction: commits, deferred constraints, notifications, races
and the server's own pool behave as they do in a clinic. Each xdist worker has a cluster of its own.
"""

import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

import pytest

from db import migrate
from db.database import Database
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster

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


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster") / "postgres", durable=False)
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(scope="session")
def template(cluster: Cluster) -> str:
    cluster.create_database(TEMPLATE)
    migrate.upgrade(cluster.url(SUPERUSER, TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def new_database(cluster: Cluster, template: str) -> NewDatabase:
    """Makes a database for the length of a `with`; give `template=` to copy one that you filled yourself.

    A template must have no connections while it is copied."""
    numbers = itertools.count(1)

    @contextmanager
    def make(template: str = template) -> Iterator[Urls]:
        name = f"emhana_{next(numbers)}"
        cluster.create_database(name, template)
        try:
            yield Urls(owner=cluster.url(SUPERUSER, name), server=cluster.url(SERVER_ROLE, name))
        finally:
            cluster.drop_database(name)

    return make


@pytest.fixture
def urls(new_database: NewDatabase) -> Iterator[Urls]:
    with new_database() as urls:
        yield urls


@pytest.fixture
async def database(urls: Urls) -> AsyncIterator[Database]:
    database = Database(urls.server)
    yield database
    await database.dispose()
