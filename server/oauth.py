"""OAuth2 client credentials (RFC 6749 §4.4): an integration's token for a few minutes and one scope."""

import asyncio
import base64
import binascii
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from db.database import Database
from db.queries import access_event
from db.queries.sign_in import SignInOutcome, TooManyAttempts, Welcome, sign_in_client
from domain.access import ANONYMOUS, IMMUNIZATION_READ, SCOPES
from resolvers.context import AuditNote
from server.auth import CLIENT_LIFETIME, Authentication
from server.graphql_errors import unexpected
from server.settings import Settings
from server.telemetry import trace_id

FORM = "application/x-www-form-urlencoded"
LARGEST, PATIENCE_SECONDS = 8_192, 5.0


class Refused(Exception):
    """An answer of RFC 6749 §5.2."""

    def __init__(self, error: str, description: str, status: int = 400, **headers: str) -> None:
        super().__init__(error)
        self.body = {"error": error, "error_description": description}
        self.status = status
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a token, and for what."""

    client_id: str
    client_secret: str
    scope: str


@dataclass(frozen=True, slots=True)
class OAuth:
    """The token endpoint. Every try is on record; failures grow the delay as those of people do."""

    database: Database
    authentication: Authentication
    settings: Settings

    @property
    def routes(self) -> list[Route]:
        return [Route("/oauth/token", self.token, methods=["GET", "POST"])]

    async def token(self, request: Request) -> Response:
        try:
            if request.method != "POST":
                raise Refused("invalid_request", "Ask for a token with POST.", 405, Allow="POST")
            asked = await asked_by(request)
            return _said(_granted(await self._try(asked, request), asked.scope, self.lifetime))
        except Refused as refused:
            return _said(refused.body, refused.status, refused.headers)
        except Exception as error:
            language = ANONYMOUS.language
            return _said(
                {
                    "error": "temporarily_unavailable",
                    "error_description": unexpected(error, language).message,
                },
                503,
            )

    @property
    def lifetime(self) -> timedelta:
        return CLIENT_LIFETIME

    async def _try(self, asked: Asked, request: Request) -> SignInOutcome:
        address = self.authentication.address(request)
        async with self.database.transaction(ANONYMOUS) as tx:
            outcome = await sign_in_client(
                tx,
                self.settings.vault,
                asked.client_id,
                asked.client_secret,
                scope=asked.scope,
                lifetime=self.lifetime,
                address=address,
                user_agent=request.headers.get("user-agent"),
            )
            welcome = outcome if isinstance(outcome, Welcome) else None
            note = AuditNote(outcome="OK" if welcome else "REFUSED", changes={"scope": asked.scope})
            note.tried = None if isinstance(outcome, Welcome) else outcome.tried
            await access_event.record(
                tx,
                welcome.viewer if welcome else ANONYMOUS,
                note,
                operation="issueToken",
                document=None,
                address=address,
                trace_id=trace_id(),
            )
        return outcome


async def asked_by(request: Request) -> Asked:
    """Raises Refused for anything but one whole request for client credentials."""
    given = await _form(request)
    if given.get("grant_type") != "client_credentials":
        raise Refused("unsupported_grant_type", "Only client_credentials is served.")
    scope = given.get("scope") or IMMUNIZATION_READ
    if scope not in SCOPES:
        raise Refused("invalid_scope", f"There is one scope: {IMMUNIZATION_READ}.")
    client_id, secret = _credentials(request, given)
    if not client_id or not secret or "\0" in client_id + secret:
        raise _nobody()
    return Asked(client_id, secret, scope)


async def _form(request: Request) -> dict[str, str]:
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
        raise Refused("invalid_request", f"Send {FORM}.", 415)
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST:
                    raise Refused("invalid_request", "The request is too large.", 413)
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20)
    except TimeoutError as slow:
        raise Refused("invalid_request", "The request came too slowly.", 408) from slow
    except ValueError as wrong:
        raise Refused("invalid_request", "The form cannot be read.") from wrong
    if len(dict(pairs)) < len(pairs):
        raise Refused("invalid_request", "A parameter is given twice.")
    return dict(pairs)


def _credentials(request: Request, given: dict[str, str]) -> tuple[str, str]:
    """From the Basic header or from the form, never from both."""
    header = request.headers.get("authorization")
    if header is None:
        return given.get("client_id", ""), given.get("client_secret", "")
    if "client_secret" in given:
        raise Refused("invalid_request", "Give the secret once: in the header or in the form.")
    kind, _, text = header.partition(" ")
    try:
        name, _, secret = base64.b64decode(text, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError) as wrong:
        raise _nobody() from wrong
    if kind.lower() != "basic":
        raise _nobody()
    return unquote_plus(name), unquote_plus(secret)


def _granted(outcome: SignInOutcome, scope: str, lifetime: timedelta) -> dict[str, object]:
    if isinstance(outcome, TooManyAttempts):
        seconds = str(outcome.retry_after_seconds)
        raise Refused("invalid_client", "Too many failures: wait.", 429, **{"Retry-After": seconds})
    if not isinstance(outcome, Welcome):
        raise _nobody()
    seconds_left = int(lifetime.total_seconds())
    return {"access_token": outcome.token, "token_type": "Bearer", "expires_in": seconds_left, "scope": scope}


def _nobody() -> Refused:
    challenge = {"WWW-Authenticate": 'Basic realm="emhana"'}
    return Refused("invalid_client", "The client or its secret is not known.", 401, **challenge)


def _said(
    body: dict[str, object] | dict[str, str], status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    return JSONResponse(body, status, {"Cache-Control": "no-store", "Pragma": "no-cache"} | (headers or {}))
