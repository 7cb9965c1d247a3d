"""What every SELECT is built from: a row's table, and arrays of ids or texts as parameters."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, Text, any_, cast, literal
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UuidType
from sqlmodel import SQLModel

from db.statement import Slot


def table_of(row: type[SQLModel]) -> Table:
    return row.__table__  # type: ignore[attr-defined, no-any-return]


def uuid_array(ids: tuple[UUID, ...] | Slot) -> ColumnElement[Any]:
    return cast(literal(ids if isinstance(ids, Slot) else list(ids), ARRAY(UuidType)), ARRAY(UuidType))


def text_array(texts: Sequence[str] | Slot) -> ColumnElement[Any]:
    return cast(literal(texts if isinstance(texts, Slot) else list(texts), ARRAY(Text)), ARRAY(Text))


def among(column: ColumnElement[Any], ids: tuple[UUID, ...] | Slot) -> ColumnElement[bool]:
    """One clinic is compared by `=`: then an index on it has its rows in the order of the index's next column."""
    if isinstance(ids, tuple) and len(ids) == 1:
        return column == ids[0]
    found: ColumnElement[bool] = column == any_(uuid_array(ids))
    return found
