"""Reminders for those who look after them: the day before it comes, trying again, wishes to be left alone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.database import DbRole
from db.queries import clinic as clinics
from db.queries import delivery
from db.queries import reminder as reminders
from db.queries import reminder_opt_out as opt_outs
from db.queries.versioned import row_of
from db.tables import Outbox, Patient, Reminder, ReminderChannelState, ReminderItem, ReminderOptOut
from domain.access import Action, Role
from domain.available import AvailableAction
from domain.language import Language
from domain.messages import message
from domain.refusal import Refusal, RefusalCode
from domain.reminder_fate import ReminderFate, ReminderReason
from domain.reminder_opt_out import ReminderOptOutSource
from domain.reminder_rules import ReminderChannel
from domain.reminder_text import segments
from resolvers.context import OperationContext
from resolvers.refusals import StaleVersion
from resolvers.reminder_planning import ClinicProposal, hours_for, preview, said

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class ProposedReminder:
    """Somebody on a day: the message that they would get, or why none."""

    recipient_id: UUID | None
    names: tuple[str, ...]
    doses: int
    language: Language | None = None
    channel: ReminderChannel | None = None
    text: str | None = None
    segments: int | None = None
    reason: ReminderReason | None = None


@dataclass(frozen=True, slots=True)
class ReminderPreview:
    """A clinic's day of reminders, as far as is known now."""

    on: date
    open: bool
    messages: int
    silent: int
    told: tuple[ProposedReminder, ...]
    not_told: tuple[ProposedReminder, ...]


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How a channel fares. `down`: it failed so often in a row that it is left alone until `next_try_at`."""

    channel: ReminderChannel
    configured: bool
    down: bool
    since: datetime | None
    next_try_at: datetime | None
    detail: str | None
    waiting: int


async def channels(context: OperationContext) -> list[ChannelState]:
    """Every channel that is set up here, and how many messages of the viewer's clinic wait for one that is down."""
    context.viewer.must(Action.PREVIEW_REMINDERS)
    states = [state for state in await delivery.channels(context.tx) if state.configured]
    down = [state.channel for state in states if state.closed_until]
    waiting = await reminders.waiting(context.tx, down) if down else {}
    return [_state(state, waiting.get(state.channel, 0)) for state in states]


def _state(state: ReminderChannelState, waiting: int) -> ChannelState:
    down = state.closed_until is not None
    since = state.changed_at if down else None
    channel = ReminderChannel(state.channel)
    return ChannelState(channel, state.configured, down, since, state.closed_until, state.detail, waiting)


async def preview_day(context: OperationContext, on: date) -> ReminderPreview:
    """Who of the viewer's own clinic would get what. Guardians may be another clinic's people, so the system looks."""
    context.viewer.must(Action.PREVIEW_REMINDERS)
    clinic_id = context.viewer.clinic_id
    if clinic_id is None:
        return ReminderPreview(on, False, 0, 0, (), ())
    async with context.tx.acting_as(DbRole.SYSTEM) as tx:
        states = await delivery.channels(tx)
        configured = {ReminderChannel(state.channel) for state in states if state.configured}
        clinic = await clinics.by_id(tx, clinic_id)
        found = [one async for one in preview(tx, clinic_id, on, configured)]
    told = [one for one in found if one.proposal is not None and one.proposal.way is not None]
    silent = [one for one in found if one not in told]
    shown = [*told[:MOST_SHOWN], *silent[:MOST_SHOWN]]
    context.audit.showed(patient_id for one in shown for patient_id in one.patient_ids)
    return ReminderPreview(
        on,
        hours_for(on).is_open_day(on),
        len(told),
        len(silent),
        tuple(
            _proposed(one, said(one.proposal, clinic, on) if one.proposal else "")
            for one in told[:MOST_SHOWN]
        ),
        tuple(_silent(one) for one in silent[:MOST_SHOWN]),
    )


def _proposed(one: ClinicProposal, text: str) -> ProposedReminder:
    assert one.proposal is not None
    assert one.proposal.way is not None
    items = one.proposal.items
    return ProposedReminder(
        one.proposal.who.id,
        tuple(dict.fromkeys(item.given_name for item in items)),
        len(items),
        one.proposal.who.language,
        one.proposal.way.channel,
        text,
        segments(text),
    )


def _silent(one: ClinicProposal) -> ProposedReminder:
    if one.proposal is None:
        return ProposedReminder(None, one.names, 0, reason=one.reason)
    items = [*one.proposal.items, *(item for item, _ in one.proposal.dropped)]
    names = tuple(dict.fromkeys(item.given_name for item in items))
    return ProposedReminder(
        one.proposal.who.id, names, len(items), one.proposal.who.language, reason=one.reason
    )


# --- Words ---


def reason_words(row: Reminder | ProposedReminder | Outbox, context: OperationContext) -> str | None:
    return _words(row.reason, context.language)


def dropped_words(row: ReminderItem, context: OperationContext) -> str | None:
    return _words(row.dropped, context.language)


def _words(reason: str | None, language: Language) -> str | None:
    return message(f"WHY_{reason}", language) if reason else None


def notice_words(row: Outbox, context: OperationContext) -> str:
    return message("NOTICE_LEFT", context.language, day=date.fromisoformat(row.payload["from_day"]))


def available_actions(row: Reminder, context: OperationContext) -> list[AvailableAction]:
    mine = row.clinic_id == context.viewer.clinic_id and row.fate == ReminderFate.DEAD
    return [AvailableAction.RETRY] if mine and context.viewer.can(Action.RETRY_REMINDER) else []


# --- Acts ---


async def retry(context: OperationContext, given: dict[str, Any]) -> Reminder | Refusal:
    """A dead message is tried anew from now on; everything is looked at again before it leaves."""
    context.viewer.must(Action.RETRY_REMINDER)
    row = await reminders.lock(context.tx, given["reminder_id"])
    if row is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("reminderId",))
    if row.version != given["version"]:
        return StaleVersion(current=row, path=("version",))
    if row.fate != ReminderFate.DEAD:
        return Refusal(RefusalCode.REMINDER_NOT_DEAD, path=("reminderId",))
    again = await reminders.revive(context.tx, row, context.now)
    if again is None:
        return Refusal(RefusalCode.REMINDER_ALREADY_WAITING, path=("reminderId",))
    context.audit.showed([again.recipient_id])
    context.audit.changes["retried"] = str(again.id)
    return again


async def opt_out(context: OperationContext, given: dict[str, Any]) -> ReminderOptOut | Refusal:
    """Keep that somebody wants none; said twice it stands once."""
    context.viewer.must(Action.CHOOSE_REMINDERS)
    patient = await _person(context, given["patient_id"])
    if isinstance(patient, Refusal):
        return patient
    channel, kind = given.get("channel"), given.get("kind")
    by_patient = context.viewer.role is Role.PATIENT
    row = ReminderOptOut(
        patient_id=patient.id,
        clinic_id=patient.clinic_id,
        channel=channel,
        kind=kind,
        source=ReminderOptOutSource.PATIENT if by_patient else ReminderOptOutSource.STAFF,
        recorded_by=context.viewer.account_id,
    )
    kept = await opt_outs.add(context.tx, row)
    kept = kept or await opt_outs.standing(context.tx, patient.id, channel, kind)
    assert kept is not None
    context.audit.changes["opted_out"] = str(kept.id)
    return kept


async def opt_in(context: OperationContext, given: dict[str, Any]) -> ReminderOptOut | Refusal:
    """Take a wish back; it stays on record."""
    context.viewer.must(Action.CHOOSE_REMINDERS)
    row = await opt_outs.lock(context.tx, given["opt_out_id"])
    if row is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("optOutId",))
    if row.ended_at is None:
        row = await opt_outs.end(context.tx, row, context.viewer.account_id)
    context.audit.showed([row.patient_id])
    context.audit.changes["opted_in"] = str(row.id)
    return row


async def _person(context: OperationContext, patient_id: UUID) -> Patient | Refusal:
    patient = await row_of(context.tx, Patient, patient_id)
    if patient is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("patientId",))
    context.audit.showed([patient.id])
    return patient
