"""Reading is on record before its answer leaves, whoever else reads at the same moment."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from db.database import Database
from db.failures import Failure, failure_of
from db.queries import access_event
from db.statement import Sent
from db.trail import Trail
from domain.access import Role, Viewer
from resolvers.context import AuditNote
from tests.conftest import Urls


@pytest.fixture
def trail(database: Database) -> Trail:
    return Trail(database)


def event(operation: str | None, account: UUID | None = None) -> Sent:
    viewer = Viewer(account_id=account or uuid4(), role=Role.NURSE, name="Demo Nurse", session_id=uuid4())
    return access_event.recorded(
        viewer, AuditNote(), operation=operation, document=None, address=None, trace_id=None
    )


def on_record(urls: Urls) -> list[tuple[Any, ...]]:
    with psycopg.connect(urls.owner) as owner:
        return owner.execute("select operation, xmin::text from access_event order by operation").fetchall()


async def test_what_was_recorded_is_durable(trail: Trail, urls: Urls) -> None:
    await trail.record(event("Read"))

    assert [operation for operation, _ in on_record(urls)] == ["Read"]


async def test_those_who_read_meanwhile_share_one_transaction(trail: Trail, urls: Urls) -> None:
    await asyncio.gather(*(trail.record(event(f"Read{number:03}")) for number in range(250)))

    written = on_record(urls)
    assert len(written) == 250
    assert len({transaction for _, transaction in written}) == 3


async def test_a_row_that_cannot_be_written_keeps_only_its_own_answer_back(trail: Trail, urls: Urls) -> None:
    first, none, last = await asyncio.gather(
        *(trail.record(event(name)) for name in ("First", None, "Last")), return_exceptions=True
    )

    assert (first, last) == (None, None)
    assert isinstance(none, psycopg.errors.NotNullViolation)
    assert [operation for operation, _ in on_record(urls)] == ["First", "Last"]


async def test_without_the_database_everybody_hears_it_and_later_ones_are_written(
    trail: Trail, urls: Urls
) -> None:
    await trail.record(event("Before"))
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'emhana_server'")

    lost = await asyncio.gather(*(trail.record(event("Lost")) for _ in range(3)), return_exceptions=True)
    await trail.record(event("Then"))

    assert {failure_of(each) for each in lost if isinstance(each, Exception)} == {Failure.UNAVAILABLE}
    assert [operation for operation, _ in on_record(urls)] == ["Before", "Then"]


async def test_what_is_slow_for_all_is_not_tried_for_each(urls: Urls) -> None:
    database = Database(urls.server, statement_seconds=0.3)
    trail = Trail(database)
    with psycopg.connect(urls.owner) as owner:
        owner.execute("lock table access_event")
        async with asyncio.timeout(5):
            work = [trail.record(event(f"Slow{number}")) for number in range(50)]
            slow = await asyncio.gather(*work, return_exceptions=True)

    assert {failure_of(each) for each in slow if isinstance(each, Exception)} == {Failure.TOO_SLOW}
    await trail.record(event("Then"))
    await database.dispose()
    assert [operation for operation, _ in on_record(urls)] == ["Then"]


async def test_whoever_goes_away_takes_nobody_with_them(trail: Trail, urls: Urls) -> None:
    gone, stays = trail.record(event("Gone")), trail.record(event("Stays"))
    gone.cancel()
    await stays

    assert "Stays" in [operation for operation, _ in on_record(urls)]


async def test_who_adds_to_the_trail_may_do_nothing_else(trail: Trail, urls: Urls) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await trail.record(Sent("delete from access_event"))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await trail.record(Sent("select from patient"))
