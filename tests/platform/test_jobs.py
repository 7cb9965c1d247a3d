"""The worker does its jobs as the system's role, and stops when told to."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from db.database import Database
from db.tidying import tidy
from domain.access import ANONYMOUS, SYSTEM
from server.jobs import SETTLE, catch_up, queue
from server.settings import Settings
from tests.conftest import Urls

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def attempts(owner: str) -> set[str]:
    with psycopg.connect(owner) as connection:
        return {key for (key,) in connection.execute("select key from sign_in_attempt")}


def add_attempt(owner: str, key: str, at: datetime) -> None:
    insert = "insert into sign_in_attempt (key, failures, last_at) values (%s, 1, %s)"
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(insert, (key, at))


async def test_what_has_had_its_time_goes_and_the_rest_stays(database: Database, urls: Urls) -> None:
    add_attempt(urls.owner, "old", NOW - timedelta(days=2))
    add_attempt(urls.owner, "young", NOW - timedelta(hours=2))
    async with database.transaction(SYSTEM) as tx:
        assert await tidy(tx, NOW) == 1
    assert attempts(urls.owner) == {"young"}


async def test_nobody_but_the_system_may_tidy(database: Database, urls: Urls) -> None:
    with pytest.raises(Exception, match="permission denied"):
        async with database.transaction(ANONYMOUS) as tx:
            await tidy(tx, NOW)


async def test_a_queued_job_is_done(urls: Urls) -> None:
    add_attempt(urls.owner, "old", datetime.now(UTC) - timedelta(days=2))
    database, app = Database(urls.server), queue(Settings(database_url=urls.server))
    async with app.open_async():
        await app.configure_task("tidy").defer_async(timestamp=0)
        await app.run_worker_async(wait=False, additional_context={"database": database})
    await database.dispose()
    assert attempts(urls.owner) == set()


async def test_a_job_of_a_killed_worker_does_not_hold_up_the_next(urls: Urls) -> None:
    database, app = Database(urls.server), queue(Settings(database_url=urls.server))
    async with app.open_async():
        await catch_up(app)
        with psycopg.connect(urls.owner) as connection:
            connection.execute(
                "with gone as (insert into procrastinate_workers (last_heartbeat) values (now() - interval '5 minutes') "
                "returning id) update procrastinate_jobs set status = 'doing', worker_id = gone.id from gone "
                "where task_name = %s",
                (SETTLE,),
            )
        await catch_up(app)
        await app.configure_task("give_up_stalled").defer_async(timestamp=0)
        await app.run_worker_async(wait=False, concurrency=1, additional_context={"database": database})
        await app.run_worker_async(wait=False, concurrency=1, additional_context={"database": database})
    await database.dispose()
    with psycopg.connect(urls.owner) as connection:
        ended = connection.execute(
            "select status from procrastinate_jobs where task_name = %s order by id", (SETTLE,)
        ).fetchall()
    assert [status for (status,) in ended][:2] == ["failed", "succeeded"]


def test_the_server_s_own_role_may_not_touch_the_queue(urls: Urls) -> None:
    with psycopg.connect(urls.server) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select from procrastinate_jobs")


@pytest.mark.slow
def test_a_worker_stops_within_seconds_when_told_to(urls: Urls, tmp_path: Path) -> None:
    environment = {**os.environ, "EMHANA_DATABASE_URL": urls.server}
    log = tmp_path / "log"
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [sys.executable, "-m", "server.cli", "worker"], env=environment, cwd=ROOT, stdout=out, stderr=out
        )
    deadline = time.monotonic() + 120
    while "worker started" not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "worker started" in log.read_text()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0, log.read_text()
