"""What becomes of a reminder, and why."""

from enum import StrEnum


class ReminderFate(StrEnum):
    """What became of a message."""

    PLANNED = "PLANNED"
    RETRYING = "RETRYING"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    UNKNOWN = "UNKNOWN"
    DEAD = "DEAD"
    WITHDRAWN = "WITHDRAWN"


OPEN = frozenset({ReminderFate.PLANNED, ReminderFate.RETRYING, ReminderFate.SENDING})
"""Fates that are not the last."""
LEFT = frozenset({ReminderFate.SENDING, ReminderFate.SENT, ReminderFate.DELIVERED, ReminderFate.UNKNOWN})
"""Fates of messages that left or may have."""


class ReminderReason(StrEnum):
    """Why there is no message, not yet, or why it failed."""

    NOT_DUE_ANY_MORE = "NOT_DUE_ANY_MORE"
    REFUSED = "REFUSED"
    EXEMPT = "EXEMPT"
    DEFERRED = "DEFERRED"
    DECEASED = "DECEASED"
    MERGED = "MERGED"
    DETACHED = "DETACHED"
    NOT_THE_GUARDIAN = "NOT_THE_GUARDIAN"
    NO_GUARDIAN = "NO_GUARDIAN"
    TOO_EARLY = "TOO_EARLY"
    TOO_LATE = "TOO_LATE"
    TOLD_LATELY = "TOLD_LATELY"
    TOLD_ENOUGH = "TOLD_ENOUGH"
    OPTED_OUT = "OPTED_OUT"
    NO_ADDRESS = "NO_ADDRESS"
    NO_CHANNEL = "NO_CHANNEL"
    ONE_A_DAY = "ONE_A_DAY"
    OVER_CAP = "OVER_CAP"
    QUIET_HOURS = "QUIET_HOURS"
    PLAN_STALE = "PLAN_STALE"
    CHANNEL_DOWN = "CHANNEL_DOWN"
    GATEWAY_REFUSED = "GATEWAY_REFUSED"
    TRIED_ENOUGH = "TRIED_ENOUGH"
    TRIED_TOO_LONG = "TRIED_TOO_LONG"
    OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
