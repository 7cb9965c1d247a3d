"""Two records of one person made one, and parted again. See docs/adr/0005-merge-keeps-rows.md."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from db.queries import merge as merges
from db.queries import patient as people
from db.tables import Merge, Patient
from domain.access import Action
from domain.available import AvailableAction
from domain.refusal import Refusal, RefusalCode
from domain.registration import is_reason
from resolvers import merge_steps as steps
from resolvers.context import OperationContext
from resolvers.patient import reason_too_short
from resolvers.refusals import StaleVersion


async def merge(context: OperationContext, given: dict[str, Any]) -> Merge | Refusal:
    """The survivor stays, the merged record points to it; what each had is remembered."""
    context.viewer.must(Action.MERGE_PATIENTS)
    survivor_id, merged_id = given["survivor_id"], given["merged_id"]
    if survivor_id == merged_id:
        return Refusal(RefusalCode.CANNOT_MERGE_WITH_ITSELF, path=("mergedId",))
    if not is_reason(given["reason"]):
        return reason_too_short("reason")
    await merges.take_turns(context.tx, context.own_clinic)
    found = await people.locked(context.tx, [survivor_id, merged_id])
    refusal = _refuse(found, given) or await _refuse_attached_elsewhere(context, merged_id)
    if refusal is not None:
        return refusal
    await merges.lock_lists_of(context.tx, [survivor_id, merged_id])
    made = await _record(context, found[survivor_id], found[merged_id], given["reason"])
    context.audit.purpose = given["reason"]
    context.audit.showed([survivor_id, merged_id])
    context.audit.changes["merged"] = _ids(made)
    return made


async def unmerge(context: OperationContext, given: dict[str, Any]) -> Merge | Refusal:
    """Both records as they were, with what was added to either since; later merges of theirs stand."""
    context.viewer.must(Action.MERGE_PATIENTS)
    if not is_reason(given["reason"]):
        return reason_too_short("reason")
    await merges.take_turns(context.tx, context.own_clinic)
    undone = await merges.by_id(context.tx, given["merge_id"])
    if undone is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("mergeId",))
    if undone.undone_at is not None:
        return Refusal(RefusalCode.NOTHING_TO_UNDO, path=("mergeId",))
    later = await merges.open_after(context.tx, undone)
    involved = {key for row in (undone, *later) for key in (row.survivor_id, row.merged_id)}
    found = await people.locked(context.tx, list(involved))
    root = later[-1].survivor_id if later else undone.survivor_id
    closed = [UUID(end["id"]) for row in (undone, *later) for end in row.moved["closed"]]
    all_here = len(found) == len(involved) and found[root].merged_into is None
    if not all_here or not await merges.are_ours(context.tx, closed):
        return Refusal(RefusalCode.FORBIDDEN_HERE, path=("mergeId",))
    await merges.lock_lists_of(context.tx, list(involved))
    return await _part(context, undone, later, given["reason"])


def available_actions(row: Merge, context: OperationContext) -> list[AvailableAction]:
    """A merge can be undone as long as it stands: there is no hurry with two people in one record."""
    may = context.viewer.can(Action.MERGE_PATIENTS) and row.clinic_id in context.viewer.clinic_ids
    return [AvailableAction.UNMERGE] if may and row.undone_at is None else []


async def merges_of(context: OperationContext, ids: Sequence[UUID]) -> Mapping[UUID, list[Merge]]:
    """The merges of each person, on either side, newest first."""
    found: dict[UUID, list[Merge]] = {key: [] for key in ids}
    for row in await merges.touching(context.tx, ids):
        for key in (row.survivor_id, row.merged_id):
            if key in found:
                found[key].append(row)
    return found


def _refuse(found: Mapping[UUID, Patient], given: Mapping[str, Any]) -> Refusal | None:
    for side in ("survivor", "merged"):
        row = found.get(given[f"{side}_id"])
        if row is None:
            return Refusal(RefusalCode.NOT_FOUND, path=(f"{side}Id",))
        if row.merged_into is not None:
            return Refusal(RefusalCode.ALREADY_MERGED, path=(f"{side}Id",))
        if row.version != given[f"{side}_version"]:
            return StaleVersion(current=row, path=(f"{side}Version",))
    return None


async def _refuse_attached_elsewhere(context: OperationContext, merged_id: UUID) -> Refusal | None:
    """Another clinic counts on the record from some day on: it is not ours alone to close."""
    coming = await merges.attachments_from(context.tx, merged_id, context.today)
    if all(row.clinic_id in context.viewer.clinic_ids for row in coming):
        return None
    return Refusal(RefusalCode.FORBIDDEN_HERE, path=("mergedId",))


async def _record(context: OperationContext, survivor: Patient, merged: Patient, reason: str) -> Merge:
    made = await merges.add(
        context.tx,
        Merge(
            survivor_id=survivor.id,
            merged_id=merged.id,
            clinic_id=survivor.clinic_id,
            reason=reason,
            merged_by=context.viewer.account_id,
        ),
    )
    return await steps.apply(context, made, context.today)


async def _part(
    context: OperationContext, undone: Merge, later: Sequence[Merge], reason: str
) -> Merge | Refusal:
    try:
        async with context.tx.savepoint():
            parted = await steps.undo(context, undone, later, reason)
    except merges.IinTaken:
        return Refusal(RefusalCode.DUPLICATE_PERSON, path=("mergeId",))
    context.audit.purpose = reason
    context.audit.showed([undone.survivor_id, undone.merged_id])
    context.audit.changes["unmerged"] = _ids(undone)
    return parted


def _ids(row: Merge) -> dict[str, str]:
    return {"merge": str(row.id), "survivor": str(row.survivor_id), "merged": str(row.merged_id)}
