"""Reminders of due doses: for which dose, to whom, by which way, when, and why not.

The worker, the preview and the simulation ask the same functions; none of them decides anything by itself.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol
from uuid import UUID

from domain.language import Language
from domain.people import FamilyTie, age
from domain.reminder_fate import ReminderReason
from domain.reminder_rules import SPAN_OF_CAP, ReminderChannel, ReminderRules, SendingHours

DEFERRED, REFUSED, EXEMPT = "DEFERRED", "REFUSED", "EXEMPT"
LOOK_AGAIN = timedelta(minutes=5)


class DueDose(Protocol):
    """The next dose of a vaccine group as the planner stored it; `act_on` is null while only a decision opens it."""

    @property
    def vaccine_group(self) -> str: ...
    @property
    def dose_number(self) -> int: ...
    @property
    def act_on(self) -> date | None: ...
    @property
    def obstacles(self) -> Sequence[str]: ...


class Told(NamedTuple):
    """A message about a dose that left, or (not `certain`) may have left, on a day; or that nobody took (`refused`)."""

    on: date
    certain: bool
    refused: bool = False


class Item(NamedTuple):
    """One dose that a message is, or would be, about; `due` is null when nothing is due in the group any more."""

    patient_id: UUID
    given_name: str
    vaccine_group: str
    dose_number: int
    due: DueDose | None
    told: Sequence[Told] = ()
    alive: bool = True
    merged: bool = False
    attached_here: bool = True
    entitled: bool = True
    plan_holds: bool = True


class Recipient(NamedTuple):
    """Who gets the message. `heard_on`: days on which another message left or may have left, whatever about."""

    id: UUID
    language: Language
    phones: Sequence[str] = ()
    email: str | None = None
    alive: bool = True
    merged: bool = False
    opted_out: frozenset[ReminderChannel | None] = frozenset()
    heard_on: Sequence[date] = ()


class Relative(NamedTuple):
    """Somebody tied to a child today: `tie` is what they are to the child."""

    id: UUID
    tie: FamilyTie
    reachable: bool


class Way(NamedTuple):
    """By which channel to which address."""

    channel: ReminderChannel
    address: str


class Send(NamedTuple):
    """Leave now, about these; `dropped` are no longer to be reminded of."""

    way: Way
    items: Sequence[Item]
    dropped: Sequence[tuple[Item, ReminderReason]]


class Wait(NamedTuple):
    """Not now; look again at `until`."""

    until: datetime
    reason: ReminderReason


class Withdraw(NamedTuple):
    """Never: there is nothing to say any more, or nobody to say it to."""

    reason: ReminderReason
    dropped: Sequence[tuple[Item, ReminderReason]] = ()


def is_adult(birth_date: date, rules: ReminderRules, on: date) -> bool:
    """Whether they are told themselves and not through a parent; the age is the rules'."""
    return age(birth_date, max(on, birth_date)).years >= rules.adult_age


def guardian_of(relatives: Iterable[Relative], rules: ReminderRules) -> Relative | None:
    """Whom to tell about a child: the first in the rules' order who can be reached, else the first at all."""
    order = {tie: place for place, tie in enumerate(rules.guardians)}
    known = sorted((one for one in relatives if one.tie in order), key=lambda one: (order[one.tie], one.id))
    return next((one for one in known if one.reachable), known[0] if known else None)


def why_not_person(item: Item) -> ReminderReason | None:
    """Why nobody is reminded of this person's doses."""
    if not item.alive:
        return ReminderReason.DECEASED
    if item.merged:
        return ReminderReason.MERGED
    if not item.attached_here:
        return ReminderReason.DETACHED
    return None if item.entitled else ReminderReason.NOT_THE_GUARDIAN


def why_not_dose(item: Item, rules: ReminderRules, on: date) -> ReminderReason | None:
    """Why nobody is reminded of this dose today."""
    due = item.due
    if due is None or due.dose_number != item.dose_number:
        return ReminderReason.NOT_DUE_ANY_MORE
    if due.act_on is None:
        return ReminderReason.EXEMPT if EXEMPT in due.obstacles else ReminderReason.REFUSED
    if DEFERRED in due.obstacles and on < due.act_on:
        return ReminderReason.DEFERRED
    return _why_not_the_day(due.act_on, item.told, rules, on)


def _why_not_the_day(
    act_on: date, told: Sequence[Told], rules: ReminderRules, on: date
) -> ReminderReason | None:
    """Each reminder of a dose has its day; what may not have left is said again on the next one.

    A number or address that was refused costs money each time: it is left alone as long as one who was told.
    """
    step = sum(one.certain for one in told)
    if step >= len(rules.days_from_due):
        return ReminderReason.TOLD_ENOUGH
    if on < act_on + timedelta(days=rules.days_from_due[step]):
        return ReminderReason.TOO_EARLY
    if on > act_on + timedelta(days=rules.stop_after_days):
        return ReminderReason.TOO_LATE
    between = timedelta(days=rules.days_between)
    if any(on < one.on + between for one in told if one.refused):
        return ReminderReason.GATEWAY_REFUSED
    if any(on < one.on + (between if one.certain else timedelta(days=1)) for one in told):
        return ReminderReason.TOLD_LATELY
    return None


def why_not_item(item: Item, rules: ReminderRules, on: date) -> ReminderReason | None:
    """The first reason why this dose is not reminded of; null when it is."""
    return why_not_person(item) or why_not_dose(item, rules, on)


def why_not_recipient(who: Recipient, rules: ReminderRules, on: date) -> ReminderReason | None:
    """Why this person gets no message today, whatever about."""
    if not who.alive:
        return ReminderReason.DECEASED
    if who.merged:
        return ReminderReason.MERGED
    if on in who.heard_on:
        return ReminderReason.ONE_A_DAY
    lately = sum(on - SPAN_OF_CAP < day <= on for day in who.heard_on)
    return ReminderReason.OVER_CAP if lately >= rules.most_in_a_month else None


def way_to(
    who: Recipient, rules: ReminderRules, configured: Collection[ReminderChannel]
) -> Way | ReminderReason:
    """The first channel in the rules' order that is set up here, reaches the person and was not opted out of."""
    if None in who.opted_out:
        return ReminderReason.OPTED_OUT
    usable = [channel for channel in rules.channels if channel in configured]
    reaching = [Way(channel, address) for channel in usable if (address := address_of(who, channel))]
    for way in reaching:
        if way.channel not in who.opted_out:
            return way
    if reaching:
        return ReminderReason.OPTED_OUT
    return ReminderReason.NO_ADDRESS if usable else ReminderReason.NO_CHANNEL


def address_of(who: Recipient, channel: ReminderChannel) -> str | None:
    """Where this channel reaches them: the first phone, or the e-mail address."""
    if channel is ReminderChannel.EMAIL:
        return who.email or None
    return next(iter(who.phones), None)


def sorted_out(
    items: Iterable[Item], rules: ReminderRules, on: date
) -> tuple[list[Item], list[tuple[Item, ReminderReason]]]:
    """What there is to say today, and what not."""
    kept, dropped = [], []
    for item in items:
        if (reason := why_not_item(item, rules, on)) is None:
            kept.append(item)
        else:
            dropped.append((item, reason))
    return kept, dropped


class Proposal(NamedTuple):
    """What would be planned today: a message when `way` is given, else why there is none."""

    who: Recipient
    way: Way | None
    items: Sequence[Item]
    dropped: Sequence[tuple[Item, ReminderReason]]
    reason: ReminderReason | None = None


def propose(
    who: Recipient,
    items: Sequence[Item],
    rules: ReminderRules,
    on: date,
    configured: Collection[ReminderChannel],
) -> Proposal:
    """One message for all that a person is to be told on a day, siblings and several vaccines together."""
    kept, dropped = sorted_out(items, rules, on)
    if not kept:
        return Proposal(who, None, kept, dropped, dropped[0][1] if dropped else None)
    way = way_to(who, rules, configured)
    reason = why_not_recipient(who, rules, on) or (way if isinstance(way, ReminderReason) else None)
    return Proposal(who, None if reason or isinstance(way, ReminderReason) else way, kept, dropped, reason)


def decide(
    who: Recipient,
    items: Sequence[Item],
    hours: SendingHours,
    at: datetime,
    configured: Collection[ReminderChannel],
    closed_until: Mapping[ReminderChannel, datetime] | None = None,
) -> Send | Wait | Withdraw:
    """What to do with a planned message at this Almaty time; asked in the transaction that claims it.

    `closed_until`: channels that are down, and when to try them again.
    """
    rules, on = hours.rules, at.date()
    kept, dropped = sorted_out(items, rules, on)
    if not kept:
        return Withdraw(dropped[0][1] if dropped else ReminderReason.NOT_DUE_ANY_MORE, dropped)
    nobody = why_not_recipient(who, rules, on)
    if nobody is ReminderReason.ONE_A_DAY:
        return Wait(_morning(hours, on, at), nobody)
    if nobody is not None:
        return Withdraw(nobody)
    way = way_to(who, rules, configured)
    if isinstance(way, ReminderReason):
        return Withdraw(way)
    return _not_now(way, kept, hours, at, closed_until or {}) or Send(way, kept, dropped)


def _not_now(
    way: Way,
    kept: Sequence[Item],
    hours: SendingHours,
    at: datetime,
    closed_until: Mapping[ReminderChannel, datetime],
) -> Wait | None:
    if not hours.is_open(at):
        return Wait(hours.next_opening(at), ReminderReason.QUIET_HOURS)
    if not all(item.plan_holds for item in kept):
        return Wait(at + LOOK_AGAIN, ReminderReason.PLAN_STALE)
    closed = closed_until.get(way.channel)
    return Wait(closed, ReminderReason.CHANNEL_DOWN) if closed is not None and closed > at else None


def _morning(hours: SendingHours, on: date, at: datetime) -> datetime:
    return datetime.combine(hours.next_open_day(on), hours.rules.send_from, at.tzinfo)
