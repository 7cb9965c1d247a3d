"""What the desk needs before it attaches: the area of the address, doctors with room, reasons open today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from db.database import DbRole
from db.queries import attachment_writing as writing
from db.queries import doctor_list as lists
from db.queries.area import areas_at_home
from db.tables import Area, Attachment, DoctorList, Patient
from domain.access import Action
from domain.attachment import AttachmentFacts, AttachmentReason, Campaign, ListKind, reason_refusal
from domain.refusal import Refusal
from resolvers import reading
from resolvers.attachment_facts import Person, kinds_for, person_facts, rules
from resolvers.context import OperationContext

BY_THE_SYSTEM = frozenset({AttachmentReason.DEFAULT_BY_ADDRESS})


@dataclass(frozen=True, slots=True)
class ReasonOption:
    """A reason, the day an attachment for it would start, and why it cannot be given, when it cannot."""

    reason: AttachmentReason
    starts_on: date
    needs_evidence: bool
    why: Refusal | None

    @property
    def open(self) -> bool:
        return self.why is None


@dataclass(frozen=True, slots=True)
class Options:
    """`patient` and `current` are null for another clinic's, `area` where the address is outside."""

    patient: Patient | None
    deceased: bool
    area: Area | None
    proposed: DoctorList | None
    lists: Sequence[DoctorList]
    reasons: Sequence[ReasonOption]
    campaign: Campaign | None
    starts_on: date
    current: Attachment | None

    @property
    def resident(self) -> bool:
        return self.area is not None


async def options(context: OperationContext, given: dict[str, Any]) -> Options:
    """What to offer one person, or anybody, at a clinic: the viewer's own unless one is named."""
    context.viewer.must(Action.ATTACH_PATIENT)
    clinic_id: UUID = given.get("clinic_id") or context.viewer.clinic_ids[0]
    person = await _person(context, given.get("patient_id"))
    kinds = _kinds(person, context.today)
    areas = await areas_at_home(context.tx, person.patient, clinic_id) if person else []
    open_lists = await lists.lists_of(context.tx, clinic_id, kinds, context.today)
    area = next((area for area in areas if area.kind in kinds), None)
    reasons = await _reasons(context, person, clinic_id)
    return Options(
        patient=await reading.one(context, "patient", person.patient.id) if person else None,
        deceased=person is not None and person.patient.deceased_on is not None,
        area=area,
        proposed=_proposed(area, open_lists, context.today),
        lists=open_lists,
        reasons=reasons,
        campaign=rules().campaign(context.today),
        starts_on=min((reason.starts_on for reason in reasons if reason.open), default=context.today),
        current=_current(context, person),
    )


async def _person(context: OperationContext, patient_id: UUID | None) -> Person | None:
    """Read as for a transfer: the person may be of any clinic, and only what was asked for leaves."""
    if patient_id is None:
        return None
    async with context.tx.acting_as(DbRole.TRANSFER, person=str(patient_id)) as one:
        patient = await writing.person(one, patient_id)
        history = await writing.history_of(one, patient_id)
    if patient is None:
        return None
    context.audit.showed([patient_id])
    return Person(patient, history)


def _kinds(person: Person | None, today: date) -> list[ListKind]:
    return kinds_for(person.patient.birth_date, today) if person else list(ListKind)


async def _reasons(context: OperationContext, person: Person | None, clinic_id: UUID) -> list[ReasonOption]:
    if person is None:
        return [_option(reason, None, clinic_id, context.today) for reason in _offered(context.today)]
    today = context.today
    starts_on = rules().working_days.next_working_day(today)
    facts = await person_facts(context.tx, person, clinic_id, today, starts_on)
    return [_option(reason, facts, clinic_id, today) for reason in _offered(today)]


def _offered(today: date) -> list[AttachmentReason]:
    """The reasons that law knows today, but for those that only the system gives."""
    return [r for r in AttachmentReason if r not in BY_THE_SYSTEM and rules().reason(r, today)]


def _option(
    reason: AttachmentReason, facts: AttachmentFacts | None, clinic_id: UUID, today: date
) -> ReasonOption:
    rule = rules().reason(reason, today)
    same_clinic = facts is not None and facts.current_clinic_id == clinic_id
    return ReasonOption(
        reason=reason,
        starts_on=rules().starts_on(reason, today),
        needs_evidence=rule is not None and rule.needs_evidence,
        why=reason_refusal(reason, facts, rules(), today, same_clinic) if facts else None,
    )


def _proposed(area: Area | None, open_lists: Sequence[DoctorList], today: date) -> DoctorList | None:
    """The doctor of the area, else the emptiest list with room."""
    if area and (own := next((row for row in open_lists if row.id == area.list_id), None)):
        return own
    return next((row for row in open_lists if lists.load(row, today).room != 0), None)


def _current(context: OperationContext, person: Person | None) -> Attachment | None:
    row = person.attachment_on(context.today) if person else None
    return row if row and row.clinic_id in context.viewer.clinic_ids else None
