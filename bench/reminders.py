"""Two simulated years of reminders: doses are given, refused, deferred at random between planning and sending.

`python -m bench reminders [FAMILIES [SEED]]`; families are independent and simulated one after another. What is
planned, sent and tried again is decided by domain/reminder.py and domain/delivery.py, as in the worker; the counts
that must be 0 are made here from the log of what left and from what was true then.
"""

import heapq
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.console import Console

from db import reference
from domain.delivery import Outcome, settle
from domain.language import Language
from domain.people import FamilyTie
from domain.reminder import (
    Item,
    Proposal,
    Recipient,
    Relative,
    Send,
    Told,
    Wait,
    decide,
    guardian_of,
    propose,
)
from domain.reminder_fate import OPEN, ReminderFate
from domain.reminder_rules import ReminderChannel, SendingHours, rules_on

ALMATY = ZoneInfo("Asia/Almaty")
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
RULES = rules_on(reference.reminder_rules(), FIRST)
HOURS = SendingHours(RULES, reference.working_days())
CHANNELS = frozenset(ReminderChannel)
WORLD = 100_000
OUTCOMES = (
    (Outcome.ACCEPTED, 0.88),
    (Outcome.UNKNOWN, 0.03),
    (Outcome.TRY_LATER, 0.04),
    (Outcome.CHANNEL_DOWN, 0.04),
    (Outcome.REFUSED, 0.01),
)


@dataclass(slots=True)
class Dose:
    """A dose that is owed; what people decide changes it."""

    vaccine_group: str
    dose_number: int
    act_on: date | None
    planned_for: date
    obstacles: tuple[str, ...] = ()
    given_at: datetime | None = None
    told: list[Told] = field(default_factory=list)


@dataclass(slots=True)
class Person:
    id: UUID
    name: str
    doses: list[Dose] = field(default_factory=list)
    alive: bool = True
    attached: bool = True
    phone: str | None = None
    opted_out: frozenset[ReminderChannel | None] = frozenset()
    heard_on: list[date] = field(default_factory=list)


@dataclass(slots=True)
class Message:
    who: Person
    asked: list[tuple[Person, Dose, int]]
    planned_at: datetime
    tries: int = 0
    fate: ReminderFate = ReminderFate.PLANNED


class Left(NamedTuple):
    """A message that left, or may have: to whom, when, about what, and whether all of it was still owed."""

    to: UUID
    at: datetime
    about: tuple[tuple[UUID, str, int], ...]
    owed: bool
    wanted: bool


@dataclass(slots=True)
class Counts:
    families: int = 0
    people: int = 0
    doses: int = 0
    sent: int = 0
    unknown: int = 0
    about: int = 0
    doubled: int = 0
    at_night: int = 0
    on_days_off: int = 0
    after_the_dose: int = 0
    over_the_cap: int = 0
    unwanted: int = 0
    repeated: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def faults(self) -> int:
        return (
            self.doubled
            + self.at_night
            + self.on_days_off
            + self.after_the_dose
            + self.over_the_cap
            + self.unwanted
            + self.repeated
        )


class Family:
    """Parents and children over two years; one event after another, in the order of the clock."""

    def __init__(self, number: int, counts: Counts) -> None:
        self.random, self.counts = Random(number), counts
        self.number = number
        self.parents = [self._person(f"Parent{i}") for i in range(self.random.choice((1, 2, 2)))]
        self.children = [self._person(f"Child{i}") for i in range(self.random.choice((0, 1, 1, 2, 2, 3, 4)))]
        self.queue: list[tuple[datetime, int, str, object]] = []
        self.events = 0
        self.left: list[Left] = []
        self.open: set[UUID] = set()
        for person in self.parents:
            if self.random.random() < 0.95:
                person.phone = f"+7701{number:07d}"
        for person in [*self.parents, *self.children]:
            self._owe(person, 1 if person in self.parents else self.random.randint(2, 9))

    def _person(self, name: str) -> Person:
        return Person(UUID(int=self.random.getrandbits(128)), name)

    def _owe(self, person: Person, doses: int) -> None:
        """Doses fall due in the two years, often several on one day; lives go their way around them."""
        days = (LAST - FIRST).days
        dates = [FIRST + timedelta(days=self.random.randrange(-60, days)) for _ in range(max(1, doses // 2))]
        for number in range(doses):
            due = self.random.choice(dates)
            dose = Dose(f"G{number}", 1, due, due)
            person.doses.append(dose)
            self._live(person, dose, due)

    def _live(self, person: Person, dose: Dose, due: date) -> None:
        chance = self.random.random()
        moment = self._moment(due + timedelta(days=self.random.randrange(-12, 60)))
        if chance < 0.75:
            self.at(moment, "give", (person, dose))
        elif chance < 0.82:
            self.at(moment, "refuse", dose)
            self.at(moment + timedelta(days=self.random.randrange(200)), "agree", dose)
        elif chance < 0.92:
            self.at(moment, "defer", dose)
            self.at(moment + timedelta(days=self.random.randrange(150)), "give", (person, dose))
        if self.random.random() < 0.004:
            self.at(self._moment(due), "die", person)
        if self.random.random() < 0.01:
            self.at(self._moment(due), "move", person)
        if self.random.random() < 0.02:
            self.at(self._moment(due), "opt out", self.random.choice(self.parents))

    def _moment(self, day: date) -> datetime:
        minutes = self.random.randrange(24 * 60)
        return datetime.combine(day, time(minutes // 60, minutes % 60), ALMATY)

    def at(self, when: datetime, what: str, about: object = None) -> None:
        self.events += 1
        heapq.heappush(self.queue, (when, self.events, what, about))

    def run(self) -> list[Left]:
        for day in self._planning_days():
            self.at(self._moment(day), "plan")
        while self.queue:
            at, _, what, about = heapq.heappop(self.queue)
            if FIRST <= at.date() <= LAST:
                self._happen(at, what, about)
        return self.left

    def _planning_days(self) -> Iterator[date]:
        """The planner looks at everybody every day; days on which no reminder can fall due are left out for speed."""
        near = {
            dose.planned_for + timedelta(days=start + more)
            for person in [*self.parents, *self.children]
            for dose in person.doses
            for start in RULES.days_from_due
            for more in range(5)
        }
        return (day for day in sorted(near) if FIRST <= day <= LAST)

    def _happen(self, at: datetime, what: str, about: object) -> None:
        match what, about:
            case "plan", _:
                self._plan(at)
            case "send", Message() as message:
                self._send(at, message)
            case "give", (Person(), Dose() as dose):
                dose.given_at = dose.given_at or at
            case "refuse", Dose() as dose:
                dose.act_on, dose.obstacles = None, ("REFUSED",)
            case "agree", Dose() as dose:
                dose.act_on, dose.obstacles = max(dose.planned_for, at.date()), ()
            case "defer", Dose() as dose:
                until = at.date() + timedelta(days=self.random.randrange(1, 90))
                dose.act_on, dose.obstacles = max(dose.planned_for, until), ("DEFERRED",)
                for later in range(0, 50, 7):
                    self.at(self._moment(until + timedelta(days=later)), "plan")
            case "die", Person() as person:
                person.alive = False
            case "move", Person() as person:
                person.attached = False
            case "opt out", Person() as person:
                person.opted_out = frozenset({self.random.choice((None, ReminderChannel.SMS))})

    def _guardian(self) -> Person | None:
        ties = (FamilyTie.MOTHER, FamilyTie.FATHER)
        known = [
            Relative(parent.id, tie, parent.phone is not None and not parent.opted_out)
            for parent, tie in zip(self.parents, ties, strict=False)
            if parent.alive
        ]
        chosen = guardian_of(known, RULES)
        return next((parent for parent in self.parents if chosen and parent.id == chosen.id), None)

    def _recipient(self, person: Person, but: Message | None = None) -> Recipient:
        return Recipient(
            person.id,
            Language.KK,
            (person.phone,) if person.phone else (),
            None,
            person.alive,
            opted_out=person.opted_out,
            heard_on=tuple(person.heard_on),
        )

    def _item(self, person: Person, dose: Dose, number: int, entitled: bool = True) -> Item:
        owed = None if dose.given_at else dose
        return Item(
            person.id,
            person.name,
            dose.vaccine_group,
            number,
            owed,
            dose.told,
            person.alive,
            attached_here=person.attached,
            entitled=entitled,
        )

    def _plan(self, at: datetime) -> None:
        """At most one message of a person is open, as the database's index has it."""
        on = at.date()
        near = {
            person.id: rows
            for person in [*self.parents, *self.children]
            if (rows := [(person, one, one.dose_number) for one in person.doses if _may_be_near(one, on)])
        }
        guardian = self._guardian() if near else None
        for who in self.parents:
            about = [who, *(self.children if guardian is who else ())]
            rows = [row for person in about for row in near.get(person.id, ())]
            if rows and who.id not in self.open:
                items = [self._item(*row) for row in rows]
                made = propose(self._recipient(who), items, RULES, on, CHANNELS)
                if made.way is not None:
                    self._planned(who, made, rows, items, at)

    def _planned(
        self,
        who: Person,
        made: Proposal,
        rows: Sequence[tuple[Person, Dose, int]],
        items: Sequence[Item],
        at: datetime,
    ) -> None:
        asked = [row for row, item in zip(rows, items, strict=True) if item in made.items]
        message = Message(who, asked, at)
        self.counts.fates["planned"] += 1
        self.open.add(who.id)
        self.at(HOURS.next_opening(at) + self._delay(), "send", message)

    def _delay(self) -> timedelta:
        """Workers are busy, off, or down for days."""
        if self.random.random() < 0.05:
            return timedelta(hours=self.random.randrange(72))
        return timedelta(minutes=self.random.randrange(240))

    def _send(self, at: datetime, message: Message) -> None:
        guardian = self._guardian()
        items = [
            self._item(person, dose, number, person is message.who or guardian is message.who)
            for person, dose, number in message.asked
        ]
        verdict = decide(self._recipient(message.who), items, HOURS, at, CHANNELS)
        if isinstance(verdict, Send):
            about = [row for row, item in zip(message.asked, items, strict=True) if item in verdict.items]
            self._attempt(at, message, about, verdict.way.channel)
        elif isinstance(verdict, Wait):
            self.at(max(verdict.until, at) + timedelta(minutes=self.random.randrange(30)), "send", message)
        else:
            message.fate = ReminderFate.WITHDRAWN
            self.counts.reasons[verdict.reason] += 1
            self._over(message)

    def _attempt(
        self,
        at: datetime,
        message: Message,
        about: Sequence[tuple[Person, Dose, int]],
        by: ReminderChannel,
    ) -> None:
        outcome = self.random.choices([one for one, _ in OUTCOMES], [share for _, share in OUTCOMES])[0]
        if outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN):
            self._leaves(at, message, about, by, certain=outcome is Outcome.ACCEPTED)
        after = settle(outcome, message.tries, message.planned_at, at, self.random.random(), RULES)
        message.fate, message.tries = after.fate, after.tries
        if after.next_try_at is not None:
            self.at(after.next_try_at, "send", message)
        else:
            self._over(message)

    def _leaves(
        self,
        at: datetime,
        message: Message,
        about: Sequence[tuple[Person, Dose, int]],
        by: ReminderChannel,
        certain: bool,
    ) -> None:
        message.who.heard_on.append(at.date())
        for _, dose, _ in about:
            dose.told.append(Told(at.date(), certain))
        owed = all(
            dose.given_at is None
            and "REFUSED" not in dose.obstacles
            and not ("DEFERRED" in dose.obstacles and dose.act_on and at.date() < dose.act_on)
            and person.alive
            and person.attached
            for person, dose, _ in about
        )
        named = tuple((person.id, dose.vaccine_group, dose.dose_number) for person, dose, _ in about)
        wanted = message.who.alive and not {None, by} & message.who.opted_out
        self.left.append(Left(message.who.id, at, named, owed, wanted))
        self.counts.unknown += not certain

    def _over(self, message: Message) -> None:
        assert message.fate not in OPEN
        self.counts.fates[message.fate.lower()] += 1
        self.open.discard(message.who.id)


def _may_be_near(dose: Dose, on: date) -> bool:
    """What the planner's SELECT leaves out before anything is decided."""
    return (
        dose.given_at is None
        and dose.act_on is not None
        and dose.act_on + timedelta(days=RULES.days_from_due[0]) <= on
        and len(dose.told) < 12
    )


def judge(left: Sequence[Left], counts: Counts) -> None:
    """Count what must not be, from what left alone."""
    days = Counter((one.to, one.at.date()) for one in left)
    months = Counter((one.to, one.at.year, one.at.month) for one in left)
    counts.sent += len(left)
    counts.about += sum(len(one.about) for one in left)
    counts.doubled += sum(number - 1 for number in days.values())
    counts.at_night += sum(not time(9) <= one.at.timetz().replace(tzinfo=None) < time(20) for one in left)
    counts.on_days_off += sum(not HOURS.working_days.is_working_day(one.at.date()) for one in left)
    counts.after_the_dose += sum(not one.owed for one in left)
    counts.unwanted += sum(not one.wanted for one in left)
    counts.over_the_cap += sum(max(0, number - RULES.most_in_a_month) for number in months.values())
    often = Counter(about for one in left for about in one.about)
    counts.repeated += sum(number > len(RULES.days_from_due) + 9 for number in often.values())


def simulate(families: int, seed: int = 0) -> Counts:
    """The counts of so many families; the same for the same seed."""
    counts = Counts(families)
    for number in range(families):
        family = Family(seed * 1_000_003 + number, counts)
        counts.people += len(family.parents) + len(family.children)
        counts.doses += sum(len(person.doses) for person in [*family.parents, *family.children])
        judge(family.run(), counts)
    return counts


def main() -> int:
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else WORLD
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    counts, console = simulate(asked, seed), Console(highlight=False)
    console.print(
        f"{counts.families} families, {counts.people} people, {counts.doses} doses, {FIRST} to {LAST}:\n"
        f"{counts.fates['planned']} messages planned; {counts.sent} sent about {counts.about} doses "
        f"({counts.unknown} of them with an unknown outcome); {counts.fates['withdrawn']} withdrawn; "
        f"{counts.fates['dead']} dead.\n"
        f"doubled {counts.doubled}, at night {counts.at_night}, on days off {counts.on_days_off}, "
        f"after the dose {counts.after_the_dose}, over the cap {counts.over_the_cap}, "
        f"to who did not want any {counts.unwanted}"
    )
    console.print("Withdrawn because: " + ", ".join(f"{r} {n}" for r, n in counts.reasons.most_common()))
    return 1 if counts.faults else 0


if __name__ == "__main__":
    sys.exit(main())
