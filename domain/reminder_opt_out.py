"""Wishes to get no reminders."""

from enum import StrEnum


class ReminderOptOutSource(StrEnum):
    """Who said that a person wants no messages."""

    STAFF = "STAFF"
    PATIENT = "PATIENT"
    LINK = "LINK"
