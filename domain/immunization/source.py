"""What a row of a calendar rests on: an act, a text about one, or nothing that could be checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Standing(StrEnum):
    """How sure a source is."""

    ACT = "act"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row comes from: an act that was read, a text about it, or nothing that could be checked."""

    code: str
    title: str
    standing: Standing
    names: Mapping[str, str] = field(default_factory=dict)
    """The title in the languages that the calendar gives."""

    @property
    def verified(self) -> bool:
        return self.standing in (Standing.ACT, Standing.SECONDARY)

    def told_in(self, language: str) -> "Source":
        """The same with its title in a language, if the calendar gives one; else as it is quoted."""
        return replace(self, title=self.names.get(language, self.title))


@dataclass(frozen=True, slots=True)
class RowSources:
    """Codes of the sources for each limit of a row."""

    absolute_minimum: tuple[str, ...] = ()
    minimum: tuple[str, ...] = ()
    earliest: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    maximum: tuple[str, ...] = ()


NO_SOURCES = RowSources()
