"""How long the search box takes to find a person, by kind of query, for a registrar of one clinic.

`python -m bench.search --people 1000000` loads a demo of that size first; `--database URL` takes one that is
there. Every kind is told as p50, p95, p99 and as a ratio to the limit (an exact look-up of an IIN in its index) and
to the peer (a plain ILIKE over the clinic's names), all as the server's role under row-level security.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from sqlalchemy import Row, make_url, text

from db import demo, migrate
from db.database import Database
from db.demo.rows import IN_LATIN
from db.queries.search import find_people, understand
from domain.access import SYSTEM, Role, Viewer
from domain.names import name_matches
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster

GOAL_MILLISECONDS = 150
QUERIES, SHOWN = 60, 20
LETTERS = "абвгдежзиклмнопрстуя"
Person = Row[Any]
Ask = Callable[[Person], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds of each query, and how many of them found whom they meant."""

    kind: str
    milliseconds: list[float]
    found: int

    def at(self, percent: int) -> float:
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]


def in_latin(name: str) -> str:
    return "".join(IN_LATIN.get(letter, letter) for letter in name.lower())


def with_typo(name: str) -> str:
    """One letter dropped, replaced or swapped with the next, somewhere after the first."""
    if len(name) < 5:
        return name
    at = random.randrange(1, len(name) - 1)
    changes = (
        name[:at] + name[at + 1 :],
        name[:at] + random.choice(LETTERS) + name[at + 1 :],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    return random.choice(changes)


KINDS: dict[str, Callable[[Person], str]] = {
    "exact": lambda p: f"{p.family_name} {p.given_name} {p.patronymic or ''}",
    "family and given name": lambda p: f"{p.family_name} {p.given_name}",
    "other script": lambda p: in_latin(f"{p.family_name} {p.given_name}"),
    "typo": lambda p: f"{with_typo(p.family_name)} {p.given_name}",
    "a typo in each word": lambda p: f"{with_typo(p.family_name)} {with_typo(p.given_name)}",
    "swapped": lambda p: f"{p.patronymic or ''} {p.given_name} {p.family_name}",
    "unfinished": lambda p: f"{p.given_name} {p.family_name[:4]}",
    "three letters": lambda p: p.family_name[:3],
    "common name alone": lambda p: p.given_name,
    "common name, typo": lambda p: with_typo(p.given_name),
    "name and birth date": lambda p: f"{p.family_name} {p.birth_date:%d.%m.%Y}",
    "name and year": lambda p: f"{p.given_name} {p.birth_date:%Y}",
    "nobody": lambda p: f"{p.family_name[::-1]} {p.given_name[::-1]}",
}
# What "found" counts: the person meant, or a page full of people who fit as well.
MEANS_NOBODY = {"nobody"}
TODAY = datetime.now(UTC).date()


async def measure(kind: str, people: Sequence[Person], ask: Ask) -> Measured:
    times, found = [], 0
    for person in people:
        started = time.perf_counter()
        found += await ask(person)
        times.append((time.perf_counter() - started) * 1000)
    return Measured(kind, times, found)


async def of_clinic(database: Database, viewer: Viewer, people: Sequence[Person]) -> list[Measured]:
    """The limit, the peer, then every kind of query; each query in a transaction of its own."""

    def searching(query: Callable[[Person], str]) -> Ask:
        async def ask(person: Person) -> bool:
            async with database.transaction(viewer) as tx:
                hits = await find_people(tx, viewer, query(person), TODAY, SHOWN)
            if any(hit == person.id for hit, _ in hits):
                return True
            deserved = name_matches(
                understand(query(person)).name, person.family_name, person.given_name, person.patronymic
            )
            return len(hits) == SHOWN and deserved is not None and hits[-1][1] >= deserved

        return ask

    async def look_up(person: Person) -> bool:
        async with database.transaction(viewer) as tx:
            return (
                await tx.value(
                    text("select id from patient where iin = :iin and merged_into is null"),
                    {"iin": person.iin},
                )
                is not None
            )

    async def compare(person: Person) -> bool:
        async with database.transaction(viewer) as tx:
            rows = await tx.rows(
                text("select id from patient where family_name ilike :family and given_name ilike :given"
                     " order by sort_key limit 20"),
                {"family": f"%{person.family_name}%", "given": f"%{person.given_name}%"},
            )  # fmt: skip
        return bool(rows)

    measured = [
        await measure("limit: IIN look-up", people, look_up),
        await measure("peer: ILIKE", people, compare),
    ]
    for kind, query in KINDS.items():
        measured.append(await measure(kind, people, searching(query)))
    return measured


def report(console: Console, title: str, measured: Sequence[Measured]) -> bool:
    limit, peer = measured[0].at(95), measured[1].at(95)
    table = Table(title=title)
    for heading in ("kind", "p50 ms", "p95 ms", "p99 ms", "p95 / limit", "peer / p95", "found"):
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for one in measured:
        numbers = (f"{one.at(percent):.1f}" for percent in (50, 95, 99))
        found = "" if one.kind in MEANS_NOBODY else f"{one.found} of {len(one.milliseconds)}"
        table.add_row(one.kind, *numbers, f"{one.at(95) / limit:.1f}", f"{peer / one.at(95):.1f}", found)
    console.print(table)
    return all(one.at(95) < GOAL_MILLISECONDS for one in measured[2:])


async def run(server_url: str, console: Console) -> bool:
    database = Database(server_url)
    reached = []
    for place in ("largest", "usual"):
        viewer, name, count, people = await _desk(database, place)
        title = f"{name}: a registrar of {count:,} people"
        reached.append(report(console, title, await of_clinic(database, viewer, people)))
    await database.dispose()
    return all(reached)


async def _desk(database: Database, place: str) -> tuple[Viewer, str, int, Sequence[Person]]:
    """A registrar of the largest clinic, or of one in the middle, and people to look for."""
    async with database.transaction(SYSTEM) as tx:
        sizes = await tx.rows(
            text("select c.id, c.name_ru, count(*) as people from clinic c"
                 " join patient p on p.clinic_id = c.id group by c.id, c.name_ru order by 3 desc")
        )  # fmt: skip
        clinic = sizes[0] if place == "largest" else sizes[len(sizes) // 2]
        people = await tx.rows(
            text("select * from patient where clinic_id = :id and iin is not null and merged_into is null"
                 " order by md5(id::text) limit :some"),
            {"id": clinic.id, "some": QUERIES},
        )  # fmt: skip
    here = clinic.id
    viewer = Viewer(account_id=here, role=Role.REGISTRAR, clinic_id=here, clinic_ids=(here,))
    return viewer, clinic.name_ru, clinic.people, people


@contextmanager
def loaded(people: int, console: Console) -> Iterator[str]:
    """A database of our own with so many people; its address for the server's role."""
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres", durable=False)
        cluster.start()
        try:
            cluster.create_database()
            migrate.upgrade(cluster.url(SUPERUSER))
            started = time.perf_counter()
            demo.load(cluster.url(SUPERUSER), people, lambda what, done, total: None)
            console.print(f"{people:,} people loaded in {time.perf_counter() - started:.0f} s")
            yield cluster.url(SERVER_ROLE)
        finally:
            cluster.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--database", help="an address for the server's role, with a demo loaded")
    options = parser.parse_args()
    console = Console(width=120)
    random.seed(7)
    if options.database:
        return 0 if asyncio.run(run(make_url(options.database).render_as_string(False), console)) else 1
    with loaded(options.people, console) as server_url:
        return 0 if asyncio.run(run(server_url, console)) else 1


if __name__ == "__main__":
    sys.exit(main())
