"""Who sends a request and how: everything about it that an operation may depend on."""

from dataclasses import dataclass
from datetime import datetime

from db.database import Proof
from domain.access import ANONYMOUS, Viewer
from domain.language import Language


@dataclass(frozen=True, slots=True)
class Sender:
    """What a connection's headers say of who sends: the same with each request of one browser.

    `key` is the token's hash. The language is the one that was chosen, or else what the browser would like.
    """

    token: str | None
    key: bytes
    chosen: Language | None
    liked: Language
    address: str | None
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class Caller:
    """`session_ends` is when the caller must be asked again; nobody signed in has none.

    With a `proof` this is whom the token meant a moment ago, to be proven with the first statement that is read.
    """

    viewer: Viewer = ANONYMOUS
    language: Language = Language.KK
    address: str | None = None
    user_agent: str | None = None
    session_token: str | None = None
    session_ends: datetime | None = None
    idempotency_key: str | None = None
    trace_id: str | None = None
    proof: Proof | None = None
