"""A dose of vaccine as it stands in the record: where we know it from, why and how it was given."""

from enum import StrEnum


class DoseSource(StrEnum):
    """What a recorded dose rests on; a dose stated without papers is kept and does not count (handbook 2.3)."""

    GIVEN_HERE = "GIVEN_HERE"
    RECORDED_FROM_PAPER = "RECORDED_FROM_PAPER"
    ABROAD = "ABROAD"
    STATED_WITHOUT_PAPERS = "STATED_WITHOUT_PAPERS"


class DosePurpose(StrEnum):
    """Epidemic doses stand beside the routine ones and shift nothing."""

    ROUTINE = "ROUTINE"
    EPIDEMIC = "EPIDEMIC"


class DoseRoute(StrEnum):
    INTRAMUSCULAR = "INTRAMUSCULAR"
    SUBCUTANEOUS = "SUBCUTANEOUS"
    INTRADERMAL = "INTRADERMAL"
    ORAL = "ORAL"
    INTRANASAL = "INTRANASAL"


class DoseSite(StrEnum):
    LEFT_THIGH = "LEFT_THIGH"
    RIGHT_THIGH = "RIGHT_THIGH"
    LEFT_ARM = "LEFT_ARM"
    RIGHT_ARM = "RIGHT_ARM"
    MOUTH = "MOUTH"
    NOSE = "NOSE"
    OTHER = "OTHER"


def is_documented(source: str) -> bool:
    """Whether papers or our own record vouch for a dose."""
    return source != DoseSource.STATED_WITHOUT_PAPERS
