"""Waiting in line for a connection: patiently while the line moves, not at all once it stands."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import TimeoutError as PoolTimeout


class Turnstile:
    """As many inside as there are connections. Raises PoolTimeout when nobody has left for `stall_seconds`.

    Two hundred people at once are served one after the other; but when all connections are held by work that does
    not end, everybody in line hears so at once and nobody waits for their turn to hear it.
    """

    def __init__(self, places: int, stall_seconds: float) -> None:
        self._free = asyncio.Semaphore(places)
        self._stall_seconds = stall_seconds
        self._moved = 0.0

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        await self.enter()
        try:
            yield
        finally:
            self.leave()

    def leave(self) -> None:
        self._moved = time.monotonic()
        self._free.release()

    async def enter(self) -> None:
        """Whoever is let in must leave. Raises PoolTimeout."""
        if not self._free.locked():
            await self._free.acquire()
            return
        turn = asyncio.ensure_future(self._free.acquire())
        try:
            while not (await asyncio.wait({turn}, timeout=self._stall_seconds))[0]:
                if time.monotonic() - self._moved >= self._stall_seconds:
                    raise PoolTimeout("every connection is held, and none has come back")
        except BaseException:
            await self._step_out(turn)
            raise

    async def _step_out(self, turn: asyncio.Future[Any]) -> None:
        """Leave the line; a turn that came in the same moment goes to the next."""
        turn.cancel()
        await asyncio.wait({turn})
        if not turn.cancelled():
            self._free.release()
