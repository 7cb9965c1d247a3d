"""Server-sent events, distinct connections mode: one operation per stream, `next` for each answer."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

import orjson
from starlette.responses import StreamingResponse

from server.graphql_errors import RequestError

KEEP_ALIVE_SECONDS = 12.0


class EventStream(StreamingResponse):
    """Answers as they come; a comment now and then, so that nothing between closes the connection."""

    media_type = "text/event-stream"

    def __init__(self, answers: AsyncGenerator[bytes, None]) -> None:
        super().__init__(_events(answers), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


async def _events(answers: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
    yield b":\n\n"
    async with aclosing(answers):
        try:
            async for answer in _kept_alive(answers):
                yield b":\n\n" if answer is None else b"event: next\ndata: " + answer + b"\n\n"
        except RequestError as error:
            yield b"event: next\ndata: " + orjson.dumps({"errors": error.formatted()}) + b"\n\n"
    yield b"event: complete\ndata: \n\n"


async def _kept_alive(answers: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes | None]:
    """The answers, and None whenever there was none for a while."""
    waiting: asyncio.Task[bytes] | None = None
    try:
        while True:
            waiting = waiting or asyncio.ensure_future(anext(answers))
            done, _ = await asyncio.wait({waiting}, timeout=KEEP_ALIVE_SECONDS)
            if not done:
                yield None
                continue
            finished, waiting = waiting, None
            try:
                yield finished.result()
            except StopAsyncIteration:
                return
    finally:
        if waiting is not None:
            waiting.cancel()
            await asyncio.wait({waiting})
