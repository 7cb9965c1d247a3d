"""One series for one person: the two pointers over doses and targets (CDSi 4.4), then its forecast."""

from collections.abc import Sequence
from datetime import date

from domain.immunization.calendar import Series
from domain.immunization.dates import ALWAYS
from domain.immunization.dose import EXTRANEOUS, SUBSTANDARD, judge, unusable
from domain.immunization.results import Reason, SeriesResult, Verdict, made
from domain.immunization.rules import Rules
from domain.immunization.skipping import skip_of
from domain.immunization.subject import Subject
from domain.immunization.target import TargetDose
from domain.immunization.walk import Walk

EXHAUSTED = (Reason(Rules.SERIES_EXHAUSTED),)


def evaluate_history(series: Series, subject: Subject, siblings: Sequence[SeriesResult]) -> Walk:
    """Hold every dose of the antigen against the targets of one series, in order."""
    walk = Walk(series, subject, siblings)
    suspect = subject.suspect
    for record in subject.records.get(series.antigen, ()):
        position, day, _ = record
        if suspect and position in suspect and (flaw := unusable(subject.doses[position], series.epidemic)):
            walk.verdicts.append(_left_aside(position, flaw))
            continue
        target = walk.target
        if target is not None and not target.never_skipped:
            target = standing_target(walk, day, position)
        if target is None:
            walk.verdicts.append(made(Verdict, (position, None, EXTRANEOUS, EXHAUSTED)))
        else:
            walk.take(target, position, judge(walk, target, record))
    return walk


def _left_aside(position: int, flaw: Reason) -> Verdict:
    status = EXTRANEOUS if flaw.rule is Rules.DOSE_EPIDEMIC else SUBSTANDARD
    return Verdict(position, None, status, (flaw,))


def standing_target(walk: Walk, on: date, dose: int | None) -> TargetDose | None:
    """The next target that cannot be skipped on a day: while evaluating a dose, or in a forecast (None)."""
    while (target := walk.target) is not None and not target.never_skipped:
        found = skip_of(walk, target, on, dose)
        if found is not None:
            walk.skip(target, found, on)
        elif target.period is not ALWAYS and withdrawn(target, on):
            walk.skip(target, None, on)
        else:
            break
    return target


def withdrawn(target: TargetDose, on: date) -> bool:
    """The calendar of that day did not ask for this dose."""
    return on not in target.period
