"""What a calendar file may refer to, and how it wants to be read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from domain.immunization.calendar import Conflict
from domain.immunization.dates import ALWAYS, Duration, Period
from domain.immunization.reading import Node
from domain.immunization.source import NO_SOURCES, RowSources


@dataclass(frozen=True)
class Known:
    """What the file may refer to, and how it wants to be read."""

    vaccines: frozenset[str]
    observations: frozenset[str]
    sources: frozenset[str]
    conflicts: Mapping[str, Mapping[str, Conflict]]
    grace: bool
    switches: frozenset[str]
    keys: Iterator[int] = field(default_factory=count)

    def next_key(self) -> int:
        """A number that no other target dose of the calendar has."""
        return next(self.keys)

    def observation(self, row: Node, key: str) -> str:
        code = row.required(key)
        if code and code not in self.observations:
            row.complain(f"unknown observation {code!r}", key)
        return code

    def vaccine(self, row: Node, key: str) -> str:
        cvx = row.required(key)
        if cvx and cvx not in self.vaccines:
            row.complain(f"unknown vaccine {cvx!r}", key)
        return cvx

    def vaccine_list(self, row: Node, key: str) -> frozenset[str]:
        return row.codes(key, self.vaccines.__contains__, "vaccine")

    def source_list(self, row: Node, key: str = "sources") -> tuple[str, ...]:
        row.ignore("note")
        codes = row.words(key)
        for code in codes:
            if code not in self.sources:
                row.complain(f"unknown source {code!r}", key)
        return codes

    def row_sources(self, row: Node, fields: Sequence[str]) -> RowSources:
        """Sources of a row's five limits: one list for all of them, or a list for each that is given."""
        row.ignore("note")
        if not row.has("sources"):
            return NO_SOURCES
        if not row.is_object("sources"):
            common = self.source_list(row)
            return RowSources(common, common, common, common, common)
        part = row.child("sources")
        found = RowSources(*(self.source_list(part, field) for field in fields))
        part.finish()
        return found

    def kept(self, row: Node) -> Period:
        """The days of a dose; a disputed withdrawal does not hold while its switch is on."""
        period, switch = row.period(), row.text("keepWith")
        return ALWAYS if switch and switch in self.switches else period

    def absolute(self, absolute: Duration | None, minimum: Duration | None) -> Duration | None:
        """The lowest limit; a calendar without grace days has none below the minimum."""
        return absolute if absolute is not None or self.grace else minimum


def known_switch(row: Node, switches: frozenset[str]) -> bool:
    """Whether a row is in the calendar: a disputed one only when its switch is on."""
    switch = row.text("switch")
    return not switch or switch in switches
