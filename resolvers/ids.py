"""Relay global ids: a type's name and a row's id, opaque to clients."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import b2a_base64
from uuid import UUID

from domain.mistake import Mistake

# A person of another clinic is the same row, shown with less: a move to this clinic starts from that id.
SAME_ROW = {"PersonElsewhere": "Patient"}


class BadGlobalId(Mistake):
    """Not one of our ids, or the id of something else than was asked for."""


def global_id(type_name: str, row_id: UUID) -> str:
    return urlsafe_b64encode(f"{type_name}:{row_id.hex}".encode()).decode().rstrip("=")


def global_id16(type_name: str, row_id: bytes) -> str:
    """The same of an id's sixteen bytes."""
    text = b2a_base64(f"{type_name}:{row_id.hex()}".encode(), newline=False).decode()
    return text.rstrip("=").replace("+", "-").replace("/", "_")


def read_global_id(text: str) -> tuple[str, UUID]:
    """The type's name and the row's id. Raises BadGlobalId."""
    try:
        name, _, key = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii").partition(":")
        return name, UUID(hex=key)
    except (ValueError, binascii.Error) as problem:
        raise BadGlobalId("This is not an id of Emhana. Use an id that a query returned.") from problem


def row_id(text: str, type_name: str) -> UUID:
    """The row's id of a global id that must be of one type. Raises BadGlobalId."""
    name, key = read_global_id(text)
    if type_name not in (name, SAME_ROW.get(name)):
        raise BadGlobalId(f"This is the id of a {name}, not of a {type_name}.")
    return key


def person_named(text: str) -> UUID | None:
    """The row's id of a person who is named in an address, by UUID or global id; None when it is neither."""
    return named(text, "Patient")


def named(text: str, type_name: str) -> UUID | None:
    """The row's id of a record that is named in an address, by UUID or global id; None when it is neither."""
    try:
        return uuid_in(text) or row_id(text, type_name)
    except BadGlobalId:
        return None


def uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
