"""Connections as a role that owns nothing: some are SQLAlchemy's to use, some rest between two readers."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.util import greenlet_spawn

from db.statement import Sent
from db.turnstile import Turnstile
from db.wire import Wire


def driver_url(url: str) -> str:
    """The same address with psycopg as the driver."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


class Pool:
    """Whoever waits for a connection waits while the line moves; when none comes back for `wait_seconds`: PoolTimeout.

    `prepares` is off behind a pooler that hands one server's connection to many clients. `seen` are told of what is
    sent through a wire; SQLAlchemy has events of its own for the rest.
    """

    def __init__(
        self,
        url: str,
        size: int,
        *,
        wait_seconds: float,
        prepares: bool,
        seen: Sequence[Callable[[Sequence[str]], None]],
    ) -> None:
        self.size = size
        self._prepares = prepares
        self._seen = seen
        self._turnstile = Turnstile(size, wait_seconds)
        self._resting: list[PoolProxiedConnection] = []
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=size,
            max_overflow=0,
            pool_timeout=wait_seconds,
            pool_reset_on_return="rollback",
            connect_args={} if prepares else {"prepare_threshold": None},
        )
        event.listen(self.engine.sync_engine, "connect", self._wired)

    @property
    def in_use(self) -> int:
        """Connections that somebody works with now."""
        return self.engine.pool.checkedout() - len(self._resting)  # type: ignore[attr-defined, no-any-return]

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """One for ordinary use, of which there is one fewer for each that rests."""
        async with self._turnstile.passed():
            if self._resting:
                await _let_go(self._resting.pop())
            async with self.engine.connect() as connection:
                yield connection

    async def taken(self) -> tuple[PoolProxiedConnection, Wire]:
        """One for a reader, who gives it back."""
        await self._turnstile.enter()
        try:
            held = self._resting.pop() if self._resting else await self._checked_out()
        except BaseException:
            self._turnstile.leave()
            raise
        wire: Wire = held.info["wire"]
        wire.alone = True
        return held, wire

    async def given_back(self, held: PoolProxiedConnection, wire: Wire) -> None:
        """Whatever was open on it is rolled back; one that fails then is thrown away."""
        try:
            await self._rested(held, wire)
        finally:
            self._turnstile.leave()

    def around(self, held: PoolProxiedConnection) -> AsyncConnection:
        """A reader's connection in the shape that SQLAlchemy runs statements on."""
        held.info["wire"].shared()
        return AsyncConnection(self.engine, Connection(self.engine.sync_engine, held))

    async def dispose(self) -> None:
        while self._resting:
            await _let_go(self._resting.pop())
        await self.engine.dispose()

    def _wired(self, made: Any, record: ConnectionPoolEntry) -> None:
        record.info["wire"] = Wire(made.driver_connection, prepares=self._prepares, seen=self._seen)

    async def _checked_out(self) -> PoolProxiedConnection:
        return await greenlet_spawn(self.engine.sync_engine.pool.connect)

    async def _rested(self, held: PoolProxiedConnection, wire: Wire) -> None:
        """Nothing is open; the connection waits for the next reader, or is thrown away with those like it."""
        if not held.is_valid:
            # SQLAlchemy has given it up, as it does where a statement is cancelled.
            await _let_go(held)
            return
        try:
            if not wire.idle:
                await wire.run([Sent("rollback")])
            self._resting.append(held)
        except BaseException as error:
            await self._thrown_away([held, *self._resting])
            if not isinstance(error, psycopg.Error):
                raise

    async def _thrown_away(self, connections: Sequence[PoolProxiedConnection]) -> None:
        self._resting.clear()
        for each in connections:
            each.info["wire"].shared()
            if each.is_valid:
                await greenlet_spawn(each.invalidate)
            await greenlet_spawn(each.close)


async def _let_go(held: PoolProxiedConnection) -> None:
    """Back to the pool, for ordinary use."""
    if held.is_valid:
        held.info["wire"].shared()
    await greenlet_spawn(held.close)
