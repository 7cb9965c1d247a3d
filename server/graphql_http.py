"""GraphQL over HTTP: one endpoint, every refusal a 4xx with a code, `data` only when something ran."""

from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from db.database import NotProven
from db.queries.session import OpenSession
from server.auth import Authentication, browser_language, has_preflight
from server.caller import Caller, Sender
from server.graphql_body import GraphQLRequest, decode, from_address, read_body
from server.graphql_documents import Documents, Prepared
from server.graphql_errors import Code, RequestError, unexpected
from server.graphql_multipart import read_multipart
from server.graphql_negotiation import EVENTS, JSON, RESPONSE, content_type, negotiate, status_of
from server.graphql_sse import EventStream
from server.idempotency import HEADER as IDEMPOTENCY_KEY
from server.idempotency import checked_key
from server.limits import Limits
from server.operation import Operations
from server.subscription import Subscriptions

ALLOWED = "GET, POST"
# How long the session still holds, on each answer; and how a client says that nobody has asked for this request.
SESSION_HEADER = "Emhana-Session"
UNATTENDED_HEADER = "X-Emhana-Unattended"
# What differs from one request of a browser to the next; all its other headers are read once.
_VARYING = frozenset({b"content-length", b"idempotency-key", b"traceparent", b"tracestate"})
REMEMBERED_WAYS = 2_000
_LONGEST_WAY = 4_000


_KEY, _SESSION = IDEMPOTENCY_KEY.lower().encode(), SESSION_HEADER.lower().encode()
_SECOND = timedelta(seconds=1)
_HEADERS = {
    media_type: (
        (b"content-type", content_type(media_type).encode()),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept, Cookie"),
    )
    for media_type in (JSON, RESPONSE)
}

Varying = dict[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Way:
    """How a client sends its requests: what its headers say, and that they may be sent so."""

    media_type: str
    sender: Sender
    has_preflight: bool
    attended: bool
    kind: str
    charset: str
    encoding: str


@dataclass(frozen=True, slots=True, eq=False)
class GraphQLEndpoint:
    """Serves /graphql."""

    operations: Operations
    subscriptions: Subscriptions
    documents: Documents
    authentication: Authentication
    limits: Limits
    _ways: OrderedDict[tuple[Any, ...], Way] = field(default_factory=OrderedDict, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.respond(Request(scope, receive))
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        media_type = JSON
        try:
            varying, telling = _headers(request.scope)
            way = self._ways.get(telling)
            if way is None:
                media_type = negotiate(request.headers.get("accept"))
                way = self._new_way(request, telling, media_type)
            media_type = way.media_type
            return await self._answer(request, way, varying)
        except RequestError as error:
            return refusal(error, media_type)
        except Exception as error:
            return refusal(unexpected(error, browser_language(request)), media_type)

    def _new_way(self, request: Request, telling: tuple[Any, ...], media_type: str) -> Way:
        """Raises RequestError for what may not be sent so."""
        if request.method not in {"GET", "POST"}:
            raise RequestError(Code.BAD_REQUEST, "Use GET or POST.", status=405, headers={"Allow": ALLOWED})
        self.authentication.refuse_other_sites(request)
        if request.method == "POST":
            self.authentication.refuse_without_preflight(request)
        attended = request.headers.get(UNATTENDED_HEADER) != "1"
        encoding = request.headers.get("content-encoding", "")
        sender, preflight = self.authentication.sender(request), has_preflight(request)
        way = Way(media_type, sender, preflight, attended, *_content_type(request), encoding)
        if sum(len(name) + len(value) for name, value in request.scope["headers"]) <= _LONGEST_WAY:
            self._ways[telling] = way
        if len(self._ways) > REMEMBERED_WAYS:
            self._ways.popitem(last=False)
        return way

    async def _answer(self, request: Request, way: Way, varying: Varying) -> Response:
        if request.method == "GET":
            return await self._answer_to(request, way, varying, from_address(request.query_params))
        if way.kind == "multipart/form-data":
            async with AsyncExitStack() as held:
                return await self._answer_to(
                    request, way, varying, await self._read_upload(request, way, varying, held)
                )
        if way.kind != JSON or way.charset not in {"", "utf-8", "utf8"}:
            raise RequestError(
                Code.BAD_REQUEST, f"Send `Content-Type: {JSON}`.", status=415, headers={"Accept-Post": JSON}
            )
        body = await self._body(request, way, varying, self.limits.body_bytes, self.limits.body_seconds)
        return await self._answer_to(request, way, varying, decode(body))

    async def _body(
        self, request: Request, way: Way, varying: Varying, limit: int, seconds: float
    ) -> bytes:
        declared = varying.get(b"content-length", b"")
        return await read_body(
            request.receive, declared=declared, encoding=way.encoding, limit=limit, seconds=seconds
        )

    async def _answer_to(
        self, request: Request, way: Way, varying: Varying, parameters: GraphQLRequest
    ) -> Response:
        key = checked_key(varying[_KEY].decode("latin-1") if _KEY in varying else None)
        prepared = self.documents.prepare(parameters, may_write_own=way.sender.token is None)
        self._refuse_wrong_method(request, way, prepared)
        planned = way.media_type != EVENTS and self.operations.plans(prepared)
        if planned and (presumed := self.authentication.presumed(way.sender, touch=way.attended)):
            with suppress(NotProven):
                return await self._run(request, way, prepared, presumed)
        caller = await self.authentication.caller(way.sender, idempotency_key=key, touch=way.attended)
        if way.media_type == EVENTS:
            return EventStream(self.answers(way, prepared, caller))
        if prepared.is_subscription:
            raise RequestError(
                Code.BAD_REQUEST,
                f"Subscribe with `Accept: {EVENTS}` or over a socket (graphql-transport-ws).",
            )
        return await self._run(request, way, prepared, caller)

    async def _read_upload(
        self, request: Request, way: Way, varying: Varying, held: AsyncExitStack
    ) -> GraphQLRequest:
        if not way.has_preflight:
            raise RequestError(Code.FORBIDDEN, "Uploads need the header `GraphQL-Preflight`.")
        limits = self.limits
        body = await self._body(request, way, varying, limits.upload_bytes, limits.body_seconds * 6)
        return await read_multipart(_again(request, body), held, limit=limits.body_bytes)

    def _refuse_wrong_method(self, request: Request, way: Way, prepared: Prepared) -> None:
        if request.method != "GET":
            return
        if prepared.is_mutation:
            raise RequestError(
                Code.BAD_REQUEST, "Mutations are sent by POST.", status=405, headers={"Allow": "POST"}
            )
        # Addresses end up in logs and histories: no document of one's own, and no other site's link.
        if not prepared.document.trusted and not way.has_preflight:
            raise RequestError(
                Code.FORBIDDEN, "GET is for registered documents, or with the header `GraphQL-Preflight`."
            )

    async def _run(self, request: Request, way: Way, prepared: Prepared, caller: Caller) -> Response:
        # A mutation is finished, and its answer kept for its key; a query nobody waits for is stopped.
        asking = None if prepared.is_mutation else request.receive
        answer = await self.operations.run(prepared, caller, asking)
        response = Answered(answer.body, way.media_type)
        if answer.repeated:
            response.headers["Idempotency-Replayed"] = "true"
        self.authentication.change_session(response, answer.session)
        if session := self.authentication.session(way.sender):
            response.raw_headers.append((_SESSION, session_lasts(session)))
        return response

    async def answers(self, way: Way, prepared: Prepared, caller: Caller) -> AsyncGenerator[bytes, None]:
        """What a stream sends: a query's one answer, or those of a subscription until its session ends."""
        if not prepared.is_subscription:
            yield (await self.operations.run(prepared, caller)).body
            return
        async for answer in self.subscriptions.answers(prepared, caller, lambda: self._same(way, caller)):
            yield answer

    async def _same(self, way: Way, before: Caller) -> Caller:
        """The caller anew, by the session as it is now."""
        now = await self.authentication.caller(way.sender, touch=False)
        if now.viewer.account_id != before.viewer.account_id:
            raise RequestError(Code.UNAUTHENTICATED, "The session has ended.")
        return now


def session_lasts(session: OpenSession) -> bytes:
    """`idle=890, latest=43000`: seconds that the session holds if nothing is done, and whatever is done."""
    now = datetime.now(UTC)
    idle, latest = ((end - now) // _SECOND for end in (session.expires_at, session.latest_at))
    return b"idle=%d, latest=%d" % (max(idle, 0), max(latest, 0))


class Answered(Response):
    """An operation's answer."""

    def __init__(self, body: bytes, media_type: str) -> None:
        self.body, self.status_code, self.background = body, 200, None
        self.raw_headers = [*_HEADERS[media_type], (b"content-length", b"%d" % len(body))]


def refusal(error: RequestError, media_type: str) -> Response:
    """The response of a request that did not run: errors, no `data`."""
    media_type = JSON if media_type == EVENTS else media_type
    body = orjson.dumps({"errors": error.formatted()})
    response = _response(body, error.status or status_of(error.code, media_type), media_type)
    response.headers.update(error.headers)
    return response


def _response(body: bytes, status: int, media_type: str) -> Response:
    response = Answered(body, media_type)
    response.status_code = status
    return response


def _headers(scope: Scope) -> tuple[Varying, tuple[Any, ...]]:
    """What varies, by name; and all that tells how this client sends, to the byte."""
    varying: Varying = {}
    client = scope.get("client")
    telling: list[Any] = [scope["method"], client[0] if client else None]
    for header in scope["headers"]:
        if header[0] in _VARYING:
            varying.setdefault(*header)
        else:
            telling.append(header)
    return varying, tuple(telling)


def _content_type(request: Request) -> tuple[str, str]:
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "")
    return kind, charset


def _again(request: Request, body: bytes) -> Request:
    """The same request with a body that was read and measured before."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)
