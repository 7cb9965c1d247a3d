"""Fills an empty database with a demo city, or with a believable region when it is large."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from random import Random
from typing import LiteralString
from zoneinfo import ZoneInfo

import psycopg
from psycopg import Connection, sql

from db.demo.city import plan_clinics
from db.demo.clinics import found_clinics, open_accounts
from db.demo.copying import Copier, without_slow_parts
from db.demo.ids import Ids, Numbers
from db.demo.immunization import COLUMNS, immunize, plan_sessions
from db.demo.people import Population
from db.demo.refusals import record_refusals
from db.reference import attachment_rules

Progress = Callable[[str, int, int], None]
DEFAULT_PEOPLE = 8_000
SEED = 2018
ALMATY_TIME = ZoneInfo("Asia/Almaty")


class DemoRefused(Exception):
    """The database is not empty: it has real people, or a demo city already. The message says which."""


def load(database_url: str, people: int, progress: Progress, today: date | None = None) -> None:
    """Make about `people` people with clinics, staff, families and attachments, dated by `today` in Almaty.

    One transaction, as the tables' owner. Raises DemoRefused where there are clinics already.
    """
    on = today or datetime.now(ALMATY_TIME).date()
    with psycopg.connect(_libpq(database_url)) as connection, _as_owner(connection):
        _refuse_if_used(connection)
        with without_slow_parts(connection, partial(progress, "indexes and guards")):
            ids = _fill(connection, people, progress, on)
        with without_slow_parts(connection, partial(progress, "indexes of doses"), tuple(COLUMNS)):
            immunize(connection, ids, on, people, partial(progress, "doses"))
        plan_sessions(connection, on)
        connection.execute(COUNT_LISTS)
    with psycopg.connect(_libpq(database_url), autocommit=True) as connection:
        # A sample of the usual size would spend a quarter of the load on the words of names.
        connection.execute("set default_statistics_target = 20")
        connection.execute("analyze")


def has_demo(database_url: str) -> bool:
    """Whether a demo city is there already."""
    with psycopg.connect(_libpq(database_url)) as connection:
        return bool(connection.execute("select exists (select from clinic where is_demo)").fetchone()[0])  # type: ignore[index]


def _libpq(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


COUNT_LISTS = """
update doctor_list l set people = n.people
  from (select list_id, count(*) as people from attachment where ends_on is null group by 1) n
 where n.list_id = l.id
"""


def _fill(connection: Connection, people: int, progress: Progress, today: date) -> Ids:
    random = Random(SEED)
    at = datetime.combine(today, time(), ALMATY_TIME).astimezone(UTC)
    ids, numbers, rules = Ids(random, int(at.timestamp() * 1000)), Numbers(), attachment_rules()
    clinics = found_clinics(connection, plan_clinics(people), random, ids, numbers, today)
    population = Population(clinics, random, ids, numbers, rules, today)
    progress("people", 0, people)
    with Copier(connection) as copier:
        for batch in population.batches():
            copier.put(batch)
            progress("people", min(population.made, people), people)
    progress("people", people, people)
    open_accounts(connection, clinics, population.patient_id, ids)
    record_refusals(connection, population.refused, clinics, rules, ids)
    return ids


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
