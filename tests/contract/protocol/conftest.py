"""The application with the toy schema, and people who can sign in to it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from starlette.applications import Starlette

from db.database import Database
from db.queries.session import open_session
from domain.access import ANONYMOUS
from server.app import create_app
from server.limits import Limits
from server.settings import Settings
from tests.conftest import NewDatabase, Urls
from tests.contract.protocol import toy

MakeApp = Callable[..., Starlette]
CLINIC = uuid4()


@dataclass(frozen=True, slots=True)
class Seed:
    """Two registrars of a clinic, new for each test, with no password that works."""

    account_id: UUID
    other_account_id: UUID
    login: str


@pytest.fixture(scope="module")
def urls(new_database: NewDatabase) -> Iterator[Urls]:
    """One database for a file: its tests have people of their own."""
    with new_database() as urls:
        with owner(urls) as connection:
            connection.execute("set session_replication_role = replica")
            connection.execute(
                "insert into clinic (id, bin, name_kk, name_ru, kind, ownership, region_code, kato, address, "
                "is_demo, version) values (%s, '990140000123', '№ 9', '№ 9', 'CITY_POLYCLINIC', 'STATE', "
                "'750000000', '750000000', '-', true, 1)",
                [CLINIC],
            )
        yield urls


@pytest.fixture
def seed(urls: Urls) -> Seed:
    account_id, other_account_id = uuid4(), uuid4()
    with owner(urls) as connection:
        for each in (account_id, other_account_id):
            connection.execute(
                "insert into account (id, login, name, role, clinic_id, language, password_hash, active, "
                "failed_sign_ins, is_demo, version) "
                "values (%s, %s, 'Synthetic Person', 'REGISTRAR', %s, 'ru', '-', true, 0, true, 1)",
                [each, f"registrar-{each}", CLINIC],
            )
    return Seed(account_id, other_account_id, f"registrar-{account_id}")


@pytest.fixture(scope="module")
def settings(urls: Urls) -> Settings:
    return Settings(database_url=urls.server, pool_size=4, pool_wait_seconds=0.5)


@pytest.fixture(scope="module")
def make_app(settings: Settings) -> MakeApp:
    def make(settings: Settings = settings, **given: Any) -> Starlette:
        return create_app(settings, schema=toy.schema, **given)

    return make


@pytest.fixture(scope="module")
def app(make_app: MakeApp) -> Starlette:
    return make_app(limits=Limits(operation_seconds=3, body_seconds=1))


@asynccontextmanager
async def client_of(app: Starlette, **given: Any) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", **given) as client,
    ):
        yield client


@pytest.fixture
async def client(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@pytest.fixture
async def token(urls: Urls, seed: Seed) -> str:
    return await token_for(urls, seed.account_id)


@pytest.fixture
async def signed_in(app: Starlette, token: str) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"X-Emhana-Client": "test"}
    async with client_of(app, cookies={"emhana": token}, headers=headers) as client:
        yield client


async def token_for(urls: Urls, account_id: UUID, lifetime: timedelta = timedelta(hours=12)) -> str:
    database = Database(urls.server)
    try:
        async with database.transaction(ANONYMOUS) as tx:
            return await open_session(tx, account_id, lifetime=lifetime, address=None, user_agent=None)
    finally:
        await database.dispose()


def owner(urls: Urls) -> psycopg.Connection[Any]:
    """Everything, past row-level security: to look at what happened."""
    return psycopg.connect(urls.owner, autocommit=True)
