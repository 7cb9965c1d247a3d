"""The application over HTTP, as people of the town meet it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from domain.access import Role
from server.app import create_app
from server.settings import Settings
from tests.api.town import Town
from tests.conftest import Urls
from tests.contract.protocol.conftest import token_for


@asynccontextmanager
async def served(urls: Urls, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
    """The real application on the test's database, until the block ends."""
    app = create_app(Settings(database_url=urls.server, pool_size=4, pool_wait_seconds=60, **settings))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        yield client
    await app.state.database.dispose()


@dataclass(slots=True)
class Door:
    """The application over HTTP, asked by people of the town."""

    town: Town
    urls: Urls
    client: httpx.AsyncClient

    async def get(self, path: str, role: Role | None = Role.NURSE, **headers: str) -> httpx.Response:
        return await self.get_as(self.town.here.accounts[role].id if role else None, path, **headers)

    async def get_as(self, account_id: UUID | None, path: str, **headers: str) -> httpx.Response:
        self.client.cookies.clear()
        cookie = {"Cookie": f"emhana={await token_for(self.urls, account_id)}"} if account_id else {}
        return await self.client.get(path, headers=cookie | headers)
