"""What holds for every fact of a person's immunization: who may change it, and what follows."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import SQLModel

from db.queries.versioned import row_of
from db.reference.immunization import kazakhstan_calendar
from db.tables import Patient
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.immunization_planning import replan
from resolvers.patient import locked_person
from resolvers.refusals import InputProblem, StaleVersion

Fact = TypeVar("Fact", bound=SQLModel)


async def own_row(
    context: OperationContext, table: type[Fact], key: UUID, path: str
) -> tuple[Patient, Fact] | Refusal:
    """A fact of the viewer's own clinic with its person, read again once that is locked; or the refusal."""
    seen: Any = await row_of(context.tx, table, key)
    if seen is None:
        return Refusal(RefusalCode.NOT_FOUND, path=(path,))
    if seen.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=(path,))
    patient = await locked_person(context, seen.patient_id)
    if isinstance(patient, Refusal):
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=(path,))
    row = await row_of(context.tx, table, key)
    assert row is not None, "it was there a moment ago"
    return patient, row


async def changeable(
    context: OperationContext, table: type[Fact], given: Mapping[str, Any], key: str
) -> Fact | Refusal:
    """A fact of the viewer's own clinic as they saw it, its person locked; or the refusal."""
    found = await own_row(context, table, given[key], key.removesuffix("_id") + "Id")
    if not isinstance(found, tuple):
        return found
    row: Any = found[1]
    return row if row.version == given["version"] else StaleVersion(current=row, path=("version",))


async def done(context: OperationContext, what: str, row: Any) -> None:
    """Plan the person anew and note the act."""
    await replan(context.tx, [row.patient_id], context.today)
    context.audit.changes[what] = {"patient": str(row.patient_id), "row": str(row.id)}


def group_problems(group: str, path: str) -> Iterator[InputProblem]:
    """Of a vaccine group that the calendar does not know."""
    if group not in kazakhstan_calendar().groups:
        yield InputProblem((path,), Problem.VACCINE_GROUP_UNKNOWN)
