"""Conditions and orders of lists as data: what a client may filter by, each made for a viewer and a day."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from db.database import Transaction
from db.statement import Slot
from domain.access import Viewer


@dataclass(frozen=True, slots=True)
class Scope:
    """Who asks, in which transaction, and the day that "is attached" or "has a contract" are meant for.

    `given` is the whole filter, for the field whose meaning depends on another.
    """

    tx: Transaction
    viewer: Viewer
    on: date
    given: Mapping[str, Any] = field(default_factory=dict)


Condition = ColumnElement[bool]
Filter = Callable[[Any, Scope], Condition]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A filter that must look something up first."""

    find: Callable[[Any, Scope], Awaitable[Condition]]


Filters = Mapping[str, Filter | Lookup]
SortKey = Callable[[Scope], ColumnElement[Any]]
Orders = Mapping[str, SortKey]


async def conditions(filters: Filters, given: Mapping[str, Any], scope: Scope) -> list[Condition]:
    """The conditions of the fields that were given; null asks for nothing. An unknown one: KeyError."""
    scope, made = replace(scope, given=given), []
    for name, value in given.items():
        if value is not None:
            narrow = filters[name]
            made.append(
                await narrow.find(value, scope) if isinstance(narrow, Lookup) else narrow(value, scope)
            )
    return made


def slotted(filters: Filters, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """The filter with a slot for each value that is only put in, those values, and what the SQL depends on.

    The last is null when that cannot be said: a look-up comes first.
    """
    asked, values, shape = {}, {}, []
    for name, value in given.items():
        if value is None:
            continue
        if isinstance(filters[name], Bound):
            asked[name], values[f"filter.{name}"] = Slot(f"filter.{name}"), value
            shape.append((name, None))
        else:
            asked[name] = value
            shape.append((name, _hashable(value)))
    looks_up = any(isinstance(filters[name], Lookup) for name in asked)
    return asked, values, None if looks_up else tuple(shape)


def _hashable(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple((name, _hashable(each)) for name, each in value.items())
    return tuple(map(_hashable, value)) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Bound:
    """A filter whose SQL is the same for every value: the value is only put in, so it is compiled once."""

    narrow: Filter

    def __call__(self, value: Any, scope: Scope) -> Condition:
        return self.narrow(value, scope)


def equals(column: ColumnElement[Any]) -> Filter:
    """The column is the given value."""
    return Bound(lambda value, _scope: column == value)


def at_least(column: ColumnElement[Any]) -> Filter:
    """From the given value on, itself included."""
    return Bound(lambda value, _scope: column >= value)


def at_most(column: ColumnElement[Any]) -> Filter:
    """Up to the given value, itself included."""
    return Bound(lambda value, _scope: column <= value)


def by(column: ColumnElement[Any]) -> SortKey:
    """An order by a column, whoever reads."""
    return lambda _scope: column


def truth(condition: Condition, value: bool) -> Condition:
    """A condition that a filter's true or false asks for."""
    return condition if value else ~condition
