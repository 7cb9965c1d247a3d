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


async def test_a_long_line_that_moves_is_served_to_its_end(narrow: Database) -> None:
    crowd = [work(narrow, 0.05) for _ in range(60)]
    await asyncio.gather(*crowd)
    await narrow.dispose()


async def test_a_line_that_stands_is_told_soon_and_together(narrow: Database) -> None:
    loop = asyncio.get_running_loop()
    holding = [asyncio.ensure_future(work(narrow, 3)) for _ in range(2)]
    await asyncio.sleep(0.2)

    began = loop.time()
    told = await asyncio.gather(*(work(narrow, 0) for _ in range(50)), return_exceptions=True)

    assert all(isinstance(each, PoolTimeout) for each in told)
    assert loop.time() - began < 3 * STALL + 1
    await asyncio.gather(*holding)
    await asyncio.wait_for(work(narrow, 0), 2)
    await narrow.dispose()


async def test_who_gives_up_waiting_leaves_the_place_to_others(narrow: Database) -> None:
    holding = [asyncio.ensure_future(work(narrow, 0.3)) for _ in range(2)]
    await asyncio.sleep(0.1)
    impatient = [asyncio.ensure_future(work(narrow, 0)) for _ in range(5)]
    await asyncio.sleep(0.05)
    for each in impatient:
        each.cancel()
    await asyncio.gather(*holding, *impatient, return_exceptions=True)

    await asyncio.wait_for(asyncio.gather(work(narrow, 0), work(narrow, 0)), 2)
    await narrow.dispose()


async def test_a_statement_that_takes_too_long_is_stopped(urls: Urls) -> None:
    database = Database(urls.server, statement_seconds=0.2)
    with pytest.raises(DBAPIError) as stopped:
        async with database.transaction(ANONYMOUS) as tx:
            await tx.execute(text("select pg_sleep(5)"))
    assert failure_of(stopped.value) is Failure.TOO_SLOW
    await database.dispose()
