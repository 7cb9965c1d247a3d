"""Registering people and correcting their records."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from db.queries import family_link as families
from db.queries import patient as people
from db.tables import FamilyLink, Patient
from domain.access import Action
from domain.available import AvailableAction
from domain.duplicate import MatchStrength
from domain.family_link import FamilyProblemCode
from domain.people import FamilyTie, Sex
from domain.refusal import Refusal, RefusalCode
from domain.registration import (
    ADDRESS_FIELDS,
    IDENTITY_FIELDS,
    SHORTEST_REASON,
    FieldProblem,
    PersonDetails,
    is_reason,
    read_person,
    warnings_of,
)
from resolvers import duplicates
from resolvers.context import OperationContext
from resolvers.patient_death import end_attachments
from resolvers.refusals import DuplicatePerson, InputProblem, InvalidInput, StaleVersion


async def register(context: OperationContext, given: dict[str, Any]) -> Patient | Refusal:
    """A new record, unless somebody has this IIN or looks like the same person."""
    context.viewer.must(Action.REGISTER_PATIENT)
    mother = await _mother(context, given)
    if isinstance(mother, Refusal):
        return mother
    details = read_person(given, context.today)
    if isinstance(details, tuple):
        return invalid(details)
    if mother is not None and mother.birth_date >= details.birth_date:
        return InvalidInput(problems=(InputProblem(("motherId",), FamilyProblemCode.YOUNGER),))
    if mother is not None:
        details = _at_home_with(mother, details)
    refusal = await _refuse_duplicate(context, details, given.get("override"))
    return refusal or await _add(context, details, mother)


async def update(context: OperationContext, given: dict[str, Any]) -> Patient | Refusal:
    """The corrected record. What says who somebody is changes only with a reason."""
    context.viewer.must(Action.UPDATE_PATIENT)
    row = await locked_person(context, given["id"], "id")
    if isinstance(row, Refusal):
        return row
    if row.version != given["version"]:
        return StaleVersion(current=row, path=("version",))
    details = read_person(given, context.today, row)
    if isinstance(details, tuple):
        return invalid(details)
    return await _change(context, row, details, given)


async def locked_person(
    context: OperationContext, patient_id: UUID, path: str = "patientId"
) -> Patient | Refusal:
    """The person, whom nobody else records anything about until this is over."""
    row = (await people.locked(context.tx, [patient_id])).get(patient_id)
    if row is None:
        return Refusal(RefusalCode.NOT_FOUND, path=(path,))
    context.audit.showed([row.id])
    if row.merged_into is not None:
        return Refusal(RefusalCode.PATIENT_MERGED, path=(path,))
    return row


def available_actions(row: Patient, context: OperationContext) -> list[AvailableAction]:
    """What the viewer may do with this record now; nothing with one that was merged away."""
    offered = {
        AvailableAction.UPDATE: Action.UPDATE_PATIENT,
        AvailableAction.ATTACH: Action.ATTACH_PATIENT,
        AvailableAction.MERGE: Action.MERGE_PATIENTS,
        AvailableAction.LINK_FAMILY: Action.LINK_FAMILY,
        AvailableAction.REVEAL_IDENTITY: Action.REVEAL_IDENTITY,
    }
    if row.merged_into is not None or row.clinic_id not in context.viewer.clinic_ids:
        return []
    not_now = set()
    if row.deceased_on is not None:
        not_now.add(AvailableAction.ATTACH)
    if context.viewer.sees_identity(row.id):
        not_now.add(AvailableAction.REVEAL_IDENTITY)
    return [name for name, action in offered.items() if context.viewer.can(action) and name not in not_now]


def invalid(problems: Sequence[FieldProblem]) -> InvalidInput:
    return InvalidInput(
        problems=tuple(
            InputProblem(problem.path, str(problem.code), dict(problem.facts)) for problem in problems
        )
    )


def reason_too_short(*path: str) -> Refusal:
    return Refusal(RefusalCode.REASON_TOO_SHORT, path=path, facts={"least": SHORTEST_REASON})


async def _mother(context: OperationContext, given: Mapping[str, Any]) -> Patient | Refusal | None:
    """The mother of a newborn, locked; she must be of this clinic."""
    mother_id = given.get("mother_id")
    if mother_id is None:
        return None
    mother = (await people.locked(context.tx, [mother_id])).get(mother_id)
    if mother is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("motherId",))
    if mother.merged_into is not None:
        return Refusal(RefusalCode.PATIENT_MERGED, path=("motherId",))
    if mother.sex != Sex.FEMALE:
        return InvalidInput(problems=(InputProblem(("motherId",), FamilyProblemCode.SEX),))
    return mother


def _at_home_with(mother: Patient, details: PersonDetails) -> PersonDetails:
    """A newborn lives where the mother does, unless another address is given; in her town, her town's code."""
    if not any(getattr(details, name) for name in ADDRESS_FIELDS):
        return replace(details, **{name: getattr(mother, name) for name in ADDRESS_FIELDS})
    if details.kato is None and details.locality == mother.locality:
        return replace(details, kato=mother.kato)
    return details


async def _refuse_duplicate(
    context: OperationContext,
    details: PersonDetails,
    override: Mapping[str, Any] | None,
    except_id: UUID | None = None,
) -> Refusal | None:
    """Never two records of one IIN; a likely double only with a reason on record."""
    same = await duplicates.same_iin(context, details)
    if same and (same[0].patient is None or same[0].patient.id != except_id):
        return _duplicate(context, same)
    likely = [
        candidate
        for candidate in await duplicates.alike(context, details)
        if candidate.strength is not MatchStrength.POSSIBLE
        and candidate.patient is not None
        and candidate.patient.id != except_id
    ]
    if not likely:
        return None
    if override is None:
        return _duplicate(context, likely)
    return _overridden(context, override)


def _duplicate(context: OperationContext, candidates: Sequence[duplicates.Candidate]) -> DuplicatePerson:
    context.audit.outcome = RefusalCode.DUPLICATE_PERSON
    return duplicates.refused(candidates)


def _overridden(context: OperationContext, override: Mapping[str, Any]) -> Refusal | None:
    if not is_reason(override.get("reason")):
        return reason_too_short("override", "reason")
    context.audit.purpose = override["reason"]
    context.audit.changes["overridden"] = [RefusalCode.DUPLICATE_PERSON]
    return None


async def _add(
    context: OperationContext, details: PersonDetails, mother: Patient | None
) -> Patient | Refusal:
    clinic = await people.own_clinic(context.tx)
    row = Patient(
        clinic_id=clinic.id,
        **people.details_columns(details, clinic.number),
        warnings=warnings_to_keep(context, details),
        registered_by=context.viewer.account_id,
    )
    if details.iin is None:
        row.temporary_id = await people.temporary_id(context.tx, clinic.number, context.today)
    added = await people.add(context.tx, row)
    if added is None:
        return _duplicate(context, await duplicates.same_iin(context, details))
    if mother is not None:
        await _link_mother(context, added, mother)
    context.audit.showed([added.id])
    context.audit.changes["registered"] = [str(added.id)]
    return added


async def _link_mother(context: OperationContext, child: Patient, mother: Patient) -> None:
    link = FamilyLink(
        patient_id=child.id,
        relative_id=mother.id,
        clinic_id=child.clinic_id,
        tie=FamilyTie.MOTHER,
        since=child.birth_date,
        recorded_by=context.viewer.account_id,
    )
    added = await families.add(context.tx, link)
    context.audit.showed([mother.id])
    context.audit.changes["family_link"] = str(added.id)


async def _change(
    context: OperationContext, row: Patient, details: PersonDetails, given: Mapping[str, Any]
) -> Patient | Refusal:
    clinic = await people.own_clinic(context.tx)
    values = people.details_columns(details, clinic.number)
    values["warnings"] = warnings_to_keep(context, details, row)
    changed = {name for name, value in values.items() if name in READABLE and value != getattr(row, name)}
    if not changed:
        return row
    if changed & IDENTITY_FIELDS:
        refusal = await _refuse_identity_change(context, row, details, given)
        if refusal is not None:
            return refusal
    updated = await people.change(context.tx, row, values)
    if updated is None:
        return _duplicate(context, await duplicates.same_iin(context, details))
    context.audit.changes["updated"] = sorted(changed)
    if "deceased_on" in changed:
        await end_attachments(context, updated)
    return updated


async def _refuse_identity_change(
    context: OperationContext, row: Patient, details: PersonDetails, given: Mapping[str, Any]
) -> Refusal | None:
    if not is_reason(given.get("reason")):
        return reason_too_short("reason")
    context.audit.purpose = given["reason"]
    return await _refuse_duplicate(context, details, given.get("override"), row.id)


def warnings_to_keep(
    context: OperationContext, details: PersonDetails | Patient, known: Patient | None = None
) -> Any:
    """The warnings to keep with the record; one that stands already keeps its moment."""
    stored: Any = known.warnings if known is not None else []
    since = {warning["code"]: warning["since"] for warning in stored}
    return [
        {
            "code": warning.code,
            "facts": dict(warning.facts),
            "since": since.get(warning.code, context.now.isoformat()),
        }
        for warning in warnings_of(details, context.today)
    ]


READABLE = frozenset(PersonDetails.__dataclass_fields__)
