"""Schools and kindergartens: the classes and groups in which children are vaccinated together."""

import re
from datetime import date, timedelta
from enum import StrEnum

LAST_GRADE = 11
LEAST_DAYS_IN_A_GRADE = 200


class OrganisedGroupKind(StrEnum):
    KINDERGARTEN = "KINDERGARTEN"
    SCHOOL = "SCHOOL"
    COLLEGE = "COLLEGE"


def next_class(class_name: str) -> str | None:
    """The name of a class a year later: «1 «А»» is «2 «А»»; None for the last grade, which leaves (11, unverified).

    Raises ValueError for a name that does not begin with a grade.
    """
    found = re.match(r"(\d+)(.*)", class_name, re.DOTALL)
    if found is None:
        raise ValueError(class_name)
    grade = int(found[1]) + 1
    return None if grade > LAST_GRADE else f"{grade}{found[2]}"


def may_move_up(moved_up_on: date | None, on: date) -> bool:
    """Whether a class may go a grade up: once in a school year, also when two nurses think of it."""
    return moved_up_on is None or on - moved_up_on > timedelta(days=LEAST_DAYS_IN_A_GRADE)


def in_order(class_name: str) -> str:
    """A class's name as it is sorted: the ninth grade before the tenth."""
    return re.sub(r"^\d+", lambda found: found[0].zfill(2), class_name)


def grade_of(class_name: str) -> int | None:
    """The number that a class's name begins with; None for groups of kindergartens."""
    found = re.match(r"\d+", class_name)
    return int(found[0]) if found else None
