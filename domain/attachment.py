"""Attachment (тіркеу, прикрепление): a person's enrolment with one primary-care clinic."""

from enum import StrEnum


class AttachmentChannel(StrEnum):
    """The way a request came in."""

    DESK = "DESK"
    EGOV = "EGOV"
    CAMPAIGN = "CAMPAIGN"
    DEFAULT = "DEFAULT"
    NEWBORN = "NEWBORN"
    REGISTER = "REGISTER"


class AttachmentReason(StrEnum):
    """Why a person attaches; the first eight are the reasons outside the campaign (handbook 5.5)."""

    RESIDENCE_CHANGED = "RESIDENCE_CHANGED"
    WORK_CHANGED = "WORK_CHANGED"
    STUDY_CHANGED = "STUDY_CHANGED"
    SENTENCE_ENDED = "SENTENCE_ENDED"
    MILITARY_SERVICE_ENDED = "MILITARY_SERVICE_ENDED"
    CLINIC_REORGANISED = "CLINIC_REORGANISED"
    DISSATISFIED_WITH_QUALITY = "DISSATISFIED_WITH_QUALITY"
    MOVED_TO_ANOTHER_LOCALITY = "MOVED_TO_ANOTHER_LOCALITY"
    FREE_CHOICE = "FREE_CHOICE"
    CAMPAIGN = "CAMPAIGN"
    FIRST_ATTACHMENT = "FIRST_ATTACHMENT"
    NEWBORN = "NEWBORN"
    DEFAULT_BY_ADDRESS = "DEFAULT_BY_ADDRESS"
    ACTUAL_RESIDENCE = "ACTUAL_RESIDENCE"
    DOCTOR_CHOICE = "DOCTOR_CHOICE"


class DetachmentReason(StrEnum):
    """Why an attachment ended (handbook 5.7)."""

    ATTACHED_ELSEWHERE = "ATTACHED_ELSEWHERE"
    CONTRACT_ENDED = "CONTRACT_ENDED"
    DEATH = "DEATH"
    LEFT_COUNTRY = "LEFT_COUNTRY"
    ERROR = "ERROR"
    DUPLICATE = "DUPLICATE"
    CLINIC_CLOSED = "CLINIC_CLOSED"
    COMMISSION_DECISION = "COMMISSION_DECISION"


class ListKind(StrEnum):
    """Whose list a catchment area (участок) is: a family doctor's, a therapist's, a paediatrician's."""

    GP = "GP"
    THERAPIST = "THERAPIST"
    PAEDIATRICIAN = "PAEDIATRICIAN"


class BoundaryReading(StrEnum):
    """How "more than two thousand" is read: LITERAL takes the 2,001st outsider, PROTECTIVE stops at 2,000."""

    LITERAL = "LITERAL"
    PROTECTIVE = "PROTECTIVE"
