"""A signed head: what it says, in bytes, and who signed it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from db.tables import AccessSeal
from domain.merkle import canonical, root

FIRST = bytes(32)
_DOMAIN = b"emhana access seal 1\n"
Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """`root` is over the events of this head alone; `previous` chains it to all before."""

    position: int
    sealed_at: datetime
    settled_at: datetime
    next_xid: int
    size: int
    root: bytes
    previous: bytes
    key_id: str

    @property
    def signed(self) -> bytes:
        """What the signature is over: canonical JSON of every field, after a prefix that says what is signed."""
        return _DOMAIN + canonical(asdict(self))

    @property
    def hash(self) -> bytes:
        return sha256(self.signed).digest()


def head_of(seal: AccessSeal) -> Head:
    """A row of the seals as the head that was signed."""
    return Head(
        seal.position,
        seal.sealed_at,
        seal.settled_at,
        seal.next_xid,
        seal.size,
        seal.root,
        seal.previous,
        seal.key_id,
    )


def root_of(events: Iterable[Event]) -> bytes:
    """Over every column of every event, in order."""
    return root([canonical(event) for event in events])


def in_order(ids: Iterable[UUID], events: Iterable[Event]) -> list[Event]:
    """The events as the seal lists them; those that are gone are left out."""
    found = {event["id"]: event for event in events}
    return [found[each] for each in ids if each in found]
