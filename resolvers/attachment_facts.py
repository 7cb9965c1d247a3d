"""What is known about a request for attachment when it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from db import reference
from db.database import Transaction
from db.queries import attachment_writing as writing
from db.queries import clinic as clinics
from db.queries.area import areas_at_home, same_place
from db.tables import Area, Attachment, Clinic, DoctorList, Patient
from domain.attachment import AttachmentFacts, AttachmentReason, AttachmentRequest
from domain.attachment_request import AttachmentChannel
from domain.attachment_rules import ListKind
from domain.people import Citizenship, age

rules = reference.attachment_rules
CITIES_OF_REPUBLICAN_STANDING = frozenset({"71", "75", "79"})
CODE_OF_REGION, CODE_OF_DISTRICT = 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request: received on the day `on`, decided `today`."""

    patient_id: UUID
    doctor_list: DoctorList
    reason: AttachmentReason
    channel: AttachmentChannel
    on: date
    today: date
    home_visit_waiver: bool = False
    evidence: str | None = None
    override_reason: str | None = None
    recorded_by: UUID | None = None

    @property
    def starts_on(self) -> date:
        """The first day by the rules, but never a day that is over."""
        return max(rules().starts_on(self.reason, self.on), self.today)

    def with_list(self, doctor_list: DoctorList) -> "Asked":
        return replace(self, doctor_list=doctor_list)

    @property
    def request(self) -> AttachmentRequest:
        return AttachmentRequest(
            clinic_id=self.doctor_list.clinic_id,
            list_id=self.doctor_list.id,
            list_kind=ListKind(self.doctor_list.kind),
            reason=self.reason,
            channel=self.channel,
            home_visit_waiver=self.home_visit_waiver,
            override=self.override_reason is not None,
        )


@dataclass(frozen=True, slots=True)
class Person:
    """A person with all attachments that ever counted, the earliest first."""

    patient: Patient
    history: Sequence[Attachment]

    def attachment_on(self, day: date) -> Attachment | None:
        return next((row for row in self.history if counts_on(row, day)), None)

    def still_counting(self, day: date) -> list[Attachment]:
        """Those that hold on a day or later: a new attachment from that day takes their place."""
        return [row for row in self.history if row.ends_on is None or row.ends_on > day]

    def free_choices(self, year: int) -> int:
        chosen = [row for row in self.history if row.reason == AttachmentReason.FREE_CHOICE]
        return sum(row.requested_on.year == year for row in chosen)


def kinds_for(birth_date: date, on: date) -> list[ListKind]:
    """Lists that take somebody of this age, the family doctor's last."""
    years = age(birth_date, max(on, birth_date)).years
    fitting = [kind for kind in ListKind if (rule := rules().list_age(kind, on)) is None or rule.fits(years)]
    return sorted(fitting, key=lambda kind: kind is ListKind.GP)


def counts_on(row: Attachment, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or row.ends_on > day)


async def person_facts(
    tx: Transaction, person: Person, clinic_id: UUID, on: date, starts_on: date
) -> AttachmentFacts:
    """What holds for every list of a clinic: the person, where they are attached, the clinic's contracts."""
    patient, clinic = person.patient, await clinics.by_id(tx, clinic_id)
    current = person.attachment_on(starts_on) or next(iter(person.still_counting(starts_on)), None)
    stays = current is not None and current.ends_on is None and current.starts_on <= starts_on
    return AttachmentFacts(
        birth_date=patient.birth_date,
        citizenship=Citizenship(patient.citizenship),
        lives_in_area=False,
        people_on_list=0,
        lives_in_unit=_same_unit(patient, clinic),
        insured_until=patient.contract_until,
        is_merged=patient.merged_into is not None,
        deceased_on=patient.deceased_on,
        current_clinic_id=current.clinic_id if current else None,
        current_list_id=current.list_id if current and stays else None,
        free_choices_this_year=person.free_choices(on.year),
        clinic_contracts=await writing.contracts_of(tx, clinic_id),
    )


async def known_facts(tx: Transaction, asked: Asked, person: Person, area: Area | None) -> AttachmentFacts:
    """What holds for a person and a list, but for the people on it, who come and go."""
    chosen, starts_on = asked.doctor_list, asked.starts_on
    return replace(
        await person_facts(tx, person, chosen.clinic_id, asked.on, starts_on),
        lives_in_area=area is not None,
        doctor_is_available=await writing.doctor_works(tx, chosen.id, starts_on),
    )


async def counted(tx: Transaction, asked: Asked, person: Person, known: AttachmentFacts) -> AttachmentFacts:
    """The facts with the people who are on the list now, without this person."""
    chosen = asked.doctor_list
    is_on_it = any(row.list_id == chosen.id and row.ends_on is None for row in person.history)
    return replace(
        known, people_on_list=chosen.people - is_on_it, youngest_on_list=await _youngest(tx, asked)
    )


async def _youngest(tx: Transaction, asked: Asked) -> int | None:
    norms = rules().norms_of(ListKind(asked.doctor_list.kind), asked.starts_on)
    under = next((norm.under_age for norm in norms if norm.under_age is not None), None)
    if under is None:
        return None
    return await writing.count_born_after(
        tx, asked.doctor_list.id, _years_before(asked.today, under), asked.patient_id
    )


def _years_before(day: date, years: int) -> date:
    """Who was born later is younger than so many years on that day."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap_day else day.day)


async def area_of_list(tx: Transaction, patient: Patient, chosen: DoctorList) -> Area | None:
    """The area of this list that the person lives in; none makes them an outsider."""
    areas = await areas_at_home(tx, patient, chosen.clinic_id)
    return next((area for area in areas if area.list_id == chosen.id), None)


def _same_unit(patient: Patient, clinic: Clinic) -> bool:
    """Free choice ends at the border of the district or city (handbook 5.1; the unit is unverified)."""
    length = CODE_OF_REGION if clinic.kato[:2] in CITIES_OF_REPUBLICAN_STANDING else CODE_OF_DISTRICT
    return patient.kato is None or same_place(clinic.kato[:length], patient.kato[:length])
