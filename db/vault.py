"""Secrets at rest: sealed with a key that the database does not have, each bound to the row that it belongs to."""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12
_ID_BYTES = 4


class Unreadable(Exception):
    """Sealed with a secret that this installation no longer knows, moved from another row, or altered."""


class Vault:
    """Seals with the newest secret; opens what any of the given ones sealed."""

    def __init__(self, secret: str, earlier: Sequence[str] = ()) -> None:
        self.current = _derived(secret, b"id", _ID_BYTES).hex()
        self._keys = {
            _derived(known, b"id", _ID_BYTES).hex(): AESGCM(_derived(known, b"key", 32))
            for known in (*earlier, secret)
        }

    def close(self, plain: bytes, owner: str) -> bytes:
        """The sealed form; it opens only under the same `owner`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return (
            bytes.fromhex(self.current)
            + nonce
            + self._keys[self.current].encrypt(nonce, plain, owner.encode())
        )

    def open(self, sealed: bytes, owner: str) -> bytes:
        """Raises Unreadable: sealed with a secret that is not given, altered, or another owner's."""
        key = self._keys.get(sealed[:_ID_BYTES].hex())
        start = _ID_BYTES + _NONCE_BYTES
        if key is None:
            raise Unreadable("sealed with another secret")
        try:
            return key.decrypt(sealed[_ID_BYTES:start], sealed[start:], owner.encode())
        except (InvalidTag, ValueError) as error:
            raise Unreadable("altered, or of another row") from error

    def close_text(self, plain: str, owner: str) -> str:
        """`key id.base64`, for a column of text."""
        return f"{self.current}.{b64encode(self.close(plain.encode(), owner)[_ID_BYTES:]).decode()}"

    def open_text(self, sealed: str, owner: str) -> str:
        """What `close_text` sealed. Raises Unreadable as `open` does, and for a text that was never sealed."""
        key_id, dot, rest = sealed.partition(".")
        try:
            whole = bytes.fromhex(key_id) + b64decode(rest, validate=True)
        except ValueError as error:
            raise Unreadable("not sealed") from error
        if not dot:
            raise Unreadable("not sealed")
        return self.open(whole, owner).decode()

    def is_current(self, sealed: str) -> bool:
        """Sealed with the secret of today: false means that it is to be sealed anew."""
        return sealed.startswith(f"{self.current}.")


def _derived(secret: str, purpose: bytes, length: int) -> bytes:
    """Of its own for each purpose, so that knowing one key says nothing about another."""
    return HKDF(SHA256(), length, salt=None, info=b"emhana vault 1 " + purpose).derive(secret.encode())
