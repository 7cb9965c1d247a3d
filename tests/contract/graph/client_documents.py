"""The web client's own documents, each with variables that find one row and others that find twenty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import FieldNode, OperationDefinitionNode, OperationType, parse

from domain.access import Role
from resolvers.ids import global_id
from server import app
from server.web_client_files import client_directory
from tests.contract.graph.growing import Grown

NURSE, REGISTRAR, AUDITOR, HEAD, ADMIN = (
    Role.NURSE,
    Role.REGISTRAR,
    Role.AUDITOR,
    Role.HEAD_DOCTOR,
    Role.CLINIC_ADMIN,
)


def _documents() -> list[str]:
    folder = client_directory()
    file = folder / app.DOCUMENTS if folder else None
    return sorted(orjson.loads(file.read_bytes()).values()) if file and file.exists() else []


DOCUMENTS = _documents()


def operation_of(document: str) -> OperationDefinitionNode:
    (found,) = (each for each in parse(document).definitions if isinstance(each, OperationDefinitionNode))
    return found


def name_of(document: str) -> str:
    name = operation_of(document).name
    assert name is not None
    return name.value


def field_of(document: str) -> str:
    """The root field that it asks for."""
    field = operation_of(document).selection_set.selections[0]
    assert isinstance(field, FieldNode)
    return field.name.value


def is_mutation(document: str) -> bool:
    return operation_of(document).operation is OperationType.MUTATION


@dataclass(frozen=True, slots=True)
class Pair:
    """`grows`: the answer of `twenty` holds many more rows. `lesser` is somebody else who has one row."""

    role: Role | None
    one: Mapping[str, Any] = field(default_factory=dict)
    twenty: Mapping[str, Any] = field(default_factory=dict)
    grows: bool = True
    lesser: Role | None = None

    @property
    def role_of_one(self) -> Role | None:
        return self.lesser or self.role


def same(role: Role | None, **variables: Any) -> Pair:
    """It has one size only."""
    return Pair(role, variables, variables, grows=False)


def paged(role: Role) -> Callable[[Grown], Pair]:
    return lambda _: Pair(role, {"first": 1}, {"first": 20})


def of_person(role: Role, key: str = "id", grows: bool = True) -> Callable[[Grown], Pair]:
    """A person with one of everything, and one with twenty."""

    def pair(grown: Grown) -> Pair:
        quiet, busy = (global_id("Patient", each) for each in (grown.quiet, grown.busy))
        return Pair(role, {key: quiet}, {key: busy}, grows)

    return pair


def of_session(key: str) -> Callable[[Grown], Pair]:
    """A session with one child, and one with twenty."""

    def pair(grown: Grown) -> Pair:
        short, long = (global_id("ImmunizationSession", each) for each in (grown.short, grown.long))
        return Pair(NURSE, {key: short}, {key: long})

    return pair


def _usable_lots(grown: Grown) -> Pair:
    """Of one series, and all."""
    return Pair(NURSE, {"filter": {"usable": True, "series": "S-7"}}, {"filter": {"usable": True}})


def _lot_book(grown: Grown) -> Pair:
    """A lot's book; the movements of all are few."""
    return same(NURSE, id=global_id("VaccineLot", grown.lot))


OF_DUE = {"due": {"actUntil": "2099-01-01"}, "overdue": {"overdue": True}, "held": {"held": True}}

QUERIES: Mapping[str, Callable[[Grown], Pair]] = {
    "AccessEvents": paged(HEAD),
    "AccountChoices": lambda _: same(ADMIN),
    "Accounts": paged(ADMIN),
    "AttachmentHistory": of_person(NURSE),
    "AttachmentOptions": of_person(REGISTRAR, "patientId", grows=False),
    "AttachmentRefusals": paged(AUDITOR),
    "Attachments": paged(AUDITOR),
    "ClassChoices": lambda _: same(NURSE),
    "Classes": paged(NURSE),
    "ClinicNotices": lambda _: Pair(NURSE, {"first": 1}, {"first": 20}),
    "ClinicChoices": lambda _: same(NURSE),
    "Clinics": paged(AUDITOR),
    "CountAttachments": lambda _: same(AUDITOR),
    "CountDue": lambda _: same(NURSE),
    "CountDueViews": lambda _: same(NURSE, **OF_DUE),
    "CountPeople": lambda _: same(AUDITOR),
    "CountRefusals": lambda _: same(AUDITOR),
    "CoverageOf": lambda _: Pair(NURSE, {"filter": {"vaccineGroups": ["HepA"]}}, {}),
    "DemoLogins": lambda _: same(None),
    "DoctorLists": paged(NURSE),
    "DoseImport": lambda grown: same(NURSE, id=global_id("DoseImport", grown.file)),
    "DoseImportRows": paged(NURSE),
    "DoseImports": paged(NURSE),
    "DraftOf": lambda _: same(REGISTRAR, form="registration"),
    "Due": paged(NURSE),
    "DueChoices": lambda _: same(NURSE),
    "Duplicates": lambda grown: same(REGISTRAR, input={"iin": grown.iin}),
    "FamilyOf": of_person(NURSE),
    "FindClinics": lambda _: Pair(NURSE, {"name": "17"}, {"name": "а"}, grows=False),
    "ImmunizationCertificates": of_person(NURSE),
    "ImmunizationOf": of_person(NURSE),
    "ImmunizationPapers": of_person(NURSE),
    "JudgeIin": lambda grown: same(REGISTRAR, iin=grown.iin),
    "ListChoices": lambda _: same(AUDITOR),
    "Me": lambda _: same(NURSE),
    "LotBookOf": _lot_book,
    "MergesOf": of_person(REGISTRAR),
    "MyRecord": lambda _: same(Role.PATIENT),
    "ObservationsOf": of_person(NURSE),
    "OwnAccount": lambda _: same(NURSE),
    "People": paged(AUDITOR),
    "Permissions": lambda _: same(HEAD),
    "Person": of_person(NURSE, grows=False),
    "PlanChoices": lambda _: same(NURSE),
    "ReadersOf": of_person(REGISTRAR, grows=False),  # whoever looks here is a reader by then
    "RecentActions": lambda _: Pair(NURSE, lesser=REGISTRAR),
    "RefusalsOfPerson": of_person(NURSE),
    "CountReminders": lambda _: same(NURSE),
    "RemindersOf": of_person(NURSE),
    "ReminderChannels": lambda _: same(NURSE),
    "ReminderPreview": lambda _: same(NURSE, on="2026-11-24"),
    "Reminders": paged(NURSE),
    "Search": lambda grown: Pair(NURSE, {"text": grown.rare}, {"text": grown.name}),
    "SessionOf": of_session("id"),
    "Sessions": paged(NURSE),
    "StillHere": lambda _: same(NURSE),
    "TakenBack": of_session("sessionId"),
    "UsableLots": _usable_lots,
    "VaccineChoices": lambda _: same(NURSE),
    "VaccineKinds": lambda _: same(NURSE),
    "VaccineLots": paged(NURSE),
    "VaccineNames": lambda _: same(NURSE),
    "VaccinePlan": lambda _: same(NURSE, month="2026-12-01"),
}
