"""How the state's statistics count staff (seed text 000)."""

from enum import StrEnum


class StaffCategory(StrEnum):
    HIGHER = "HIGHER"
    SECONDARY = "SECONDARY"
    PSYCHOLOGIST = "PSYCHOLOGIST"
    SOCIAL_WORKER = "SOCIAL_WORKER"
    OTHER = "OTHER"
