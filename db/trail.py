"""The trail of reading: rows of operations that end together are written together, by a connection of its own."""

import asyncio

from db.database import Database
from db.failures import Failure, failure_of
from db.statement import Sent
from domain.access import ANONYMOUS

MOST_TOGETHER = 100
_OF_A_ROW = (Failure.BAD_TEXT, Failure.OTHER)


class Trail:
    """One write to the disk for all who wait: under load that is most of what a small answer costs.

    A row is written as nobody, who may add to the trail and do nothing else.
    """

    def __init__(self, database: Database) -> None:
        self._database = database.beside()
        self._waiting: list[tuple[Sent, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    def record(self, event: Sent) -> asyncio.Future[None]:
        """Done once the row is durable: no answer may leave before. Fails with whatever kept it from that."""
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        noted.add_done_callback(_heard)
        self._waiting.append((event, noted))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all())
        return noted

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                together = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                await self._write(together)
        finally:
            self._writer = None

    async def _write(self, together: list[tuple[Sent, asyncio.Future[None]]]) -> None:
        try:
            await self._database.at_once(ANONYMOUS, [event for event, _ in together])
        except asyncio.CancelledError:
            for _, noted in together:
                noted.cancel()
            raise
        except Exception as error:
            if len(together) > 1 and failure_of(error) in _OF_A_ROW:
                # One row that cannot be written keeps nobody else's answer back.
                for each in together:
                    await self._write([each])
                return
            for _, noted in together:
                if not noted.done():
                    noted.set_exception(error)
        else:
            for _, noted in together:
                if not noted.done():
                    noted.set_result(None)


def _heard(noted: asyncio.Future[None]) -> None:
    """Whoever asked may have gone away."""
    if not noted.cancelled():
        noted.exception()
