"""Who may do what: roles, named actions and the viewer on whose behalf an operation runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from domain.language import Language


class Role(StrEnum):
    REGISTRAR = "REGISTRAR"
    NURSE = "NURSE"
    DOCTOR = "DOCTOR"
    HEAD_DOCTOR = "HEAD_DOCTOR"
    CLINIC_ADMIN = "CLINIC_ADMIN"
    OPERATOR = "OPERATOR"
    AUDITOR = "AUDITOR"
    FUND_OFFICER = "FUND_OFFICER"
    PATIENT = "PATIENT"
    INTEGRATION = "INTEGRATION"
    DISPLAY = "DISPLAY"
    SYSTEM = "SYSTEM"


class Action(StrEnum):
    READ_REFERENCE = "READ_REFERENCE"
    READ_CLINICS = "READ_CLINICS"
    READ_STAFF = "READ_STAFF"
    READ_PATIENTS = "READ_PATIENTS"
    READ_IDENTITY = "READ_IDENTITY"
    SEARCH_PATIENTS = "SEARCH_PATIENTS"
    FIND_ELSEWHERE = "FIND_ELSEWHERE"
    REGISTER_PATIENT = "REGISTER_PATIENT"
    UPDATE_PATIENT = "UPDATE_PATIENT"
    LINK_FAMILY = "LINK_FAMILY"
    MERGE_PATIENTS = "MERGE_PATIENTS"
    ATTACH_PATIENT = "ATTACH_PATIENT"
    OVERRIDE_RULE = "OVERRIDE_RULE"
    READ_READERS = "READ_READERS"
    REVEAL_IDENTITY = "REVEAL_IDENTITY"
    EXPORT = "EXPORT"
    READ_AUDIT = "READ_AUDIT"
    READ_PERMISSIONS = "READ_PERMISSIONS"
    MANAGE_ACCOUNTS = "MANAGE_ACCOUNTS"
    KEEP_DRAFTS = "KEEP_DRAFTS"
    READ_IMMUNIZATIONS = "READ_IMMUNIZATIONS"
    READ_VACCINATION_WORK = "READ_VACCINATION_WORK"
    EXCHANGE_IMMUNIZATIONS = "EXCHANGE_IMMUNIZATIONS"
    RECORD_DOSE = "RECORD_DOSE"
    REPORT_ADVERSE_EVENT = "REPORT_ADVERSE_EVENT"
    DEFER_IMMUNIZATION = "DEFER_IMMUNIZATION"
    RECORD_CONSENT = "RECORD_CONSENT"
    RECORD_TUBERCULIN_TEST = "RECORD_TUBERCULIN_TEST"
    ISSUE_CERTIFICATE = "ISSUE_CERTIFICATE"
    READ_OBSERVATIONS = "READ_OBSERVATIONS"
    RECORD_OBSERVATION = "RECORD_OBSERVATION"
    IMPORT_DOSES = "IMPORT_DOSES"
    MANAGE_VACCINE_LOTS = "MANAGE_VACCINE_LOTS"
    PLAN_SESSION = "PLAN_SESSION"
    SECURE_OWN_ACCOUNT = "SECURE_OWN_ACCOUNT"
    READ_REMINDERS = "READ_REMINDERS"
    PREVIEW_REMINDERS = "PREVIEW_REMINDERS"
    RETRY_REMINDER = "RETRY_REMINDER"
    CHOOSE_REMINDERS = "CHOOSE_REMINDERS"


_DESK = frozenset({Role.REGISTRAR, Role.NURSE, Role.DOCTOR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN})
_FUND = frozenset({Role.AUDITOR, Role.FUND_OFFICER})
_PEOPLE_OF_THE_CLINIC = _DESK | {Role.OPERATOR}
_MEDICAL = frozenset({Role.NURSE, Role.DOCTOR, Role.HEAD_DOCTOR})
_SIGNED_IN = frozenset(Role) - {Role.DISPLAY, Role.SYSTEM}

PERMISSIONS: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.READ_REFERENCE: frozenset(Role),
        Action.READ_CLINICS: _SIGNED_IN | {Role.SYSTEM},
        Action.READ_STAFF: (_SIGNED_IN - {Role.PATIENT}) | {Role.SYSTEM},
        Action.READ_PATIENTS: _PEOPLE_OF_THE_CLINIC | _FUND | {Role.PATIENT, Role.INTEGRATION, Role.SYSTEM},
        Action.READ_IDENTITY: _PEOPLE_OF_THE_CLINIC | {Role.PATIENT, Role.INTEGRATION, Role.SYSTEM},
        Action.SEARCH_PATIENTS: _PEOPLE_OF_THE_CLINIC,
        Action.FIND_ELSEWHERE: frozenset({Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN}),
        Action.REGISTER_PATIENT: frozenset({Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN}),
        Action.UPDATE_PATIENT: frozenset({Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN}),
        Action.LINK_FAMILY: frozenset({Role.REGISTRAR, Role.NURSE, Role.DOCTOR, Role.HEAD_DOCTOR}),
        Action.MERGE_PATIENTS: frozenset({Role.HEAD_DOCTOR, Role.CLINIC_ADMIN, Role.REGISTRAR}),
        Action.ATTACH_PATIENT: frozenset({Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN}),
        Action.OVERRIDE_RULE: frozenset({Role.HEAD_DOCTOR}),
        Action.READ_READERS: frozenset({Role.HEAD_DOCTOR, Role.CLINIC_ADMIN, Role.REGISTRAR, Role.PATIENT}),
        Action.REVEAL_IDENTITY: _FUND,
        Action.EXPORT: frozenset({Role.HEAD_DOCTOR}) | _FUND,
        Action.READ_AUDIT: frozenset({Role.CLINIC_ADMIN, Role.HEAD_DOCTOR, Role.FUND_OFFICER}),
        Action.READ_PERMISSIONS: frozenset({Role.CLINIC_ADMIN, Role.HEAD_DOCTOR}) | _FUND,
        Action.MANAGE_ACCOUNTS: frozenset({Role.CLINIC_ADMIN, Role.FUND_OFFICER}),
        Action.KEEP_DRAFTS: _PEOPLE_OF_THE_CLINIC | _FUND,
        Action.READ_IMMUNIZATIONS: _MEDICAL
        | _FUND
        | {Role.REGISTRAR, Role.PATIENT, Role.INTEGRATION, Role.SYSTEM},
        Action.READ_VACCINATION_WORK: _MEDICAL | _FUND | {Role.REGISTRAR, Role.SYSTEM},
        Action.EXCHANGE_IMMUNIZATIONS: _MEDICAL | {Role.REGISTRAR, Role.PATIENT, Role.INTEGRATION},
        Action.RECORD_DOSE: _MEDICAL,
        Action.REPORT_ADVERSE_EVENT: _MEDICAL,
        Action.DEFER_IMMUNIZATION: frozenset({Role.DOCTOR, Role.HEAD_DOCTOR}),
        Action.RECORD_CONSENT: _MEDICAL,
        Action.RECORD_TUBERCULIN_TEST: _MEDICAL,
        Action.ISSUE_CERTIFICATE: _MEDICAL,
        Action.READ_OBSERVATIONS: _MEDICAL | {Role.PATIENT, Role.SYSTEM},
        Action.RECORD_OBSERVATION: _MEDICAL,
        Action.IMPORT_DOSES: _MEDICAL,
        Action.MANAGE_VACCINE_LOTS: frozenset({Role.NURSE, Role.HEAD_DOCTOR}),
        Action.PLAN_SESSION: _MEDICAL,
        Action.SECURE_OWN_ACCOUNT: _SIGNED_IN - {Role.INTEGRATION},
        Action.READ_REMINDERS: _PEOPLE_OF_THE_CLINIC | _FUND | {Role.PATIENT, Role.SYSTEM},
        Action.PREVIEW_REMINDERS: _PEOPLE_OF_THE_CLINIC,
        Action.RETRY_REMINDER: _DESK,
        Action.CHOOSE_REMINDERS: _PEOPLE_OF_THE_CLINIC | {Role.PATIENT},
    }
)

# What a client's token is good for: nothing beyond its scope.
IMMUNIZATION_READ = "immunization.read"
SCOPES: Mapping[str, frozenset[Action]] = MappingProxyType(
    {
        IMMUNIZATION_READ: frozenset(
            {
                Action.READ_PATIENTS,
                Action.READ_IDENTITY,
                Action.READ_IMMUNIZATIONS,
                Action.EXCHANGE_IMMUNIZATIONS,
            }
        )
    }
)

# Whom an account manager may create: nobody hands out more than their own office knows.
GRANTABLE_ROLES: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {Role.CLINIC_ADMIN: _PEOPLE_OF_THE_CLINIC, Role.FUND_OFFICER: _FUND}
)


def may(role: Role | None, action: Action) -> bool:
    """Whether the permission matrix gives `role` the action; nobody signed in has none."""
    return role is not None and role in PERMISSIONS.get(action, frozenset())


# What may do harm far beyond one record asks for the password anew when it was last given longer ago.
FRESH = timedelta(minutes=15)


MACHINES = frozenset({Role.SYSTEM, Role.INTEGRATION})


class Forbidden(Exception):
    """The viewer's role does not have the action; or, with `own_password_first`, nothing is allowed before that."""

    def __init__(self, action: Action, signed_in: bool, own_password_first: bool = False) -> None:
        super().__init__(action.value)
        self.action = action
        self.signed_in = signed_in
        self.own_password_first = own_password_first
        self.ask = sorted(role for role in PERMISSIONS.get(action, frozenset()) if role not in MACHINES)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person or client on whose behalf an operation runs, and all that they may see."""

    account_id: UUID | None = None
    role: Role | None = None
    name: str = ""
    login: str = ""
    language: Language = Language.KK
    clinic_id: UUID | None = None
    clinic_ids: tuple[UUID, ...] = ()
    regions: tuple[str, ...] = ()
    patient_id: UUID | None = None
    revealed: tuple[UUID, ...] = ()
    session_id: UUID | None = None
    authenticated_at: datetime | None = None
    one_time_password: bool = False
    scope: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.role is not None

    def can(self, action: Action) -> bool:
        """Whoever came with a password from somebody else may do one thing: choose an own one.

        A client may do what the scope of its token names, and without one nothing.
        """
        if self.role is Role.INTEGRATION and action not in SCOPES.get(self.scope or "", frozenset()):
            return False
        if self.one_time_password and action is not Action.SECURE_OWN_ACCOUNT:
            return False
        return may(self.role, action)

    def must(self, action: Action) -> None:
        """Raise Forbidden unless the viewer's role has the action."""
        if not self.can(action):
            raise Forbidden(action, self.signed_in, self.one_time_password)

    def is_fresh(self, now: datetime) -> bool:
        """Whether the password was given lately enough for what asks for it anew (ASVS 5.0 §7.5.3)."""
        return self.authenticated_at is not None and now - self.authenticated_at < FRESH

    def sees_identity(self, patient_id: UUID) -> bool:
        return self.can(Action.READ_IDENTITY) or patient_id in self.revealed


ANONYMOUS = Viewer()
SYSTEM = Viewer(role=Role.SYSTEM, name="Emhana")
