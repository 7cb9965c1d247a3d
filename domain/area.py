"""Which houses of a street belong to a catchment area."""

from enum import StrEnum


class HouseParity(StrEnum):
    ALL = "ALL"
    ODD = "ODD"
    EVEN = "EVEN"
