"""Work that is stopped when it takes too long, or when nobody waits for its answer any more."""

import asyncio
from asyncio import CancelledError

from starlette.types import Receive

LATE_SECONDS = 0.1


class ClientGone(Exception):
    """Whoever asked has hung up."""


class Watch:
    """Stops what runs within it: raises TimeoutError after `seconds`, ClientGone when `receive` tells of that.

    Nobody looks after the client before the work is late, and one timer does for both: most work is done by then.
    """

    __slots__ = ("_before", "_looking", "_loop", "_receive", "_seconds", "_stopped", "_task", "_timer")

    def __init__(self, seconds: float, receive: Receive | None = None) -> None:
        self._seconds = seconds
        self._receive = receive
        self._looking: asyncio.Task[None] | None = None
        self._stopped: Exception | None = None

    def __enter__(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._task, self._before, self._loop = task, task.cancelling(), task.get_loop()
        self._timer = self._loop.call_later(min(self._seconds, LATE_SECONDS), self._late)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self._timer.cancel()
        if self._looking is not None:
            self._looking.cancel()
        if self._stopped and self._task.uncancel() <= self._before and kind is CancelledError:
            raise self._stopped from error

    def _late(self) -> None:
        if self._seconds <= LATE_SECONDS:
            self._stop(TimeoutError())
            return
        if self._receive is not None:
            self._looking = self._loop.create_task(self._look(self._receive))
        self._timer = self._loop.call_later(self._seconds - LATE_SECONDS, self._stop, TimeoutError())

    async def _look(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._stop(ClientGone())

    def _stop(self, why: Exception) -> None:
        if self._stopped is None:
            self._stopped = why
            self._task.cancel()
