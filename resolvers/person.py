"""A person as the card shows them: name, age in words, address line, warnings in plain words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from db import tables
from db.queries import written
from domain.age_words import age_in_words as words
from domain.messages import message
from domain.people import age
from resolvers.context import OperationContext
from resolvers.declared import also


class Named(Protocol):
    @property
    def family_name(self) -> str: ...
    @property
    def given_name(self) -> str: ...
    @property
    def patronymic(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class AgeInWords:
    years: int
    months: int
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class AddressLine:
    kato: str | None
    locality: str | None
    street: str | None
    house: str | None
    flat: str | None
    line: str


@dataclass(frozen=True, slots=True)
class Warning:
    code: str
    message: str
    since: datetime | None


NAME_PARTS = ("family_name", "given_name", "patronymic")


@also(written.full_name)
def full_name(row: Named, _context: Any = None) -> str:
    return " ".join(part for part in (row.family_name, row.given_name, row.patronymic) if part)


@also(written.short_name)
def short_name(row: Named, _context: Any = None) -> str:
    """Family name and initials: Ахметова А. Б."""
    initials = [f"{part[0]}." for part in (row.given_name, row.patronymic) if part]
    return " ".join([row.family_name, *initials])


@also(written.birth_date)
def birth_date(row: tables.Patient, context: OperationContext) -> date | None:
    """Null for those who know only the year."""
    return row.birth_date if context.viewer.sees_identity(row.id) else None


@also(written.birth_year)
def birth_year(row: tables.Patient, _context: OperationContext) -> int:
    return row.birth_date.year


@also(written.identity_masked)
def identity_masked(row: tables.Patient, context: OperationContext) -> bool:
    return not context.viewer.sees_identity(row.id)


def age_in_words(row: tables.Patient, context: OperationContext) -> AgeInWords:
    """Completed age today, or on the last day of the person's life."""
    on = max(row.birth_date, min(row.deceased_on or context.today, context.today))
    completed = age(row.birth_date, on)
    if not context.viewer.sees_identity(row.id):
        completed = type(completed)(completed.years, 0, 0)
    return AgeInWords(completed.years, completed.months, completed.days, words(completed, context.language))


@also(written.address)
def address(row: tables.Patient, _context: OperationContext) -> AddressLine | None:
    parts = (row.locality, row.street, row.house, row.flat)
    if not any(parts):
        return None
    return AddressLine(row.kato, *parts, line=", ".join(part for part in parts if part))


def warnings(row: tables.Patient, context: OperationContext) -> list[Warning]:
    """What is kept with the record, in the viewer's language."""
    kept = list(row.warnings)
    return [
        Warning(
            item["code"],
            message(item["code"], context.language, **item.get("facts", {})),
            datetime.fromisoformat(item["since"]) if item.get("since") else None,
        )
        for item in kept
    ]
