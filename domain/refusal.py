"""What an operation answers when it says no: a code, the rule behind it, and the facts to tell the person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Fact = str | int | date


class RefusalCode(StrEnum):
    """Every expected "no" of the system; `domain/messages.py` has its words in three languages."""

    NORM_EXCEEDED = "NORM_EXCEEDED"
    NO_HOME_VISIT_WAIVER = "NO_HOME_VISIT_WAIVER"
    OUTSIDE_CAMPAIGN = "OUTSIDE_CAMPAIGN"
    OUTSIDE_CAMPAIGN_WITHOUT_REASON = "OUTSIDE_CAMPAIGN_WITHOUT_REASON"
    REASON_DOES_NOT_FIT = "REASON_DOES_NOT_FIT"
    ALREADY_ATTACHED_HERE = "ALREADY_ATTACHED_HERE"
    FREE_CHOICE_USED_UP = "FREE_CHOICE_USED_UP"
    CLINIC_WITHOUT_CONTRACT = "CLINIC_WITHOUT_CONTRACT"
    CLINIC_NOT_PRIMARY_CARE = "CLINIC_NOT_PRIMARY_CARE"
    OUTSIDE_ADMINISTRATIVE_UNIT = "OUTSIDE_ADMINISTRATIVE_UNIT"
    CONTRACT_ENDED = "CONTRACT_ENDED"
    CONTRACT_MISSING = "CONTRACT_MISSING"
    AGE_DOES_NOT_FIT_LIST = "AGE_DOES_NOT_FIT_LIST"
    DOCTOR_NOT_AVAILABLE = "DOCTOR_NOT_AVAILABLE"
    NO_AREA_FOR_ADDRESS = "NO_AREA_FOR_ADDRESS"
    NOT_ATTACHED = "NOT_ATTACHED"
    PATIENT_MERGED = "PATIENT_MERGED"
    PATIENT_DECEASED = "PATIENT_DECEASED"

    DUPLICATE_PERSON = "DUPLICATE_PERSON"
    ALREADY_MERGED = "ALREADY_MERGED"
    CANNOT_MERGE_WITH_ITSELF = "CANNOT_MERGE_WITH_ITSELF"
    NOTHING_TO_UNDO = "NOTHING_TO_UNDO"
    UNDO_TOO_LATE = "UNDO_TOO_LATE"

    DOSE_NOT_ADVISED = "DOSE_NOT_ADVISED"
    DOSE_ALREADY_RECORDED = "DOSE_ALREADY_RECORDED"
    DOSE_VOIDED = "DOSE_VOIDED"
    LOT_EXPIRED = "LOT_EXPIRED"
    LOT_EMPTY = "LOT_EMPTY"
    LOT_EXISTS = "LOT_EXISTS"
    CONSENT_STANDS = "CONSENT_STANDS"
    TEST_ALREADY_READ = "TEST_ALREADY_READ"
    SESSION_CLOSED = "SESSION_CLOSED"
    NOTHING_TO_CERTIFY = "NOTHING_TO_CERTIFY"

    REMINDER_NOT_DEAD = "REMINDER_NOT_DEAD"
    REMINDER_ALREADY_WAITING = "REMINDER_ALREADY_WAITING"

    INVALID_INPUT = "INVALID_INPUT"
    NOT_FOUND = "NOT_FOUND"
    FORBIDDEN_HERE = "FORBIDDEN_HERE"
    STALE_VERSION = "STALE_VERSION"
    IDEMPOTENCY_CONFLICT = "IDEMPOTENCY_CONFLICT"
    REASON_TOO_SHORT = "REASON_TOO_SHORT"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"

    WRONG_CREDENTIALS = "WRONG_CREDENTIALS"
    SECOND_FACTOR_NEEDED = "SECOND_FACTOR_NEEDED"
    SECOND_FACTOR_WRONG = "SECOND_FACTOR_WRONG"
    SECOND_FACTOR_NOT_PROPOSED = "SECOND_FACTOR_NOT_PROPOSED"
    TOO_MANY_ATTEMPTS = "TOO_MANY_ATTEMPTS"
    CONFIRM_IDENTITY = "CONFIRM_IDENTITY"
    PASSWORD_TOO_WEAK = "PASSWORD_TOO_WEAK"
    PASSWORD_EXPIRED = "PASSWORD_EXPIRED"
    SAME_PASSWORD = "SAME_PASSWORD"
    LOGIN_TAKEN = "LOGIN_TAKEN"
    ACCOUNT_CLOSED = "ACCOUNT_CLOSED"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule comes from; `verified` is false where no published source states it."""

    act: str
    clause: str = ""
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal, returned and never raised.

    `path` points at the input field to blame, `facts` fill the message.
    """

    code: RefusalCode
    rule: Citation | None = None
    path: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)
