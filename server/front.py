"""The way into the server: one pass around every request, and the short way to /graphql."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import metrics
from server.security_headers import SecurityHeaders
from server.telemetry import Traced


class Front:
    """Gives each request its trace, its time, its count, and each response its headers."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        self.app = app
        self.headers = SecurityHeaders(secure=secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._no_request(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self.headers.completed(message.get("headers", ()))
            await send(message)

        metrics.IN_FLIGHT.inc()
        with Traced(scope) as traced:
            try:
                await self.app(scope, receive, watch)
            finally:
                traced.status = status
                metrics.IN_FLIGHT.dec()
                metrics.count(scope, status, time.perf_counter() - began)

    async def _no_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            with Traced(scope) as traced:
                await self.app(scope, receive, send)
                traced.status = 101
        else:
            await self.app(scope, receive, send)
