"""Inputs as plain dictionaries of what the client really sent, ids read."""

from dataclasses import fields, is_dataclass
from typing import Any

from strawberry import UNSET

from resolvers.ids import row_id

ID_OF = {
    "account_id": "Account",
    "area_id": "Area",
    "attachment_id": "Attachment",
    "certificate_id": "ImmunizationCertificate",
    "clinic_id": "Clinic",
    "consent_id": "Consent",
    "deferral_id": "Deferral",
    "dose_id": "Dose",
    "event_id": "AdverseEvent",
    "except_id": "Patient",
    "given_by_id": "Staff",
    "group_id": "OrganisedGroup",
    "import_id": "DoseImport",
    "link_id": "FamilyLink",
    "list_id": "DoctorList",
    "lot_id": "VaccineLot",
    "merge_id": "Merge",
    "merged_id": "Patient",
    "mother_id": "Patient",
    "patient_id": "Patient",
    "observation_id": "Observation",
    "opt_out_id": "ReminderOptOut",
    "relative_id": "Patient",
    "reminder_id": "Reminder",
    "patient_ids": "Patient",
    "session_id": "ImmunizationSession",
    "survivor_id": "Patient",
    "test_id": "TuberculinTest",
    "vaccine_id": "Vaccine",
}


def given(value: Any, id_of: str | None = None) -> dict[str, Any]:
    """The fields that were sent; `id_of` names the type whose id the field `id` carries. Raises BadGlobalId."""
    if value is None or value is UNSET:
        return {}
    names = ID_OF | ({"id": id_of} if id_of else {})
    sent = {field.name: getattr(value, field.name) for field in fields(value)}
    return {name: _read(name, item, names) for name, item in sent.items() if item is not UNSET}


def _read(name: str, item: Any, names: dict[str, str]) -> Any:
    if name in names and item is not None:
        return (
            [row_id(one, names[name]) for one in item]
            if isinstance(item, list)
            else row_id(item, names[name])
        )
    if is_dataclass(item):
        return given(item)
    return list(item) if isinstance(item, list) else item


def read_ids(arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments of a field that are global ids, read; null stays null. Raises BadGlobalId."""
    return {name: _read(name, item, ID_OF) for name, item in arguments.items()}
