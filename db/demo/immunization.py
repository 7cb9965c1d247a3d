"""Immunization of the demo's people: doses, papers, classes, and for children what is due next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

import orjson
from psycopg import Connection

from db.demo import binary
from db.demo.binary import EMPTY_ARRAY, NULL, counted, double, integer, key, texts
from db.demo.copying import Rows
from db.demo.household import Person
from db.demo.ids import Ids
from db.demo.immunization_schedule import ELECTRONIC_SINCE, GROWN_UP, Course, Histories, History
from db.demo.moments import Moments
from db.demo.organised_groups import MEMBER, Classes
from db.demo.rows import DAY, VERSION_1, WORD, Lines
from db.demo.vaccine_lots import MOVEMENT, Room, Vaccine
from db.reference.immunization import kazakhstan_calendar
from domain.immunization.calendar import Calendar
from domain.immunization.engine import evaluate
from domain.immunization.facts import Deferral, DoseGiven, Refusal
from domain.immunization.facts import Person as Known
from domain.immunization.planning import PersonPlan, person_plan
from domain.people import Sex

LOT_DAYS = 60
SERIES_DAYS, SERIES_LAST_DAYS = 30, 330
REFUSED_GROUPS = ("DT", "Pertussis", "Polio", "Hib", "Pneumococcal", "MMR", "HepA")
# Columns that say the same of many doses stand together: each such run is written once.
DOSE = """id patient_id clinic_id record_clinic_id recorded_by version source purpose given_by recorded_at
    lot_id given_on cvx vaccine_id dose_ml route series expires_on"""
CONSENT = """patient_id clinic_id record_clinic_id vaccine_group decision written_on signed_by ground recorded_at
    recorded_by version"""
DEFERRAL = (
    """patient_id clinic_id record_clinic_id since until reason commission recorded_at recorded_by version"""
)
DUE = """patient_id clinic_id vaccine_group dose_number earliest_on due_on past_due_on latest_on act_on obstacles
    vaccines calendar"""
PLANNING = "patient_id clinic_id calendar planned_on holds_until counted"
OF_DOSE, OF_MOVEMENT, OF_CONSENT, OF_DEFERRAL = map(counted, (DOSE, MOVEMENT, CONSENT, DEFERRAL))
OF_MEMBER, OF_DUE, OF_PLANNING = map(counted, (MEMBER, DUE, PLANNING))
HPV, FEMALE = "62", Sex.FEMALE
LONG_AGO = date(1, 1, 1).toordinal()
WAITING = WORD[""] + DAY[LONG_AGO] * 2 + binary.json("{}")
PAPERLESS = {Course.ABROAD: "ABROAD", Course.WITHOUT_PAPERS: "STATED_WITHOUT_PAPERS"}
TYPED_IN_AFTER = 90
ONE_USED = WORD["USED"] + integer(-1)


@dataclass(slots=True)
class At:
    """A clinic's room and classes, and the fields that its rows have; those of doses by their source and by what was
    given."""

    room: Room
    classes: Classes
    clinic: bytes
    account: bytes
    sources: dict[str, bytes]
    of_lots: dict[str, bytes]
    waiting: bytes


class Series(dict[tuple[str, int], bytes]):
    """The last fields of doses by vaccine and month, of what a paper or a lot that has gone tells."""

    def __init__(self, products: Mapping[str, bytes]) -> None:
        self._products = products

    def __missing__(self, of_month: tuple[str, int]) -> bytes:
        code, month = of_month
        expires_on = month * SERIES_DAYS + SERIES_LAST_DAYS
        written = self._products[code] + WORD[f"{code}-{month % 1000:03}"] + DAY[expires_on]
        self[of_month] = written
        return written


class DaysWithoutALot(dict[int, bytes]):
    """Fields of a lot that nobody knows and of the day, given as an ordinal."""

    def __missing__(self, given_on: int) -> bytes:
        self[given_on] = fields = NULL + DAY[given_on]
        return fields


@dataclass(slots=True)
class Papers:
    """What parents and doctors wrote, as the planner wants it."""

    refusals: list[Refusal] = field(default_factory=list)
    deferrals: list[Deferral] = field(default_factory=list)
    consents: set[str] = field(default_factory=set)


class Immunizations:
    """Makes the rows of one person after another. `used` counts the doses taken from each lot of today."""

    def __init__(
        self,
        rooms: Mapping[str, Room],
        vaccines: Mapping[str, Vaccine],
        ids: Ids,
        moments: Moments,
        plans: bool,
        half: int,
        step: int,
    ) -> None:
        self.ids, self.moments, self.plans = ids, moments, plans
        self.today, self.on = moments.today, date.fromordinal(moments.today)
        self.random = Random(41 + half)
        self.histories = Histories(self.random, self.today)
        self.calendar: Calendar = kazakhstan_calendar()
        self.calendar_id = WORD[f"{self.calendar.code} {self.calendar.version} {self.calendar.digest[:12]}"]
        self.products = {code: _product(code, vaccine) for code, vaccine in vaccines.items()}
        self.series, self.days = Series(self.products), DaysWithoutALot()
        self.unpapered = {code: _unpapered(code) for code in vaccines}
        began = self.on.year if self.on.month >= 9 else self.on.year - 1
        self.school_began = date(began, 9, 1).toordinal()
        self.places = {
            key(room.clinic_id): _at(
                room, self.products, Classes(room.clinic_id, room.number, ids, began, half, step)
            )
            for room in rooms.values()
        }
        self.used: Counter[str] = Counter()
        self.lots_since = self.today - LOT_DAYS + 1

    def add(self, person: Person, lines: Lines, batch: Rows) -> None:
        """To a batch."""
        at = self.places[lines.clinic_id]
        is_child = self.today - person.born < GROWN_UP
        history = self.histories.of(person.born, person.sex, person.died or self.today)
        if history.doses:
            self._doses(person, at, history, batch["dose"], batch)
        if is_child:
            self._add_child(person, at, history, batch)
        else:
            batch["immunization_planning"].append(OF_PLANNING + person.id + at.waiting)

    def _add_child(self, person: Person, at: At, history: History, batch: Rows) -> None:
        papers = self._papers(person, at, history, batch)
        if person.died is None:
            self._class(person, at, batch)
        if person.died is None and self.plans:
            self._plan(person, at, history, papers, batch)
        else:
            batch["immunization_planning"].append(OF_PLANNING + person.id + at.waiting)

    def _doses(self, person: Person, at: At, history: History, rows: list[bytes], batch: Rows) -> None:
        if history.course in PAPERLESS:
            self._doses_without_papers(person, at, history, rows)
            return
        new_key, recorded_at, days, series = self.ids.key, self.moments.of, self.days, self.series
        patient_id, lots_since = person.id, self.lots_since
        here, before = at.sources["GIVEN_HERE"], at.sources["RECORDED_FROM_PAPER"]
        for given_on, code in history.doses:
            dose_id = new_key()
            if given_on < ELECTRONIC_SINCE:
                recorded_on, source = given_on + TYPED_IN_AFTER, before
            else:
                recorded_on, source = given_on, here
            recorded = recorded_at(recorded_on, dose_id)
            if given_on < lots_since:
                what = days[given_on] + series[code, given_on // SERIES_DAYS]
            else:
                lot_id = self._take(at, code, dose_id, recorded, batch)
                what = lot_id + DAY[given_on] + at.of_lots[code]
            rows.append(b"".join((OF_DOSE, dose_id, patient_id, source, recorded, what)))

    def _take(self, at: At, code: str, dose_id: bytes, recorded: bytes, batch: Rows) -> bytes:
        """The lot that the clinic has today, with one dose less."""
        lot = at.room.lots[code]
        lot_id = key(lot.id)
        self.used[lot.id] += 1
        moved = (OF_MOVEMENT, lot_id, at.clinic, ONE_USED, dose_id, recorded, at.account)
        batch["vaccine_lot_movement"].append(b"".join(moved))
        return lot_id

    def _doses_without_papers(self, person: Person, at: At, history: History, rows: list[bytes]) -> None:
        head = person.id + at.sources[PAPERLESS[history.course]]
        for given_on, code in history.doses:
            dose_id = self.ids.key()
            recorded = self.moments.of(min(self.today, given_on + TYPED_IN_AFTER), dose_id)
            rows.append(
                b"".join((OF_DOSE, dose_id, head, recorded, NULL, DAY[given_on], self.unpapered[code]))
            )

    def _papers(self, person: Person, at: At, history: History, batch: Rows) -> Papers:
        """Consent to HPV where it was given; refusals and a deferral of those whose course says so."""
        papers = Papers()
        if person.sex is FEMALE and (
            first := next((day for day, code in history.doses if code == HPV), None)
        ):
            batch["consent"].append(self._consent(person, at, "HPV", "CONSENT", first - 3, None))
            papers.consents.add("HPV")
        last = history.doses[-1][0] if history.doses else person.born
        if history.course is Course.REFUSED:
            self._refuse(person, at, last, batch, papers)
        if history.course is Course.DEFERRED:
            self._defer(person, at, last, batch, papers)
        return papers

    def _refuse(self, person: Person, at: At, last: int, batch: Rows, papers: Papers) -> None:
        ground = ("PERSONAL_BELIEFS", "PERSONAL_BELIEFS", "RELIGION", "DISTRUST", "MEDIA")[last % 5]
        written = min(self.today, last + 30)
        for group in REFUSED_GROUPS:
            batch["consent"].append(self._consent(person, at, group, "REFUSAL", written, ground))
            papers.refusals.append(Refusal(date.fromordinal(written), group))

    def _consent(
        self, person: Person, at: At, group: str, decision: str, written: int, ground: str | None
    ) -> bytes:
        what = (WORD[group], WORD[decision], DAY[written], WORD["MOTHER"], WORD[ground])
        return b"".join((OF_CONSENT, person.id, at.clinic, at.clinic, *what, self._recorded(person, at)))

    def _defer(self, person: Person, at: At, last: int, batch: Rows, papers: Papers) -> None:
        since, until = max(last, self.today - 60), self.today + 14 + last % 120
        why = (WORD["Жедел аурудан кейін"], WORD[f"ДКК № {last % 90}"])
        days = (DAY[since], DAY[until])
        row = (OF_DEFERRAL, person.id, at.clinic, at.clinic, *days, *why, self._recorded(person, at))
        batch["deferral"].append(b"".join(row))
        papers.deferrals.append(Deferral(date.fromordinal(since), date.fromordinal(until)))

    def _recorded(self, person: Person, at: At) -> bytes:
        return self.moments.of(self.today, person.id) + at.account + VERSION_1

    def _class(self, person: Person, at: At, batch: Rows) -> None:
        found = at.classes.of(date.fromordinal(person.born).year, self.random.random() < 0.7)
        if found is not None:
            since = DAY[max(self.school_began, person.born)]
            row = (OF_MEMBER, key(found.id), person.id, at.clinic, at.clinic, since)
            batch["organised_group_member"].append(b"".join(row))

    def _plan(self, person: Person, at: At, history: History, papers: Papers, batch: Rows) -> None:
        documented = history.course is not Course.WITHOUT_PAPERS
        known = Known(
            date.fromordinal(person.born),
            person.sex,
            region=at.room.region,
            refusals=papers.refusals,
            deferrals=papers.deferrals,
            consents=frozenset(papers.consents),
        )
        doses = [
            DoseGiven(date.fromordinal(given_on), code, documented=documented)
            for given_on, code in history.doses
        ]
        self._keep(person.id + at.clinic, person_plan(evaluate(known, doses, self.calendar, self.on)), batch)

    def _keep(self, head: bytes, plan: PersonPlan, batch: Rows) -> None:
        for one in plan.due:
            days = (one.earliest_on, one.due_on, one.past_due_on, one.latest_on, one.act_on)
            row = (
                OF_DUE,
                head,
                WORD[one.vaccine_group],
                integer(one.dose_number),
                *(DAY[day.toordinal() if day else None] for day in days),
                _words(one.obstacles),
                _words(one.vaccines),
                self.calendar_id,
            )
            batch["immunization_due"].append(b"".join(row))
        planned = (DAY[self.today], DAY[plan.holds_until.toordinal()])
        kept = binary.json(orjson.dumps(dict(plan.counted)).decode())
        batch["immunization_planning"].append(b"".join((OF_PLANNING, head, self.calendar_id, *planned, kept)))

    def groups(self) -> list[tuple[object, ...]]:
        """The rows of the classes that were opened."""
        return [row for at in self.places.values() for row in at.classes.rows()]


SOURCES = ("GIVEN_HERE", "RECORDED_FROM_PAPER", *PAPERLESS.values())
COLUMNS = {
    "dose": DOSE,
    "vaccine_lot_movement": MOVEMENT,
    "consent": CONSENT,
    "deferral": DEFERRAL,
    "organised_group_member": MEMBER,
    "immunization_due": DUE,
    "immunization_planning": PLANNING,
}


def _at(room: Room, products: Mapping[str, bytes], classes: Classes) -> At:
    clinic, account = key(room.clinic_id), key(room.account_id)
    sources = {
        source: clinic + clinic + account + VERSION_1 + WORD[source] + WORD["ROUTINE"]
        + key(room.nurse_id if source == "GIVEN_HERE" else None)
        for source in SOURCES
    }  # fmt: skip
    of_lots = {
        code: products[code] + WORD[lot.series] + DAY[lot.expires_on] for code, lot in room.lots.items()
    }
    return At(room, classes, clinic, account, sources, of_lots, clinic + WAITING)


def _product(code: str, vaccine: Vaccine) -> bytes:
    return WORD[code] + key(vaccine.id) + double(vaccine.dose_ml) + WORD[vaccine.route]


def _unpapered(code: str) -> bytes:
    """What was given and no more: neither product, volume and route nor series and expiry."""
    return WORD[code] + NULL * 5


def _words(words: Sequence[str]) -> bytes:
    return texts(b"".join([WORD[word] for word in words]), len(words)) if words else EMPTY_ARRAY


SESSIONS = """
with place as (
    select g.id as group_id, g.clinic_id, g.kind, g.name || ', ' || g.class_name as place, v.id as vaccine_id, v.cvx,
           row_number() over (partition by g.clinic_id order by count(*) desc, g.id) as rank
      from organised_group g
      join organised_group_member m on m.group_id = g.id
      join immunization_due d on d.patient_id = m.patient_id and d.act_on <= %(today)s
      join vaccine v on v.cvx = d.vaccines[1]
     group by 1, 2, 3, 4, 5, 6
), session as (
    insert into immunization_session (clinic_id, held_on, place_kind, place, group_id, vaccine_id, lot_id, version)
    select p.clinic_id, %(today)s::date + (p.rank - 1)::int, p.kind, p.place, p.group_id, p.vaccine_id,
           (select l.id from vaccine_lot l where l.clinic_id = p.clinic_id and l.vaccine_id = p.vaccine_id
             and l.expires_on > %(today)s order by l.doses_left desc limit 1), 1
      from place p where p.rank <= 2 returning id, clinic_id, group_id, vaccine_id
)
insert into immunization_session_person (session_id, patient_id, clinic_id, record_clinic_id, version)
select distinct s.id, m.patient_id, s.clinic_id, m.record_clinic_id, 1
  from session s
  join vaccine v on v.id = s.vaccine_id
  join organised_group_member m on m.group_id = s.group_id
  join immunization_due d on d.patient_id = m.patient_id and d.act_on <= %(today)s and v.cvx = any (d.vaccines)
"""


def plan_sessions(connection: Connection, today: date) -> None:
    """For today and tomorrow: the two classes of each clinic that have most to be done."""
    connection.execute(SESSIONS, {"today": today})
