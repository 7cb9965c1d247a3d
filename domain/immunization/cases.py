"""Reading a case of CDC's exam: a person, their doses and a day; what cannot be read is named by its place."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.immunization.facts import DoseGiven, Observation, Person
from domain.people import Sex

SEXES = {"F": Sex.FEMALE, "M": Sex.MALE}
EXAM_COUNTRY = "U.S."
YEARS = range(1850, 2201)
"""Years that a case may speak of; others are slips of the pen, and dates near the end of time overflow."""


class CaseError(ValueError):
    """A case that cannot be judged; `problems` name each place in it and what is wrong there."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read_case(case: Any) -> tuple[Person, list[DoseGiven], date]:
    """Who a case is about, the doses in the order of the case, and the day of assessment.

    Raises CaseError with every problem. Nothing but the dates and the codes of observations is required: a sex
    that is missing is unknown, and a dose without a known code is a dose of an unknown vaccine.
    """
    problems: list[str] = []
    if not isinstance(case, Mapping):
        raise CaseError([f"an object is expected, not {type(case).__name__}"])
    person = Person(
        birth=_day(case, "dob", "", problems),
        sex=SEXES.get(str(case.get("gender") or "").strip().upper()[:1]),
        country=EXAM_COUNTRY,
        observations=[_observation(row, at, problems) for row, at in _rows(case, "observations", problems)],
    )
    doses = [_dose(row, at, problems) for row, at in _rows(case, "doses", problems)]
    on = _day(case, "assessment_date", "", problems)
    if not isinstance(case.get("expected_forecast") or {}, Mapping):
        problems.append("expected_forecast: an object is expected")
    if problems:
        raise CaseError(problems)
    return person, doses, on


def is_condition(case: Mapping[str, Any]) -> bool:
    """Whether a case belongs to the set of underlying conditions; one that names no set does by observations."""
    return case.get("set") == "condition" if case.get("set") else bool(case.get("observations"))


def iso_day(value: object) -> date:
    """A date, also as a spreadsheet writes it with a time of midnight."""
    return date.fromisoformat(str(value).strip().replace("T", " ").partition(" ")[0])


def _rows(case: Mapping[str, Any], key: str, problems: list[str]) -> list[tuple[Mapping[str, Any], str]]:
    rows = case.get(key) or []
    if not isinstance(rows, list):
        problems.append(f"{key}: a list is expected")
        return []
    wrong = [number for number, row in enumerate(rows, 1) if not isinstance(row, Mapping)]
    problems += [f"{key} {number}: an object is expected" for number in wrong]
    return [(row, f"{key} {number}/") for number, row in enumerate(rows, 1) if number not in wrong]


def _dose(row: Mapping[str, Any], at: str, problems: list[str]) -> DoseGiven:
    return DoseGiven(
        _day(row, "date", at, problems), _code(row.get("cvx"), 2), str(row.get("mvx") or "").strip()
    )


def _observation(row: Mapping[str, Any], at: str, problems: list[str]) -> Observation:
    code = _code(row.get("code"), 3)
    if not code:
        problems.append(f"{at}code: is missing")
    return Observation(code, _day(row, "date", at, problems) if row.get("date") else None)


def _day(row: Mapping[str, Any], key: str, at: str, problems: list[str]) -> date:
    value = row.get(key)
    try:
        found = iso_day(value)
    except ValueError:
        problems.append(f"{at}{key}: " + (f"not a date: {value!r}" if value else "is missing"))
        return date.min
    if found.year not in YEARS:
        problems.append(f"{at}{key}: not a plausible date: {value!r}")
    return found


def _code(value: object, digits: int) -> str:
    """Codes have a fixed number of digits at least; a table that lost the leading zeros means the same code."""
    if value is None:
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return text.zfill(digits) if text.isdecimal() else text
