"""Exported files: for the one who asked for them, with their session, on record."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.database import Database
from db.queries import access_event
from db.queries.export import download
from domain.access import Action
from resolvers.context import AuditNote
from server.auth import Authentication
from server.graphql_errors import RequestError
from server.graphql_http import refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Files:
    """The door to files that an operation has written."""

    def __init__(self, database: Database, authentication: Authentication) -> None:
        self.database = database
        self.authentication = authentication

    @property
    def routes(self) -> list[Route]:
        return [Route("/files/exports/{export_id:uuid}", self.export, methods=["GET"])]

    async def export(self, request: Request) -> Response:
        """The file, or 404 for everybody whose file it isn't, and after its hour."""
        try:
            self.authentication.refuse_other_sites(request)
            caller = await self.authentication.caller(request)
        except RequestError as error:
            return refusal(error, "application/json")
        export_id: UUID = request.path_params["export_id"]
        if not caller.viewer.can(Action.EXPORT):
            return Response(status_code=404)
        async with self.database.transaction(caller.viewer) as tx:
            file = await download(tx, caller.viewer, export_id)
            if file is None:
                return Response(status_code=404)
            note = AuditNote(changes={"export": str(export_id), "rows": file.row_count})
            await access_event.record(
                tx,
                caller.viewer,
                note,
                operation="downloadExport",
                document=None,
                address=caller.address,
                trace_id=caller.trace_id,
            )
        disposition = f'attachment; filename="{file.file_name}"'
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return Response(file.content, media_type=XLSX, headers=headers)
