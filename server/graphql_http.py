"""GraphQL over HTTP: one endpoint, every refusal a 4xx with a code, `data` only when something ran."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from db.database import NotProven
from server.auth import Authentication, browser_language, has_preflight
from server.caller import Caller
from server.graphql_body import GraphQLRequest, decode, from_address, read_body
from server.graphql_documents import Documents, Prepared
from server.graphql_errors import Code, RequestError, unexpected
from server.graphql_multipart import read_multipart
from server.graphql_negotiation import EVENTS, JSON, content_type, negotiate, status_of
from server.graphql_sse import EventStream
from server.idempotency import HEADER, checked_key
from server.limits import Limits
from server.operation import Answer, Operations
from server.subscription import Subscriptions

ALLOWED = "GET, POST"
# How long the session still holds, on each answer; and how a client says that nobody has asked for this request.
SESSION_HEADER = "Emhana-Session"
UNATTENDED_HEADER = "X-Emhana-Unattended"
# What nginx and others write into their logs for it; nobody is there to read it.
CLIENT_GONE = 499
LATE_SECONDS = 0.1


class GraphQLEndpoint:
    """Serves /graphql."""

    def __init__(
        self,
        operations: Operations,
        subscriptions: Subscriptions,
        documents: Documents,
        authentication: Authentication,
        limits: Limits,
    ) -> None:
        self.operations = operations
        self.subscriptions = subscriptions
        self.documents = documents
        self.authentication = authentication
        self.limits = limits

    async def respond(self, request: Request) -> Response:
        media_type = JSON
        try:
            media_type = negotiate(request.headers.get("accept"))
            async with AsyncExitStack() as held:
                return await self._answer(request, media_type, held)
        except RequestError as error:
            return refusal(error, media_type)
        except Exception as error:
            return refusal(unexpected(error, browser_language(request)), media_type)

    async def _answer(self, request: Request, media_type: str, held: AsyncExitStack) -> Response:
        if request.method not in {"GET", "POST"}:
            raise RequestError(Code.BAD_REQUEST, "Use GET or POST.", status=405, headers={"Allow": ALLOWED})
        self.authentication.refuse_other_sites(request)
        if request.method == "POST":
            self.authentication.refuse_without_preflight(request)
        parameters = await self._read(request, held)
        key = checked_key(request.headers.get(HEADER))
        prepared = self._prepared(request, parameters)
        self._refuse_wrong_method(request, prepared)
        somebody_there = request.headers.get(UNATTENDED_HEADER) != "1"
        if media_type != EVENTS and self.operations.plans(prepared):
            with suppress(NotProven):
                if presumed := self.authentication.presumed(request, touch=somebody_there):
                    return await self._run(request, prepared, presumed, media_type)
        caller = await self.authentication.caller(request, idempotency_key=key, touch=somebody_there)
        if media_type == EVENTS:
            return EventStream(self.answers(request, prepared, caller))
        if prepared.is_subscription:
            raise RequestError(
                Code.BAD_REQUEST,
                f"Subscribe with `Accept: {EVENTS}` or over a socket (graphql-transport-ws).",
            )
        return await self._run(request, prepared, caller, media_type)

    async def _read(self, request: Request, held: AsyncExitStack) -> GraphQLRequest:
        if request.method == "GET":
            return from_address(request.query_params)
        kind, charset = _content_type(request)
        if kind == "multipart/form-data":
            return await self._read_upload(request, held)
        if kind != JSON or charset not in {"", "utf-8", "utf8"}:
            raise RequestError(
                Code.BAD_REQUEST, f"Send `Content-Type: {JSON}`.", status=415, headers={"Accept-Post": JSON}
            )
        return decode(
            await read_body(request, limit=self.limits.body_bytes, seconds=self.limits.body_seconds)
        )

    async def _read_upload(self, request: Request, held: AsyncExitStack) -> GraphQLRequest:
        if not has_preflight(request):
            raise RequestError(Code.FORBIDDEN, "Uploads need the header `GraphQL-Preflight`.")
        body = await read_body(request, limit=self.limits.upload_bytes, seconds=self.limits.body_seconds * 6)
        return await read_multipart(_again(request, body), held, limit=self.limits.body_bytes)

    def _prepared(self, request: Request, parameters: GraphQLRequest) -> Prepared:
        in_browser = self.authentication.token(request) is not None
        return self.documents.prepare(parameters, may_write_own=not in_browser)

    def _refuse_wrong_method(self, request: Request, prepared: Prepared) -> None:
        if request.method != "GET":
            return
        if prepared.is_mutation:
            raise RequestError(
                Code.BAD_REQUEST, "Mutations are sent by POST.", status=405, headers={"Allow": "POST"}
            )
        # Addresses end up in logs and histories: no document of one's own, and no other site's link.
        if not prepared.document.trusted and not has_preflight(request):
            raise RequestError(
                Code.FORBIDDEN, "GET is for registered documents, or with the header `GraphQL-Preflight`."
            )

    async def _run(self, request: Request, prepared: Prepared, caller: Caller, media_type: str) -> Response:
        work = self.operations.run(prepared, caller)
        # A mutation is finished, and its answer kept for its key; a query nobody waits for is stopped.
        answer = await (work if prepared.is_mutation else unless_gone(request, work))
        response = _response(answer.body, HTTPStatus.OK, media_type)
        if answer.repeated:
            response.headers["Idempotency-Replayed"] = "true"
        self.authentication.change_session(response, answer.session)
        if lasts := session_lasts(self.authentication.seen(caller)):
            response.headers[SESSION_HEADER] = lasts
        return response

    async def answers(
        self, request: Request, prepared: Prepared, caller: Caller
    ) -> AsyncGenerator[bytes, None]:
        """What a stream sends: a query's one answer, or those of a subscription until its session ends."""
        if not prepared.is_subscription:
            yield (await self.operations.run(prepared, caller)).body
            return
        async for answer in self.subscriptions.answers(prepared, caller, lambda: self._same(request, caller)):
            yield answer

    async def _same(self, request: Request, before: Caller) -> Caller:
        """The caller anew, by the session as it is now."""
        now = await self.authentication.caller(request, touch=False)
        if now.viewer.account_id != before.viewer.account_id:
            raise RequestError(Code.UNAUTHENTICATED, "The session has ended.")
        return now


def session_lasts(caller: Caller) -> str | None:
    """`idle=890, latest=43000`: seconds that the session holds if nothing is done, and whatever is done."""
    if caller.session_ends is None or caller.session_latest is None:
        return None
    now = datetime.now(UTC)
    idle, latest = (int((end - now).total_seconds()) for end in (caller.session_ends, caller.session_latest))
    return f"idle={max(idle, 0)}, latest={max(latest, 0)}"


async def unless_gone(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer, unless the client goes away before: then the work is cancelled and rolled back.

    Nobody looks after the client before the answer is late: most answers have left by then.
    """
    answering, looking = asyncio.current_task(), asyncio.get_running_loop()
    leaving: list[asyncio.Task[None]] = []
    assert answering is not None

    def look() -> None:
        leaving.append(asyncio.create_task(_gone(request)))
        leaving[0].add_done_callback(lambda seen: None if seen.cancelled() else answering.cancel())

    timer = looking.call_later(LATE_SECONDS, look)
    try:
        return await work
    except asyncio.CancelledError:
        if not leaving or not leaving[0].done():
            raise
        answering.uncancel()
        raise RequestError(Code.BAD_REQUEST, "The client went away.", status=CLIENT_GONE) from None
    finally:
        timer.cancel()
        for task in leaving:
            task.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def refusal(error: RequestError, media_type: str) -> Response:
    """The response of a request that did not run: errors, no `data`."""
    media_type = JSON if media_type == EVENTS else media_type
    body = orjson.dumps({"errors": error.formatted()})
    response = _response(body, error.status or status_of(error.code, media_type), media_type)
    response.headers.update(error.headers)
    return response


def _response(body: bytes, status: int, media_type: str) -> Response:
    return Response(
        body,
        status,
        {"Content-Type": content_type(media_type), "Cache-Control": "no-store", "Vary": "Accept, Cookie"},
    )


def _content_type(request: Request) -> tuple[str, str]:
    kind, *parameters = (part.strip().lower() for part in request.headers.get("content-type", "").split(";"))
    charset = next((part[8:].strip('"') for part in parameters if part.startswith("charset=")), "")
    return kind, charset


def _again(request: Request, body: bytes) -> Request:
    """The same request with a body that was read and measured before."""

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)
