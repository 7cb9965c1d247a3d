"""Told to stop, a process ends its streams first: only then is there nothing left to wait for."""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def when_told_to_stop(act: Callable[[], None]) -> Iterator[None]:
    """Do `act` in the event loop when a signal to stop comes, before what the server does about it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    loop = asyncio.get_running_loop()

    def handle(number: int, frame: FrameType | None) -> Any:
        loop.call_soon_threadsafe(act)
        then = before[signal.Signals(number)]
        return then(number, frame) if callable(then) else None

    for number in _SIGNALS:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
