"""The door for files of old doses: in comes a spreadsheet, out goes the id of what was made of it, or why not."""

import asyncio
from urllib.parse import unquote

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.database import Database
from db.queries import access_event
from domain.access import Action, Forbidden
from domain.dose import DoseSource
from domain.dose_import import DoseImportProblem, Problem
from domain.messages import message
from resolvers.dose_import import check
from resolvers.dose_import_template import template
from resolvers.ids import global_id
from server.auth import Authentication
from server.caller import Caller
from server.files import XLSX
from server.graphql_body import read_body
from server.graphql_errors import Code, RequestError
from server.graphql_http import refusal
from server.limits import Limits
from server.settings import Settings
from server.spreadsheet import LARGEST_MB, read

JSON = "application/json"
READERS = 2
STATED = frozenset(DoseSource) - {DoseSource.GIVEN_HERE}


class DoseImports:
    """Guarded as `/graphql` is; a file is read apart, a few at a time, before any transaction begins."""

    def __init__(
        self, database: Database, authentication: Authentication, settings: Settings, limits: Limits
    ) -> None:
        self.database = database
        self.authentication = authentication
        self.settings = settings
        self.limits = limits
        self._readers = asyncio.Semaphore(READERS)
        self.routes = [
            Route("/files/dose-imports", self.upload, methods=["POST"]),
            Route("/files/dose-imports/template", self.template, methods=["GET"]),
        ]

    async def upload(self, request: Request) -> Response:
        """The proposal's global id; or 422 with what is wrong with the file as a whole, in the caller's language."""
        try:
            caller = await self._caller(request)
            content = await read_body(
                request.receive,
                declared=request.headers.get("content-length", "").encode(),
                encoding=request.headers.get("content-encoding", ""),
                limit=LARGEST_MB * 1_000_000,
                seconds=self.limits.body_seconds,
            )
        except RequestError as error:
            if error.status == 413:
                return told(Problem(DoseImportProblem.FILE_TOO_LARGE, {"most": LARGEST_MB}), caller, 413)
            return refusal(error, JSON)
        async with self._readers:
            sheet = await read(content)
        if isinstance(sheet, Problem):
            return told(sheet, caller, 422)
        name = unquote(request.headers.get("x-file-name", ""))[:200]
        async with self.database.transaction(caller.viewer) as tx:
            context = caller.context(tx, self.settings.vault)
            found = await check(context, name, content, sheet, source_of(request))
            if isinstance(found, Problem):
                return told(found, caller, 422)
            await caller.note(context, "uploadDoseImport")
        return Response(orjson.dumps({"id": global_id("DoseImport", found.id)}), media_type=JSON)

    async def template(self, request: Request) -> Response:
        """An empty spreadsheet in the caller's language, with every name of a vaccine that is understood."""
        try:
            caller = await self._caller(request, preflight=False)
        except RequestError as error:
            return refusal(error, JSON)
        async with self.database.transaction(caller.viewer, snapshot=True) as tx:
            content = await template(caller.context(tx, self.settings.vault))
        disposition = 'attachment; filename="emhana-old-doses.xlsx"'
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return Response(content, media_type=XLSX, headers=headers)

    async def _caller(self, request: Request, *, preflight: bool = True) -> Caller:
        """Who may do this. Raises RequestError; that somebody tried and may not stands in the trail."""
        self.authentication.refuse_other_sites(request)
        if preflight:
            self.authentication.refuse_without_preflight(request)
        caller = await self.authentication.caller(request)
        try:
            caller.viewer.must(Action.IMPORT_DOSES)
        except Forbidden as error:
            if not caller.viewer.signed_in:
                raise RequestError(Code.UNAUTHENTICATED, "Sign in first.", status=401) from error
            async with self.database.transaction(caller.viewer) as tx:
                context = caller.context(tx, self.settings.vault)
                context.audit.outcome = access_event.Outcome.FORBIDDEN
                await caller.note(context, "uploadDoseImport")
            raise RequestError(Code.FORBIDDEN, "Your role may not import doses.", status=403) from error
        return caller



def source_of(request: Request) -> DoseSource:
    """What rows rest on that do not say it; a file never says that a dose was given here."""
    asked = request.query_params.get("source", "")
    return DoseSource(asked) if asked in STATED else DoseSource.RECORDED_FROM_PAPER


def told(problem: Problem, caller: Caller, status: int) -> Response:
    words = message(problem.code, caller.language, **problem.facts)
    headers = {"Cache-Control": "no-store"} | ({"Connection": "close"} if status == 413 else {})
    body = orjson.dumps({"code": problem.code, "message": words})
    return Response(body, status, media_type=JSON, headers=headers)
