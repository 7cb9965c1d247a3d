"""One connection spoken to in pipelines."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from db import wire
from db.database import Database, NotProven, Proof
from db.failures import Failure, failure_of
from db.queries.session import OpenSession, proof_of
from db.statement import Sent, written
from domain.access import SYSTEM, Role, Viewer
from tests.conftest import Urls


@pytest.fixture(params=[True, False], ids=["prepared", "behind a pooler"])
async def database(request: pytest.FixtureRequest, urls: Urls) -> AsyncIterator[Database]:
    database = Database(urls.server, pool_size=1, wait_seconds=60, prepares=request.param)
    yield database
    await database.dispose()


async def test_statements_that_go_out_together_are_answered_in_order(database: Database) -> None:
    asked = [
        Sent("select $1::int + 1", [b"1"]),
        Sent("select 'a' where false"),
        Sent("select $1::uuid", [b"0" * 32]),
    ]

    one, none, key = await database.at_once(SYSTEM, asked)

    assert one.made() == [(2,)]
    assert none.made() == []
    assert key.made() == [(UUID(int=0),)]
    assert key.made(ids16=True) == [(bytes(16),)]


async def test_after_one_that_fails_nothing_stays_open(database: Database) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        await database.at_once(SYSTEM, [Sent("select 1"), Sent("select 1 / 0"), Sent("select 2")])

    (rows,) = await database.at_once(SYSTEM, [Sent("select 3")])
    assert rows.made() == [(3,)]


async def test_what_nobody_waits_for_any_more_is_stopped(database: Database) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await database.at_once(SYSTEM, [Sent("select pg_sleep(60)")])

    async with asyncio.timeout(20):
        (rows,) = await database.at_once(SYSTEM, [Sent("select 4")])
    assert rows.made() == [(4,)]


async def test_ordinary_statements_see_the_same_snapshot(database: Database) -> None:
    from sqlalchemy import text

    async with database.reading(SYSTEM) as reading:
        (before,) = await reading.ask([Sent("select pg_current_snapshot()::text, current_user::text")])
        ordinary = await reading.row(text("select pg_current_snapshot()::text, current_user::text"))

    assert before.made() == [tuple(ordinary or ())]
    assert before.made()[0][1] == "emhana_system"


async def test_ordinary_transactions_and_readers_take_turns_on_one_connection(database: Database) -> None:
    from sqlalchemy import text

    for _ in range(3):
        await database.at_once(SYSTEM, [Sent("select 1")])
        async with database.transaction(SYSTEM) as tx:
            assert await tx.value(text("select 1")) == 1
        async with database.reading(SYSTEM) as reading:
            await reading.ask([Sent("select 1")])

    assert database.in_use == 0


async def test_a_rollback_of_the_driver_that_drops_what_was_prepared_goes_unnoticed(
    database: Database,
) -> None:
    from sqlalchemy import text

    await database.at_once(SYSTEM, [Sent("select 5")])
    async with database.transaction(SYSTEM) as tx:
        await tx.execute(text("deallocate all"))

    (rows,) = await database.at_once(SYSTEM, [Sent("select 5")])
    assert rows.made() == [(5,)]


async def test_whoever_is_not_proven_has_read_nothing(database: Database) -> None:
    no = Proof(Sent("select 1"), lambda _: False)
    with pytest.raises(NotProven):
        async with database.reading(SYSTEM, no) as reading:
            await reading.ask([Sent("select 1")])
    with pytest.raises(NotProven):
        async with database.reading(SYSTEM, no) as reading:
            await reading.ask_last([Sent("select 1")])
    with pytest.raises(NotProven):
        async with database.reading(SYSTEM, no) as reading:
            await reading.commit()


async def test_a_last_question_ends_the_transaction(database: Database, urls: Urls) -> None:
    async with database.reading(SYSTEM) as reading:
        await reading.ask_alone([Sent("select 1")])
        assert _idle_in_transaction(urls) == 1
        (rows,) = await reading.ask_last([Sent("select 2")])
        assert rows.made() == [(2,)]
        assert _idle_in_transaction(urls) == 0
        await reading.commit()
        with pytest.raises(asyncio.CancelledError):
            await reading.ask_alone([Sent("select 2")])


async def test_where_there_is_no_session_what_follows_its_proof_has_no_rights(database: Database) -> None:
    known = OpenSession(Viewer(role=Role.AUDITOR, clinic_ids=(UUID(int=1),)), datetime.now(UTC), datetime.now(UTC))
    seen: list[OpenSession | None] = []
    proof = proof_of(database, known, "nobody's", seen.append, idle=timedelta(minutes=1))

    with pytest.raises(NotProven):
        async with database.reading(known.viewer, proof) as reading:
            await reading.ask([Sent("select current_user::text")])
    assert seen == [None]
    with pytest.raises(NotProven):
        async with database.reading(known.viewer, proof) as reading:
            await reading.ask([Sent("select from clinic")])


async def test_a_connection_that_is_lost_while_it_rests_costs_nothing_but_its_next_use(
    database: Database, urls: Urls
) -> None:
    (rows,) = await database.at_once(SYSTEM, [Sent("select pg_backend_pid()")])
    with psycopg.connect(urls.owner) as owner:
        owner.execute("select pg_terminate_backend(%s, 5000)", [rows.made()[0][0]])
    used = time.process_time()
    await asyncio.sleep(1)

    assert time.process_time() - used < 0.5, "the loop turned round a socket that has nothing more to say"
    with pytest.raises(psycopg.Error):
        await database.at_once(SYSTEM, [Sent("select 1")])
    (rows,) = await database.at_once(SYSTEM, [Sent("select 7")])
    assert rows.made() == [(7,)]


async def test_a_connection_remembers_a_bounded_number_of_statements(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "REMEMBERED_STATEMENTS", 20)
    for number in range(60):
        await database.at_once(SYSTEM, [Sent(f"select {number}")])

    (rows,) = await database.at_once(SYSTEM, [Sent("select count(*) from pg_prepared_statements")])
    assert rows.made()[0][0] <= 20


async def test_a_lost_connection_is_unavailable_and_the_next_one_new(database: Database, urls: Urls) -> None:
    (rows,) = await database.at_once(SYSTEM, [Sent("select pg_backend_pid()")])
    with psycopg.connect(urls.owner) as owner:
        owner.execute("select pg_terminate_backend(%s, 5000)", [rows.made()[0][0]])

    with pytest.raises(psycopg.Error) as lost:
        await database.at_once(SYSTEM, [Sent("select 1")])

    assert failure_of(lost.value) is Failure.UNAVAILABLE
    (rows,) = await database.at_once(SYSTEM, [Sent("select 6")])
    assert rows.made() == [(6,)]


@pytest.mark.parametrize(
    "text", ["", "NULL", "a b", 'say "so"', "back\\slash", "{a,b}", "№ 9, Алматы", "tab\tand\nline", "'"]
)
async def test_texts_in_arrays_arrive_as_they_are(text: str, database: Database) -> None:
    (rows,) = await database.at_once(SYSTEM, [Sent("select $1::text[]", [written([text, None, text])])])

    assert rows.made() == [([text, None, text],)]



def _idle_in_transaction(urls: Urls) -> int:
    with psycopg.connect(urls.owner) as owner:
        found = owner.execute(
            "select count(*) from pg_stat_activity"
            " where datname = current_database() and state like 'idle in transaction%'"
        ).fetchone()
    assert found
    return int(found[0])
