"""Arguments of every operation, made of rows that are really there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import psycopg
import pyotp
from argon2 import PasswordHasher

from db.vault import Vault
from domain.access import Role
from resolvers.ids import global_id, row_id
from server.settings import DEVELOPMENT_SECRET

SERIALS = count(1)
DEMO_DAY = datetime.now(UTC).date()
DAYS_BEFORE = count(100)


@dataclass(frozen=True, slots=True)
class Sampler:
    """Looks up rows of one clinic; each call finds others than the one before."""

    known: psycopg.Connection[Any]
    clinic_id: UUID
    places: Iterator[int] = field(default_factory=lambda: count(0))

    def row(self, query: str) -> Any:
        found = self.known.execute(query.replace(":clinic", f"'{self.clinic_id}'")).fetchone()
        assert found is not None, query
        return found

    def patient(self) -> tuple[str, int]:
        """Somebody of the clinic whom no other sample has taken, attached since long."""
        query = (
            "select p.id, p.version from patient p join attachment a on a.patient_id = p.id and a.ends_on is null "
            "where p.clinic_id = :clinic and p.merged_into is null and p.iin is not null and p.deceased_on is null "
            f"and a.starts_on < now() - interval '1 year' order by p.id offset {next(self.places)} limit 1"
        )
        patient_id, version = self.row(query)
        return global_id("Patient", patient_id), version

    def session_elsewhere(self, role: Role | None) -> None:
        """Another browser in which the demo's account of a role is signed in."""
        self.known.execute(
            "insert into session (account_id, token_hash, expires_at) "
            "select id, sha256(uuidv7()::text::bytea), now() + interval '1 hour' from account "
            "where is_demo and role = %s",
            [role],
        )

    def attachment(self) -> tuple[str, int]:
        query = (
            "select id, version from attachment where clinic_id = :clinic and ends_on is null "
            f"and starts_on <= now() order by id offset {next(self.places)} limit 1"
        )
        attachment_id, version = self.row(query)
        return global_id("Attachment", attachment_id), version

    def dose_import(self) -> tuple[str, int]:
        """A file with one row that is ready, about somebody of the clinic."""
        patient_id, _ = self.patient()
        import_id, version = self.row(
            "insert into dose_import (clinic_id, file_name, content_hash, source, state, version) "
            "values (:clinic, 'doses.xlsx', '-', 'RECORDED_FROM_PAPER', 'CHECKED', 3) returning id, version"
        )
        self.row(
            "insert into dose_import_row (import_id, clinic_id, number, state, patient_id, cvx, given_on, source) "
            f"values ('{import_id}', :clinic, 2, 'READY', '{row_id(patient_id, 'Patient')}', '09', "
            f"'{DEMO_DAY - timedelta(days=210)}', 'RECORDED_FROM_PAPER') returning id"
        )
        return global_id("DoseImport", import_id), version

    def vaccine(self) -> str:
        (vaccine_id,) = self.row("select id from vaccine where cvx = '09'")
        return global_id("Vaccine", vaccine_id)

    def dead_reminder(self) -> tuple[str, int]:
        """A message to somebody that no gateway took."""
        reminder_id, version = self.row(
            "insert into reminder (kind, clinic_id, recipient_id, planned_for, language, channel, address, message, fate, "
            "reason, tries, claims, version) select 'IMMUNIZATION', clinic_id, id, current_date, 'kk', 'SMS', "
            "'+77010000000', 'Екпе', 'DEAD', 'GATEWAY_REFUSED', 1, 1, 3 from patient p where clinic_id = :clinic "
            "and not exists (select from reminder r where r.recipient_id = p.id and r.fate in ('PLANNED', 'RETRYING', 'DEAD')) "
            "order by id limit 1 returning id, version"
        )
        return global_id("Reminder", reminder_id), version

    def account(self) -> tuple[str, int]:
        account_id, version = self.row(
            "select id, version from account where clinic_id = :clinic and not is_demo and active "
            "and role <> 'INTEGRATION' order by version limit 1"
        )
        return global_id("Account", account_id), version

    def school(self) -> str:
        """A school of the clinic, new, with one class."""
        name = f"Сынақ мектебі {next(SERIALS)}"
        self.row(
            "insert into organised_group (clinic_id, kind, name, class_name, sort_key, closed, version) "
            f"values (:clinic, 'SCHOOL', '{name}', '1 «А»', '{name}', false, 1) returning id"
        )
        return name

    def move(self) -> dict[str, str]:
        """Somebody who may choose another doctor of the clinic, and the emptiest list of that kind."""
        patient_id, list_id = self.row(
            "select p.id, (select id from doctor_list l where l.clinic_id = :clinic and l.kind = d.kind "
            "and l.id <> d.id order by l.people limit 1) from patient p "
            "join attachment a on a.patient_id = p.id and a.ends_on is null join doctor_list d on d.id = a.list_id "
            "where p.clinic_id = :clinic and d.clinic_id = :clinic and p.merged_into is null and p.deceased_on is null "
            "and p.citizenship = 'CITIZEN' and a.starts_on < now() - interval '1 year' "
            "and exists (select from doctor_list l where l.clinic_id = :clinic and l.kind = d.kind and l.id <> d.id) "
            f"order by p.id offset {next(self.places)} limit 1"
        )
        return {"patientId": global_id("Patient", patient_id), "listId": global_id("DoctorList", list_id)}


def _register(s: Sampler) -> dict[str, Any]:
    day = next(SERIALS)
    return {
        "withoutIin": "UNKNOWN_PERSON",
        "familyName": f"Бірегей{chr(0x430 + day % 30)}{chr(0x430 + day // 30)}",
        "givenName": "Сынақ",
        "sex": "FEMALE",
        "birthDate": f"19{10 + day % 80:02d}-{1 + day % 12:02d}-{1 + day % 28:02d}",
    }


def _merge(s: Sampler) -> dict[str, Any]:
    (survivor, one), (merged, two) = s.patient(), s.patient()
    reason = "Бір адамның екі жазбасы"
    return {
        "survivorId": survivor, "survivorVersion": one, "mergedId": merged, "mergedVersion": two, "reason": reason
    }  # fmt: skip


PASSWORD = "uzaq-esep-qus-2031"


def _own(s: Sampler) -> tuple[UUID, str]:
    """The nurse's account, with a known password and no second factor: its id and a secret for one."""
    account_id, _ = s.row(
        "select id, login from account where is_demo and role = 'NURSE' order by login desc"
    )
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    none = ", ".join(f"{column} = {'default' if value else 'null'}" for column, value in _NO_FACTOR.items())
    s.known.execute(f"update account set password_hash = %s, {none} where id = %s", [cheap, account_id])
    return account_id, pyotp.random_base32()


_NO_FACTOR = {
    "totp_secret": 0,
    "totp_last_step": 0,
    "totp_pending": 0,
    "second_factor_since": 0,
    "recovery_hashes": 1,
}


def _sealed(s: Sampler, account_id: UUID, secret: str, column: str) -> str:
    """Put a secret on an account, as the server would; a code of it."""
    sealed = Vault(DEVELOPMENT_SECRET).close_text(secret, str(account_id))
    s.known.execute(
        f"update account set {column} = %s, totp_pending_at = now() where id = %s", [sealed, account_id]
    )
    return pyotp.TOTP(secret).now()


def _confirm(s: Sampler) -> dict[str, Any]:
    account_id, secret = _own(s)
    return {"code": _sealed(s, account_id, secret, "totp_pending")}


def _remove(s: Sampler) -> dict[str, Any]:
    account_id, secret = _own(s)
    return {"password": PASSWORD, "code": _sealed(s, account_id, secret, "totp_secret")}


def _change(s: Sampler) -> dict[str, Any]:
    _own(s)
    return {"password": PASSWORD, "newPassword": f"basqa-uzaq-soz-{next(SERIALS)}"}


def _again(s: Sampler) -> dict[str, Any]:
    _own(s)
    return {"password": PASSWORD}


def _versioned(key: str, found: tuple[str, int], **more: Any) -> dict[str, Any]:
    return {key: found[0], "version": found[1], **more}


def _none(name: str) -> tuple[str, int]:
    """The id of something that is not there."""
    return global_id(name, UUID(int=1)), 1


NO_DOSE = _none("Dose")


INPUTS: dict[str, Callable[[Sampler], dict[str, Any]]] = {
    "setLanguage": lambda s: {"language": "RU"},
    "registerPatient": _register,
    "updatePatient": lambda s: _versioned("id", s.patient(), email="jana@example.invalid"),
    "attachPatient": lambda s: {**s.move(), "reason": "DOCTOR_CHOICE", "homeVisitWaiver": True},
    "detachPatient": lambda s: _versioned("attachmentId", s.attachment(), reason="LEFT_COUNTRY"),
    "undoAttachment": lambda s: _versioned("attachmentId", s.attachment()),
    "undoDetachment": lambda s: {"attachmentId": global_id("Attachment", UUID(int=1)), "version": 2},
    "mergePatients": _merge,
    "unmergePatients": lambda s: {
        "mergeId": global_id("Merge", UUID(int=1)),
        "reason": "Екі бөлек адам екен",
    },
    "linkFamily": lambda s: {"tie": "GUARDIAN", "patientId": s.patient()[0], "relativeId": s.patient()[0]},
    "endFamilyLink": lambda s: {"linkId": global_id("FamilyLink", UUID(int=1))},
    "revealIdentity": lambda s: {"patientId": s.patient()[0], "reason": "Тексеру № 15, жасырын тұлға"},
    "exportRows": lambda s: {"what": "CLINICS"},
    "createAccount": lambda s: {
        "login": f"jana-{next(SERIALS)}",
        "name": "Жаңа Маман",
        "role": "NURSE",
        "password": "uzaq-esep-qus-2031",
    },
    "updateAccount": lambda s: _versioned("id", s.account(), name="Басқа Ат"),
    "resetPassword": lambda s: _versioned("id", s.account(), password="basqa-uzaq-soz-2032"),
    "recordDose": lambda s: {
        "patientId": s.patient()[0],
        "code": "09",
        "source": "RECORDED_FROM_PAPER",
        "givenOn": f"{DEMO_DAY - timedelta(days=200)}",
    },
    "correctDose": lambda s: _versioned(
        "doseId", NO_DOSE, reason="Қате күні", givenOn=f"{DEMO_DAY - timedelta(days=next(DAYS_BEFORE))}"
    ),
    "voidDose": lambda s: _versioned("doseId", NO_DOSE, reason="Қате жазылған"),
    "resetSecondFactor": lambda s: _versioned("id", s.account()),
    "confirmIdentity": _again,
    "changePassword": _change,
    "proposeSecondFactor": lambda s: {},
    "signOutElsewhere": lambda s: {},
    "confirmSecondFactor": _confirm,
    "removeSecondFactor": _remove,
    "receiveLot": lambda s: {
        "vaccineId": s.vaccine(),
        "series": f"C-{next(SERIALS)}",
        "expiresOn": "2099-01-01",
        "doses": 10,
    },
    "writeOffDoses": lambda s: {
        "doses": 2,
        "lotId": global_id("VaccineLot", UUID(int=1)),
        "reason": "Құты сынған",
    },
    "deferImmunization": lambda s: {
        "reason": "Жедел ауру",
        "patientId": s.patient()[0],
        "until": "2099-01-01",
    },
    "endDeferral": lambda s: _versioned("deferralId", _none("Deferral"), reason="Жазылды, егуге болады"),
    "recordConsent": lambda s: {"patientId": s.patient()[0], "vaccineGroup": "HPV", "signedBy": "MOTHER"},
    "recordRefusal": lambda s: {
        "patientId": s.patient()[0],
        "vaccineGroup": "HPV",
        "signedBy": "FATHER",
        "ground": "DISTRUST",
    },
    "revokeConsent": lambda s: _versioned("consentId", _none("Consent")),
    "applyDoseImport": lambda s: _versioned("importId", s.dose_import()),
    "undoDoseImport": lambda s: _versioned("importId", s.dose_import(), reason="Басқа файл енгізілген"),
    "issueImmunizationCertificate": lambda s: {"patientId": s.patient()[0], "validUntil": "2099-12-31"},
    "revokeImmunizationCertificate": lambda s: _versioned(
        "certificateId", _none("ImmunizationCertificate"), reason="Қате адамға берілген"
    ),
    "updateOrganisedGroup": lambda s: _versioned(
        "groupId", _none("OrganisedGroup"), className=f"3 «{next(SERIALS)}»"
    ),
    "moveUpSchool": lambda s: {"name": s.school()},
    "correctStock": lambda s: {
        "lotId": global_id("VaccineLot", UUID(int=1)),
        "change": -1,
        "reason": "Санағанда бір доза кем шықты",
    },
    "recordObservation": lambda s: {"patientId": s.patient()[0], "kind": "BCG_NO_SCAR"},
    "endObservation": lambda s: _versioned("observationId", _none("Observation")),
    "voidObservation": lambda s: _versioned(
        "observationId", _none("Observation"), reason="Басқа адамға жазылған"
    ),
    "recordTuberculinTest": lambda s: {"patientId": s.patient()[0], "kind": "MANTOUX"},
    "readTuberculinTest": lambda s: _versioned("testId", _none("TuberculinTest"), papuleMm=3),
    "reportAdverseEvent": lambda s: {
        "doseId": NO_DOSE[0],
        "severity": "SEVERE",
        "description": "Қызба",
    },
    "noteAdverseEventNotice": lambda s: _versioned("eventId", _none("AdverseEvent"), whom="Департамент"),
    "addOrganisedGroup": lambda s: {
        "kind": "SCHOOL",
        "name": "№ 5 мектеп",
        "className": f"1-{next(SERIALS)}",
    },
    "joinOrganisedGroup": lambda s: {
        "patientId": s.patient()[0],
        "groupId": global_id("OrganisedGroup", UUID(int=1)),
    },
    "leaveOrganisedGroup": lambda s: {"patientId": s.patient()[0]},
    "planSession": lambda s: {"place": "№ 5 мектеп", "vaccineId": s.vaccine(), "placeKind": "SCHOOL"},
    "addToSession": lambda s: {"sessionId": _none("ImmunizationSession")[0], "patientIds": [s.patient()[0]]},
    "chooseSessionLot": lambda s: _versioned(
        "sessionId", _none("ImmunizationSession"), lotId=global_id("VaccineLot", UUID(int=1))
    ),
    "markSessionPerson": lambda s: {
        "sessionId": _none("ImmunizationSession")[0],
        "patientId": s.patient()[0],
        "outcome": "ABSENT",
    },
    "undoDose": lambda s: _versioned("doseId", NO_DOSE),
    "closeSession": lambda s: _versioned("sessionId", _none("ImmunizationSession")),
    "retryReminder": lambda s: _versioned("reminderId", s.dead_reminder()),
    "optOutOfReminders": lambda s: {"channel": "SMS", "patientId": s.patient()[0]},
    "optInToReminders": lambda s: {"optOutId": global_id("ReminderOptOut", UUID(int=1))},
    "saveDraft": lambda s: {"form": f"form-{next(SERIALS)}", "content": "{}"},
    "discardDraft": lambda s: {"form": "form"},
    "signIn": lambda s: {"login": "nobody", "password": "nothing"},
}


ARGUMENTS: dict[str, Callable[[Sampler], dict[str, str]]] = {
    "node": lambda s: {"id": f'"{s.patient()[0]}"'},
    "nodes": lambda s: {"ids": f'["{s.patient()[0]}"]'},
    "search": lambda s: {"text": '"Қанарейка1"'},
    "duplicates": lambda s: {"input": '{familyName: "Қанарейка1", birthDate: "1980-01-01"}'},
    "judgeIin": lambda s: {"iin": '"850101100002"'},
    "personByIin": lambda s: {"iin": '"850101100002"'},
    "attachmentOptions": lambda s: {"patientId": f'"{s.patient()[0]}"'},
    "immunizationPlan": lambda s: {"month": '"2026-12-01"'},
    "immunizationSession": lambda s: {"sessionId": f'"{_none("ImmunizationSession")[0]}"'},
    "draft": lambda s: {"form": '"registration"'},
    "reminderPreview": lambda s: {"on": '"2026-11-24"'},
}


def arguments_of(query: str, sampler: Sampler) -> dict[str, str]:
    """The required arguments of a query, as written in GraphQL."""
    made = ARGUMENTS.get(query)
    return made(sampler) if made else {}


def input_type(mutation: str) -> str | None:
    """The name of the type of a mutation's `input`, null when it has none."""
    from tests.contract.graph.documents import MUTATION

    assert MUTATION is not None
    argument = MUTATION.fields[mutation].args.get("input")
    return str(argument.type) if argument else None


def written(mutation: str, selection: str = "{ __typename }") -> str:
    """The mutation as a document with `$input`."""
    declared = input_type(mutation)
    return (
        f"mutation Tried($input: {declared}) {{ {mutation}(input: $input) {selection} }}"
        if declared
        else f"mutation Tried {{ {mutation} {selection} }}"
    )
