"""Family and guardians: stored once, read from both sides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db.queries import family_link as families
from db.queries import patient as people
from db.tables import FamilyLink, Patient
from domain.access import Action
from domain.family_link import (
    PARENTS,
    FamilyProblemCode,
    end_problems,
    family_problems,
    inverse,
    is_mutual,
    is_stored_from_the_other_side,
)
from domain.people import FamilyTie, Sex
from domain.refusal import Refusal, RefusalCode
from resolvers.context import OperationContext
from resolvers.refusals import InputProblem, InvalidInput


@dataclass(frozen=True, slots=True)
class FamilyView:
    """One link from one person's side: `relative_id` is the `tie` of `patient_id`."""

    id: UUID
    patient_id: UUID
    relative_id: UUID
    tie: FamilyTie
    since: date | None
    until: date | None


async def family_of(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, list[FamilyView]]:
    """The relatives of each person whom the viewer may see too, through merged records on both sides."""
    family: dict[UUID, dict[Any, FamilyView]] = {person_id: {} for person_id in ids}
    for link in await families.links_of(context.tx, ids):
        for view in _views(link):
            family[view.patient_id].setdefault((view.relative_id, view.tie, view.until), view)
    return {person_id: list(views.values()) for person_id, views in family.items()}


async def link(context: OperationContext, given: dict[str, Any]) -> FamilyView | Refusal:
    """`relative_id` is the `tie` of `patient_id` from now on, or since the day given."""
    context.viewer.must(Action.LINK_FAMILY)
    patient_id, relative_id, tie = given["patient_id"], given["relative_id"], FamilyTie(given["tie"])
    if patient_id == relative_id:
        return _invalid([("relativeId", FamilyProblemCode.ONESELF)])
    found = await people.locked(context.tx, [patient_id, relative_id])
    for path, key in (("patientId", patient_id), ("relativeId", relative_id)):
        if key not in found:
            return Refusal(RefusalCode.NOT_FOUND, path=(path,))
        if found[key].merged_into is not None:
            return Refusal(RefusalCode.PATIENT_MERGED, path=(path,))
    patient, relative = found[patient_id], found[relative_id]
    problems = list(family_problems(tie, patient, relative, given.get("since"), context.today))
    row = _row(context, patient, relative, tie, given.get("since"))
    problems += await _known_problems(context, row)
    return _invalid(problems) if problems else await _add(context, row, patient, tie)


async def end(context: OperationContext, given: dict[str, Any]) -> FamilyView | Refusal:
    """The link ends today or on the day given; who ends it twice gets the same answer."""
    context.viewer.must(Action.LINK_FAMILY)
    row = await families.locked(context.tx, given["link_id"])
    if row is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("linkId",))
    if row.until is None:
        until = given.get("until") or context.today
        if problems := list(end_problems(row.since, until, context.today)):
            return _invalid(problems)
        row = await families.end(context.tx, row, until)
        context.audit.changes["ended"] = str(row.id)
    context.audit.showed([row.patient_id, row.relative_id])
    return _view(row)


def _view(row: FamilyLink) -> FamilyView:
    return FamilyView(row.id, row.patient_id, row.relative_id, FamilyTie(row.tie), row.since, row.until)


def _views(link: families.Linked) -> Iterator[FamilyView]:
    """The link as the asked people see it; none where the other end is not visible or is the same person."""
    tie = FamilyTie(link.tie)
    for mine, theirs, stored in ((link.patient, link.relative, True), (link.relative, link.patient, False)):
        if mine.asked and theirs.person and theirs.sex and theirs.person != mine.asked:
            seen = tie if stored else inverse(tie, Sex(theirs.sex))
            yield FamilyView(link.id, mine.asked, theirs.person, seen, link.since, link.until)


def _row(
    context: OperationContext, patient: Patient, relative: Patient, tie: FamilyTie, since: date | None
) -> FamilyLink:
    """The one row for both directions."""
    turned = patient.id > relative.id if is_mutual(tie) else is_stored_from_the_other_side(tie)
    if turned:
        tie = inverse(tie, patient.sex)
        patient, relative = relative, patient
    return FamilyLink(
        patient_id=patient.id,
        relative_id=relative.id,
        clinic_id=patient.clinic_id,
        tie=tie,
        since=since,
        recorded_by=context.viewer.account_id,
    )


async def _known_problems(context: OperationContext, row: FamilyLink) -> list[tuple[str, FamilyProblemCode]]:
    """A link that is there already, and a second mother or father."""
    family = (await family_of(context, [row.patient_id]))[row.patient_id]
    same_tie = [view for view in family if view.until is None and view.tie == row.tie]
    if any(view.relative_id == row.relative_id for view in same_tie):
        return [("relativeId", FamilyProblemCode.KNOWN)]
    return [("tie", FamilyProblemCode.ANOTHER_PARENT)] if same_tie and row.tie in PARENTS.values() else []


async def _add(context: OperationContext, row: FamilyLink, patient: Patient, tie: FamilyTie) -> FamilyView:
    added = await families.add(context.tx, row)
    context.audit.showed([row.patient_id, row.relative_id])
    context.audit.changes["linked"] = str(added.id)
    relative_id = added.relative_id if added.patient_id == patient.id else added.patient_id
    return FamilyView(added.id, patient.id, relative_id, tie, added.since, added.until)


def _invalid(problems: Sequence[tuple[str, FamilyProblemCode]]) -> InvalidInput:
    return InvalidInput(problems=tuple(InputProblem((path,), code) for path, code in problems))
