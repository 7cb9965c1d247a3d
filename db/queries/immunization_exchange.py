"""What the exchange form of a person's doses needs beside the evaluation: whole rows, papers, reactions, makers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from db.database import Transaction
from db.queries.immunization_facts import whose
from db.queries.rows import rows_by
from db.tables import AdverseEvent, Clinic, Consent, Dose, Patient, Vaccine
from domain.consent import ConsentDecision


@dataclass(frozen=True, slots=True)
class Recorded:
    """Doses, also voided ones, and standing refusals of a person and of the records merged into theirs."""

    doses: Sequence[Dose] = ()
    refusals: Sequence[Consent] = ()
    reactions: Sequence[AdverseEvent] = ()
    vaccines: dict[UUID, Vaccine] = field(default_factory=dict)
    clinics: dict[UUID, Clinic] = field(default_factory=dict)


async def recorded(tx: Transaction, patient_id: UUID) -> Recorded:
    """The visible rows, doses by day."""
    viewer, owners = tx.viewer, tuple(await whose(tx, [patient_id]))
    doses = await rows_by(tx, viewer, Dose, "patient_id", owners, ("given_on", "recorded_at"))
    consents = await rows_by(tx, viewer, Consent, "patient_id", owners, ("written_on",))
    reactions = await rows_by(tx, viewer, AdverseEvent, "dose_id", [row.id for row in doses], ("began_on",))
    vaccines = await rows_by(
        tx, viewer, Vaccine, "id", list({row.vaccine_id for row in doses if row.vaccine_id})
    )
    refusals = [row for row in consents if row.decision == ConsentDecision.REFUSAL and row.revoked_at is None]
    houses = list({row.clinic_id for row in doses} | {row.clinic_id for row in refusals})
    return Recorded(
        doses,
        refusals,
        reactions,
        {row.id: row for row in vaccines},
        {row.id: row for row in await rows_by(tx, viewer, Clinic, "id", houses)},
    )


async def person_of(tx: Transaction, row_id: UUID) -> UUID | None:
    """Who has a dose or a refusal, wherever it was recorded; None when there is none to see."""
    doses = await rows_by(tx, tx.viewer, Dose, "id", [row_id])
    if doses:
        return await _survivor(tx, doses[0].patient_id)
    papers = await rows_by(tx, tx.viewer, Consent, "id", [row_id])
    return await _survivor(tx, papers[0].patient_id) if papers else None


async def _survivor(tx: Transaction, patient_id: UUID) -> UUID:
    """The record that a record was merged into, at last."""
    people = await rows_by(tx, tx.viewer, Patient, "id", [patient_id])
    into = people[0].merged_into if people else None
    return await _survivor(tx, into) if into else patient_id
