"""A dose that a series asks for, and the rows that say when and of what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from domain.immunization.dates import ALWAYS, Duration, Period
from domain.immunization.skip import AgeSpan, Skip
from domain.immunization.source import NO_SOURCES, RowSources


class From(StrEnum):
    """What an interval counts from."""

    PREVIOUS = "previous dose"
    TARGET = "target dose"
    MOST_RECENT = "most recent dose of"
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True)
class AgeRow:
    absolute_minimum: Duration | None = None
    minimum: Duration | None = None
    earliest: Duration | None = None
    latest: Duration | None = None
    maximum: Duration | None = None
    period: Period = ALWAYS
    sources: RowSources = NO_SOURCES


@dataclass(frozen=True, slots=True)
class Interval:
    """A distance from one reference: the dose before, a target's dose, a vaccine's last dose, a fact."""

    reference: From
    target: int = 0
    vaccines: frozenset[str] = frozenset()
    observation: str = ""
    absolute_minimum: Duration | None = None
    minimum: Duration | None = None
    earliest: Duration | None = None
    latest: Duration | None = None
    priority: bool = False
    period: Period = ALWAYS
    sources: RowSources = NO_SOURCES


@dataclass(frozen=True, slots=True)
class VaccineRow:
    """A product that may satisfy a target dose, inside an age window."""

    cvx: str
    name: str = ""
    begin: Duration | None = None
    end: Duration | None = None
    trade_name: str = ""
    manufacturer: str = ""
    volume_ml: float | None = None
    forecast: bool = False
    ageless: bool = False
    any_product: bool = False
    """Tables of the loader: the row has no age window, and takes any trade name and manufacturer."""


@dataclass(frozen=True, slots=True)
class TestNeeded:
    """A test that must be negative before the dose (BCG: Mantoux or Diaskintest), from an age on.

    The dose is given between `after` and `before`, both counted from the day the test was made and included.
    """

    __test__ = False
    kinds: frozenset[str]
    begin: Duration
    after: Duration
    before: Duration
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FineSpan:
    """Ages at which there is nothing to say against a dose of a preferable vaccine by age and product."""

    begin: Duration | None
    end: Duration | None
    any_volume: bool


@dataclass(frozen=True, slots=True)
class TargetDose:
    """One dose that a series asks for."""

    number: int
    label: str = ""
    ages: tuple[AgeRow, ...] = ()
    intervals: tuple[Interval, ...] = ()
    allowable_intervals: tuple[Interval, ...] = ()
    minimum_intervals: tuple[Interval, ...] = ()
    recommended_intervals: tuple[Interval, ...] = ()
    latest_intervals: tuple[Interval, ...] = ()
    """Those of the intervals that give such a limit."""
    preferable: Mapping[str, tuple[VaccineRow, ...]] = field(default_factory=dict)
    allowable: Mapping[str, tuple[VaccineRow, ...]] = field(default_factory=dict)
    inadvertent: frozenset[str] = frozenset()
    skips_in_evaluation: tuple[Skip, ...] = ()
    skips_in_forecast: tuple[Skip, ...] = ()
    skippable: AgeSpan = (None, None)
    """Ages outside of which none of the skips can hold."""
    recurring: bool = False
    season: Period | None = None
    test_needed: TestNeeded | None = None
    period: Period = ALWAYS
    sources: tuple[str, ...] = ()
    conflict_ends: Mapping[str, tuple[Duration, ...]] = field(default_factory=dict)
    """By vaccine given before: how long it keeps any preferable vaccine of this dose away."""
    to_forecast: tuple[VaccineRow, ...] = ()
    """The preferable rows that a forecast may name."""
    timeless: bool = False
    """Every row is always in force, so none needs to be looked for."""
    never_skipped: bool = False
    """Asked for at any time, whatever was given before."""
    by_fit_alone: bool = False
    """Nothing is asked of a dose but its age and its product."""
    from_previous: bool = False
    """It has intervals, and they all count from the dose before."""
    long_enough: timedelta = timedelta(0)
    """A time after which these are over, however long the months between are."""
    fine: Mapping[str, FineSpan] = field(default_factory=dict)
    """By preferable vaccine, where it can be told without the day."""
    turning_ages: Mapping[str, tuple[Duration, ...]] = field(default_factory=dict)
    """By vaccine: the ages at which an age row or a row of that vaccine begins or ends."""
    any_turning_ages: tuple[Duration, ...] = ()
    """The same for every vaccine that the dose does not know."""
    turning_days: tuple[date, ...] = ()
    """Days on which an age row comes into force, and after which it no longer is."""
    key: int = 0
    """Its number in the calendar."""
