"""A calendar of immunization as frozen objects: CDSi's model and what Kazakhstan's calendar adds to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from domain.immunization.dates import ALWAYS, FIRST_DAY, LAST_DAY, Duration, Period
from domain.immunization.source import Source
from domain.immunization.target import TargetDose, VaccineRow


class SeriesKind(StrEnum):
    STANDARD = "Standard"
    RISK = "Risk"
    EVALUATION_ONLY = "Evaluation Only"


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
    regions: frozenset[str] = frozenset()
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
    touched_by_test: frozenset[str] = frozenset()
    """Antigens that a dose, an observation or a test can concern: all others need no look at the person."""
    kin: Mapping[str, tuple[Kin, ...]] = field(default_factory=dict)
    """For each antigen the kin that stand before it."""

    def every_series(self) -> Iterable[Series]:
        for antigen in self.antigens.values():
            yield from antigen.series
