"""The one database that all contestants read: an embedded cluster with a demo of so many people, kept for next time."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from db import demo, migrate
from db.queries.session import token_hash
from domain.access import Role
from server.embedded import DATABASE, SERVER_ROLE, SUPERUSER, Cluster, running_postmaster

PEER_SCHEMA = Path(__file__).parent / "peer" / "schema.sql"
READ_BEFORE = 12
"""Events that each person of the cards has in the trail before anybody is measured."""

# The auditor compares more clinics, and the head doctor more lists, than one city of the demo has.
NEIGHBOURS = """
    with place as (
        select n, (select array_agg(code order by code) from region)[1 + n % 17] as region from generate_series(1, 30) n
    ), founded as (
        insert into clinic (bin, name_kk, name_ru, kind, ownership, region_code, kato, address, phone, accredited_until,
                            is_demo, version)
        select lpad((990140000000 + n)::text, 12, '0'), 'Көрші емхана № ' || n, 'Соседняя поликлиника № ' || n,
               'CITY_POLYCLINIC', case when n % 3 = 0 then 'PRIVATE' else 'STATE' end, region, region,
               'Абай көшесі, ' || n, null, current_date + 30 * (n - 10), true, 1
          from place returning id, name_kk
    ), hired as (
        insert into staff (clinic_id, family_name, given_name, patronymic, sort_key, is_demo, version)
        select founded.id, s.family_name, s.given_name, s.patronymic, s.sort_key, true, 1
          from founded, lateral (select * from staff where patronymic is not null
                                  order by md5(staff.id::text || founded.name_kk) limit 8) s
        returning id, clinic_id
    ), opened as (
        insert into doctor_list (clinic_id, doctor_id, kind, people, closed, version)
        select clinic_id, id, case when place % 4 = 0 then 'PAEDIATRICIAN' else 'GP' end, 800 + 90 * place, place = 7, 1
          from (select *, row_number() over (partition by clinic_id order by id) as place from hired) h
        returning id, clinic_id, kind
    )
    insert into area (clinic_id, number, kind, list_id, version)
    select clinic_id, 'К-' || row_number() over (partition by clinic_id order by id, n), kind, id, 1
      from opened, generate_series(1, 2) n
"""

# The same for all: what a small server of its own would have, and no statement is planned anew each time.
TUNING = {"shared_buffers": "1GB", "work_mem": "16MB", "random_page_cost": "1.1", "max_wal_size": "4GB"}


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in account: its cookie, and what row-level security is told of it."""

    token: str
    role: Role
    account_id: UUID
    clinic_id: UUID | None
    clinic_ids: tuple[UUID, ...]
    regions: tuple[str, ...]

    @property
    def settings(self) -> dict[str, str]:
        return {
            "role": "emhana_staff",
            "emhana.account": str(self.account_id),
            "emhana.role": self.role.value,
            "emhana.clinics": "{" + ",".join(map(str, self.clinic_ids)) + "}",
            "emhana.regions": "{" + ",".join(self.regions) + "}",
            "emhana.patient": "",
        }


@dataclass(frozen=True, slots=True)
class City:
    """A database with people in it: addresses for its owner and for the server, its log, its postmaster's process."""

    owner_url: str
    server_url: str
    log: Path
    pid: int

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.owner_url, autocommit=True)

    def ask(self, query: str, **given: Any) -> list[Any]:
        with self.connect() as connection:
            return connection.execute(query, given).fetchall()

    def session(self, login: str) -> Session:
        """Signs the demo's account in, past the password."""
        token = secrets.token_urlsafe(32)
        with self.connect() as connection:
            found = connection.execute(
                "insert into session (account_id, token_hash, expires_at)"
                " select id, %s, now() + interval '12 hours' from account where login = %s"
                " returning account_id",
                (token_hash(token), login),
            ).fetchone()
            assert found, f"the demo has no login {login}"
            row = connection.execute(
                "select role, clinic_id, clinic_ids, regions from session_of(%s, interval '1 hour', false)",
                (token_hash(token),),
            ).fetchone()
            assert row
        return Session(token, Role(row[0]), found[0], row[1], tuple(row[2]), tuple(row[3]))

    def forget_reading(self, people: list[UUID], by: Session) -> None:
        """The trail as it is before each measurement: a few events for each person of the cards, no others."""
        with self.connect() as connection:
            connection.execute("truncate access_event")
            connection.execute(
                "insert into access_event (at, account_id, account_name, role, clinic_id, operation, patient_ids,"
                " patient_count, outcome)"
                " select date_trunc('day', now()) - n * interval '7 hours', %s, 'Қарлығаш Бекова', 'REGISTRAR', %s,"
                " 'Card', array[p], 1, 'OK' from unnest(%s::uuid[]) p, generate_series(1, %s) n",
                (by.account_id, by.clinic_id, people, READ_BEFORE),
            )
            connection.execute("update session set last_seen_at = now()")
            connection.execute("vacuum analyze access_event")
            connection.execute("checkpoint")


@contextlib.contextmanager
def city(people: int, folder: Path, *, fresh: bool = False) -> Iterator[City]:
    """Loaded once for each size, then only migrated and started; `loaded` marks one that is whole."""
    home = folder / f"city-{people}"
    stamp = home / "loaded"
    fresh = fresh or not stamp.exists()
    if fresh and home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(home / "postgres")
    cluster.start()
    try:
        if fresh:
            cluster.create_database()
        migrate.upgrade(cluster.url(SUPERUSER))
        if fresh:
            demo.load(cluster.url(SUPERUSER), people, lambda what, done, total: None)
            furnish(cluster.url(SUPERUSER))
            stamp.touch()
        tune(cluster.url(SUPERUSER))
        cluster.stop()
        cluster.start()
        postmaster = running_postmaster(cluster.data)
        assert postmaster
        yield City(cluster.url(SUPERUSER), cluster.url(SERVER_ROLE), cluster.log, int(postmaster.pid))
    finally:
        cluster.stop()


def furnish(owner_url: str) -> None:
    """What the screens need beside a demo's people."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(NEIGHBOURS)
        connection.execute("vacuum analyze")


def tune(owner_url: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for name, value in TUNING.items():
            connection.execute(f"alter system set {name} = '{value}'")
        connection.execute(PEER_SCHEMA.read_bytes())
        connection.execute(f"alter database {DATABASE} set jit = off")
