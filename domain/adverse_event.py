"""What went wrong after a dose, how badly, and who was told (handbook 2.5)."""

from enum import StrEnum


class AdverseEventSeverity(StrEnum):
    MILD = "MILD"
    MODERATE = "MODERATE"
    SEVERE = "SEVERE"


def needs_notice(severity: AdverseEventSeverity) -> bool:
    """Serious reactions are reported onward (handbook 2.5)."""
    return severity is AdverseEventSeverity.SEVERE
