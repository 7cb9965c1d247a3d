"""Rules that hold between two days: law changes, code does not."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything with a first and a last day, both included; no last day means until further notice."""

    @property
    def valid_from(self) -> date: ...

    @property
    def valid_to(self) -> date | None: ...


AnyDated = TypeVar("AnyDated", bound=Dated)


def holds(rule: Dated, on: date) -> bool:
    """Whether the rule is in force on that day, both ends included."""
    return rule.valid_from <= on and (rule.valid_to is None or on <= rule.valid_to)


def in_force(rules: Iterable[AnyDated], on: date) -> tuple[AnyDated, ...]:
    """Those of the rules that hold on a day, in their order."""
    return tuple(rule for rule in rules if holds(rule, on))
