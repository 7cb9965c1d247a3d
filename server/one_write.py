"""uvicorn's HTTP, but the head of a response and the beginning of its body leave together: one packet, not two."""

from typing import Any

from starlette.types import Message
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle


class OneWriteProtocol(HttpToolsProtocol):
    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        cycle.__class__ = OneWriteCycle
        super()._start_asgi_task(cycle, app)


class OneWriteCycle(RequestResponseCycle):
    """Holds the head back until there is something of the body; every response of ours has one."""

    _head: Message | None = None

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start" and not self.response_started:
            self._head = message
        elif self._head is None:
            await super().send(message)
        else:
            head, self._head = self._head, None
            await self._send_together(head, message)

    async def _send_together(self, head: Any, body: Any) -> None:
        transport, kept = self.transport, Kept()
        self.transport = kept  # type: ignore[assignment]
        try:
            await super().send(head)
            if self.keep_alive:
                await super().send(body)
        finally:
            self.transport = transport
            if kept.parts:
                transport.write(b"".join(kept.parts))
        if not self.keep_alive:
            await super().send(body)


class Kept:
    """What would have been written."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.write = self.parts.append
