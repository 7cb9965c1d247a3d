"""Ways out of the house: an SMS gateway, a mail server, somebody else's messenger."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from domain.delivery import Attempt
from domain.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message that may leave. `id` is the same however often it is tried; `stop_link` is the reader's way out."""

    id: UUID
    address: str
    language: Language
    text: str
    subject: str = ""
    body: str = ""
    stop_link: str = ""


class Channel(Protocol):
    """Sends once and says what is known of it; never raises for what the other side did.

    `can_be_asked`: an outcome that nobody knows now can still be learned later.
    """

    can_be_asked: bool

    async def send(self, message: Outgoing) -> Attempt: ...

    async def resolve(self, message: Outgoing) -> Attempt | None:
        """What came of an attempt whose outcome nobody knows; None when it cannot be learned now."""

    async def status(self, message_id: UUID) -> Attempt | None:
        """What became of a message that was accepted; None when there is no way to learn it."""

    async def close(self) -> None: ...
