"""A vaccination session: one day, one place, one vaccine, and what became of each person on its list."""

from enum import StrEnum


class SessionPlace(StrEnum):
    KINDERGARTEN = "KINDERGARTEN"
    SCHOOL = "SCHOOL"
    ROOM = "ROOM"


class SessionOutcome(StrEnum):
    GIVEN = "GIVEN"
    ABSENT = "ABSENT"
    REFUSED = "REFUSED"
    DEFERRED = "DEFERRED"
