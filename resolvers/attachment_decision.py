"""Deciding a request for attachment under the locks, and storing what came of it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from db.database import DbRole, Transaction
from db.queries import attachment_writing as writing
from db.queries import doctor_list as lists
from db.queries import outbox
from db.queries.attachment_writing import Guard, ListsTaken
from db.tables import Area, Attachment, AttachmentRefusal, Outbox
from domain.attachment import AttachmentAccepted, AttachmentFacts, DetachmentReason, decide_attachment
from domain.refusal import Refusal, RefusalCode
from resolvers.attachment_facts import Asked, Person, area_of_list, counted, known_facts, rules
from resolvers.refusals import NormExceeded

CHANNEL = "attachment_changed"
MOST_ALTERNATIVES = 5
PATIENCE_SECONDS, LOOKS = 1.0, 8
"""How long a desk waits for a list before it looks again whether it has room, and how many times in all."""


async def decide(tx: Transaction, asked: Asked) -> Attachment | Refusal:
    """Attach or refuse. A refusal is stored as well: somebody asked, and somebody may ask why not."""
    person = await _lock_person(tx, asked)
    if person is None:
        return Refusal(RefusalCode.NOT_FOUND, path=("patientId",))
    area = await area_of_list(tx, person.patient, asked.doctor_list)
    known = await known_facts(tx, asked, person, area)
    outcome = await _decide(tx, asked, person, area, known)
    if isinstance(outcome, Refusal):
        return await _refuse(tx, asked, outcome)
    await _tell(tx, outcome, person)
    return outcome


async def _decide(
    tx: Transaction, asked: Asked, person: Person, area: Area | None, known: AttachmentFacts
) -> Attachment | Refusal:
    """First by what all see, so that nobody waits for a full list; a yes again under locks.

    Who has waited long for them looks again: meanwhile somebody may have got the last place. Raises ListsTaken,
    which means "come back later", when there is still room, and still no end of the queue.
    """
    for looks_left in reversed(range(LOOKS)):
        seen = await _judge(tx, asked, person, known)
        if isinstance(seen, Refusal):
            return seen
        await tx.wait_at_most(PATIENCE_SECONDS)
        try:
            return await _decide_locked(tx, asked, person, area, known)
        except ListsTaken:
            if not looks_left:
                raise
        asked = await _looked_at(tx, asked)
    raise AssertionError("the last look answers or raises")


async def _decide_locked(
    tx: Transaction, asked: Asked, person: Person, area: Area | None, known: AttachmentFacts
) -> Attachment | Refusal:
    """Who is refused frees the lists before that is written: the next in the queue waits for two statements."""
    async with tx.savepoint() as locks:
        locked = await _lock_lists(tx, asked, person)
        accepted = await _judge(tx, locked, person, known)
        if isinstance(accepted, Refusal):
            await locks.rollback()
            return accepted
        return await _store(tx, locked, person, area, accepted)


async def _looked_at(tx: Transaction, asked: Asked) -> Asked:
    found = await writing.doctor_list(tx, asked.doctor_list.id)
    return asked.with_list(found or asked.doctor_list)


async def _judge(
    tx: Transaction, asked: Asked, person: Person, known: AttachmentFacts
) -> AttachmentAccepted | Refusal:
    facts = await counted(tx, asked, person, known)
    return decide_attachment(asked.request, facts, rules(), asked.on)


async def _lock_person(tx: Transaction, asked: Asked) -> Person | None:
    """Nobody else decides about this person until it is over."""
    async with tx.acting_as(DbRole.TRANSFER, person=str(asked.patient_id)) as one:
        patient = await writing.lock_person(one, asked.patient_id)
        return Person(patient, await writing.history_of(one, asked.patient_id)) if patient else None


async def _lock_lists(tx: Transaction, asked: Asked, person: Person) -> Asked:
    """Lock the lists that lose or gain the person; the count of the gaining one stays from here on."""
    losing = [row.list_id for row in person.still_counting(asked.starts_on)]
    async with tx.acting_as(DbRole.TRANSFER, person=str(asked.patient_id)) as one:
        locked = await writing.lock_lists(one, [asked.doctor_list.id, *losing])
    return asked.with_list(locked[asked.doctor_list.id])


async def _store(
    tx: Transaction, asked: Asked, person: Person, area: Area | None, accepted: AttachmentAccepted
) -> Attachment | Refusal:
    new = _new(asked, person, area, accepted)
    async with tx.acting_as(DbRole.TRANSFER, person=str(asked.patient_id)) as one:
        stored, guard = await writing.replace(one, new, person.still_counting(new.starts_on))
    if guard is Guard.LIST_LIMIT:
        return _full(asked)
    return stored or Refusal(RefusalCode.ALREADY_ATTACHED_HERE, path=("listId",))


def _new(asked: Asked, person: Person, area: Area | None, accepted: AttachmentAccepted) -> Attachment:
    previous = person.attachment_on(asked.starts_on)
    return Attachment(
        patient_id=asked.patient_id,
        clinic_id=asked.doctor_list.clinic_id,
        list_id=asked.doctor_list.id,
        area_id=area.id if area else None,
        starts_on=asked.starts_on,
        ends_on=accepted.ends_on,
        end_reason=DetachmentReason.CONTRACT_ENDED if accepted.ends_on else None,
        channel=asked.channel,
        reason=asked.reason,
        evidence=asked.evidence,
        resident=area is not None,
        home_visits=accepted.home_visits,
        over_norm=accepted.over_norm,
        list_limit=accepted.list_limit,
        override_reason=asked.override_reason if accepted.overridden else None,
        requested_on=asked.on,
        previous_id=previous.id if previous else None,
        recorded_by=asked.recorded_by,
    )


def _full(asked: Asked) -> Refusal:
    """What the rules would have said a moment later: the guard under the list's lock saw it first."""
    norm = lists.norm_of(asked.doctor_list.kind, asked.starts_on)
    facts = {"people": asked.doctor_list.people, "norm": norm.people if norm else asked.doctor_list.people}
    return Refusal(RefusalCode.NORM_EXCEEDED, path=("listId",), facts=facts)


async def _refuse(tx: Transaction, asked: Asked, refusal: Refusal) -> Refusal:
    await writing.refuse(tx, _on_record(asked, refusal))
    if refusal.code is not RefusalCode.NORM_EXCEEDED:
        return refusal
    return NormExceeded(
        rule=refusal.rule,
        path=refusal.path,
        facts=refusal.facts,
        people=int(str(refusal.facts["people"])),
        norm=int(str(refusal.facts["norm"])),
        alternatives=tuple(
            await lists.alternatives(tx, asked.doctor_list, asked.starts_on, MOST_ALTERNATIVES)
        ),
    )


def _on_record(asked: Asked, refusal: Refusal) -> AttachmentRefusal:
    return AttachmentRefusal(
        patient_id=asked.patient_id,
        clinic_id=asked.doctor_list.clinic_id,
        list_id=asked.doctor_list.id,
        code=refusal.code.value,
        facts={name: _plain(fact) for name, fact in refusal.facts.items()},
        rule=asdict(refusal.rule) if refusal.rule else {},
        refused_on=asked.today,
        recorded_by=asked.recorded_by,
    )


def _plain(fact: str | int | date) -> str | int:
    return fact.isoformat() if isinstance(fact, date) else fact


async def _tell(tx: Transaction, new: Attachment, person: Person) -> None:
    """Both clinics' desks at once; the losing clinic by a message too."""
    replaced = person.still_counting(new.starts_on)
    await announce(tx, [new, *replaced], "ATTACHED")
    if losing := {row.clinic_id for row in replaced} - {new.clinic_id}:
        async with tx.acting_as(DbRole.TRANSFER, person=str(new.patient_id)) as one:
            for clinic_id in losing:
                await outbox.send(one, _notice(new, clinic_id))


def _notice(new: Attachment, clinic_id: UUID) -> Outbox:
    return Outbox(
        topic="attachment.left",
        recipient=f"clinic:{clinic_id}",
        clinic_id=clinic_id,
        payload={
            "attachment_id": str(new.id),
            "patient_id": str(new.patient_id),
            "to_clinic_id": str(new.clinic_id),
            "from_day": new.starts_on.isoformat(),
        },
    )


async def announce(tx: Transaction, rows: Sequence[Attachment], what: str) -> None:
    """Tell the open windows of all clinics concerned, when this commits."""
    payload: dict[str, Any] = {
        "attachment_ids": [str(row.id) for row in rows],
        "clinic_ids": sorted({str(row.clinic_id) for row in rows}),
        "patient_id": str(rows[0].patient_id),
        "what": what,
    }
    await tx.notify(CHANNEL, payload)
