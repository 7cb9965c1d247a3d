"""A request → who sends it: the session's cookie, the language, the address; and no other site's requests."""

from collections import OrderedDict
from dataclasses import replace
from datetime import timedelta
from functools import partial
from secrets import token_hex
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from db.database import Database
from db.failures import Failure, failure_of
from db.queries.session import OpenSession, proof_of, session_at_once, token_hash
from domain.access import ANONYMOUS
from domain.language import Language
from resolvers.context import SessionChange
from server.caller import Caller
from server.graphql_errors import Code, RequestError, unavailable
from server.settings import Settings
from server.telemetry import trace_id

LANGUAGE_COOKIE = "emhana-language"
PREFLIGHT_HEADERS = ("x-emhana-client", "graphql-preflight", "apollo-require-preflight")
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST_TOKEN = 100
# A client asks for a new token when this one is over; nothing renews it.
CLIENT_LIFETIME = timedelta(minutes=10)
REMEMBERED_SESSIONS = 5_000


class Authentication:
    """Who is who, for HTTP requests and sockets alike."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.idle = timedelta(minutes=settings.session_idle_minutes)
        self.cookie = "__Host-emhana" if settings.secure else "emhana"
        self._remembered: OrderedDict[bytes, OpenSession] = OrderedDict()
        self.trusted_proxies = {part.strip() for part in settings.trusted_proxies.split(",") if part.strip()}

    async def caller(
        self, connection: HTTPConnection, *, idempotency_key: str | None = None, touch: bool = True
    ) -> Caller:
        """Who sends this. Raises UNAVAILABLE when the database cannot be asked."""
        token = self.token(connection)
        language = asked_language(connection)
        session = await self._session(token, language or Language.KK, touch=touch) if token else None
        if token:
            self._remember(token, session)
        return self._caller(connection, session, token, language, idempotency_key)

    async def client(self, connection: HTTPConnection) -> Caller:
        """The integration whose bearer token this is; nobody without a good one. Raises as `caller` does."""
        kind, _, token = connection.headers.get("authorization", "").partition(" ")
        language = asked_language(connection)
        if kind.lower() != "bearer" or not _is_token(token):
            return self._caller(connection, None, None, language, None)
        session = await self._session(token, language or Language.KK, touch=False, of_client=True)
        return self._caller(connection, session, token, language, None)

    def presumed(self, connection: HTTPConnection, *, touch: bool = True) -> Caller | None:
        """Whom the token meant the last time, with the proof that is still to be had; None when that is not known."""
        token = self.token(connection)
        session = self._remembered.get(token_hash(token)) if token else None
        if token is None or session is None:
            return None
        made = self._caller(connection, session, token, asked_language(connection), None)
        seen = partial(self._remember, token)
        return replace(made, proof=proof_of(self.database, session, token, seen, idle=self.idle, touch=touch))

    def seen(self, caller: Caller) -> Caller:
        """A presumed caller, whose session has been seen since."""
        session = self._remembered.get(token_hash(caller.session_token or ""))
        if caller.proof is None or session is None:
            return caller
        return replace(caller, session_ends=session.expires_at, session_latest=session.latest_at)

    def _remember(self, token: str, session: OpenSession | None) -> None:
        self._remembered.pop(token_hash(token), None)
        if session is not None:
            self._remembered[token_hash(token)] = session
        if len(self._remembered) > REMEMBERED_SESSIONS:
            self._remembered.popitem(last=False)

    def _caller(
        self,
        connection: HTTPConnection,
        session: OpenSession | None,
        token: str | None,
        language: Language | None,
        idempotency_key: str | None,
    ) -> Caller:
        viewer = session.viewer if session else ANONYMOUS
        chosen = language or (Language(viewer.language) if session else browser_language(connection))
        return Caller(
            viewer=viewer,
            language=chosen,
            address=self.address(connection),
            user_agent=connection.headers.get("user-agent"),
            session_token=token if session else None,
            session_ends=session.expires_at if session else None,
            session_latest=session.latest_at if session else None,
            idempotency_key=idempotency_key,
            trace_id=trace_id() or token_hex(16),
        )

    def token(self, connection: HTTPConnection) -> str | None:
        token = connection.cookies.get(self.cookie, "")
        return token if _is_token(token) else None

    async def _session(
        self, token: str, language: Language, *, touch: bool, of_client: bool = False
    ) -> OpenSession | None:
        """A client's token is no cookie, and a cookie no client's token."""
        idle = CLIENT_LIFETIME if of_client else self.idle
        try:
            found = await session_at_once(self.database, token, idle=idle, touch=touch)
            return found if found and (found.viewer.scope is not None) == of_client else None
        except Exception as error:
            if failure_of(error) in (Failure.UNAVAILABLE, Failure.TOO_SLOW, Failure.CONFLICT):
                raise unavailable(language) from error
            raise

    def address(self, connection: HTTPConnection) -> str | None:
        """The client's, or what the nearest untrusted hop was when a trusted proxy stands between."""
        address = connection.client.host if connection.client else None
        if address not in self.trusted_proxies:
            return address
        hops = [
            hop.strip() for hop in connection.headers.get("x-forwarded-for", "").split(",") if hop.strip()
        ]
        return next((hop for hop in reversed(hops) if hop not in self.trusted_proxies), address)

    def change_session(self, response: Response, change: SessionChange | None) -> None:
        if change is None:
            return
        if change.token is None:
            response.delete_cookie(self.cookie, path="/", secure=self.settings.secure, httponly=True)
            return
        response.set_cookie(
            self.cookie, change.token, path="/", secure=self.settings.secure, httponly=True, samesite="strict"
        )

    def refuse_other_sites(self, connection: HTTPConnection) -> None:
        """Raises FORBIDDEN for what a browser sends on behalf of another site's page."""
        site = connection.headers.get("sec-fetch-site", "none")
        origin = connection.headers.get("origin")
        if site not in {"none", "same-origin"} or (
            origin is not None and not self._is_ours(origin, connection)
        ):
            raise RequestError(
                Code.FORBIDDEN,
                "Requests from other sites are refused. Is EMHANA_PUBLIC_URL the address in the browser?",
            )

    def refuse_without_preflight(self, connection: HTTPConnection) -> None:
        """Raises FORBIDDEN for a session's request that a form of another site could have sent."""
        if self.token(connection) is not None and not has_preflight(connection):
            raise RequestError(
                Code.FORBIDDEN, "Requests with a session's cookie need the header `X-Emhana-Client`."
            )

    def _is_ours(self, origin: str, connection: HTTPConnection) -> bool:
        if origin == self.settings.origin:
            return True
        if self.settings.production:
            return False
        address = urlsplit(origin)
        return address.netloc == connection.headers.get("host") or address.hostname in _LOOPBACK


def _is_token(token: str) -> bool:
    return 0 < len(token) <= _LONGEST_TOKEN and token.isascii()


def has_preflight(connection: HTTPConnection) -> bool:
    """A header that another site's page cannot send without asking first."""
    return any(connection.headers.get(name) for name in PREFLIGHT_HEADERS)


def asked_language(connection: HTTPConnection) -> Language | None:
    """What the person chose in the client: its cookie, or a header that names one language only."""
    for given in (connection.cookies.get(LANGUAGE_COOKIE), connection.headers.get("accept-language")):
        if given in set(Language):
            return Language(given)
    return None


def browser_language(connection: HTTPConnection) -> Language:
    """The first of ours in `Accept-Language`; Kazakh when there is none."""
    for part in connection.headers.get("accept-language", "")[:200].split(","):
        name = part.split(";")[0].strip().lower()[:2]
        if name in set(Language):
            return Language(name)
    return Language.KK
