"""A person: who they are to the register, how old, and how they are related."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    MALE = "MALE"
    FEMALE = "FEMALE"


class Citizenship(StrEnum):
    """How a person belongs to Kazakhstan, as far as the right to attachment depends on it (handbook 5.6)."""

    CITIZEN = "CITIZEN"
    PERMANENT_FOREIGNER = "PERMANENT_FOREIGNER"
    STATELESS = "STATELESS"
    REFUGEE = "REFUGEE"
    KANDAS = "KANDAS"
    TEMPORARY_WITH_CONTRACT = "TEMPORARY_WITH_CONTRACT"


class FamilyTie(StrEnum):
    """What the other person is to this one."""

    MOTHER = "MOTHER"
    FATHER = "FATHER"
    GUARDIAN = "GUARDIAN"
    CHILD = "CHILD"
    WARD = "WARD"
    SPOUSE = "SPOUSE"
    SIBLING = "SIBLING"
    GRANDPARENT = "GRANDPARENT"
    GRANDCHILD = "GRANDCHILD"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, order=True)
class Age:
    """Completed years, months and days."""

    years: int
    months: int
    days: int


def age(birth_date: date, on: date) -> Age:
    """Completed age on a day; who is born on the 31st (or 29 February) grows older on the first day after."""
    if on < birth_date:
        raise ValueError("age before birth")
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month
    if on.day < birth_date.day:
        months -= 1
    return Age(months // 12, months % 12, (on - _monthly(birth_date, months)).days)


def _monthly(birth_date: date, months: int) -> date:
    years, month_index = divmod(birth_date.month - 1 + months, 12)
    year, month = birth_date.year + years, month_index + 1
    return date(year, month, min(birth_date.day, monthrange(year, month)[1]))
