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

LOT_DAYS, SERIES_DAYS = 60, 30
REFUSED_GROUPS = ("DT", "Pertussis", "Polio", "Hib", "Pneumococcal", "MMR", "HepA")
DOSE = """id patient_id clinic_id record_clinic_id cvx vaccine_id lot_id series expires_on given_on dose_ml
    route source purpose given_by recorded_at recorded_by version"""
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
LONG_AGO = date(1, 1, 1).toordinal()
WAITING = WORD[""] + DAY[LONG_AGO] * 2 + binary.json("{}")
NO_PAPERS = ("ABROAD", "STATED_WITHOUT_PAPERS")
ONE_USED = WORD["USED"] + integer(-1)


@dataclass(slots=True)
class At:
    """A clinic's room and classes, and the fields that its rows have; those of a dose's end by its source."""

    room: Room
    classes: Classes
    clinic: bytes
    account: bytes
    sources: dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Product:
    """The fields of a dose that tell what was given."""

    code: bytes
    code_and_vaccine: bytes
    volume_and_route: bytes


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
        began = self.on.year if self.on.month >= 9 else self.on.year - 1
        self.school_began = date(began, 9, 1).toordinal()
        self.places = {
            key(room.clinic_id): _at(room, Classes(room.clinic_id, room.number, ids, began, half, step))
            for room in rooms.values()
        }
        self.used: Counter[str] = Counter()

    def add(self, person: Person, lines: Lines, batch: Rows) -> None:
        """To a batch."""
        at = self.places[lines.clinic_id]
        is_child = self.today - person.born < GROWN_UP
        history = self.histories.of(person.born, person.sex, person.died or self.today)
        head = person.id + at.clinic
        papers = self._papers(person, at, history, batch) if is_child else Papers()
        for given_on, code in history.doses:
            self._dose(head, at, history.course, given_on, code, batch)
        if is_child and person.died is None:
            self._class(person, at, batch)
        if is_child and person.died is None and self.plans:
            self._plan(person, at, history, papers, batch)
        else:
            batch["immunization_planning"].append(OF_PLANNING + head + WAITING)

    def _dose(self, head: bytes, at: At, course: Course, given_on: int, code: str, batch: Rows) -> None:
        product, dose_id, source = self.products[code], self.ids.key(), _source(course, given_on)
        ours, unknown = source == "GIVEN_HERE", source in NO_PAPERS
        recorded = self.moments.of(given_on if ours else min(self.today, given_on + 90), dose_id)
        lot_id, series, expires = NULL, f"{code}-{given_on // SERIES_DAYS % 1000:03}", given_on + 300
        if ours and self.today - given_on < LOT_DAYS:
            lot = at.room.lots[code]
            lot_id, series, expires = key(lot.id), lot.series, lot.expires_on
            self.used[lot.id] += 1
            moved = (OF_MOVEMENT, lot_id, at.clinic, ONE_USED, dose_id, recorded, at.account)
            batch["vaccine_lot_movement"].append(b"".join(moved))
        batch["dose"].append(
            b"".join(
                (
                    OF_DOSE,
                    dose_id,
                    head,
                    at.clinic,
                    product.code + NULL if unknown else product.code_and_vaccine,
                    lot_id,
                    NULL if unknown else WORD[series],
                    NULL if unknown else DAY[expires],
                    DAY[given_on],
                    NULL + NULL if unknown else product.volume_and_route,
                    at.sources[source],
                    recorded,
                    at.account,
                    VERSION_1,
                )
            )
        )

    def _papers(self, person: Person, at: At, history: History, batch: Rows) -> Papers:
        """Consent to HPV where it was given; refusals and a deferral of those whose course says so."""
        papers = Papers()
        if any(code == "62" for _, code in history.doses):
            first = next(given_on for given_on, code in history.doses if code == "62")
            batch["consent"].append(self._consent(person, at, "HPV", "CONSENT", first - 3, None))
            papers.consents.add("HPV")
        last = max([given_on for given_on, _ in history.doses], default=person.born)
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
        batch["immunization_planning"].append(
            b"".join((OF_PLANNING, head, self.calendar_id, *planned, kept))
        )

    def groups(self) -> list[tuple[object, ...]]:
        """The rows of the classes that were opened."""
        return [row for at in self.places.values() for row in at.classes.rows()]


SOURCES = ("GIVEN_HERE", "RECORDED_FROM_PAPER", *NO_PAPERS)
COLUMNS = {
    "dose": DOSE,
    "vaccine_lot_movement": MOVEMENT,
    "consent": CONSENT,
    "deferral": DEFERRAL,
    "organised_group_member": MEMBER,
    "immunization_due": DUE,
    "immunization_planning": PLANNING,
}


def _at(room: Room, classes: Classes) -> At:
    sources = {
        source: WORD[source] + WORD["ROUTINE"] + key(room.nurse_id if source == "GIVEN_HERE" else None)
        for source in SOURCES
    }
    return At(room, classes, key(room.clinic_id), key(room.account_id), sources)


def _product(code: str, vaccine: Vaccine) -> Product:
    return Product(WORD[code], WORD[code] + key(vaccine.id), double(vaccine.dose_ml) + WORD[vaccine.route])


def _words(words: Sequence[str]) -> bytes:
    return texts(b"".join([WORD[word] for word in words]), len(words)) if words else EMPTY_ARRAY


def _source(course: Course, given_on: int) -> str:
    if course is Course.ABROAD:
        return "ABROAD"
    if course is Course.WITHOUT_PAPERS:
        return "STATED_WITHOUT_PAPERS"
    return "GIVEN_HERE" if given_on >= ELECTRONIC_SINCE else "RECORDED_FROM_PAPER"


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
