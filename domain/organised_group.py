"""Schools and kindergartens: the classes and groups in which children are vaccinated together."""

from enum import StrEnum


class OrganisedGroupKind(StrEnum):
    KINDERGARTEN = "KINDERGARTEN"
    SCHOOL = "SCHOOL"
    COLLEGE = "COLLEGE"
