"""Fills an empty database with a demo city, or with a believable region when it is large."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import partial
from random import Random
from typing import LiteralString
from zoneinfo import ZoneInfo

import psycopg
from psycopg import Connection, sql

from db.demo import immunization, rows, slow_parts
from db.demo.city import plan_clinics
from db.demo.clinics import found_clinics, let_in, open_accounts, show_record
from db.demo.copying import Copier, copy_rows
from db.demo.halves import SEED, Message, Outcome, Town, first_millisecond, making, numbers_of
from db.demo.ids import Ids
from db.demo.immunization import plan_sessions
from db.demo.organised_groups import GROUP
from db.demo.refusals import COLUMNS as REFUSAL
from db.demo.vaccine_lots import open_rooms, stock, vaccines
from db.reference import attachment_rules

Progress = Callable[[str, int, int], None]
DEFAULT_PEOPLE = 8_000
LAST_MINUTE = time(23, 59)
ALMATY_TIME = ZoneInfo("Asia/Almaty")
LONG = {
    "patient": rows.PATIENT,
    "attachment": rows.ATTACHMENT,
    "family_link": rows.FAMILY_LINK,
    **immunization.COLUMNS,
}


class DemoRefused(Exception):
    """The database is not empty: it has real people, or a demo city already. The message says which."""


def load(database_url: str, people: int, progress: Progress, today: date | None = None) -> None:
    """Make about `people` people with clinics, staff, families and attachments, dated by `today` in Almaty.

    As the tables' owner, all rows in one transaction; what was interrupted when its rows were there is finished. Raises
    DemoRefused where there are clinics already.
    """
    now = datetime.now(ALMATY_TIME)
    if today and today != now.date():
        now = datetime.combine(today, LAST_MINUTE, ALMATY_TIME)
    url = _libpq(database_url)
    if not is_unfinished(url):
        _make(url, people, progress, now)
    slow_parts.build(url, partial(progress, "indexes and guards"))
    with psycopg.connect(url) as connection, _as_owner(connection):
        plan_sessions(connection, now.date())
        connection.execute(COUNT_LISTS)
        let_in(connection)
        slow_parts.forget(connection)
    _analyze(url)


def is_unfinished(database_url: str) -> bool:
    """Whether a load has left its rows without their indexes and guards, so that it must be called again."""
    with psycopg.connect(_libpq(database_url)) as connection:
        return slow_parts.is_unbuilt(connection)


def has_demo(database_url: str) -> bool:
    """Whether a demo city is there already."""
    with psycopg.connect(_libpq(database_url)) as connection:
        return bool(connection.execute("select exists (select from clinic where is_demo)").fetchone()[0])  # type: ignore[index]


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


BY_SIZE = """
select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
 order by pg_relation_size(oid) desc
"""
COUNT_LISTS = """
update doctor_list l set people = n.people
  from (select list_id, count(*) as people from attachment where ends_on is null group by 1) n
 where n.list_id = l.id
"""


def _make(url: str, people: int, progress: Progress, now: datetime) -> None:
    with psycopg.connect(url) as connection, _as_owner(connection):
        _refuse_if_used(connection)
        ids = Ids(Random(SEED), first_millisecond(now, None))
        town = _found(connection, people, ids, now)
        with making(town) as messages, slow_parts.put_aside(connection, tuple(LONG)):
            _fill(connection, town, messages, ids, progress)


def _found(connection: Connection, people: int, ids: Ids, now: datetime) -> Town:
    """All rows but people and what hangs on them."""
    clinics = found_clinics(connection, plan_clinics(people), Random(SEED), ids, numbers_of(None), now.date())
    open_accounts(connection, clinics, ids)
    products = vaccines(connection)
    rooms = open_rooms(connection, list(products), ids, now.toordinal())
    return Town(people, clinics, rooms, products, attachment_rules(), now)


def _fill(
    connection: Connection, town: Town, messages: Iterator[Message], ids: Ids, progress: Progress
) -> None:
    outcomes = _copy_people(connection, town, messages, progress)
    copy_rows(connection, "attachment_refusal", REFUSAL, [row for half in outcomes for row in half.refusals])
    copy_rows(connection, "organised_group", GROUP, [row for half in outcomes for row in half.groups])
    used = sum((half.used for half in outcomes), Counter[str]())
    stock(connection, town.rooms, town.vaccines, used, ids, town.now.date())
    show_record(connection, next(half.patient_id for half in outcomes if half.patient_id))


def _copy_people(
    connection: Connection, town: Town, messages: Iterator[Message], progress: Progress
) -> list[Outcome]:
    outcomes, people = [], 0
    progress("people", 0, town.people)
    with Copier(connection, LONG) as copier:
        for message in messages:
            if isinstance(message, Outcome):
                outcomes.append(message)
            else:
                copier.put(message)
                people += message.people
                progress("people", min(people, town.people), town.people)
    progress("people", town.people, town.people)
    return sorted(outcomes, key=lambda outcome: outcome.half)


def _analyze(url: str) -> None:
    """Over two connections, which share the tables by their size."""
    with psycopg.connect(url) as connection:
        tables = [name for (name,) in connection.execute(BY_SIZE)]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(partial(_analyze_some, url), (tables[::2], tables[1::2])))


def _analyze_some(url: str, tables: Sequence[str]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    with psycopg.connect(url, autocommit=True) as connection:
        # A sample of the usual size would spend a quarter of the load on the words of names.
        connection.execute("set default_statistics_target = 20")
        connection.execute(sql.SQL("analyze {}").format(names))


@contextmanager
def _as_owner(connection: Connection) -> Iterator[None]:
    """COPY needs tables without forced row security, and the triggers would count a city person by person."""
    owner = connection.execute("select tableowner from pg_tables where tablename = 'patient'").fetchone()
    assert owner
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(owner[0])))
    forced = _tables_with(connection, "relforcerowsecurity")
    triggered = _tables_with(connection, "relhastriggers")
    _alter(connection, forced, "no force row level security")
    _alter(connection, triggered, "disable trigger user")
    yield
    connection.execute("set constraints all immediate")
    _alter(connection, triggered, "enable trigger user")
    _alter(connection, forced, "force row level security")


def _tables_with(connection: Connection, flag: str) -> list[str]:
    rows = connection.execute(
        sql.SQL(
            "select relname from pg_class c where {} and relnamespace = 'public'::regnamespace"
            " and relkind = 'r' and relowner = current_user::regrole"
        ).format(sql.Identifier(flag))
    )
    return [name for (name,) in rows]


def _alter(connection: Connection, tables: Sequence[str], change: LiteralString) -> None:
    for table in tables:
        connection.execute(sql.SQL("alter table {} " + change).format(sql.Identifier(table)))


def _refuse_if_used(connection: Connection) -> None:
    row = connection.execute("select count(*), count(*) filter (where is_demo) from clinic").fetchone()
    assert row
    if row[0]:
        what = "a demo city already" if row[0] == row[1] else "clinics of its own"
        raise DemoRefused(f"The database has {what}; the demo is only for an empty one.")
