"""Files: exports for the one who asked for them, printed papers for who may see the person; all on record."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from db.database import Database
from db.queries import access_event
from db.queries.export import download
from domain.access import Action, Forbidden
from domain.language import Language
from domain.vaccination_card import PRINTED
from resolvers.context import AuditNote, OperationContext
from resolvers.ids import named, person_named
from resolvers.immunization_certificate_print import printed
from resolvers.vaccination_card import vaccination_card
from server.auth import Authentication
from server.caller import Caller
from server.graphql_errors import RequestError
from server.graphql_http import refusal
from server.settings import Settings

Draw = Callable[[OperationContext], Awaitable[bytes | None]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Files:
    """The door to files that an operation has written."""

    database: Database
    authentication: Authentication
    settings: Settings

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/files/exports/{export_id:uuid}", self.export, methods=["GET"]),
            Route("/files/vaccination-cards/{patient_id}", self.vaccination_card, methods=["GET"]),
            Route(
                "/files/immunization-certificates/{certificate_id}", self.certificate, methods=["GET"]
            ),
        ]

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

    async def vaccination_card(self, request: Request) -> Response:
        """The card as a PDF in Kazakh or Russian, or 404 for whoever may not see the person."""
        patient_id = person_named(request.path_params["patient_id"])

        async def draw(context: OperationContext) -> bytes | None:
            return await vaccination_card(context, patient_id) if patient_id else None

        return await self._printed(request, "vaccinationCard", "vaccination-card", draw)

    async def certificate(self, request: Request) -> Response:
        """A certificate as a PDF in Kazakh or Russian, or 404 for whoever may not see it."""
        certificate_id = named(request.path_params["certificate_id"], "ImmunizationCertificate")

        async def draw(context: OperationContext) -> bytes | None:
            origin = self.settings.origin
            return await printed(context, certificate_id, origin) if certificate_id else None

        return await self._printed(request, "immunizationCertificate", "immunization-certificate", draw)

    async def _printed(self, request: Request, operation: str, name: str, draw: Draw) -> Response:
        try:
            self.authentication.refuse_other_sites(request)
            caller = await self.authentication.caller(request)
        except RequestError as error:
            return refusal(error, "application/json")
        async with self.database.transaction(caller.viewer, snapshot=True) as tx:
            context = caller.context(tx, self.settings.vault, language=printed_language(request, caller))
            try:
                paper = await draw(context)
            except Forbidden:
                paper, context.audit.outcome = None, access_event.Outcome.FORBIDDEN
            if caller.viewer.signed_in:
                await caller.note(context, operation)
        if paper is None:
            return Response(status_code=404)
        disposition = f'attachment; filename="emhana-{name}-{context.today:%Y-%m-%d}.pdf"'
        headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
        return Response(paper, media_type="application/pdf", headers=headers)



def printed_language(request: Request, caller: Caller) -> Language:
    """The one asked for, else the viewer's; Kazakh where the form is not printed in it."""
    asked = request.query_params.get("language", caller.language)
    return Language(asked) if asked in PRINTED else Language.KK
