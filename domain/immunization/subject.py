"""One person on one day, organised for the rules: ages, observations, doses by antigen, conflicts."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from domain.immunization.born import Born, Product, product
from domain.immunization.calendar import Association, Calendar, Conflict
from domain.immunization.dates import add
from domain.immunization.facts import Certainty, DoseGiven, Observation, Person, Purpose
from domain.immunization.results import DoseIssue
from domain.immunization.rules import Rules

EPIDEMIC = Purpose.EPIDEMIC
_given_on = attrgetter("given_on")


Record = tuple[int, date, Product]
"""A dose as a rule for one antigen sees it: its position, its day, its product."""


class Nearby(NamedTuple):
    """An earlier dose in conflict with a later one until an end that depends on its status."""

    dose: int
    minimum_end: date
    end: date


class Subject:
    """Facts of one evaluation; no series changes them, except that each notes in `counted` what was valid."""

    __slots__ = (
        "awaited", "begins", "birth", "born", "calendar", "codes", "counted", "days", "doses", "ends", "fits", "issues",
        "known", "live", "nearby", "observations", "on", "person", "records", "sex", "suspect",
    )  # fmt: skip

    def __init__(
        self,
        person: Person,
        doses: Sequence[DoseGiven],
        calendar: Calendar,
        on: date,
        born: Born,
    ) -> None:
        self.person = person
        self.calendar = calendar
        self.on = on
        self.birth = person.birth
        self.sex: str = person.sex or "UNKNOWN"
        self.born = born
        self.begins = born.begins
        self.ends = born.ends
        self.fits = born.fits
        self.observations = _active(person, on)
        self.doses = tuple(sorted(doses, key=_given_on))
        self.days = [dose.given_on for dose in self.doses]
        self.known = given_by(self.days, on)
        """How many doses were given by that day; they stand first."""
        self.codes = {dose.cvx for dose in self.doses}
        self.live: list[int] = []
        """Doses given by that day that may hold another one back."""
        self.suspect: set[int] = set()
        """Doses that some series may have to leave aside."""
        self.issues: list[DoseIssue] = []
        self.records: dict[str, list[Record]] = {}
        self.counted: dict[int, bool] = {}
        for position, dose in enumerate(self.doses):
            if is_suspect(dose):
                self.suspect.add(position)
            if position < self.known:
                self._organise(position, dose)
            else:
                self.issues.append(DoseIssue(position, Rules.ORGANIZE_FUTURE))
        self.nearby = self._conflicts() if len(self.doses) > 1 else {}
        self.awaited = {one.dose for near in self.nearby.values() for one in near}
        """Doses that others are in conflict with, if they count."""

    def _organise(self, position: int, dose: DoseGiven) -> None:
        if dose.cvx in self.calendar.held_back_by_vaccine:
            self.live.append(position)
        vaccine = self.calendar.vaccines.get(dose.cvx)
        if vaccine is None:
            self.issues.append(DoseIssue(position, Rules.ORGANIZE_UNKNOWN_VACCINE))
            return
        antigens = vaccine.antigens_at_any_age
        if antigens is None:
            antigens = tuple(
                part.antigen for part in vaccine.associations if belongs(self, part, dose.given_on)
            )
        if not antigens:
            self.issues.append(DoseIssue(position, Rules.ORGANIZE_NO_ANTIGEN))
        records = self.records
        record = position, dose.given_on, product(dose)
        for antigen in antigens:
            if antigen in records:
                records[antigen].append(record)
            else:
                records[antigen] = [record]

    def _conflicts(self) -> dict[int, list[Nearby]]:
        """For each dose the earlier ones whose conflict reaches it even at its longest (CDSi 6.7)."""
        found: dict[int, list[Nearby]] = {}
        for position, dose in enumerate(self.doses):
            against = self.calendar.conflicts.get(dose.cvx)
            if against is not None:
                since = bisect_right(self.days, dose.given_on - self.calendar.longest_conflict)
                near = [self._near(earlier, dose, against) for earlier in range(since, position)]
                if any(near):
                    found[position] = [one for one in near if one is not None]
        return found

    def _near(self, earlier: int, dose: DoseGiven, against: Mapping[str, Conflict]) -> Nearby | None:
        conflict, day = against.get(self.doses[earlier].cvx), self.days[earlier]
        if conflict is None or not add(day, conflict.begin) <= dose.given_on < add(day, conflict.end):
            return None
        return Nearby(earlier, add(day, conflict.minimum_end), add(day, conflict.end))


def given_by(days: Sequence[date], on: date) -> int:
    """How many of these sorted days are not after `on`."""
    return bisect_right(days, on)


def is_suspect(dose: DoseGiven) -> bool:
    """Anything about a dose beside its day and vaccine that a rule could mind (CDSi 6.1)."""
    return bool(dose.lot_expires_on or dose.flaw) or not dose.documented or dose.purpose is EPIDEMIC


def belongs(subject: Subject, part: Association, day: date) -> bool:
    """Whether a vaccine given on a day counts for an antigen (live zoster: varicella below 50 years)."""
    return subject.begins[part.begin] <= day < subject.ends[part.end]


def is_active(one: Observation, on: date) -> bool:
    """Present and begun; what is absent, unknown or still to come does not count."""
    return one.certainty is Certainty.PRESENT and (one.since is None or one.since <= on)


def _active(person: Person, on: date) -> dict[str, date | None]:
    """Present observations by code with their latest date; one that begins later is not yet there."""
    active: dict[str, date | None] = {}
    for one in person.observations:
        if not is_active(one, on):
            continue
        known = active.get(one.code)
        active[one.code] = one.since if known is None or (one.since and one.since > known) else known
    return active
