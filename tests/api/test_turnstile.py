"""Waiting for a connection: everybody is served while the line moves, everybody is told when it stands."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from db.database import Database
from db.failures import Failure, failure_of
from domain.access import ANONYMOUS, SYSTEM
from tests.conftest import Urls

STALL = 0.4


@pytest.fixture
async def narrow(urls: Urls) -> Database:
    return Database(urls.server, pool_size=2, wait_seconds=STALL)


async def work(database: Database, seconds: float) -> None:
    async with database.transaction(SYSTEM) as tx:
        await tx.execute(text("select pg_sleep(:seconds)"), {"seconds": seconds})


async def test_a_long_line_that_moves_is_served_to_its_end(urls: Urls) -> None:
    patient = Database(urls.server, pool_size=2, wait_seconds=5 * STALL)
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(work(patient, STALL) for _ in range(16)))
    assert asyncio.get_running_loop().time() - began > 5 * STALL, (
        "some waited longer than a standing line would"
    )
    await patient.dispose()


async def test_a_line_that_stands_is_told_soon_and_together(narrow: Database) -> None:
    holding = [asyncio.ensure_future(work(narrow, 6)) for _ in range(2)]
    await asyncio.sleep(0.2)

    told = await asyncio.gather(*(work(narrow, 0) for _ in range(50)), return_exceptions=True)

    assert all(isinstance(each, PoolTimeout) for each in told)
    assert not any(each.done() for each in holding), "told before anybody left"
    await asyncio.gather(*holding)
    await work(narrow, 0)
    await narrow.dispose()


async def test_who_gives_up_waiting_leaves_the_place_to_others(narrow: Database) -> None:
    holding = [asyncio.ensure_future(work(narrow, 0.3)) for _ in range(2)]
    await asyncio.sleep(0.1)
    impatient = [asyncio.ensure_future(work(narrow, 0)) for _ in range(5)]
    await asyncio.sleep(0.05)
    for each in impatient:
        each.cancel()
    await asyncio.gather(*holding, *impatient, return_exceptions=True)

    await asyncio.gather(work(narrow, 0), work(narrow, 0))
    await narrow.dispose()


async def test_a_statement_that_takes_too_long_is_stopped(urls: Urls) -> None:
    database = Database(urls.server, statement_seconds=0.2)
    with pytest.raises(DBAPIError) as stopped:
        async with database.transaction(ANONYMOUS) as tx:
            await tx.execute(text("select pg_sleep(5)"))
    assert failure_of(stopped.value) is Failure.TOO_SLOW
    await database.dispose()
