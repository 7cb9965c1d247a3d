"""What is known about one person when their immunization is judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.people import Sex


class Certainty(StrEnum):
    """Whether an observation holds; an unknown one never makes a series relevant."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Purpose(StrEnum):
    """Why a dose was given; epidemic doses stand beside the routine ones."""

    ROUTINE = "routine"
    EPIDEMIC = "epidemic"


class TestOutcome(StrEnum):
    """The reading of a Mantoux test or Diaskintest (handbook 2.4)."""

    __test__ = False
    NEGATIVE = "negative"
    DOUBTFUL = "doubtful"
    POSITIVE = "positive"
    HYPERERGIC = "hyperergic"


@dataclass(frozen=True, slots=True)
class Observation:
    code: str
    since: date | None = None
    certainty: Certainty = Certainty.PRESENT


@dataclass(frozen=True, slots=True)
class TestReading:
    __test__ = False
    kind: str
    made_on: date
    read_on: date
    outcome: TestOutcome


@dataclass(frozen=True, slots=True)
class Deferral:
    """A medical exemption (медотвод) from one vaccine group or all (None), before a day or for good."""

    since: date
    until: date | None
    vaccine_group: str | None = None
    reason: str = ""
    commission: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A written refusal of one vaccine group (None: of all); revocable."""

    since: date
    vaccine_group: str | None = None
    revoked_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    birth: date
    sex: Sex | None = None
    country: str | None = None
    region: str | None = None
    observations: Sequence[Observation] = ()
    tests: Sequence[TestReading] = ()
    deferrals: Sequence[Deferral] = ()
    refusals: Sequence[Refusal] = ()
    consents: frozenset[str] = frozenset()
    """Vaccine groups for which a written consent is kept."""


@dataclass(frozen=True, slots=True)
class DoseGiven:
    """A dose as recorded; `flaw` says why it must not be used (recall, cold chain …)."""

    given_on: date
    cvx: str
    manufacturer: str = ""
    trade_name: str = ""
    volume_ml: float | None = None
    lot_expires_on: date | None = None
    flaw: str = ""
    purpose: Purpose = Purpose.ROUTINE
    documented: bool = True
