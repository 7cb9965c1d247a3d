"""Merkle trees as in RFC 9162: one hash that stands for an ordered list of records, and their canonical bytes."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

_LEAF, _NODE = b"\x00", b"\x01"
EMPTY = sha256(b"").digest()


def leaf_hash(record: bytes) -> bytes:
    """RFC 9162 §2.1.1: leaves and nodes have different prefixes, so that neither passes for the other."""
    return sha256(_LEAF + record).digest()


def root(records: Sequence[bytes]) -> bytes:
    """The tree's head, 32 bytes. Any change of a record, their number or their order gives another one."""
    return _head([leaf_hash(record) for record in records])


def _head(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(_NODE + _head(leaves[:left]) + _head(leaves[left:])).digest()


def canonical(record: Mapping[str, Any]) -> bytes:
    """The same bytes for the same facts, whatever printed them: JSON in UTF-8, keys sorted, no spaces.

    Moments are UTC to the microsecond. Raises TypeError for what has no agreed form.
    """
    plain = _plain(record)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case UUID():
            return str(value)
        case bytes():
            return value.hex()
        case datetime():
            if value.tzinfo is None:
                raise TypeError("a moment without its zone")
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} has no canonical form")
