"""FHIR R4 for reading: a person's immunizations and what they are due, as JSON, for whoever may see that person."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.database import Database
from db.failures import Failure, failure_of
from db.queries import access_event
from domain.access import Forbidden, Role
from domain.day import day_of
from resolvers.context import OperationContext
from resolvers.ids import person_named, uuid_in
from resolvers.immunization_fhir import Resource, immunization, immunizations
from resolvers.recommendation_fhir import recommendations
from server.auth import Authentication, browser_language
from server.caller import Caller
from server.fhir_capability import capability
from server.fhir_code_systems import code_system
from server.graphql_errors import Code, RequestError, timed_out, unavailable, unexpected
from server.settings import Settings

FHIR = "application/fhir+json"
READABLE = {FHIR, "application/json", "application/*", "*/*", ""}
FORMATS = {"json", FHIR, "application/json", ""}
MINUTE = timedelta(minutes=1)

# The codes of FHIR's issue-type, and the status of each.
ISSUES = {
    Code.UNAUTHENTICATED: ("login", 401),
    Code.FORBIDDEN: ("forbidden", 403),
    Code.NOT_FOUND: ("not-found", 404),
    Code.TOO_MANY_REQUESTS: ("throttled", 429),
    Code.BAD_REQUEST: ("invalid", 400),
    Code.TIMEOUT: ("timeout", 504),
    Code.UNAVAILABLE: ("transient", 503),
}

Read = Callable[[OperationContext], Awaitable[list[Resource] | Resource | None]]


class Fhir:
    """The routes under /fhir. Each read is one snapshot, and on record before it leaves."""

    def __init__(self, database: Database, authentication: Authentication, settings: Settings) -> None:
        self.database = database
        self.authentication = authentication
        self.settings = settings
        self.base = f"{settings.origin}/fhir"

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/fhir/metadata", self.metadata, methods=["GET"]),
            Route("/fhir/Immunization", self.immunizations, methods=["GET"]),
            Route("/fhir/Immunization/{row_id}", self.immunization, methods=["GET"]),
            Route("/fhir/ImmunizationRecommendation", self.recommendations, methods=["GET"]),
            Route("/fhir/CodeSystem/{name}", self.code_system, methods=["GET"]),
            Route("/fhir/{nothing:path}", self.nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ]

    async def metadata(self, request: Request) -> Response:
        """What this server can do; for everybody, as FHIR wants it."""
        return _response(capability(self.settings.origin, day_of(datetime.now(UTC))))

    async def code_system(self, request: Request) -> Response:
        """What a code of ours means; for everybody: nobody's record is in it."""
        language = browser_language(request)
        found = code_system(self.base, request.path_params["name"], language)
        if found is None:
            return outcome(RequestError(Code.NOT_FOUND, "There is no such list of codes."))
        return _response(found)

    async def immunizations(self, request: Request) -> Response:
        async def read(context: OperationContext) -> list[Resource] | None:
            return await immunizations(context, person_in(request), self.base)

        return await self._answer(request, "fhirImmunizations", read)

    async def immunization(self, request: Request) -> Response:
        async def read(context: OperationContext) -> Resource | None:
            key = uuid_in(request.path_params["row_id"])
            return await immunization(context, key, self.base) if key else None

        return await self._answer(request, "fhirImmunization", read)

    async def recommendations(self, request: Request) -> Response:
        async def read(context: OperationContext) -> list[Resource] | None:
            return await recommendations(context, person_in(request), self.base)

        return await self._answer(request, "fhirRecommendations", read)

    async def nothing(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            allow = {"Allow": "GET, HEAD"}
            return outcome(
                RequestError(Code.BAD_REQUEST, "Only reading is served.", status=405, headers=allow)
            )
        return outcome(RequestError(Code.NOT_FOUND, "This server has no such resource: see /fhir/metadata."))

    async def _answer(self, request: Request, operation: str, read: Read) -> Response:
        try:
            caller = await self._caller(request)
            found = await self._read(caller, operation, read)
        except RequestError as error:
            return outcome(error)
        return _response(found if isinstance(found, dict) else self._bundle(request, found))

    async def _caller(self, request: Request) -> Caller:
        """Who asks, in a form that we can answer. Raises RequestError."""
        refuse_other_forms(request)
        if "authorization" in request.headers:
            caller = await self.authentication.client(request)
        else:
            self.authentication.refuse_other_sites(request)
            caller = await self.authentication.caller(request)
        if not caller.viewer.signed_in:
            raise RequestError(Code.UNAUTHENTICATED, "Sign in, or send a token of /oauth/token.")
        return caller

    async def _read(self, caller: Caller, operation: str, read: Read) -> list[Resource] | Resource:
        """Raises RequestError: also for a read that could not be recorded."""
        try:
            async with self.database.transaction(caller.viewer, snapshot=True) as tx:
                context = caller.context(tx, self.settings.vault)
                found, refused = await _tried(self._in_measure(read), context)
                await caller.note(context, operation)
        except RequestError:
            raise
        except Exception as error:
            raise broken(error, caller) from error
        if refused is not None:
            raise refused
        if found is None:
            raise RequestError(Code.NOT_FOUND, "There is none that you may see.")
        return found

    def _in_measure(self, read: Read) -> Read:
        """So many reads a minute for a client, whichever server it asks: the trail counts them."""

        async def measured(context: OperationContext) -> list[Resource] | Resource | None:
            viewer, most = context.viewer, self.settings.client_reads_per_minute
            if viewer.role is Role.INTEGRATION and viewer.account_id is not None:
                since = context.now - MINUTE
                if await access_event.reads_since(context.tx, viewer.account_id, since) >= most:
                    raise too_many(most)
            return await read(context)

        return measured

    def _bundle(self, request: Request, found: list[Resource]) -> Resource:
        asked = (
            f"{self.base}{request.url.path.removeprefix('/fhir')}?patient={request.query_params['patient']}"
        )
        bundle: Resource = {
            "resourceType": "Bundle",
            "type": "searchset",
            "timestamp": datetime.now(UTC).isoformat(),
            "total": len(found),
            "link": [{"relation": "self", "url": asked}],
        }
        entries = [
            {
                "fullUrl": f"{self.base}/{one['resourceType']}/{one['id']}",
                "resource": one,
                "search": {"mode": "match"},
            }
            for one in found
        ]
        return bundle | ({"entry": entries} if entries else {})


def too_many(most: int) -> RequestError:
    retry = {"Retry-After": str(int(MINUTE.total_seconds()))}
    return RequestError(
        Code.TOO_MANY_REQUESTS, f"At most {most} reads a minute: wait, then go on.", status=429, headers=retry
    )


async def _tried(
    read: Read, context: OperationContext
) -> tuple[list[Resource] | Resource | None, RequestError | None]:
    """What was read, or why it is refused: that is on record too."""
    try:
        return await read(context), None
    except Forbidden:
        context.audit.outcome = access_event.Outcome.FORBIDDEN
        return None, RequestError(Code.FORBIDDEN, "Your office may not read immunizations in this form.")
    except RequestError as error:
        context.audit.outcome = access_event.Outcome.FAILED
        return None, error


def broken(error: Exception, caller: Caller) -> RequestError:
    """What the database could not do, or an exception that nobody expected, which is in the log."""
    failure = failure_of(error)
    if failure in (Failure.CONFLICT, Failure.UNAVAILABLE):
        return unavailable(caller.language)
    return timed_out(caller.language) if failure is Failure.TOO_SLOW else unexpected(error, caller.language)


def refuse_other_forms(request: Request) -> None:
    """JSON is all we write. Raises BAD_REQUEST with 406."""
    given = request.query_params.get("_format", "")
    accepted = {part.split(";")[0].strip().lower() for part in request.headers.get("accept", "").split(",")}
    if given not in FORMATS or (not given and not accepted & READABLE):
        raise RequestError(Code.BAD_REQUEST, f"This server writes {FHIR} only.", status=406)


def person_in(request: Request) -> UUID:
    """The one person that is asked for. Raises BAD_REQUEST: a filter that is not known must not be passed over."""
    names = [name for name, _ in request.query_params.multi_items() if name != "_format"]
    if names != ["patient"]:
        raise RequestError(Code.BAD_REQUEST, "Ask with exactly one parameter: patient.")
    found = person_named(request.query_params["patient"].removeprefix("Patient/"))
    if found is None:
        raise RequestError(Code.BAD_REQUEST, "`patient` is not an id of a person.")
    return found


def outcome(error: RequestError) -> Response:
    """An OperationOutcome of one issue."""
    issue, status = ISSUES.get(error.code, ("exception", 500))
    diagnostics = error.formatted()[0]["message"]
    body = {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": issue, "diagnostics": diagnostics}],
    }
    response = _response(body, error.status or status)
    response.headers.update(error.headers)
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="emhana", scope="immunization.read"'
    return response


def _response(body: Resource, status: int = 200) -> Response:
    headers = {
        "Content-Type": f"{FHIR}; charset=utf-8",
        "Cache-Control": "no-store",
        "Vary": "Accept, Cookie, Authorization, Accept-Language",
    }
    return Response(orjson.dumps(body), status, headers)
