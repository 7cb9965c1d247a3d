"""Subscriptions over a socket: the protocol graphql-transport-ws, and only that."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from db.events import EventsLost
from db.queries.session import CHANNEL
from domain.language import Language
from server.auth import Authentication
from server.caller import Caller
from server.graphql_body import from_parameters, has_nul
from server.graphql_documents import Documents
from server.graphql_errors import Code, RequestError
from server.limits import Limits
from server.operation import Operations
from server.subscription import Subscriptions

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 10.0
CHECK_SECONDS = 30.0
LONGEST_ID = 200


class Closed(Exception):
    """The socket must be closed, with one of the protocol's codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class GraphQLSocketEndpoint:
    """Accepts sockets at /graphql."""

    operations: Operations
    subscriptions: Subscriptions
    documents: Documents
    authentication: Authentication
    limits: Limits

    async def converse(self, websocket: WebSocket) -> None:
        try:
            self.authentication.refuse_other_sites(websocket)
        except RequestError:
            await websocket.close(4403)
            return
        if PROTOCOL not in websocket.scope["subprotocols"]:
            await websocket.accept()
            await websocket.close(4406, "Subprotocol not acceptable")
            return
        await websocket.accept(PROTOCOL)
        await Conversation(self, websocket).hold()


class Conversation:
    """One socket from its first message to its close."""

    def __init__(self, endpoint: GraphQLSocketEndpoint, websocket: WebSocket) -> None:
        self.endpoint = endpoint
        self.websocket = websocket
        self.initialised = asyncio.Event()
        self.running: dict[str, asyncio.Task[None]] = {}
        self.sending = asyncio.Lock()
        self.language: Language | None = None
        self.ids: set[str] = set()

    async def hold(self) -> None:
        """Until either side closes, the session ends, or the client breaks the protocol."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._expect_init())
                group.create_task(self._watch_session())
                group.create_task(self._read())
        except* Closed as closed:
            await self._close(_first(closed))
        except* RequestError:
            await self._close(Closed(1013, "Try again later"))
        except* WebSocketDisconnect:
            pass
        finally:
            await self._stop_all()

    async def _expect_init(self) -> None:
        try:
            async with asyncio.timeout(INIT_SECONDS):
                await self.initialised.wait()
        except TimeoutError:
            raise Closed(4408, "Connection initialisation timeout") from None

    async def _read(self) -> None:
        while True:
            await self._handle(_message(await self.websocket.receive(), self.endpoint.limits.body_bytes))

    async def _handle(self, message: dict[str, Any]) -> None:
        kind = message.get("type")
        if kind == "connection_init":
            await self._init(message)
        elif kind == "ping":
            await self._send({"type": "pong"})
        elif kind == "subscribe":
            self._subscribe(message)
        elif kind == "complete":
            self._complete(_id(message))
        elif kind != "pong":
            raise Closed(4400, "Invalid message")

    async def _init(self, message: dict[str, Any]) -> None:
        if self.initialised.is_set():
            raise Closed(4429, "Too many initialisation requests")
        if not isinstance(message.get("payload"), dict | None):
            raise Closed(4400, "Invalid message")
        self.language = _language(message.get("payload") or {})
        self.initialised.set()
        await self._send({"type": "connection_ack"})

    def _subscribe(self, message: dict[str, Any]) -> None:
        if not self.initialised.is_set():
            raise Closed(4401, "Unauthorized")
        key, payload = _id(message), message.get("payload")
        if not isinstance(payload, dict):
            raise Closed(4400, "Invalid message")
        if key in self.running:
            raise Closed(4409, f"Subscriber for {key} already exists")
        self.running[key] = asyncio.create_task(self._operate(key, payload))

    def _complete(self, key: str) -> None:
        if task := self.running.pop(key, None):
            task.cancel()

    async def _operate(self, key: str, payload: dict[str, Any]) -> None:
        """Run one operation and send what it answers; its own failure never ends the others."""
        try:
            async for answer in self._answers(payload):
                await self._send_raw(
                    b'{"id":' + orjson.dumps(key) + b',"type":"next","payload":' + answer + b"}"
                )
            await self._send({"id": key, "type": "complete"})
        except RequestError as error:
            await self._send({"id": key, "type": "error", "payload": error.formatted()})
        except Closed as closed:
            await self._close(closed)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self.running.pop(key, None)

    async def _answers(self, payload: dict[str, Any]) -> AsyncIterator[bytes]:
        if len(self.running) > self.endpoint.limits.subscriptions_per_socket:
            raise RequestError(Code.TOO_MANY_REQUESTS, "Too many operations on one socket.")
        prepared = self.endpoint.documents.prepare(
            from_parameters(payload),
            may_write_own=self.endpoint.authentication.token(self.websocket) is None,
        )
        caller = await self._caller(touch=True)
        if not prepared.is_subscription:
            yield (await self.endpoint.operations.run(prepared, caller)).body
            return
        subscriptions = self.endpoint.subscriptions
        async with contextlib.aclosing(subscriptions.answers(prepared, caller, self._caller)) as answers:
            async for answer in answers:
                yield answer

    async def _caller(self, *, touch: bool = False) -> Caller:
        """Who this is by now. Closes the socket when its session has ended."""
        caller = await self.endpoint.authentication.caller(self.websocket, touch=touch)
        if self._had_session and not caller.viewer.signed_in:
            raise Closed(4403, "The session has ended")
        self.ids = {str(caller.viewer.session_id), str(caller.viewer.account_id)}
        return replace(caller, language=self.language) if self.language else caller

    @property
    def _had_session(self) -> bool:
        return self.endpoint.authentication.token(self.websocket) is not None

    async def _watch_session(self) -> None:
        """Close as soon as the session is ended by anybody, or by itself."""
        if not self._had_session:
            return
        while True:
            # Listening begins before the look, so that nothing is missed between the two.
            news = asyncio.create_task(self._news())
            try:
                caller = await self._caller()
                await asyncio.wait({news}, timeout=_seconds_until_check(caller))
            finally:
                news.cancel()
                await asyncio.gather(news, return_exceptions=True)

    async def _news(self) -> None:
        """Returns when a session of this account, or this very one, was ended."""
        with contextlib.suppress(EventsLost):
            async with contextlib.aclosing(self.endpoint.subscriptions.events.listen(CHANNEL)) as news:
                async for event in news:
                    if not self.ids or self.ids & {event.get("session"), event.get("account")}:
                        return

    async def _send(self, message: dict[str, Any]) -> None:
        await self._send_raw(orjson.dumps(message))

    async def _send_raw(self, message: bytes) -> None:
        async with self.sending:
            await self.websocket.send_text(message.decode())

    async def _close(self, closed: Closed) -> None:
        if self.websocket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await self.websocket.close(closed.code, closed.reason)

    async def _stop_all(self) -> None:
        tasks = list(self.running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _message(received: Any, limit: int) -> dict[str, Any]:
    """One message of the protocol. Raises Closed(4400) for anything else."""
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))
    text = received.get("text")
    if text is None or len(text) > limit:
        raise Closed(4400, "Invalid message")
    try:
        message = orjson.loads(text)
    except (orjson.JSONDecodeError, RecursionError):
        raise Closed(4400, "Invalid message") from None
    if not isinstance(message, dict) or not isinstance(message.get("type"), str) or has_nul(message):
        raise Closed(4400, "Invalid message")
    return message


def _id(message: dict[str, Any]) -> str:
    key = message.get("id")
    if not isinstance(key, str) or not 0 < len(key) <= LONGEST_ID:
        raise Closed(4400, "Invalid message")
    return key


def _language(payload: dict[str, Any]) -> Language | None:
    language = payload.get("language")
    return Language(language) if language in set(Language) else None


def _seconds_until_check(caller: Caller) -> float:
    if caller.session_ends is None:
        return 0.0
    remaining = (caller.session_ends - datetime.now(UTC)).total_seconds()
    return min(max(remaining, 0.0) + 0.1, CHECK_SECONDS)


def _first(group: BaseExceptionGroup[Closed]) -> Closed:
    """The reason that came first, however the task group has wrapped it."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
