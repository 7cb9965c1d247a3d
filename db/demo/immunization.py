"""Immunization of the demo's people: lots, doses, papers, classes, and for children what is due next."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from psycopg import Connection
from psycopg.rows import namedtuple_row

from db.demo.copying import copy_lines, copy_rows
from db.demo.ids import Ids
from db.demo.immunization_schedule import (
    ELECTRONIC_SINCE,
    GROWN_UP,
    Course,
    Histories,
    History,
)
from db.demo.organised_groups import GROUP, MEMBER, Classes
from db.demo.rows import DAY, NULL, moment
from db.reference.immunization import kazakhstan_calendar
from domain.immunization.calendar import Calendar
from domain.immunization.engine import evaluate
from domain.immunization.facts import Deferral, DoseGiven, Person, Refusal
from domain.immunization.planning import PersonPlan, person_plan
from domain.people import Sex

PEOPLE = 2_000
PLANNED_AT_ONCE = 40_000
"""Children of a larger demo are planned by the worker."""
LOT_OF = timedelta(days=60)
REFUSED_GROUPS = ("DT", "Pertussis", "Polio", "Hib", "Pneumococcal", "MMR", "HepA")
DOSE = """id patient_id clinic_id record_clinic_id cvx vaccine_id lot_id series expires_on given_on dose_ml
    route source purpose given_by recorded_at recorded_by version"""
MOVEMENT = "lot_id clinic_id kind change dose_id moved_at moved_by"
CONSENT = """patient_id clinic_id record_clinic_id vaccine_group decision written_on signed_by ground recorded_at
    recorded_by version"""
DEFERRAL = (
    """patient_id clinic_id record_clinic_id since until reason commission recorded_at recorded_by version"""
)
DUE = """patient_id clinic_id vaccine_group dose_number earliest_on due_on past_due_on latest_on act_on obstacles
    vaccines calendar"""
PLANNING = "patient_id clinic_id calendar planned_on holds_until counted"
LONG = ("dose", "vaccine_lot_movement", "consent", "immunization_due", "immunization_planning")
WAITING = "\t".join(("", "0001-01-01", "0001-01-01", "{}\n"))
Progress = Callable[[int, int], None]

EVERYBODY = """
select p.id::text, p.clinic_id::text, p.birth_date, p.sex, p.deceased_on, p.merged_into is not null as merged
  from patient p order by p.clinic_id, p.birth_date, p.id
"""
CLINICS = """
select c.id::text, c.number, c.region_code,
       (select a.id::text from account a where a.clinic_id = c.id
         order by a.role = 'NURSE' desc, a.login limit 1) as account_id,
       (select s.id::text from staff s join employment e on e.staff_id = s.id
         where s.clinic_id = c.id order by e.specialty_code = 'NURSE_VACC' desc, s.id limit 1) as nurse_id
  from clinic c order by c.number
"""


@dataclass(slots=True)
class Lot:
    id: str
    series: str
    expires_on: int
    used: int = 0


@dataclass(slots=True)
class Clinic:
    """Who vaccinates in a clinic, from which lots, in which classes."""

    id: str
    region: str
    account_id: str
    nurse_id: str
    classes: Classes
    lots: dict[str, Lot] = field(default_factory=dict)


class Immunizations:
    """Makes the rows of everybody, a batch of people at a time."""

    def __init__(self, connection: Connection, ids: Ids, today: date, planned: bool) -> None:
        self.connection, self.ids, self.on, self.planned = connection, ids, today, planned
        self.today = today.toordinal()
        self.random = Random(41)
        self.histories = Histories(self.random, self.today)
        self.calendar: Calendar = kazakhstan_calendar()
        self.calendar_id = f"{self.calendar.code} {self.calendar.version} {self.calendar.digest[:12]}"
        self.vaccines = {
            row[1]: row
            for row in connection.execute(
                "select id::text, cvx, dose_ml, route from vaccine order by trade_name desc"
            )
        }
        self.clinics = {row.id: self._clinic(row) for row in self._rows(CLINICS)}

    def _rows(self, query: str) -> Sequence[Any]:
        with self.connection.cursor(row_factory=namedtuple_row) as cursor:
            return cursor.execute(query.encode()).fetchall()

    def _clinic(self, row: Any) -> Clinic:
        began = self.on.year if self.on.month >= 9 else self.on.year - 1
        classes = Classes(row.id, row.number, self.ids, self.on.year, began)
        clinic = Clinic(row.id, row.region_code, row.account_id or NULL, row.nurse_id or NULL, classes)
        for code in self.vaccines:
            series = f"{code}-{row.number:02}{self.random.randrange(1000):03}"
            expires = self.today + 120 + int(self.random.random() * 400)
            clinic.lots[code] = Lot(self.ids.new(), series, expires)
        return clinic

    def write(self, progress: Progress) -> None:
        total = self.connection.execute("select count(*) from patient").fetchone()[0]  # type: ignore[index]
        done = 0
        progress(done, total)
        with self.connection.cursor("everybody", row_factory=namedtuple_row) as people:
            people.itersize = PEOPLE
            people.execute(EVERYBODY)
            while some := people.fetchmany(PEOPLE):
                self._copy(some)
                done += len(some)
                progress(done, total)
        self._copy_groups()
        self._copy_lots()

    def _copy(self, people: Sequence[Any]) -> None:
        lines: dict[str, list[str]] = {table: [] for table in (*LONG, "deferral", "organised_group_member")}
        for person in people:
            self._person(person, self.clinics[person.clinic_id], lines)
        # Their classes come at the end; the reference between the two is checked only then.
        for table, columns in COLUMNS.items():
            copy_lines(self.connection, table, columns, lines[table])

    def _person(self, person: Any, clinic: Clinic, lines: dict[str, list[str]]) -> None:
        born = person.birth_date.toordinal()
        gone = person.deceased_on is not None or person.merged
        last = person.deceased_on.toordinal() if person.deceased_on else self.today
        history = self.histories.of(born, Sex(person.sex), last)
        is_child = self.today - born < GROWN_UP
        facts = self._papers(person, clinic, history, lines)
        for given_on, code in history.doses:
            self._dose(person, clinic, history, given_on, code, lines)
        if is_child and not gone:
            self._class(person, clinic, lines)
        if gone or not (is_child and self.planned):
            lines["immunization_planning"].append(f"{person.id}\t{clinic.id}\t{WAITING}")
        else:
            self._plan(person, clinic, history, facts, lines)

    def _dose(
        self,
        person: Any,
        clinic: Clinic,
        history: History,
        given_on: int,
        code: str,
        lines: dict[str, list[str]],
    ) -> None:
        vaccine_id, _, dose_ml, route = self.vaccines[code]
        dose_id, source = self.ids.new(), _source(history.course, given_on)
        ours = source == "GIVEN_HERE"
        lot = clinic.lots[code] if ours and self.today - given_on < LOT_OF.days else None
        series, expires = (
            (lot.series, lot.expires_on) if lot else (f"{code}-{given_on % 9000:04}", given_on + 300)
        )
        if lot:
            lot.used += 1
            at = moment(given_on, dose_id)
            lines["vaccine_lot_movement"].append(
                f"{lot.id}\t{clinic.id}\tUSED\t-1\t{dose_id}\t{at}\t{clinic.account_id}\n"
            )
        papers = source in ("ABROAD", "STATED_WITHOUT_PAPERS")
        lines["dose"].append(
            "\t".join(
                (
                    dose_id,
                    person.id,
                    clinic.id,
                    clinic.id,
                    code,
                    NULL if papers else vaccine_id,
                    lot.id if lot else NULL,
                    NULL if papers else series,
                    NULL if papers else DAY[expires],
                    DAY[given_on],
                    NULL if papers or dose_ml is None else str(dose_ml),
                    NULL if papers else route or NULL,
                    source,
                    "ROUTINE",
                    clinic.nurse_id if ours else NULL,
                    moment(given_on if ours else min(self.today, given_on + 90), dose_id),
                    clinic.account_id,
                    "1\n",
                )
            )
        )

    def _papers(
        self, person: Any, clinic: Clinic, history: History, lines: dict[str, list[str]]
    ) -> tuple[list[Refusal], list[Deferral], set[str]]:
        """Consent to HPV where it was given; refusals and a deferral of those whose course says so."""
        last = max((given_on for given_on, _ in history.doses), default=person.birth_date.toordinal())
        written = DAY[min(self.today, last + 30)]
        head = f"{person.id}\t{clinic.id}\t{clinic.id}"
        tail = f"{moment(self.today, '00')}\t{clinic.account_id}\t1\n"
        consents, refusals, deferrals = set(), [], []
        if any(code == "62" for _, code in history.doses):
            first = next(given_on for given_on, code in history.doses if code == "62")
            lines["consent"].append(f"{head}\tHPV\tCONSENT\t{DAY[first - 3]}\tMOTHER\t{NULL}\t{tail}")
            consents.add("HPV")
        if history.course is Course.REFUSED:
            ground = ("PERSONAL_BELIEFS", "PERSONAL_BELIEFS", "RELIGION", "DISTRUST", "MEDIA")[last % 5]
            for group in REFUSED_GROUPS:
                lines["consent"].append(f"{head}\t{group}\tREFUSAL\t{written}\tMOTHER\t{ground}\t{tail}")
                refusals.append(Refusal(date.fromisoformat(written), group))
        if history.course is Course.DEFERRED:
            since, until = max(last, self.today - 60), self.today + 14 + last % 120
            lines["deferral"].append(
                f"{head}\t{DAY[since]}\t{DAY[until]}\tЖедел аурудан кейін\tДКК № {last % 90}\t{tail}"
            )
            deferrals.append(Deferral(date.fromordinal(since), date.fromordinal(until)))
        return refusals, deferrals, consents

    def _class(self, person: Any, clinic: Clinic, lines: dict[str, list[str]]) -> None:
        found = clinic.classes.of(person.birth_date.year, self.random.random() < 0.7)
        if found is not None:
            since = f"{clinic.classes.school_began}-09-01"
            lines["organised_group_member"].append(
                f"{found.id}\t{person.id}\t{clinic.id}\t{clinic.id}\t{max(since, person.birth_date.isoformat())}\n"
            )

    def _plan(
        self,
        person: Any,
        clinic: Clinic,
        history: History,
        facts: tuple[list[Refusal], list[Deferral], set[str]],
        lines: dict[str, list[str]],
    ) -> None:
        refusals, deferrals, consents = facts
        documented = history.course is not Course.WITHOUT_PAPERS
        known = Person(
            person.birth_date,
            Sex(person.sex),
            region=clinic.region,
            refusals=refusals,
            deferrals=deferrals,
            consents=frozenset(consents),
        )
        doses = [
            DoseGiven(date.fromordinal(given_on), code, documented=documented)
            for given_on, code in history.doses
        ]
        plan = person_plan(evaluate(known, doses, self.calendar, self.on))
        self._keep(person.id, clinic.id, plan, lines)

    def _keep(self, patient_id: str, clinic_id: str, plan: PersonPlan, lines: dict[str, list[str]]) -> None:
        lines["immunization_due"].extend(
            "\t".join(
                (
                    patient_id,
                    clinic_id,
                    one.vaccine_group,
                    str(one.dose_number),
                    *(_iso(each) for each in (one.earliest_on, one.due_on, one.past_due_on, one.latest_on)),
                    _iso(one.act_on),
                    "{" + ",".join(one.obstacles) + "}",
                    "{" + ",".join(one.vaccines) + "}",
                    self.calendar_id + "\n",
                )
            )
            for one in plan.due
        )
        counted = json.dumps(plan.counted)
        lines["immunization_planning"].append(
            f"{patient_id}\t{clinic_id}\t{self.calendar_id}\t{self.on}\t{plan.holds_until}\t{counted}\n"
        )

    def _copy_groups(self) -> None:
        lines = [line for clinic in self.clinics.values() for line in clinic.classes.lines()]
        copy_lines(self.connection, "organised_group", GROUP, lines)

    def _copy_lots(self) -> None:
        """Today's lots; one that is nearly over, one that has expired, one that is empty."""
        lots, received = [], []
        for clinic in self.clinics.values():
            for place, (code, lot) in enumerate(clinic.lots.items()):
                left = 20 + int(self.random.random() * 200)
                for each, stock, expires in (
                    (lot, left, lot.expires_on),
                    *self._odd_lots(place, code),
                ):
                    vaccine_id = self.vaccines[code][0]
                    lots.append(
                        (each.id, clinic.id, vaccine_id, each.series, date.fromordinal(expires), stock, 1)
                    )
                    received.append((each.id, clinic.id, "RECEIVED", stock + each.used, None, self.on, None))
        copy_rows(
            self.connection,
            "vaccine_lot",
            "id clinic_id vaccine_id series expires_on doses_left version",
            lots,
        )
        came = (row for row in received if row[3])
        copy_rows(self.connection, "vaccine_lot_movement", MOVEMENT, came)

    def _odd_lots(self, place: int, code: str) -> Iterator[tuple[Lot, int, int]]:
        if place % 4 == 0:
            expired = self.today - 20
            yield Lot(self.ids.new(), f"{code}-OLD{place}", expired), 3, expired
        if place % 4 == 1:
            soon = self.today + 12
            yield Lot(self.ids.new(), f"{code}-SOON{place}", soon), 8, soon


COLUMNS = {
    "dose": DOSE,
    "vaccine_lot_movement": MOVEMENT,
    "consent": CONSENT,
    "deferral": DEFERRAL,
    "organised_group_member": MEMBER,
    "immunization_due": DUE,
    "immunization_planning": PLANNING,
}


def _source(course: Course, given_on: int) -> str:
    if course is Course.ABROAD:
        return "ABROAD"
    if course is Course.WITHOUT_PAPERS:
        return "STATED_WITHOUT_PAPERS"
    return "GIVEN_HERE" if given_on >= ELECTRONIC_SINCE else "RECORDED_FROM_PAPER"


def _iso(day_: date | None) -> str:
    return day_.isoformat() if day_ else NULL


def immunize(connection: Connection, ids: Ids, today: date, people: int, progress: Progress) -> None:
    """Everybody's immunization, after the people are there. Children are planned here, if they are not too many."""
    made = Immunizations(connection, ids, today, people <= PLANNED_AT_ONCE)
    made.write(progress)


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
