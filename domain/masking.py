"""How a person looks to an auditor who may not know who it is; db/queries/visible.py says it in SQL."""

from datetime import date

HIDDEN = "•"
SHOWN_OF_IIN = 4


def mask_name(name: str) -> str:
    """The initial: Ғ. — SQL: left(name, 1) || '.'; nothing stays nothing."""
    return f"{name[:1]}." if name else ""


def mask_iin(iin: str) -> str:
    """The last four digits: ••••••••1234 — SQL: '••••••••' || right(iin, 4)."""
    return HIDDEN * (12 - SHOWN_OF_IIN) + iin[-SHOWN_OF_IIN:]


def mask_birth_date(birth_date: date) -> date:
    """1 January of the birth year, which is all that is told — SQL: date_trunc('year', birth_date)::date."""
    return birth_date.replace(month=1, day=1)
