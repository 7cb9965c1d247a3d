"""What follows an attempt: trying again, giving up, leaving a channel alone."""

from datetime import UTC, datetime, timedelta

import pytest

from db import reference
from domain.delivery import LONGEST_REST, Outcome, Settled, pause, rest, settle
from domain.reminder_fate import ReminderFate, ReminderReason

(RULES,) = reference.reminder_rules()
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def after(outcome: Outcome, tries: int = 0, age: timedelta = timedelta()) -> Settled:
    return settle(outcome, tries, NOW - age, NOW, 1.0, RULES)


@pytest.mark.parametrize(
    ("outcome", "fate"),
    [
        (Outcome.ACCEPTED, ReminderFate.SENT),
        (Outcome.DELIVERED, ReminderFate.DELIVERED),
        (Outcome.UNKNOWN, ReminderFate.UNKNOWN),
        (Outcome.REFUSED, ReminderFate.DEAD),
    ],
)
def test_what_cannot_be_repeated_is_over(outcome: Outcome, fate: ReminderFate) -> None:
    assert (after(outcome).fate, after(outcome).next_try_at) == (fate, None)


def test_a_message_is_tried_again_later_and_later_and_then_is_dead() -> None:
    waits = [after(Outcome.TRY_LATER, tries).next_try_at for tries in range(4)]
    assert waits == [NOW + timedelta(seconds=60 * 2**tries) for tries in range(4)]
    assert after(Outcome.TRY_LATER, 4) == Settled(ReminderFate.DEAD, ReminderReason.TRIED_ENOUGH, 5, None)


def test_a_channel_that_is_down_costs_no_try_until_days_have_passed() -> None:
    assert after(Outcome.CHANNEL_DOWN, 4).tries == 4
    assert after(Outcome.CHANNEL_DOWN, 4).fate is ReminderFate.RETRYING
    late = after(Outcome.CHANNEL_DOWN, 0, timedelta(days=3))
    assert (late.fate, late.reason) == (ReminderFate.DEAD, ReminderReason.TRIED_TOO_LONG)


def test_a_worker_that_stopped_before_it_sent_costs_no_try_either() -> None:
    """However often workers are killed over a message, the gateway has refused nothing."""
    again = Settled(ReminderFate.RETRYING, None, 4, NOW + timedelta(seconds=60))
    assert after(Outcome.NOT_SENT, 4) == again
    assert after(Outcome.NOT_SENT, 4, timedelta(days=3)).fate is ReminderFate.DEAD


def test_a_pause_is_half_chance_and_has_an_end() -> None:
    assert pause(0, 0.0, RULES) == timedelta(seconds=30)
    assert pause(30, 1.0, RULES) == timedelta(seconds=RULES.longest_retry_seconds)


def test_a_channel_rests_after_failures_in_a_row_and_longer_each_time() -> None:
    assert [rest(failures, 1.0, RULES) for failures in (0, 2)] == [None, None]
    assert rest(3, 1.0, RULES) == timedelta(seconds=15)
    assert rest(4, 1.0, RULES) == timedelta(seconds=30)
    assert rest(99, 1.0, RULES) == LONGEST_REST
