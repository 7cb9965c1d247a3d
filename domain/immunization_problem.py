"""What can be wrong in a field of a dose and of what belongs to it: lots, tests, deferrals, consents, sessions."""

from enum import StrEnum


class ImmunizationProblemCode(StrEnum):
    """Has words in domain/messages_of_immunization.py."""

    DAYS_IN_WRONG_ORDER = "DAYS_IN_WRONG_ORDER"
    GIVEN_BEFORE_BIRTH = "GIVEN_BEFORE_BIRTH"
    GIVEN_IN_FUTURE = "GIVEN_IN_FUTURE"
    LOT_NEEDED = "LOT_NEEDED"
    NUMBER_OUT_OF_RANGE = "NUMBER_OUT_OF_RANGE"
    VACCINE_GROUP_UNKNOWN = "VACCINE_GROUP_UNKNOWN"
    VACCINE_MISSING = "VACCINE_MISSING"
    VACCINE_UNKNOWN = "VACCINE_UNKNOWN"
