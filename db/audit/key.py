"""The key that signs heads: an Ed25519 key in a file, never in the database."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


class KeyMissing(Exception):
    """There are seals, but not the key that made them. The message says what to do."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """Signs, and knows its own signatures."""

    private: Ed25519PrivateKey

    @property
    def id(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the public key."""
        public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return sha256(public).hexdigest()[:16]

    def sign(self, data: bytes) -> bytes:
        return self.private.sign(data)

    def signed(self, signature: bytes, data: bytes) -> bool:
        """Whether this key signed exactly these bytes."""
        try:
            self.private.public_key().verify(signature, data)
        except InvalidSignature:
            return False
        return True


def read_key(file: Path) -> SealKey | None:
    """Null when there is no such file. Raises KeyMissing when it holds something else."""
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except FileNotFoundError:
        return None
    except ValueError as problem:
        raise KeyMissing(
            f"{file} holds no Ed25519 private key in PEM: restore it from your backup."
        ) from problem
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyMissing(f"{file} holds a key of another kind than Ed25519: restore it from your backup.")
    return SealKey(private)


def make_key(file: Path) -> SealKey:
    """A new key that only this user may read; one that another worker has just made is taken as it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = read_key(file)
        assert found is not None
        return found
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(text)
    return SealKey(private)
