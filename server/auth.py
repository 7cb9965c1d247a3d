"""A request → who sends it: the session's cookie, the language, the address; and no other site's requests."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from secrets import token_hex
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from db.database import Database, Proof
from db.failures import Failure, failure_of
from db.queries.session import OpenSession, proof_of, session_at_once, token_hash
from domain.access import ANONYMOUS
from domain.language import Language
from resolvers.context import SessionChange
from server.caller import Caller, Sender
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


@dataclass(slots=True)
class Known:
    """A session as it was seen the last time, and how to prove that it still is so, with its use moved on or not."""

    session: OpenSession
    proofs: dict[bool, Proof] = field(default_factory=dict)


class Authentication:
    """Who is who, for HTTP requests and sockets alike."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.idle = timedelta(minutes=settings.session_idle_minutes)
        self.cookie = "__Host-emhana" if settings.secure else "emhana"
        self._remembered: OrderedDict[bytes, Known] = OrderedDict()
        self.trusted_proxies = {part.strip() for part in settings.trusted_proxies.split(",") if part.strip()}

    def sender(self, connection: HTTPConnection) -> Sender:
        token = self.token(connection)
        return self._sender(connection, token)

    def _sender(self, connection: HTTPConnection, token: str | None) -> Sender:
        return Sender(
            token,
            token_hash(token) if token else b"",
            asked_language(connection),
            browser_language(connection),
            self.address(connection),
            connection.headers.get("user-agent"),
        )

    async def caller(
        self,
        sent: HTTPConnection | Sender,
        *,
        idempotency_key: str | None = None,
        touch: bool = True,
    ) -> Caller:
        """Who sends this. Raises UNAVAILABLE when the database cannot be asked."""
        sender = sent if isinstance(sent, Sender) else self.sender(sent)
        session = await self._session(sender, touch=touch) if sender.token else None
        if sender.token:
            self._remember(sender, session)
        return _caller(sender, session, idempotency_key)

    async def client(self, connection: HTTPConnection) -> Caller:
        """The integration whose bearer token this is; nobody without a good one. Raises as `caller` does."""
        kind, _, token = connection.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not _is_token(token):
            return _caller(self._sender(connection, None), None)
        sender = self._sender(connection, token)
        return _caller(sender, await self._session(sender, touch=False, of_client=True))

    def presumed(self, sender: Sender, *, touch: bool = True) -> Caller | None:
        """Whom the token meant the last time, with the proof that is still to be had; None when that is not known."""
        known = self._remembered.get(sender.key)
        if sender.token is None or known is None:
            return None
        proof = known.proofs.get(touch)
        if proof is None:
            seen = partial(self._remember, sender)
            proof = proof_of(self.database, known.session, sender.token, seen, idle=self.idle, touch=touch)
            known.proofs[touch] = proof
        return _caller(sender, known.session, None, proof)

    def session(self, sender: Sender) -> OpenSession | None:
        """As it was seen the last time."""
        known = self._remembered.get(sender.key)
        return known.session if known else None

    def _remember(self, sender: Sender, session: OpenSession | None) -> None:
        self._remembered.pop(sender.key, None)
        if session is not None:
            self._remembered[sender.key] = Known(session)
        if len(self._remembered) > REMEMBERED_SESSIONS:
            self._remembered.popitem(last=False)

    def token(self, connection: HTTPConnection) -> str | None:
        token = connection.cookies.get(self.cookie, "")
        return token if _is_token(token) else None

    async def _session(self, sender: Sender, *, touch: bool, of_client: bool = False) -> OpenSession | None:
        """A client's token is no cookie, and a cookie no client's token."""
        assert sender.token is not None
        idle = CLIENT_LIFETIME if of_client else self.idle
        try:
            found = await session_at_once(self.database, sender.token, idle=idle, touch=touch)
            return found if found and (found.viewer.scope is not None) == of_client else None
        except Exception as error:
            if failure_of(error) in (Failure.UNAVAILABLE, Failure.TOO_SLOW, Failure.CONFLICT):
                raise unavailable(sender.chosen or Language.KK) from error
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


def _caller(
    sender: Sender, session: OpenSession | None, idempotency_key: str | None = None, proof: Proof | None = None
) -> Caller:
    return Caller(
        viewer=session.viewer if session else ANONYMOUS,
        language=sender.chosen or (Language(session.viewer.language) if session else sender.liked),
        address=sender.address,
        user_agent=sender.user_agent,
        session_token=sender.token if session else None,
        session_ends=session.expires_at if session else None,
        idempotency_key=idempotency_key,
        trace_id=trace_id() or token_hex(16),
        proof=proof,
    )


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
