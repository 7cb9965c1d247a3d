"""When a target dose is not needed: sets of conditions, as the calendar states them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.immunization.dates import ALWAYS, FIRST_DAY, LAST_DAY, NO_TIME, Duration, Period

AgeSpan = tuple[Duration | None, Duration | None]
"""From an age on and before another; None: no limit."""


class ConditionKind(StrEnum):
    AGE = "Age"
    INTERVAL = "Interval"
    COMPLETED_SERIES = "Completed Series"
    COUNT = "Vaccine Count"


class Comparison(StrEnum):
    GREATER = "greater than"
    EQUAL = "equal to"
    LESS = "less than"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a skip; which fields matter depends on the kind."""

    kind: ConditionKind
    begin: Duration | None = None
    end: Duration | None = None
    start: date = FIRST_DAY
    stop: date = LAST_DAY
    interval: Duration = NO_TIME
    count: int = 0
    comparison: Comparison = Comparison.GREATER
    valid_only: bool = False
    vaccines: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SkipSet:
    every: bool
    conditions: tuple[Condition, ...]
    description: str = ""
    period: Period = ALWAYS
    names: Mapping[str, str] = field(default_factory=dict)
    """The description in the languages that the calendar gives."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skip:
    """A reason why a target dose is not needed; several on one dose are alternatives."""

    in_evaluation: bool
    in_forecast: bool
    every: bool
    sets: tuple[SkipSet, ...]
