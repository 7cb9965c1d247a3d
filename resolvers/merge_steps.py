"""The two steps of merging: to make a merge hold, and to take back all that it did."""

from collections.abc import Mapping, Sequence, Set
from datetime import UTC, date
from typing import Any
from uuid import UUID

from db.queries import merge as merges
from db.queries import patient as people
from db.tables import Attachment, Merge, Patient
from domain.merge import columns_of, gifts, values_of, without_gifts
from resolvers.attachment_decision import announce
from resolvers.context import OperationContext
from resolvers.patient import warnings_to_keep

NOTHING: frozenset[str] = frozenset()
CONTINUED = (
    "clinic_id",
    "list_id",
    "area_id",
    "ends_on",
    "end_reason",
    "ended_at",
    "ended_by",
    "channel",
    "reason",
    "evidence",
    "resident",
    "home_visits",
    "over_norm",
    "override_reason",
    "requested_on",
)


async def undo(context: OperationContext, undone: Merge, later: Sequence[Merge], reason: str) -> Merge:
    """Take back the later merges, newest first, then this one, and let the later ones hold again.

    So the rest stands as if the undone merge had never been. Raises IinTaken.
    """
    root = later[-1].survivor_id if later else undone.survivor_id
    was_attached = bool(await merges.attachments_from(context.tx, root, context.today))
    changed: set[str] = set()
    for row in reversed(later):
        changed |= await take_back(context, row)
    await take_back(context, undone)
    parted = await merges.mark_undone(context.tx, undone, context.viewer.account_id, reason)
    for row in later:
        day = date.fromisoformat(row.moved["day"])
        await apply(context, row, day, untouched=changed, may_take_over=was_attached)
    return parted


async def apply(
    context: OperationContext,
    row: Merge,
    day: date,
    *,
    untouched: Set[str] = NOTHING,
    may_take_over: bool = True,
) -> Merge:
    """Make a merge hold from a day on, and remember every value and row that it changes. Raises IinTaken."""
    both = await people.locked(context.tx, [row.survivor_id, row.merged_id])
    survivor, merged = both[row.survivor_id], both[row.merged_id]
    of_survivor = frozenset(key.partition(" ")[2] for key in untouched if key.startswith(f"{survivor.id} "))
    given = gifts(values_of(survivor), values_of(merged), of_survivor)
    await merges.write_person(context.tx, merged.id, {"merged_into": survivor.id})
    survivor = await _write(
        context, survivor, columns_of({name: after for name, (_, after) in given.items()})
    )
    closed = await _close(context, merged.id, day)
    opened = await _take_over(context, survivor, closed, day) if may_take_over else []
    moved = {
        "day": day.isoformat(),
        "gifts": given,
        "closed": [_end(before) | {"id": str(before.id)} for before, _ in closed],
        "opened": [_end(taken) | {"id": str(taken.id)} for taken in opened],
    }
    await _announce(context, [after for _, after in closed], opened)
    return await merges.remember(context.tx, row, moved)


async def take_back(context: OperationContext, row: Merge) -> set[str]:
    """Undo what a merge did; what people have changed since stays, and is told. Raises IinTaken."""
    survivor = (await people.locked(context.tx, [row.survivor_id]))[row.survivor_id]
    back, changed = without_gifts(values_of(survivor), row.moved["gifts"])
    await _write(context, survivor, columns_of(back))
    await merges.write_person(context.tx, row.merged_id, {"merged_into": None})
    emptied = [await _empty(context, taken) for taken in row.moved["opened"]]
    reopened = [await merges.put_back(context.tx, UUID(end["id"]), end) for end in row.moved["closed"]]
    await _announce(context, [one for one in emptied if one], reopened)
    return {f"{survivor.id} {name}" for name in changed}


async def _write(context: OperationContext, person: Patient, columns: Mapping[str, Any]) -> Patient:
    """New values of the survivor; warnings follow the IIN."""
    values = dict(columns)
    if "iin" in values:
        seen = person.model_copy(update={"iin": values["iin"]})
        values["warnings"] = warnings_to_keep(context, seen, person)
    return await merges.write_person(context.tx, person.id, values)


async def _close(
    context: OperationContext, merged_id: UUID, day: date
) -> list[tuple[Attachment, Attachment]]:
    """End what the merged record still had, on the day of the merge; each as it was and as it is."""
    closed = []
    for before in await merges.attachments_from(context.tx, merged_id, day):
        ends_on = max(day, before.starts_on)
        after = await merges.close(context.tx, before, ends_on, context.viewer.account_id)
        closed.append((before, after))
    return closed


async def _take_over(
    context: OperationContext, survivor: Patient, closed: Sequence[tuple[Attachment, Attachment]], day: date
) -> list[Attachment]:
    """The merged record's attachments go on as the survivor's where the survivor has none."""
    if survivor.deceased_on or await merges.attachments_from(context.tx, survivor.id, day):
        return []
    return [
        await merges.take_over(context.tx, _continued(context, survivor, before, max(day, before.starts_on)))
        for before, _ in closed
    ]


def _continued(
    context: OperationContext, survivor: Patient, before: Attachment, starts_on: date
) -> Attachment:
    """The same attachment for the survivor; no norm can refuse it, because nobody is added to the list."""
    kept = {name: getattr(before, name) for name in CONTINUED}
    return Attachment(
        **kept,
        patient_id=survivor.id,
        starts_on=starts_on,
        previous_id=before.id,
        recorded_by=context.viewer.account_id,
    )


async def _empty(context: OperationContext, taken: Mapping[str, Any]) -> Attachment | None:
    """Empty an attachment that was taken over, unless somebody has ended it since."""
    row = await merges.attachment(context.tx, UUID(taken["id"]))
    if _end(row) != {name: value for name, value in taken.items() if name != "id"}:
        return None
    return await merges.empty(context.tx, row, context.viewer.account_id)


def _end(row: Attachment) -> dict[str, Any]:
    """How and when an attachment ends, as JSON keeps it."""
    return {
        "ends_on": row.ends_on and row.ends_on.isoformat(),
        "end_reason": row.end_reason,
        "ended_at": row.ended_at and row.ended_at.astimezone(UTC).isoformat(),
        "ended_by": row.ended_by and str(row.ended_by),
    }


async def _announce(
    context: OperationContext, ended: Sequence[Attachment], begun: Sequence[Attachment]
) -> None:
    if ended:
        await announce(context.tx, ended, "DETACHED")
    if begun:
        await announce(context.tx, begun, "ATTACHED")
