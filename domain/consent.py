"""Written consent to a vaccine group, or its refusal (handbook 2.5): by whom, why, until revoked."""

from enum import StrEnum


class ConsentDecision(StrEnum):
    CONSENT = "CONSENT"
    REFUSAL = "REFUSAL"


class Signer(StrEnum):
    """Who signed, as the paper says."""

    PATIENT = "PATIENT"
    MOTHER = "MOTHER"
    FATHER = "FATHER"
    GUARDIAN = "GUARDIAN"


class RefusalGround(StrEnum):
    """The reasons that regions count (handbook 2.5)."""

    PERSONAL_BELIEFS = "PERSONAL_BELIEFS"
    RELIGION = "RELIGION"
    DISTRUST = "DISTRUST"
    MEDIA = "MEDIA"
    OTHER = "OTHER"
