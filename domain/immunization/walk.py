"""Where the evaluation of one series stands: what was satisfied, skipped and judged so far."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.immunization.calendar import Series
from domain.immunization.results import DoseStatus, SeriesResult, SkippedTarget, Verdict, made
from domain.immunization.rules import Rules
from domain.immunization.skip import SkipSet
from domain.immunization.subject import Subject
from domain.immunization.target import From, Interval, TargetDose

PREVIOUS = From.PREVIOUS
TARGET = From.TARGET
MOST_RECENT = From.MOST_RECENT
VALID = DoseStatus.VALID
NOT_VALID = DoseStatus.NOT_VALID
NO_NAMES: Mapping[str, str] = {}


class Walk:
    """The state of the two pointers of CDSi 4.4 in one series of one person."""

    __slots__ = (
        "at", "inadvertent", "previous", "satisfied", "satisfying", "series", "siblings", "skipped",
        "subject", "target", "valid_days", "verdicts",
    )  # fmt: skip

    def __init__(self, series: Series, subject: Subject, siblings: Sequence[SeriesResult]) -> None:
        self.series = series
        self.subject = subject
        self.siblings = siblings
        self.at = 0
        self.target = series.path[0]
        """The one at which the walk stands, `at` in the series; None beyond the last."""
        self.verdicts: list[Verdict] = []
        self.satisfied: dict[int, int] = {}
        self.satisfying: list[int] = []
        self.valid_days: list[date] = []
        """The days of the doses that are `satisfying`."""
        self.skipped: list[SkippedTarget] = []
        self.inadvertent: list[int] = []
        self.previous: int | None = None

    def skip(self, target: TargetDose, why: SkipSet | None, on: date) -> None:
        """Pass over a target for a set of conditions, or because the calendar of that day does not have it."""
        if why is None:
            values = target.number, Rules.WITHDRAWN, "", on, NO_NAMES, target.sources
        else:
            values = target.number, Rules.SKIP, why.description, on, why.names, why.sources
        self.skipped.append(made(SkippedTarget, values))
        self.at += 1
        self.target = self.series.path[self.at]

    def take(self, target: TargetDose, dose: int, verdict: Verdict) -> None:
        """Note a verdict; a valid dose satisfies the target, and a recurring target stays."""
        self.verdicts.append(verdict)
        status = verdict.status
        if status is NOT_VALID:
            if dose not in self.inadvertent:
                self.previous = dose
        elif status is VALID:
            self.satisfied[target.number] = self.previous = dose
            self.satisfying.append(dose)
            self.valid_days.append(self.subject.days[dose])
            if not target.recurring:
                self.at += 1
                self.target = self.series.path[self.at]

    def reference(self, interval: Interval, before: int) -> tuple[date, int | None] | None:
        """The day from which an interval counts, and the dose given on it; None if there is none.

        `before` is the position of the dose under evaluation, or the number of doses in a forecast.
        """
        position: int | None
        if interval.reference is PREVIOUS:
            position = self.previous
        elif interval.reference is TARGET:
            position = self.satisfied.get(interval.target)
        elif interval.reference is MOST_RECENT:
            position = self.most_recent(interval.vaccines, before)
        else:
            since = self.subject.observations.get(interval.observation)
            return None if since is None else (since, None)
        return None if position is None else (self.subject.days[position], position)

    def most_recent(self, vaccines: frozenset[str], before: int) -> int | None:
        """The latest earlier dose of some vaccines, whatever its status, unless it was inadvertent here."""
        if vaccines.isdisjoint(self.subject.codes):
            return None
        doses = self.subject.doses
        for position in range(before - 1, -1, -1):
            if doses[position].cvx in vaccines and position not in self.inadvertent:
                return position
        return None