"""Kinds of primary-care clinics and who owns them (handbook 9.1)."""

from enum import StrEnum


class ClinicKind(StrEnum):
    CITY_POLYCLINIC = "CITY_POLYCLINIC"
    FAMILY_HEALTH_CENTRE = "FAMILY_HEALTH_CENTRE"
    AMBULATORY = "AMBULATORY"
    FELDSHER_POINT = "FELDSHER_POINT"
    MEDICAL_POINT = "MEDICAL_POINT"


class Ownership(StrEnum):
    STATE = "STATE"
    PRIVATE = "PRIVATE"
