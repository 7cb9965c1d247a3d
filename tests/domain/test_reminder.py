"""To whom, when, by which way, and why not: the decisions that the worker, the preview and the simulation share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from bench.reminders import simulate
from db import reference
from domain.language import Language
from domain.people import FamilyTie
from domain.reminder import (
    Item,
    Recipient,
    Relative,
    Send,
    Told,
    Wait,
    Way,
    Withdraw,
    decide,
    guardian_of,
    is_adult,
    propose,
    why_not_dose,
)
from domain.reminder_fate import ReminderReason
from domain.reminder_rules import ReminderChannel, SendingHours, parse_reminder_rules, rules_on

ALMATY = ZoneInfo("Asia/Almaty")
TUESDAY = date(2026, 11, 24)
(RULES,) = reference.reminder_rules()
HOURS = SendingHours(RULES, reference.working_days())
ALL = frozenset(ReminderChannel)
CHILD, MOTHER = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Due:
    act_on: date | None = TUESDAY
    obstacles: Sequence[str] = ()
    vaccine_group: str = "MMR"
    dose_number: int = 1


def item(due: Due | None = Due(), **more: Any) -> Item:
    return Item(CHILD, "Айша", "MMR", 1, due, **more)


def who(**more: Any) -> Recipient:
    given: dict[str, Any] = {"phones": ("+77010000000",), "email": "ana@example.invalid", **more}
    return Recipient(MOTHER, Language.KK, **given)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ALMATY)


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("due", "told", "reason"),
    [
        (Due(), (), None),
        (None, (), ReminderReason.NOT_DUE_ANY_MORE),
        (Due(dose_number=2), (), ReminderReason.NOT_DUE_ANY_MORE),
        (Due(act_on=None, obstacles=["REFUSED"]), (), ReminderReason.REFUSED),
        (Due(act_on=None, obstacles=["EXEMPT"]), (), ReminderReason.EXEMPT),
        (Due(act_on=TUESDAY + days(3), obstacles=["DEFERRED"]), (), ReminderReason.DEFERRED),
        (Due(act_on=TUESDAY, obstacles=["DEFERRED"]), (), None),
        (Due(act_on=TUESDAY + days(7)), (), None),
        (Due(act_on=TUESDAY + days(8)), (), ReminderReason.TOO_EARLY),
        (Due(act_on=TUESDAY - days(365)), (), None),
        (Due(act_on=TUESDAY - days(366)), (), ReminderReason.TOO_LATE),
        (Due(act_on=TUESDAY - days(7)), (Told(TUESDAY - days(14), True),), None),
        (Due(act_on=TUESDAY - days(7)), (Told(TUESDAY - days(13), True),), ReminderReason.TOLD_LATELY),
        (Due(act_on=TUESDAY - days(6)), (Told(TUESDAY - days(13), True),), ReminderReason.TOO_EARLY),
        (Due(), (Told(TUESDAY - days(1), False),), None),
        (Due(), (Told(TUESDAY, False),), ReminderReason.TOLD_LATELY),
        (
            Due(act_on=TUESDAY - days(90)),
            [Told(TUESDAY - days(n), True) for n in (90, 70, 40)],
            ReminderReason.TOLD_ENOUGH,
        ),
    ],
)
def test_each_reminder_of_a_dose_has_its_day(
    due: Due | None, told: Sequence[Told], reason: ReminderReason | None
) -> None:
    assert why_not_dose(item(due, told=told), RULES, TUESDAY) is reason


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"alive": False}, ReminderReason.DECEASED),
        ({"merged": True}, ReminderReason.MERGED),
        ({"attached_here": False}, ReminderReason.DETACHED),
        ({"entitled": False}, ReminderReason.NOT_THE_GUARDIAN),
    ],
)
def test_nobody_is_reminded_of_who_is_not_there(more: dict[str, Any], reason: ReminderReason) -> None:
    gone = item(**more)
    assert decide(who(), [gone], HOURS, at(12), ALL) == Withdraw(reason, [(gone, reason)])


def test_a_message_leaves_about_what_is_still_owed() -> None:
    owed, given = item(), item(None)
    verdict = decide(who(), [given, owed], HOURS, at(12), ALL)
    assert verdict == Send(
        Way(ReminderChannel.SMS, "+77010000000"), [owed], [(given, ReminderReason.NOT_DUE_ANY_MORE)]
    )


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(8, 59), at(9)),
        (at(20), at(9, day=TUESDAY + days(1))),
        (at(23, day=date(2026, 11, 27)), at(9, day=date(2026, 11, 30))),
        (at(12, day=date(2026, 12, 16)), at(9, day=date(2026, 12, 17))),
        (at(3, day=date(2027, 1, 1)), at(9, day=date(2027, 1, 5))),
    ],
    ids=["early", "late", "before the weekend", "Independence Day", "New Year, carried from the weekend"],
)
def test_nothing_leaves_at_night_or_on_a_day_off(now: datetime, until: datetime) -> None:
    due = item(Due(act_on=now.date()))
    assert decide(who(), [due], HOURS, now, ALL) == Wait(until, ReminderReason.QUIET_HOURS)


def test_who_heard_today_hears_tomorrow() -> None:
    verdict = decide(who(heard_on=[TUESDAY]), [item()], HOURS, at(12), ALL)
    assert verdict == Wait(at(9, day=TUESDAY + days(1)), ReminderReason.ONE_A_DAY)


def test_the_cap_holds_in_every_month() -> None:
    heard = [TUESDAY - days(n) for n in (1, 10, 20, 30)]
    assert decide(who(heard_on=heard), [item()], HOURS, at(12), ALL) == Withdraw(ReminderReason.OVER_CAP)
    free = [*heard[:3], TUESDAY - days(31)]
    assert isinstance(decide(who(heard_on=free), [item()], HOURS, at(12), ALL), Send)


def test_a_plan_that_no_longer_holds_is_waited_for() -> None:
    verdict = decide(who(), [item(plan_holds=False)], HOURS, at(12), ALL)
    assert verdict == Wait(at(12, 5), ReminderReason.PLAN_STALE)


def test_a_channel_that_is_down_is_waited_for() -> None:
    verdict = decide(who(), [item()], HOURS, at(12), ALL, {ReminderChannel.SMS: at(13)})
    assert verdict == Wait(at(13), ReminderReason.CHANNEL_DOWN)
    assert isinstance(decide(who(), [item()], HOURS, at(13), ALL, {ReminderChannel.SMS: at(13)}), Send)


@pytest.mark.parametrize(
    ("recipient", "channels", "way"),
    [
        (who(), ALL, Way(ReminderChannel.SMS, "+77010000000")),
        (who(), {ReminderChannel.EMAIL}, Way(ReminderChannel.EMAIL, "ana@example.invalid")),
        (
            who(opted_out=frozenset({ReminderChannel.SMS})),
            ALL,
            Way(ReminderChannel.EMAIL, "ana@example.invalid"),
        ),
        (who(opted_out=frozenset({None})), ALL, ReminderReason.OPTED_OUT),
        (who(opted_out=frozenset({ReminderChannel.SMS})), {ReminderChannel.SMS}, ReminderReason.OPTED_OUT),
        (who(phones=(), email=None), ALL, ReminderReason.NO_ADDRESS),
        (who(), frozenset(), ReminderReason.NO_CHANNEL),
    ],
)
def test_the_way_to_a_person(recipient: Recipient, channels: Any, way: Way | ReminderReason) -> None:
    made = propose(recipient, [item()], RULES, TUESDAY, channels)
    assert (made.way or made.reason) == way


def test_a_child_s_guardian_is_told_before_the_parents_and_who_can_be_reached_before_all() -> None:
    mother = Relative(UUID(int=1), FamilyTie.MOTHER, True)
    father = Relative(UUID(int=2), FamilyTie.FATHER, True)
    guardian = Relative(UUID(int=3), FamilyTie.GUARDIAN, False)
    sister = Relative(UUID(int=4), FamilyTie.SIBLING, True)
    assert guardian_of([father, mother, sister], RULES) == mother
    assert guardian_of([father, mother, guardian._replace(reachable=True)], RULES) == guardian._replace(
        reachable=True
    )
    assert guardian_of([father, mother, guardian], RULES) == mother
    assert guardian_of([guardian], RULES) == guardian
    assert guardian_of([sister], RULES) is None


def test_adults_speak_for_themselves_from_their_birthday_on() -> None:
    assert not is_adult(date(2008, 11, 25), RULES, TUESDAY)
    assert is_adult(date(2008, 11, 24), RULES, TUESDAY)


def test_the_rules_are_dated_and_say_that_nobody_verified_them() -> None:
    assert rules_on((RULES,), TUESDAY) is RULES
    assert not RULES.verified
    with pytest.raises(ValueError, match="No reminder rules"):
        rules_on((RULES,), date(2000, 1, 1))


@pytest.mark.parametrize(
    "wrong",
    [{"send_until": "08:00"}, {"days_from_due": [7, -7]}, {"channels": ["PIGEON"]}, {"surprise": 1}],
)
def test_rules_that_contradict_themselves_are_not_read(wrong: dict[str, Any]) -> None:
    row = reference.read("reminder_rules")["rows"][0] | wrong
    with pytest.raises((ValueError, TypeError)):
        parse_reminder_rules({"rows": [row]})


def test_a_day_that_never_closes_is_open_to_its_end() -> None:
    row = reference.read("reminder_rules")["rows"][0] | {"send_from": "00:00", "send_until": "24:00"}
    (rules,) = parse_reminder_rules({"rows": [row]})
    assert replace(HOURS, rules=rules).is_open(at(23, 59))


def test_two_simulated_years_keep_every_promise() -> None:
    counts = simulate(60, seed=7)
    assert counts.sent > 500
    assert counts.unknown > 10
    assert counts.fates["withdrawn"] > 5
    assert (counts.doubled, counts.at_night, counts.on_days_off) == (0, 0, 0)
    assert (counts.after_the_dose, counts.over_the_cap, counts.unwanted, counts.repeated) == (0, 0, 0, 0)
