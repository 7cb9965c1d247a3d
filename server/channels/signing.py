"""Signatures of outgoing requests, as Standard Webhooks has them: HMAC-SHA256 over id, timestamp and body."""

import hmac
from base64 import b64encode
from hashlib import sha256


def signed_headers(secret: str, message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """`timestamp` in seconds; whoever checks refuses old ones, and knows a repeated `webhook-id`."""
    content = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(secret.encode(), content, sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }
