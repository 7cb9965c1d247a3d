"""A calendar of immunization as frozen objects: CDSi's model and what Kazakhstan's calendar adds to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from domain.immunization.dates import FIRST_DAY, LAST_DAY, Duration

AgeSpan = tuple[Duration | None, Duration | None]
"""From an age on and before another; None: no limit."""
ANYONE: frozenset[str] = frozenset()
NO_TIME = Duration()


class SeriesKind(StrEnum):
    STANDARD = "Standard"
    RISK = "Risk"
    EVALUATION_ONLY = "Evaluation Only"


class From(StrEnum):
    """What an interval counts from."""

    PREVIOUS = "previous dose"
    TARGET = "target dose"
    MOST_RECENT = "most recent dose of"
    OBSERVATION = "observation"


class ConditionKind(StrEnum):
    AGE = "Age"
    INTERVAL = "Interval"
    COMPLETED_SERIES = "Completed Series"
    COUNT = "Vaccine Count"


class Comparison(StrEnum):
    GREATER = "greater than"
    EQUAL = "equal to"
    LESS = "less than"


class Standing(StrEnum):
    """How sure a source is."""

    ACT = "act"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row comes from: an act that was read, a text about it, or nothing that could be checked."""

    code: str
    title: str
    standing: Standing
    names: Mapping[str, str] = field(default_factory=dict)
    """The title in the languages that the calendar gives."""

    @property
    def verified(self) -> bool:
        return self.standing in (Standing.ACT, Standing.SECONDARY)

    def told_in(self, language: str) -> "Source":
        """The same with its title in a language, if the calendar gives one; else as it is quoted."""
        return replace(self, title=self.names.get(language, self.title))


@dataclass(frozen=True, slots=True)
class RowSources:
    """Codes of the sources for each limit of a row."""

    absolute_minimum: tuple[str, ...] = ()
    minimum: tuple[str, ...] = ()
    earliest: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    maximum: tuple[str, ...] = ()


NO_SOURCES = RowSources()


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which a row is in force, both ends included."""

    effective: date = FIRST_DAY
    cessation: date = LAST_DAY

    def __contains__(self, day: date) -> bool:
        return self.effective <= day <= self.cessation


ALWAYS = Period()


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
    vaccines: frozenset[str] = ANYONE
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
    vaccines: frozenset[str] = ANYONE
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
    inadvertent: frozenset[str] = ANYONE
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


@dataclass(frozen=True, slots=True)
class Indication:
    observation: str
    text: str = ""
    begin: Duration | None = None
    end: Duration | None = None
    guidance: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """Whom and when a state programme offers a series: cohorts, regions and its own time."""

    born_from: date = FIRST_DAY
    born_until: date = LAST_DAY
    regions: frozenset[str] = ANYONE
    period: Period = ALWAYS
    consent: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One path to immunity against one disease."""

    key: int
    name: str
    antigen: str
    vaccine_group: str
    kind: SeriesKind
    sexes: frozenset[str]
    series_group: int
    series_group_name: str
    default: bool
    product_path: bool
    priority: str
    preference: int
    minimum_age_to_start: Duration | None
    maximum_age_to_start: Duration | None
    equivalent_groups: frozenset[int]
    indications: tuple[Indication, ...]
    doses: tuple[TargetDose, ...]
    guidance: tuple[str, ...] = ()
    programme: Programme | None = None
    path: tuple[TargetDose | None, ...] = ()
    """The doses one after another, and None beyond the last."""
    epidemic: bool = False
    """Doses given on epidemic indications count here; in every other series they only stand in the record."""

    def takes(self, sex: str) -> bool:
        """Whether the series is for a sex; without any it is for all."""
        return not self.sexes or sex in self.sexes


@dataclass(frozen=True, slots=True)
class BirthDateImmunity:
    before: date
    country: str
    exclusions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contraindication:
    """An observation that forbids the whole antigen, or only the vaccines listed."""

    observation: str
    text: str
    begin: Duration | None = None
    end: Duration | None = None
    vaccines: tuple[VaccineRow, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Antigen:
    name: str
    series: tuple[Series, ...]
    immunity_observations: frozenset[str]
    immunity_by_birth: tuple[BirthDateImmunity, ...]
    contraindications: Mapping[str, tuple[Contraindication, ...]]
    vaccine_contraindications: Mapping[str, tuple[Contraindication, ...]]
    always_relevant: Mapping[str, tuple[Series, ...]]
    """Series that need no indication, by sex."""
    risk_by_observation: Mapping[str, tuple[tuple[Series, Indication], ...]]
    has_programme: bool = False
    """Whether any of its series is only for some cohorts or regions."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Another antigen that asks for the same of everybody who had none of the vaccines `apart`."""

    antigen: str
    apart: frozenset[str]
    counterparts: Mapping[int, Series]
    """By the key of a series of that antigen the one that asks the same."""


@dataclass(frozen=True, slots=True)
class Association:
    antigen: str
    begin: Duration | None = None
    end: Duration | None = None


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A kind of product by its CVX code, and the antigens in it."""

    cvx: str
    name: str
    associations: tuple[Association, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    antigens_at_any_age: tuple[str, ...] | None = None
    """Its antigens if they are the same at any age; None if the age decides."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two vaccines too near each other: from `begin` to `end`, or to `minimum_end` if the first counted."""

    begin: Duration
    minimum_end: Duration
    end: Duration


@dataclass(frozen=True, slots=True)
class VaccineGroup:
    name: str
    antigens: tuple[str, ...]
    whole: bool
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """A whole calendar; made by `loader.load`, which checks it."""

    code: str
    version: str
    period: Period
    antigens: Mapping[str, Antigen]
    groups: Mapping[str, VaccineGroup]
    vaccines: Mapping[str, Vaccine]
    conflicts: Mapping[str, Mapping[str, Conflict]]
    """By current vaccine, then by the vaccine given before."""
    observations: Mapping[str, str]
    sources: Mapping[str, Source]
    diseases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names of the diseases in the languages that the calendar gives."""
    observation_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    digest: str = ""
    touched_by_vaccine: Mapping[str, frozenset[str]] = field(default_factory=dict)
    held_back_by_vaccine: Mapping[str, frozenset[str]] = field(default_factory=dict)
    longest_conflict: timedelta = timedelta(0)
    touched_by_observation: Mapping[str, frozenset[str]] = field(default_factory=dict)
    touched_by_test: frozenset[str] = ANYONE
    """Antigens that a dose, an observation or a test can concern: all others need no look at the person."""
    kin: Mapping[str, tuple[Kin, ...]] = field(default_factory=dict)
    """For each antigen the kin that stand before it."""

    def every_series(self) -> Iterable[Series]:
        for antigen in self.antigens.values():
            yield from antigen.series
