"""What every table shares: ids made by the database, enumerations kept as checked text, moments in UTC."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, MetaData, Table, Text, func, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as UuidType
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

metadata = SQLModel.metadata


def table_of(model: type[SQLModel]) -> Table:
    """A model as SQL sees it: `table_of(Session).c.id`."""
    return model.__table__  # type: ignore[attr-defined, no-any-return]


def given_of(row: SQLModel) -> dict[str, Any]:
    """The columns that were set on a new row; the others are filled in by the database."""
    return {name: getattr(row, name) for name in row.model_fields_set}


def new_id() -> Any:
    """A uuidv7 primary key, made by PostgreSQL: ordered by time, so inserts stay at one end of the index."""
    return Field(
        default=None,
        sa_type=UuidType,
        primary_key=True,
        sa_column_kwargs={"server_default": text("uuidv7()")},
    )


def moment(**options: Any) -> Any:
    """A moment in time with zone; the database's clock when not given."""
    return Field(
        default=None,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now()},
        **options,
    )


def later_moment() -> Any:
    """A moment that has not come yet: null until then."""
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=True)


def choice(*, default: Any = ..., nullable: bool = False, **options: Any) -> Any:
    """A StrEnum kept as text; its table lists `one_of` for the check."""
    return Field(default=default, sa_type=Text, nullable=nullable, **options)


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds one of these words, and the database sees to it."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=column)


def texts(**options: Any) -> Any:
    """A column of text[], empty unless given."""
    return Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}", **options)
    )


def numbers(**options: Any) -> Any:
    """A column of bigint[], empty unless given."""
    return Field(
        default_factory=list,
        sa_column=Column(ARRAY(BigInteger), nullable=False, server_default="{}", **options),
    )


def ids(**options: Any) -> Any:
    """A column of uuid[], empty unless given."""
    return Field(
        default_factory=list,
        sa_column=Column(ARRAY(UuidType), nullable=False, server_default="{}", **options),
    )


def json(default: str = "{}") -> Any:
    """A column of jsonb; `default` is its JSON text."""
    return Field(default_factory=dict, sa_column=Column(JSONB, nullable=False, server_default=default))


__all__ = [
    "UUID",
    "SQLModel",
    "choice",
    "datetime",
    "ids",
    "json",
    "later_moment",
    "metadata",
    "moment",
    "new_id",
    "one_of",
    "table_of",
    "texts",
]
