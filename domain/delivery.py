"""What an attempt to send came to, and what follows: try again when, give up when, leave a channel alone when."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid5

from domain.reminder_fate import ReminderFate, ReminderReason
from domain.reminder_rules import ReminderRules

LONGEST_REST = timedelta(minutes=10)
FIRST_REST = timedelta(seconds=15)


class Outcome(StrEnum):
    """How an attempt ended, as far as we can know."""

    ACCEPTED = "ACCEPTED"
    DELIVERED = "DELIVERED"
    REFUSED = "REFUSED"
    TRY_LATER = "TRY_LATER"
    CHANNEL_DOWN = "CHANNEL_DOWN"
    NOT_SENT = "NOT_SENT"
    UNKNOWN = "UNKNOWN"


class Attempt(NamedTuple):
    """`detail` is what the other side said, for the ledger; `gateway_id` its own name for the message."""

    outcome: Outcome
    detail: str | None = None
    gateway_id: str | None = None


class Settled(NamedTuple):
    """What the ledger keeps after an attempt; `tries` counts those that were the message's own."""

    fate: ReminderFate
    reason: ReminderReason | None
    tries: int
    next_try_at: datetime | None


_ENDS = {
    Outcome.ACCEPTED: (ReminderFate.SENT, None),
    Outcome.DELIVERED: (ReminderFate.DELIVERED, None),
    Outcome.REFUSED: (ReminderFate.DEAD, ReminderReason.GATEWAY_REFUSED),
    Outcome.UNKNOWN: (ReminderFate.UNKNOWN, ReminderReason.OUTCOME_UNKNOWN),
}

# What is not the message's own failure: it never reached anybody who could refuse it.
_COST_NO_TRY = {Outcome.CHANNEL_DOWN: ReminderReason.CHANNEL_DOWN, Outcome.NOT_SENT: None}


def settle(
    outcome: Outcome, tries: int, planned_at: datetime, at: datetime, luck: float, rules: ReminderRules
) -> Settled:
    """What follows an attempt after `tries` earlier ones; `luck` is a random number from 0 to 1.

    A channel that is down, or a worker that stopped or was too slow before it sent anything, costs the message no
    try, only time: after `keep_trying_days` it is dead as well.
    """
    if outcome in _ENDS:
        fate, reason = _ENDS[outcome]
        return Settled(fate, reason, tries + 1, None)
    if at >= planned_at + timedelta(days=rules.keep_trying_days):
        return Settled(ReminderFate.DEAD, ReminderReason.TRIED_TOO_LONG, tries, None)
    if outcome in _COST_NO_TRY:
        return Settled(ReminderFate.RETRYING, _COST_NO_TRY[outcome], tries, at + pause(0, luck, rules))
    if tries + 1 >= rules.most_tries:
        return Settled(ReminderFate.DEAD, ReminderReason.TRIED_ENOUGH, tries + 1, None)
    again = at + pause(tries, luck, rules)
    return Settled(ReminderFate.RETRYING, ReminderReason.GATEWAY_REFUSED, tries + 1, again)


def pause(tries: int, luck: float, rules: ReminderRules) -> timedelta:
    """Twice as long each time, up to the rules' longest; half of it is chance, so that not all come at once."""
    longest: int = min(rules.first_retry_seconds * 2**tries, rules.longest_retry_seconds)
    return timedelta(seconds=longest * (0.5 + luck / 2))


def key_of(message_id: UUID, revived_at: datetime | None) -> UUID:
    """By which the other side knows a message: the same however often it is tried, another one after a new chance.

    A gateway takes one key once, so a message that it gave up would never leave again under the old one.
    """
    return message_id if revived_at is None else uuid5(message_id, revived_at.astimezone(UTC).isoformat())


def rest(failures: int, luck: float, rules: ReminderRules) -> timedelta | None:
    """How long a channel is left alone after so many failures in a row; null while it is still trusted."""
    beyond = failures - rules.failures_that_open
    if beyond < 0:
        return None
    longest: timedelta = min(FIRST_REST * 2 ** min(beyond, 10), LONGEST_REST)
    return longest * (0.5 + luck / 2)
