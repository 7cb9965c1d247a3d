"""What other transactions announced: one listening connection per process, fanned out to whoever waits."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Iterable
from contextvars import ContextVar
from typing import Any

import orjson
import psycopg
from psycopg import sql

log = logging.getLogger("emhana.events")

_WAITING = 1_000
_ROUND_SECONDS = 0.5
_LONGEST_PAUSE = 5.0

Event = dict[str, Any]


class EventsLost(Exception):
    """The connection broke or a listener was too slow: read anew and listen again, some are missing."""


class Events:
    """The listener of one process. `run` it as a task for as long as the process lives."""

    def __init__(self, url: str, channels: Iterable[str] = ()) -> None:
        self._url = url
        self._channels = set(channels)
        self._queues: dict[str, set[asyncio.Queue[Event | None]]] = defaultdict(set)
        self._listening: set[str] = set()
        self._changed = asyncio.Condition()

    async def run(self) -> None:
        """Listen for ever; after a lost connection tell everybody, and connect again."""
        pause = 0.1
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._url, autocommit=True) as connection:
                    pause = 0.1
                    await self._pump(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("listening connection lost", extra={"error": type(error).__qualname__})
            self._listening.clear()
            self.end()
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def listen(self, channel: str) -> AsyncGenerator[Event, None]:
        """Events of one channel from now on. Raises EventsLost when some may be missing."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(_WAITING)
        self._queues[channel].add(queue)
        try:
            await self._wait_for(channel)
            while (event := await queue.get()) is not None:
                yield event
            raise EventsLost(channel)
        finally:
            self._queues[channel].discard(queue)

    async def _wait_for(self, channel: str) -> None:
        self._channels.add(channel)
        async with self._changed:
            await self._changed.wait_for(lambda: channel in self._listening)

    async def _pump(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            for channel in self._channels - self._listening:
                await connection.execute(sql.SQL("listen {}").format(sql.Identifier(channel)))
                await self._now_listening(channel)
            async for notice in connection.notifies(timeout=_ROUND_SECONDS):
                self._deliver(notice.channel, notice.payload)

    async def _now_listening(self, channel: str) -> None:
        async with self._changed:
            self._listening.add(channel)
            self._changed.notify_all()

    def _deliver(self, channel: str, payload: str) -> None:
        with contextlib.suppress(orjson.JSONDecodeError):
            event: Event = orjson.loads(payload)
            for queue in tuple(self._queues[channel]):
                self._put(queue, event)

    def end(self) -> None:
        """Tell every listener to stop, as after a lost connection."""
        for queues in self._queues.values():
            for queue in queues:
                self._put(queue, None)

    @staticmethod
    def _put(queue: asyncio.Queue[Event | None], event: Event | None) -> None:
        if event is None or queue.full():
            while not queue.empty():
                queue.get_nowait()
            event = None
        queue.put_nowait(event)


current_events: ContextVar[Events] = ContextVar("current_events")


def listen(channel: str) -> AsyncGenerator[Event, None]:
    """Events of one channel, in whatever process runs this subscription."""
    return current_events.get().listen(channel)
