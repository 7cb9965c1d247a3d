"""Waiting in line for a connection: patiently while the line moves, not at all once it stands."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import TimeoutError as PoolTimeout


class Turnstile:
    """As many inside as there are connections. Raises PoolTimeout when nobody has left for `stall_seconds`.

    Two hundred people at once are served one after the other; but when all connections are held by work that does
    not end, everybody in line hears so at once and nobody waits for their turn to hear it.
    """

    def __init__(self, places: int, stall_seconds: float) -> None:
        self._free = places
        self._line: deque[asyncio.Future[None]] = deque()
        self._stall_seconds = stall_seconds
        self._moved = 0.0

    @asynccontextmanager
    async def passed(self) -> AsyncIterator[None]:
        """Inside as long as the block lasts. Raises PoolTimeout."""
        await self.enter()
        try:
            yield
        finally:
            self.leave()

    async def enter(self) -> None:
        """Whoever is let in must leave. Raises PoolTimeout."""
        if self._free:
            self._free -= 1
        else:
            await self._wait_in_line()

    def leave(self) -> None:
        """The place goes to the first in line, so that nobody overtakes."""
        self._moved = time.monotonic()
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    async def _wait_in_line(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._line.append(turn)
        try:
            while not (await asyncio.wait({turn}, timeout=self._stall_seconds))[0]:
                if time.monotonic() - self._moved >= self._stall_seconds:
                    raise PoolTimeout("every connection is held, and none has come back")
        except BaseException:
            self._step_out(turn)
            raise

    def _step_out(self, turn: asyncio.Future[None]) -> None:
        """A turn that came in the same moment goes to the next."""
        if not turn.cancel():
            self.leave()
