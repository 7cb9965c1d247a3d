"""E-mail by SMTP, step by step: what fails before the message is handed over is known not to have left."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib

from domain.delivery import Attempt, Outcome
from server.channels import Outgoing

# A link that is folded is no link any more.
LINES = POLICY.clone(max_line_length=900)
PORTS = {"smtp": 587, "smtps": 465}
LONGEST_DETAIL = 200
SERVICE_NOT_AVAILABLE = 421
FAILURES = (aiosmtplib.SMTPException, OSError, EOFError, ValueError)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over. TLS is used whenever the server offers it; `smtps` begins with it."""

    host: str
    port: int
    tls: bool
    login: str | None
    password: str | None


def mail_server(url: str) -> MailServer:
    """From `smtp://login:password@host:587` or `smtps://…`."""
    parts = urlsplit(url)
    return MailServer(
        parts.hostname or "localhost",
        parts.port or PORTS[parts.scheme],
        parts.scheme == "smtps",
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
    )


class Mail:
    """One letter, one connection. Whether a letter left that was handed over without an answer cannot be asked."""

    can_be_asked = False

    def __init__(self, url: str, sender: str, timeout: float) -> None:
        self._server, self._sender, self._timeout = mail_server(url), sender, timeout

    async def send(self, message: Outgoing) -> Attempt:
        content = letter(message, self._sender).as_bytes()
        client = self._client()
        try:
            await client.connect()
        except FAILURES as error:
            client.close()
            return Attempt(Outcome.CHANNEL_DOWN, _said(error))
        try:
            return await self._hand_over(client, message.address, content)
        finally:
            client.close()

    async def resolve(self, message: Outgoing) -> Attempt | None:
        return Attempt(Outcome.UNKNOWN)

    async def status(self, message_id: UUID) -> Attempt | None:
        return None

    async def close(self) -> None:
        """Nothing is kept open."""

    def _client(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._server.host,
            port=self._server.port,
            use_tls=self._server.tls,
            username=self._server.login,
            password=self._server.password,
            local_hostname=domain_of(self._sender),
            timeout=self._timeout,
        )

    async def _hand_over(self, client: aiosmtplib.SMTP, address: str, content: bytes) -> Attempt:
        try:
            await client.mail(parseaddr(self._sender)[1])
        except FAILURES as error:
            return Attempt(Outcome.CHANNEL_DOWN, _said(error))
        try:
            await client.rcpt(address)
        except aiosmtplib.SMTPResponseException as error:
            return refused(error)
        except FAILURES as error:
            return Attempt(Outcome.CHANNEL_DOWN, _said(error))
        try:
            answer = await client.data(content)
        except aiosmtplib.SMTPResponseException as error:
            return refused(error)
        except FAILURES as error:
            return Attempt(Outcome.UNKNOWN, _said(error))
        return Attempt(Outcome.ACCEPTED, gateway_id=answer.message[:LONGEST_DETAIL])


def refused(error: aiosmtplib.SMTPResponseException) -> Attempt:
    """The server's word about this letter: 4xx is not now, 5xx is never, 421 is about the server itself."""
    if error.code == SERVICE_NOT_AVAILABLE:
        return Attempt(Outcome.CHANNEL_DOWN, _said(error))
    return Attempt(Outcome.TRY_LATER if error.code < 500 else Outcome.REFUSED, _said(error))


def letter(message: Outgoing, sender: str) -> EmailMessage:
    """The same Message-ID however often it is tried; one click stops more of them (RFC 8058)."""
    made = EmailMessage(policy=LINES)
    made["Message-ID"] = f"<{message.id}@{domain_of(sender)}>"
    made["From"] = sender
    made["To"] = Address(addr_spec=message.address)
    made["Subject"] = message.subject
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = message.language
    if message.stop_link:
        made["List-Unsubscribe"] = f"<{message.stop_link}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made.set_content(message.body or message.text)
    return made


def domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_DETAIL].replace("\x00", "")
