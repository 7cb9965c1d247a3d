"""Plans everybody whose plan no longer holds: year of birth by year of birth, in as many processes as pay.

What is planned is stored in small transactions, so a planner that is stopped goes on where it was.
"""

import asyncio
import gc
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, date, datetime
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import TypeVar
from uuid import UUID

from db.database import Database
from db.queries import immunization_planning as waiting
from db.queries.immunization_facts import known
from domain.access import SYSTEM
from domain.day import day_of
from domain.immunization.calendar import Calendar
from domain.immunization.differences import PersonChange, changed_people
from resolvers import immunization_planning as planning

SPAWN = get_context("spawn")
AT_ONCE = 500
Result = TypeVar("Result")
Progress = Callable[[int, int], None]
"""How many people are planned, of how many."""


def today() -> date:
    return day_of(datetime.now(UTC))


async def years_to_plan(database: Database, on: date) -> Sequence[tuple[int, int]]:
    async with database.transaction(SYSTEM) as tx:
        return await planning.to_plan(tx, on)


async def plan_year(database: Database, year: int, on: date) -> int:
    """Plan the people born in one year; how many were free to be planned."""
    async with database.transaction(SYSTEM) as tx:
        people = await planning.born_in(tx, year, on)
    done = 0
    for some in (people[at : at + AT_ONCE] for at in range(0, len(people), AT_ONCE)):
        async with database.transaction(SYSTEM) as tx:
            done += await planning.plan_batch(tx, some, on)
    return done


def plan_everybody(url: str, on: date, processes: int, progress: Progress) -> int:
    """All of it in several processes; how many people were planned."""
    years = asyncio.run(_with_database(url, lambda database: years_to_plan(database, on)))
    total, done = sum(people for _, people in years), 0
    progress(0, total)
    for planned in _planned(url, [year for year, _ in years], on, processes):
        done += planned
        progress(done, max(total, done))
    return done


async def changes(
    database: Database, before: Calendar, after: Calendar, on: date
) -> AsyncIterator[tuple[int, list[PersonChange]]]:
    """Of some people after others: how many they are, and for whom of them another calendar forecasts otherwise."""
    last: UUID | None = None
    while True:
        async with database.transaction(SYSTEM) as tx:
            some = await waiting.living(tx, last, AT_ONCE)
            found = await known(tx, some)
        if not some:
            return
        people = [(one.person, one.doses) for one in found.values()]
        yield len(some), list(changed_people(people, before, after, on))
        last = some[-1]


async def plan_apart(url: str, on: date) -> int:
    """All of it in one other process, and in none when there is nothing to do; cancelled, that process ends at once."""
    if not await _with_database(url, lambda database: years_to_plan(database, on)):
        return 0
    answer, answering = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=_plan_and_answer, args=(url, on, answering), daemon=True)
    process.start()
    answering.close()
    try:
        return int(await asyncio.to_thread(answer.recv))
    except EOFError:
        raise RuntimeError("The planner ended before its work did: its last words are above.") from None
    finally:
        process.terminate()
        process.join()


def _plan_and_answer(url: str, on: date, answering: Connection) -> None:
    _watch_parent()
    answering.send(plan_everybody(url, on, 1, lambda _done, _total: None))


def _watch_parent() -> None:
    threading.Thread(target=_end_with_parent, daemon=True, name="parent").start()


def _end_with_parent() -> None:
    """Also when it was killed: what is stored is whole, so there is nothing to say goodbye to."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _planned(url: str, years: Sequence[int], on: date, processes: int) -> Iterator[int]:
    if processes == 1:
        yield from (_plan_alone(url, year, on) for year in years)
        return
    with ProcessPoolExecutor(processes, mp_context=SPAWN, initializer=_watch_parent) as pool:
        for one in as_completed([pool.submit(_plan_alone, url, year, on) for year in years]):
            yield one.result()


def _plan_alone(url: str, year: int, on: date) -> int:
    # An evaluation leaves no cycles behind, and there are many of them.
    gc.disable()
    try:
        return asyncio.run(_with_database(url, lambda database: plan_year(database, year, on)))
    finally:
        gc.enable()
        gc.collect()


async def _with_database(url: str, act: Callable[[Database], Awaitable[Result]]) -> Result:
    database = Database(url, pool_size=1, statement_seconds=600)
    try:
        return await act(database)
    finally:
        await database.dispose()
