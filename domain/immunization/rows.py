"""The rows of a target dose that are in force on a day (RELEVANT-1, -2)."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from domain.immunization.target import AgeRow, Interval, TargetDose

Row = TypeVar("Row", AgeRow, Interval)


def live(target: TargetDose, rows: Sequence[Row], on: date) -> Sequence[Row]:
    """Those of some rows of a target that hold on a day; mostly all of them always do."""
    if target.timeless:
        return rows
    return [row for row in rows if row.period.effective <= on <= row.period.cessation]
