"""Who sends a request and how: everything about it that an operation may depend on."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db.database import Proof, Transaction
from db.queries import access_event
from db.vault import Vault
from domain.access import ANONYMOUS, Viewer
from domain.day import day_of
from domain.language import Language
from resolvers.context import OperationContext


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

    def context(self, tx: Transaction, vault: Vault, **more: Any) -> OperationContext:
        """What an operation of this caller knows; `more` are other fields of it, or the same with other values."""
        now = datetime.now(UTC)
        known = {"language": self.language, "address": self.address} | more
        return OperationContext(viewer=self.viewer, tx=tx, now=now, today=day_of(now), vault=vault, **known)

    async def note(self, context: OperationContext, operation: str) -> None:
        """What was shown and done, on record before the answer leaves, for a door without documents."""
        await access_event.record(
            context.tx,
            self.viewer,
            context.audit,
            operation=operation,
            document=None,
            address=self.address,
            trace_id=self.trace_id,
        )
