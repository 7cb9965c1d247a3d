"""What an evaluation says: light immutable records that carry every reason."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import Enum, StrEnum
from typing import Any, NamedTuple, TypeVar

from domain.immunization.calendar import Calendar, Series
from domain.immunization.dates import Duration
from domain.immunization.facts import DoseGiven, Person
from domain.immunization.rules import Rule
from domain.immunization.target import TargetDose

Made = TypeVar("Made", bound=tuple[Any, ...])
made: Callable[[type[Made], tuple[Any, ...]], Made] = tuple.__new__
"""Makes a record of all its values in half the time that its own constructor takes; for those made most often."""


class DoseStatus(StrEnum):
    VALID = "Valid"
    NOT_VALID = "Not Valid"
    EXTRANEOUS = "Extraneous"
    SUBSTANDARD = "Sub-standard"


class SeriesStatus(StrEnum):
    NOT_COMPLETE = "Not Complete"
    COMPLETE = "Complete"
    IMMUNE = "Immune"
    CONTRAINDICATED = "Contraindicated"
    NOT_RECOMMENDED = "Not Recommended"
    AGED_OUT = "Aged Out"


class Reason(NamedTuple):
    """One rule that spoke: the day that it draws, from which dose (a position) or fact, by which duration."""

    rule: Rule
    on: date | None = None
    dose: int | None = None
    duration: Duration | None = None
    subject: str = ""
    sources: tuple[str, ...] = ()


class Decided(NamedTuple):
    """A date, and the rule, dose, duration or fact that decided it."""

    rule: Rule
    on: date
    dose: int | None = None
    duration: Duration | None = None
    subject: str = ""
    sources: tuple[str, ...] = ()


class Verdict(NamedTuple):
    """One dose seen from one series; `target` is the number of the target dose it was held against."""

    dose: int
    target: int | None
    status: DoseStatus
    reasons: tuple[Reason, ...] = ()


class SkippedTarget(NamedTuple):
    """A target dose that is not needed; the description also in the calendar's languages if it has them."""

    number: int
    rule: Rule
    description: str
    on: date
    names: Mapping[str, str] = {}
    sources: tuple[str, ...] = ()


class Dates(NamedTuple):
    """The dates of the next dose; past due and latest are the last good days. None: no such limit."""

    earliest: Decided | None = None
    recommended: Decided | None = None
    past_due: Decided | None = None
    latest: Decided | None = None


class SeriesResult(NamedTuple):
    """One relevant series for one person."""

    series: Series
    status: SeriesStatus
    why: Reason
    verdicts: Sequence[Verdict]
    skipped: Sequence[SkippedTarget]
    satisfied: Mapping[int, int]
    """Position of the dose that satisfied each target number (the last one of a recurring target)."""
    valid_doses: int
    first_valid_on: date | None
    last_valid_on: date | None
    next_target: TargetDose | None
    unsatisfied: int
    dose_number: int
    dates: Dates


class Choice(Enum):
    """How the winner of a series group was found (CDSi 8.2, 8.7)."""

    DEFAULT = "nothing could be scored: the default series"
    ONLY = "the only one that could be scored"
    ONLY_COMPLETE = "the only complete one"
    ONLY_STARTED = "the only one in process"
    DEFAULT_AMONG = "none begun: the default among those that could be scored"
    POINTS = "the most points, then the preference"


class Selection(NamedTuple):
    """The winner of one series group of one antigen, and whether it is a best series."""

    series_group: int
    winner: SeriesResult
    best: bool
    choice: Choice
    points: Mapping[int, int]
    """Points by series key when points decided."""


class AntigenResult(NamedTuple):
    antigen: str
    series: tuple[SeriesResult, ...]
    selections: tuple[Selection, ...]


class Forecast(NamedTuple):
    """What one vaccine group owes a person in one series group."""

    vaccine_group: str
    series_group: int
    status: SeriesStatus
    dose_number: int | None
    dates: Dates
    vaccines: tuple[str, ...]
    """Products for the recommended day (FORECASTRECVAC-1)."""
    usable: tuple[str, ...]
    """Products for the first day on which the dose can be given: today, or earliest if that is later."""
    guidance: tuple[str, ...]
    antigens: tuple[str, ...]
    """Antigens that are due."""
    members: tuple[SeriesResult, ...]


class DoseIssue(NamedTuple):
    """A dose that no series could take in: never dropped silently."""

    dose: int
    rule: Rule


class Evaluation(NamedTuple):
    """Everything about one person on one day; `doses` stand by date, and positions point into them."""

    person: Person
    calendar: Calendar
    on: date
    doses: tuple[DoseGiven, ...]
    issues: tuple[DoseIssue, ...]
    antigens: Mapping[str, AntigenResult]
    forecasts: tuple[Forecast, ...]
