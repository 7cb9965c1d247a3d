"""The rows of a target dose that are in force on a day (RELEVANT-1, -2)."""

from collections.abc import Sequence
from datetime import date

from domain.immunization.calendar import AgeRow, Interval, TargetDose


def live_ages(target: TargetDose, on: date) -> Sequence[AgeRow]:
    if target.timeless:
        return target.ages
    return [row for row in target.ages if row.period.effective <= on <= row.period.cessation]


def live_intervals(target: TargetDose, on: date) -> Sequence[Interval]:
    if target.timeless:
        return target.intervals
    return _live(target.intervals, on)


def live_allowable_intervals(target: TargetDose, on: date) -> Sequence[Interval]:
    if target.timeless:
        return target.allowable_intervals
    return _live(target.allowable_intervals, on)


def _live(rows: Sequence[Interval], on: date) -> Sequence[Interval]:
    return [row for row in rows if row.period.effective <= on <= row.period.cessation]
