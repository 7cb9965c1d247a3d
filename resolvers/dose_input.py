"""What cannot be right about a dose, whatever the calendar says: all problems at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from db.tables import Patient
from domain.dose import DoseSource
from domain.immunization_problem import ImmunizationProblemCode as Problem
from resolvers.refusals import InputProblem

LONGEST = 500
LARGEST_ML = 10.0


class Judged(Protocol):
    """What of a dose can be wrong by itself: a row, or what a file says of one."""

    @property
    def given_on(self) -> date: ...
    @property
    def source(self) -> DoseSource: ...
    @property
    def lot_id(self) -> UUID | None: ...
    @property
    def dose_ml(self) -> float | None: ...


def dose_problems(
    row: Judged, given: Mapping[str, Any], patient: Patient, today: date
) -> Iterator[InputProblem]:
    if row.given_on > today:
        yield InputProblem(("givenOn",), Problem.GIVEN_IN_FUTURE)
    if row.given_on < patient.birth_date:
        yield InputProblem(("givenOn",), Problem.GIVEN_BEFORE_BIRTH)
    if patient.deceased_on is not None and row.given_on > patient.deceased_on:
        yield InputProblem(("givenOn",), "PATIENT_DECEASED", {"deceased_on": patient.deceased_on})
    if row.source == DoseSource.GIVEN_HERE and row.lot_id is None:
        yield InputProblem(("lotId",), Problem.LOT_NEEDED)
    if row.dose_ml is not None and not 0 < row.dose_ml <= LARGEST_ML:
        yield InputProblem(("doseMl",), Problem.NUMBER_OUT_OF_RANGE, {"least": 0, "most": int(LARGEST_ML)})
    for name in ("series", "place", "reaction"):
        yield from text_problems(given, name)


def text_problems(given: Mapping[str, Any], name: str, *, needed: bool = False) -> Iterator[InputProblem]:
    """A text that is too long or has unprintable signs; or is missing where it is needed."""
    text, path = given.get(name), (_in_camel_case(name),)
    if needed and not (text or "").strip():
        yield InputProblem(path, "REQUIRED")
    if text and len(text) > LONGEST:
        yield InputProblem(path, "TEXT_TOO_LONG", {"most": LONGEST})
    if text and not text.replace("\n", " ").isprintable():
        yield InputProblem(path, "TEXT_UNPRINTABLE")


def _in_camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))
