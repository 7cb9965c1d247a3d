"""Ids and texts as arrays, and a column among them: values of now, or a slot for those of later."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, any_, cast, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UuidType

from db.statement import Slot


def uuid_array(ids: tuple[UUID, ...] | Slot) -> ColumnElement[Any]:
    """A parameter of one type however many there are, so that the statement's text stays the same."""
    return cast(literal(ids if isinstance(ids, Slot) else list(ids), ARRAY(UuidType)), ARRAY(UuidType))


def text_array(texts: Sequence[str] | Slot) -> ColumnElement[Any]:
    """Texts of now, or a slot for those of later, as text[]."""
    return cast(literal(texts if isinstance(texts, Slot) else list(texts), ARRAY(Text)), ARRAY(Text))


def among(column: ColumnElement[Any], ids: tuple[UUID, ...] | Slot) -> ColumnElement[bool]:
    """One clinic is compared by `=`: then an index on it has its rows in the order of the index's next column."""
    if isinstance(ids, tuple) and len(ids) == 1:
        return column == ids[0]
    found: ColumnElement[bool] = column == any_(uuid_array(ids))
    return found
