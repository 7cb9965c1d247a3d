"""What somebody did in the last minutes, with a way back where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from db.queries import patient as people
from db.queries import recent_action as recorded
from db.tables import Attachment, Merge, Patient
from domain.access import Action
from domain.available import AvailableAction
from domain.messages import message
from resolvers import attachment as attachments
from resolvers import merge as merges
from resolvers.context import OperationContext

RECENT = timedelta(hours=1)
LARGEST_PAGE = 50


class ActionKind(StrEnum):
    """What was done."""

    REGISTERED = "REGISTERED"
    ATTACHED = "ATTACHED"
    DETACHED = "DETACHED"
    MERGED = "MERGED"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentAction:
    """One act of one account; `undo_until` is null where the way back stays open."""

    at: datetime
    what: ActionKind
    patient: Patient | None = None
    attachment: Attachment | None = None
    merge: Merge | None = None
    can_undo: bool = False
    undo_until: datetime | None = None


async def recent(context: OperationContext, first: int = 10) -> list[RecentAction]:
    """The account's own registrations, attachments, detachments and merges of the last hour, newest first."""
    context.viewer.must(Action.SEARCH_PATIENTS)
    first, since = max(0, min(first, LARGEST_PAGE)), context.now - RECENT
    registered = await recorded.registered(context.tx, since, first)
    attached = await recorded.attached(context.tx, since, first)
    detached = await recorded.detached(context.tx, since, first)
    merged = await recorded.merged(context.tx, since, first)
    whose = await _people(
        context,
        [*(row.patient_id for row in (*attached, *detached)), *(row.survivor_id for row in merged)],
    )
    done = [
        *(RecentAction(at=row.registered_at, what=ActionKind.REGISTERED, patient=row) for row in registered),
        *(_attached(context, row, whose) for row in attached),
        *(_detached(context, row, whose) for row in detached),
        *(_merged(context, row, whose) for row in merged),
    ]
    latest = sorted(done, key=lambda action: action.at, reverse=True)[:first]
    context.audit.showed(action.patient.id for action in latest if action.patient)
    return latest


def words(action: RecentAction, context: OperationContext) -> str:
    return message(f"DONE_{action.what}", context.language)


async def _people(context: OperationContext, ids: list[UUID]) -> Mapping[UUID, Patient]:
    if not ids:
        return {}
    rows = await context.tx.all(Patient, people.visible_people(context.viewer, ids))
    return {row.id: row for row in rows}


def _attached(context: OperationContext, row: Attachment, whose: Mapping[UUID, Patient]) -> RecentAction:
    return _of_attachment(context, row, whose, ActionKind.ATTACHED, row.recorded_at, AvailableAction.UNDO)


def _detached(context: OperationContext, row: Attachment, whose: Mapping[UUID, Patient]) -> RecentAction:
    assert row.ended_at is not None
    return _of_attachment(
        context, row, whose, ActionKind.DETACHED, row.ended_at, AvailableAction.UNDO_DETACHMENT
    )


def _of_attachment(
    context: OperationContext,
    row: Attachment,
    whose: Mapping[UUID, Patient],
    what: ActionKind,
    at: datetime,
    undo: AvailableAction,
) -> RecentAction:
    open_to_undo = undo in attachments.available_actions(row, context.viewer, context.now)
    return RecentAction(
        at=at,
        what=what,
        patient=whose.get(row.patient_id),
        attachment=row,
        can_undo=open_to_undo,
        undo_until=at + attachments.UNDO_FOR if open_to_undo else None,
    )


def _merged(context: OperationContext, row: Merge, whose: Mapping[UUID, Patient]) -> RecentAction:
    return RecentAction(
        at=row.merged_at,
        what=ActionKind.MERGED,
        patient=whose.get(row.survivor_id),
        merge=row,
        can_undo=AvailableAction.UNMERGE in merges.available_actions(row, context),
    )
