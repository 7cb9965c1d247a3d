"""Planning reminders from stored due dates, and showing what would be planned."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from db.database import Transaction
from db.queries import reminder as reminders
from db.queries import reminder_facts as known
from db.reference import reminder_rules, working_days
from db.tables import Clinic, Reminder
from domain.day import ALMATY
from domain.language import Language
from domain.reminder import Item, Proposal, propose
from domain.reminder_fate import ReminderReason
from domain.reminder_rules import ReminderChannel, ReminderRules, SendingHours, rules_on
from domain.reminder_text import Clinic as Signature
from domain.reminder_text import reminder_text
from resolvers.reminder_facts import Facts, facts_about

AT_ONCE = 200
PREVIEWED_AT_ONCE = 2000  # somebody waits: as few questions to the database as memory allows


@dataclass(frozen=True, slots=True)
class ClinicProposal:
    """What a clinic would tell somebody, or why not; `proposal` is null when there is nobody to tell."""

    clinic_id: UUID
    patient_ids: tuple[UUID, ...]
    names: tuple[str, ...]
    proposal: Proposal | None

    @property
    def reason(self) -> ReminderReason | None:
        return self.proposal.reason if self.proposal else ReminderReason.NO_GUARDIAN


def rules_for(on: date) -> ReminderRules:
    return rules_on(reminder_rules(), on)


def hours_for(on: date) -> SendingHours:
    return SendingHours(rules_for(on), working_days())


async def proposals(
    tx: Transaction, patient_ids: Sequence[UUID], on: date, configured: Collection[ReminderChannel]
) -> list[ClinicProposal]:
    """What would be said to whoever is told about these people, about all that they are told of."""
    rules = rules_for(on)
    first = await facts_about(tx, patient_ids, rules, on)
    told = {first.whom_to_tell(one, configured) for one in patient_ids if one in first.people} - {None}
    wards = await known.guardianships(tx, rules.guardians, relatives=[one for one in told if one])
    everybody = {*patient_ids, *(tie.child_id for tie in wards), *(one for one in told if one)}
    facts = await facts_about(tx, everybody, rules, on)
    return list(_grouped(facts, everybody, {one for one in told if one}, set(patient_ids), configured))


def _grouped(
    facts: Facts,
    everybody: Iterable[UUID],
    told: set[UUID],
    asked: set[UUID],
    configured: Collection[ReminderChannel],
) -> Iterable[ClinicProposal]:
    """One proposal for each person who is told, by each clinic; and those of whom nobody can be told."""
    groups: dict[tuple[UUID, UUID], list[UUID]] = defaultdict(list)
    with_due = {patient_id for patient_id, _ in facts.due}
    for patient_id in sorted(set(everybody) & with_due & facts.people.keys()):
        clinic_id = facts.people[patient_id].clinic_id
        to = facts.whom_to_tell(patient_id, configured)
        if to in told:
            groups[to, clinic_id].append(patient_id)
        elif patient_id in asked and to is None:
            yield ClinicProposal(clinic_id, (patient_id,), (facts.people[patient_id].given_name,), None)
    for (to, clinic_id), patient_ids in groups.items():
        items = facts.items_for(patient_ids, clinic_id, to)
        made = propose(facts.recipient(to), items, facts.rules, facts.on, configured)
        names = tuple(facts.people[one].given_name for one in patient_ids)
        yield ClinicProposal(clinic_id, tuple(patient_ids), names, made)


async def plan(
    tx: Transaction, patient_ids: Sequence[UUID], now: datetime, configured: Collection[ReminderChannel]
) -> int:
    """Store the messages of today about these people; how many. A person who has one open gets no other."""
    local = now.astimezone(ALMATY)
    hours, planned = hours_for(local.date()), 0
    for one in await proposals(tx, patient_ids, local.date(), configured):
        if one.proposal is not None and one.proposal.way is not None:
            planned += await _store(tx, one.clinic_id, one.proposal, local, hours)
    return planned


async def _store(
    tx: Transaction, clinic_id: UUID, made: Proposal, local: datetime, hours: SendingHours
) -> bool:
    assert made.way is not None
    message = Reminder(
        clinic_id=clinic_id,
        recipient_id=made.who.id,
        planned_for=local.date(),
        language=made.who.language,
        channel=made.way.channel,
        next_try_at=hours.next_opening(local),
    )
    return await reminders.add(tx, message, [_row(clinic_id, item) for item in made.items])


def _row(clinic_id: UUID, item: Item) -> dict[str, Any]:
    assert item.due is not None
    return {
        "patient_id": item.patient_id,
        "clinic_id": clinic_id,
        "vaccine_group": item.vaccine_group,
        "dose_number": item.dose_number,
        "act_on": item.due.act_on,
    }


async def candidates(
    tx: Transaction, on: date, clinic_id: UUID | None, after: UUID | None, at_most: int = AT_ONCE
) -> list[UUID]:
    return await known.candidates(tx, rules_for(on), on, clinic_id, after, at_most)


def said(proposal: Proposal, clinic: Clinic, on: date) -> str:
    """The text of a proposal, in the language of who reads it."""
    return words(proposal.items, proposal.who.language, clinic, on)


def words(items: Sequence[Item], language: str, clinic: Clinic, on: date) -> str:
    days = [item.due.act_on for item in items if item.due and item.due.act_on]
    ahead = min(days, default=on)
    signature = Signature(clinic.name_kk, clinic.name_ru, clinic.phone)
    names = [item.given_name for item in items]
    return reminder_text(Language(language), names, ahead if ahead > on else None, signature)


async def preview(
    tx: Transaction, clinic_id: UUID, on: date, configured: Collection[ReminderChannel]
) -> AsyncIterator[ClinicProposal]:
    """Everything a clinic would say on a day, and why it says nothing to others."""
    last: UUID | None = None
    seen: set[UUID] = set()
    while some := await candidates(tx, on, clinic_id, last, PREVIEWED_AT_ONCE):
        for one in await proposals(tx, some, on, configured):
            key = one.proposal.who.id if one.proposal else one.patient_ids[0]
            if one.clinic_id == clinic_id and key not in seen:
                seen.add(key)
                yield one
        if len(some) < PREVIEWED_AT_ONCE:
            return
        last = some[-1]
