"""A medical exemption (медотвод) from some vaccine groups or all: from a day, until a day or for good."""

from datetime import date
from typing import Protocol


class Deferred(Protocol):
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...


def last_day_before(row: Deferred) -> date | None:
    """The first day on which the deferral no longer holds; null when it holds for good."""
    if row.ended_on is None or row.until is None:
        return row.ended_on or row.until
    return min(row.ended_on, row.until)
