"""The doors of /fhir and the action that each asks for: a new route without a line here fails the tests."""

from typing import Any
from uuid import UUID

import psycopg

from domain.access import Action
from tests.contract.graph.conftest import Person

NOTHING = "/fhir/{nothing:path}"
FHIR_OPEN = frozenset({"/fhir/metadata", "/fhir/CodeSystem/{name}", NOTHING})
FHIR_ACTIONS = {
    "/fhir/Immunization": Action.EXCHANGE_IMMUNIZATIONS,
    "/fhir/Immunization/{row_id}": Action.EXCHANGE_IMMUNIZATIONS,
    "/fhir/ImmunizationRecommendation": Action.EXCHANGE_IMMUNIZATIONS,
}
# People with doses, the reader's own and others'. Doses that a clinic gave stay its own to read, wherever the person is now.
OWN = "p.clinic_id = any(%(clinics)s)"
FOREIGN = (
    "not (p.clinic_id = any(%(clinics)s)) and not exists (select from dose own where own.patient_id = p.id "
    "and own.clinic_id = any(%(clinics)s))"
)


def paths(
    door: str, known: psycopg.Connection[Any], person: Person, *, foreign: bool, most: int = 5
) -> list[str]:
    """Ways through a door to people whom somebody may see, or to people whom they may not."""
    whose = FOREIGN if foreign else OWN
    if person.patient_id:
        whose = "p.id <> %(self)s" if foreign else "p.id = %(self)s"
    found = known.execute(
        f"select p.id, min(d.id::text)::uuid from patient p join dose d on d.patient_id = p.id and d.voided_at is null "
        f"where p.merged_into is null and {whose} group by p.id order by p.id limit %(most)s",
        {"clinics": list(person.clinic_ids), "self": person.patient_id, "most": most},
    ).fetchall()
    return [path(door, patient_id, dose_id) for patient_id, dose_id in found]


def path(door: str, patient_id: UUID, dose_id: UUID) -> str:
    return door.replace("{row_id}", str(dose_id)) if "{" in door else f"{door}?patient={patient_id}"
