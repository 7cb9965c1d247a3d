"""What decisions about reminders rest on: people, their guardians, what is due, what they have heard."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.database import Transaction
from db.queries import reminder_facts as known
from db.queries.reminder_facts import DoseKey, Guardianship, Somebody
from db.queries.reminder_opt_out import opted_out
from db.tables import ImmunizationDue
from domain.people import FamilyTie
from domain.reminder import Item, Recipient, Relative, Told, Way, guardian_of, is_adult, way_to
from domain.reminder_rules import ReminderChannel, ReminderKind, ReminderRules


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about some people and who is told about them; `but` is a message that is not counted."""

    rules: ReminderRules
    on: date
    people: Mapping[UUID, Somebody]
    ties: Sequence[Guardianship]
    due: Mapping[tuple[UUID, str], ImmunizationDue]
    told: Mapping[DoseKey, list[Told]]
    heard: Mapping[UUID, list[date]]
    opted_out: Mapping[UUID, frozenset[ReminderChannel | None]]

    def recipient(self, person_id: UUID) -> Recipient:
        who = self.people[person_id]
        return Recipient(
            who.id,
            who.language,
            who.phones,
            who.email,
            who.alive,
            who.merged,
            self.opted_out.get(who.id, frozenset()),
            self.heard.get(who.id, ()),
        )

    def item(self, patient_id: UUID, group: str, number: int, clinic_id: UUID, to: UUID) -> Item:
        patient = self.people[patient_id]
        return Item(
            patient_id,
            patient.given_name,
            group,
            number,
            self.due.get((patient_id, group)),
            self.told.get((patient_id, group, number), ()),
            patient.alive,
            patient.merged,
            clinic_id in patient.attached_to,
            self.is_entitled(patient, to),
        )

    def is_entitled(self, patient: Somebody, to: UUID) -> bool:
        """Adults hear of themselves, guardians of their children, and nobody else."""
        if is_adult(patient.birth_date, self.rules, self.on):
            return patient.id == to
        return any(tie.child_id == patient.id and tie.relative_id == to for tie in self.ties)

    def whom_to_tell(self, patient_id: UUID, configured: Collection[ReminderChannel]) -> UUID | None:
        """Who gets the message about a person; null for a child without a guardian on record."""
        if is_adult(self.people[patient_id].birth_date, self.rules, self.on):
            return patient_id
        relatives = [
            Relative(tie.relative_id, FamilyTie(tie.tie), self.is_reachable(tie.relative_id, configured))
            for tie in self.ties
            if tie.child_id == patient_id and self._is_there(tie.relative_id)
        ]
        chosen = guardian_of(relatives, self.rules)
        return chosen.id if chosen else None

    def is_reachable(self, person_id: UUID, configured: Collection[ReminderChannel]) -> bool:
        return isinstance(way_to(self.recipient(person_id), self.rules, configured), Way)

    def _is_there(self, person_id: UUID) -> bool:
        who = self.people.get(person_id)
        return who is not None and who.alive and not who.merged

    def items_for(self, patient_ids: Iterable[UUID], clinic_id: UUID, to: UUID) -> list[Item]:
        """Every dose that is due to these people."""
        wanted = set(patient_ids)
        return [
            self.item(patient_id, group, row.dose_number, clinic_id, to)
            for (patient_id, group), row in self.due.items()
            if patient_id in wanted
        ]


async def facts_about(
    tx: Transaction,
    patient_ids: Iterable[UUID],
    rules: ReminderRules,
    on: date,
    *,
    also: Iterable[UUID] = (),
    but: UUID | None = None,
) -> Facts:
    """Load it all: for these people, their guardians, and whoever `also` is told."""
    wanted = set(patient_ids)
    ties = await known.guardianships(tx, rules.guardians, children=wanted)
    everybody = wanted | {tie.relative_id for tie in ties} | set(also)
    due = await known.due_of(tx, wanted)
    return Facts(
        rules,
        on,
        await known.people(tx, everybody, on),
        ties,
        {(row.patient_id, row.vaccine_group): row for row in due},
        await known.told(tx, wanted, but),
        await known.heard(tx, everybody, on, but),
        await opted_out(tx, everybody, ReminderKind.IMMUNIZATION),
    )
