"""What each new day does to attachments: records follow, contracts end, addresses decide for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from db.database import Database, Transaction
from db.queries import access_event, settling
from db.queries import attachment_writing as writing
from db.queries.area import areas_at_home
from db.tables import Attachment, DoctorList, Patient
from domain.access import SYSTEM
from domain.attachment import AttachmentChannel, AttachmentReason
from domain.day import day_of
from resolvers.attachment_decision import announce, decide
from resolvers.attachment_facts import Asked, kinds_for
from resolvers.context import AuditNote

AT_ONCE = 100
OPERATION = "settleAttachments"


@dataclass(slots=True)
class Settled:
    """How many people each part of the job was about."""

    followed: int = 0
    contracts: int = 0
    attached: int = 0
    refused: int = 0


async def settle(database: Database, now: datetime | None = None) -> Settled:
    """Do all that a new day asks for. Safe to repeat and to run twice at once."""
    now = now or datetime.now(UTC)
    today = day_of(now)
    done = Settled()
    done.contracts = await _contracts(database, today)
    done.followed = await _followers(database, today)
    await _default_attachments(database, today, now, done)
    return done


async def _followers(database: Database, today: date) -> int:
    """In small steps, so that no desk waits for long."""
    total = 0
    while True:
        async with database.transaction(SYSTEM) as tx:
            patient_ids = await settling.who_follows(tx, today, AT_ONCE)
            rows = await settling.follow(tx, patient_ids, today)
            await _on_record(tx, "STARTED", rows)
        total += len(patient_ids)
        if len(patient_ids) < AT_ONCE:
            return total


async def _contracts(database: Database, today: date) -> int:
    total, last = 0, None
    while True:
        async with database.transaction(SYSTEM) as tx:
            patient_ids = await settling.out_of_step_with_contract(tx, today, last, AT_ONCE)
        for patient_id in patient_ids:
            await _end_with_contract(database, patient_id, today)
        total += len(patient_ids)
        if len(patient_ids) < AT_ONCE:
            return total
        last = patient_ids[-1]


async def _end_with_contract(database: Database, patient_id: UUID, today: date) -> None:
    async with database.transaction(SYSTEM) as tx:
        await writing.lock_person(tx, patient_id)
        await writing.lock_lists(tx, [row.list_id for row in await writing.all_of(tx, patient_id)])
        await _on_record(tx, "ENDED", await settling.end_with_contract(tx, patient_id, today))


async def _default_attachments(database: Database, today: date, now: datetime, done: Settled) -> None:
    last: UUID | None = None
    while True:
        async with database.transaction(SYSTEM) as tx:
            people = await settling.without_clinic(tx, today, now, last, AT_ONCE)
        for patient in people:
            await _attach_by_address(database, patient, today, done)
        if len(people) < AT_ONCE:
            return
        last = people[-1].id


async def _attach_by_address(database: Database, patient: Patient, today: date, done: Settled) -> None:
    async with database.transaction(SYSTEM) as tx:
        chosen = await _list_at_home(tx, patient, today)
        if chosen is None:
            return
        outcome = await decide(tx, _by_address(patient, chosen, today))
        if isinstance(outcome, Attachment):
            done.attached += 1
            await _record(tx, [outcome])
        else:
            done.refused += 1


async def _list_at_home(tx: Transaction, patient: Patient, today: date) -> DoctorList | None:
    """The list of the area that the person lives in, of the kind that fits their age best."""
    areas = await areas_at_home(tx, patient)
    for kind in kinds_for(patient.birth_date, today):
        for area in areas:
            if area.kind == kind and area.list_id:
                return await writing.doctor_list(tx, area.list_id)
    return None


def _by_address(patient: Patient, chosen: DoctorList, today: date) -> Asked:
    return Asked(
        patient_id=patient.id,
        doctor_list=chosen,
        reason=AttachmentReason.DEFAULT_BY_ADDRESS,
        channel=AttachmentChannel.DEFAULT,
        on=today,
        today=today,
    )


async def _on_record(tx: Transaction, what: str, rows: Sequence[Attachment]) -> None:
    for row in rows:
        await announce(tx, [row], what)
    if rows:
        await _record(tx, rows)


async def _record(tx: Transaction, rows: Sequence[Attachment]) -> None:
    """The system's acts stand in the trail like anybody's."""
    note = AuditNote(changes={"attachments": [str(row.id) for row in rows]})
    note.showed(row.patient_id for row in rows)
    await access_event.record(
        tx, SYSTEM, note, operation=OPERATION, document=None, address=None, trace_id=None
    )
