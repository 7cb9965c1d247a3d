"""Messages over HTTP: an SMS gateway that can be asked what it has, a webhook that knows a repeated id."""

import time
from typing import Any
from uuid import UUID

import httpx
import orjson

from domain.delivery import Attempt, Outcome
from server.channels import Outgoing
from server.channels.signing import signed_headers

NOT_REACHED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
OUR_FAULT = frozenset({401, 403, 404, 405, 415})
BUSY = 429
LONGEST_DETAIL = 200
STATES = {
    "accepted": Outcome.ACCEPTED,
    "sent": Outcome.ACCEPTED,
    "delivered": Outcome.DELIVERED,
    "failed": Outcome.REFUSED,
}


class HttpChannel:
    """What both have in common: signed requests, and what an answer means."""

    def __init__(self, url: str, secret: str, timeout: float) -> None:
        self._url, self._secret = url.rstrip("/"), secret
        self._client = httpx.AsyncClient(timeout=timeout, follow_redirects=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def _post(self, message: Outgoing, content: dict[str, Any]) -> Attempt:
        body, key = orjson.dumps(content), str(message.id)
        headers = signed_headers(self._secret, key, int(time.time()), body) | {
            "content-type": "application/json",
            "idempotency-key": key,
        }
        try:
            answer = await self._client.post(self._url, content=body, headers=headers)
        except NOT_REACHED as error:
            return Attempt(Outcome.CHANNEL_DOWN, _said(error))
        except httpx.HTTPError as error:
            return Attempt(Outcome.UNKNOWN, _said(error))
        return read(answer)


class SmsGateway(HttpChannel):
    """POST the message, GET it by our id. The gateway takes one id once, whatever happens to its answer."""

    can_be_asked = True

    def __init__(self, url: str, secret: str, sender: str, timeout: float) -> None:
        super().__init__(url, secret, timeout)
        self._sender = sender

    async def send(self, message: Outgoing) -> Attempt:
        content = {
            "id": str(message.id), "to": message.address, "from": self._sender, "text": message.text
        }  # fmt: skip
        attempt = await self._post(message, content)
        if attempt.outcome is not Outcome.UNKNOWN:
            return attempt
        found = await self.resolve(message)
        if found is not None and found.outcome is Outcome.NOT_SENT:
            return Attempt(Outcome.CHANNEL_DOWN, attempt.detail)
        return found or attempt

    async def resolve(self, message: Outgoing) -> Attempt | None:
        return await self.status(message.id)

    async def status(self, message_id: UUID) -> Attempt | None:
        """The gateway's own word; not known there is as good as not sent."""
        key = str(message_id)
        headers = signed_headers(self._secret, key, int(time.time()), b"")
        try:
            answer = await self._client.get(f"{self._url}/{key}", headers=headers)
        except httpx.HTTPError:
            return None
        if answer.status_code == 404:
            return Attempt(Outcome.NOT_SENT, "the gateway does not have it")
        return read(answer) if answer.is_success else None


class Webhook(HttpChannel):
    """POST the message; asked again with the same id, the other side does nothing a second time."""

    can_be_asked = False

    async def send(self, message: Outgoing) -> Attempt:
        attempt = await self._hand_over(message)
        return await self._hand_over(message) if attempt.outcome is Outcome.UNKNOWN else attempt

    async def resolve(self, message: Outgoing) -> Attempt | None:
        attempt = await self._hand_over(message)
        return None if attempt.outcome in (Outcome.UNKNOWN, Outcome.CHANNEL_DOWN) else attempt

    async def status(self, message_id: UUID) -> Attempt | None:
        return None

    async def _hand_over(self, message: Outgoing) -> Attempt:
        content = {
            "id": str(message.id),
            "type": "reminder",
            "to": message.address,
            "language": message.language,
            "text": message.text,
        }
        return await self._post(message, content)


def read(answer: httpx.Response) -> Attempt:
    """What an answer means. An error of the server's own may have come after it took the message."""
    if answer.is_success:
        told = _content(answer)
        outcome = STATES.get(str(told.get("status", "accepted")), Outcome.ACCEPTED)
        named = told.get("gatewayId")
        return Attempt(outcome, _short(told.get("reason")), str(named) if named else None)
    detail = _short(f"HTTP {answer.status_code} {_content(answer).get('reason', '')}".strip())
    if answer.status_code in OUR_FAULT or answer.status_code == BUSY:
        return Attempt(Outcome.CHANNEL_DOWN, detail)
    return Attempt(Outcome.UNKNOWN if answer.is_server_error else Outcome.REFUSED, detail)


def _content(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = orjson.loads(answer.content)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _said(error: Exception) -> str | None:
    return _short(f"{type(error).__name__}: {error}")


def _short(text: object) -> str | None:
    return str(text)[:LONGEST_DETAIL].replace("\x00", "") if text else None
