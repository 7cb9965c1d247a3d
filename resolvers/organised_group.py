"""School classes and kindergarten groups: who is in them, since when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db.queries import organised_group as groups
from db.queries.versioned import change, row_of
from db.tables import OrganisedGroup, OrganisedGroupMember
from domain.access import Action
from domain.immunization_problem import ImmunizationProblemCode as Problem
from domain.names import sort_key
from domain.organised_group import grade_of, in_order, may_move_up, next_class
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.dose_input import text_problems
from resolvers.patient import locked_person
from resolvers.refusals import InputProblem, InvalidInput, StaleVersion


@dataclass(frozen=True, slots=True)
class MovedUp:
    """How many classes went a grade up, and how many left the school."""

    classes: int
    left: int


async def add(context: OperationContext, given: dict[str, Any]) -> OrganisedGroup | Refusal:
    """A class of a school, or a group of a kindergarten, whose nurse is of the viewer's clinic."""
    context.viewer.must(Action.PLAN_SESSION)
    if problems := [p for name in ("name", "class_name") for p in text_problems(given, name, needed=True)]:
        return InvalidInput(problems=tuple(problems))
    name, class_name = given["name"].strip(), given["class_name"].strip()
    row = await groups.add_or_find(
        context.tx,
        OrganisedGroup(
            clinic_id=context.own_clinic,
            kind=given["kind"],
            name=name,
            class_name=class_name,
            sort_key=sort_key(name, in_order(class_name)),
        ),
    )
    context.audit.changes["organised_group"] = {"group": str(row.id)}
    return row


async def update(context: OperationContext, given: dict[str, Any]) -> OrganisedGroup | Refusal:
    """Another name, or closed: then its children are in no class from today on."""
    context.viewer.must(Action.PLAN_SESSION)
    row = await row_of(context.tx, OrganisedGroup, given["group_id"])
    if row is None or row.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.NOT_FOUND, path=("groupId",))
    if row.version != given["version"]:
        return StaleVersion(current=row, path=("version",))
    problems = [
        p for name in ("name", "class_name") if name in given for p in text_problems(given, name, needed=True)
    ]
    if problems:
        return InvalidInput(problems=tuple(problems))
    name, class_name = ((given.get(key) or getattr(row, key)).strip() for key in ("name", "class_name"))
    if await groups.named(context.tx, row, name, class_name):
        return Refusal(RefusalCode.CLASS_EXISTS, path=("className",))
    closed = row.closed if given.get("closed") is None else given["closed"]
    if closed and not row.closed:
        await groups.empty(context.tx, row.id, context.today)
    context.audit.changes["organised_group"] = {"group": str(row.id)}
    return await _named(context, row, name, class_name, closed)


async def _named(
    context: OperationContext, row: OrganisedGroup, name: str, class_name: str, closed: bool, **more: date
) -> OrganisedGroup:
    key = sort_key(name, in_order(class_name))
    return await change(
        context.tx, row, name=name, class_name=class_name, sort_key=key, closed=closed, **more
    )


async def move_up(context: OperationContext, given: dict[str, Any]) -> MovedUp | Refusal:
    """A new school year: each class goes a grade up with its children, the last one leaves."""
    context.viewer.must(Action.PLAN_SESSION)
    rows = await groups.of_school(context.tx, context.own_clinic, given["name"].strip())
    graded = [(grade, row) for row in rows if (grade := grade_of(row.class_name)) is not None]
    if not graded:
        return Refusal(RefusalCode.NOT_FOUND, path=("name",))
    latest = max((row.moved_up_on for row in rows if row.moved_up_on), default=None)
    if latest is not None and not may_move_up(latest, context.today):
        return Refusal(RefusalCode.SCHOOL_MOVED_UP, path=("name",), facts={"day": latest})
    moved, left = 0, 0
    # From the top, so that each finds the name above it free.
    for _, row in sorted(graded, key=lambda pair: -pair[0]):
        above = next_class(row.class_name)
        if above is None:
            left += 1
            await groups.empty(context.tx, row.id, context.today)
        elif await groups.named(context.tx, row, row.name, above):
            return Refusal(RefusalCode.CLASS_EXISTS, path=("name",))
        else:
            moved += 1
        name = f"{row.class_name}, {context.today.year}" if above is None else above
        await _named(context, row, row.name, name, above is None, moved_up_on=context.today)
    context.audit.changes["moved_up"] = {"classes": moved, "left": left}
    return MovedUp(moved, left)


async def join(context: OperationContext, given: dict[str, Any]) -> OrganisedGroupMember | Refusal:
    """A child is in a class from a day on; the class before it ends that day."""
    context.viewer.must(Action.PLAN_SESSION)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    group = await row_of(context.tx, OrganisedGroup, given["group_id"])
    if group is None or group.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.NOT_FOUND, path=("groupId",))
    since = given.get("since") or context.today
    history = await groups.memberships(context.tx, patient.id)
    if problems := tuple(_problems(since, patient.birth_date, history)):
        return InvalidInput(problems=problems)
    for row in history:
        if row.until is None or row.until > since:
            await groups.end(context.tx, row, since)
    made = await context.tx.insert(
        OrganisedGroupMember(
            group_id=group.id,
            patient_id=patient.id,
            clinic_id=context.own_clinic,
            since=since,
            recorded_by=context.viewer.account_id,
        )
    )
    context.audit.changes["joined"] = {"patient": str(patient.id), "group": str(group.id)}
    return made


def _problems(
    since: date, birth_date: date, history: Sequence[OrganisedGroupMember]
) -> Iterator[InputProblem]:
    if since < birth_date:
        yield InputProblem(("since",), Problem.GIVEN_BEFORE_BIRTH)
    if any(row.since > since for row in history):
        yield InputProblem(("since",), Problem.DAYS_IN_WRONG_ORDER)


async def leave(context: OperationContext, given: dict[str, Any]) -> OrganisedGroupMember | Refusal:
    """A child is in no class from a day on."""
    context.viewer.must(Action.PLAN_SESSION)
    patient = await locked_person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    until = given.get("until") or context.today
    history = await groups.memberships(context.tx, patient.id)
    standing = next((row for row in history if row.until is None or row.until > until), None)
    if standing is None or standing.clinic_id != context.viewer.clinic_id:
        return Refusal(RefusalCode.NOT_FOUND, path=("patientId",))
    row = await groups.end(context.tx, standing, until)
    context.audit.changes["left"] = {"patient": str(patient.id), "group": str(row.group_id)}
    return row


async def of_patients(
    context: OperationContext, patient_ids: Sequence[UUID]
) -> Mapping[UUID, OrganisedGroup]:
    """The class of each person today."""
    return await groups.of_patients(context.tx, patient_ids, context.today)


async def sizes(context: OperationContext, group_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many children each class has today."""
    return await groups.sizes(context.tx, group_ids, context.today)
