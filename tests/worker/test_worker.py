"""The worker settles the day by itself, through the real queue."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import URL, make_url, text

from db.database import Database
from domain.attachment import DetachmentReason, ListKind
from server import jobs
from server.settings import Settings
from tests.api.town import Town, today
from tests.conftest import Urls


async def run_what_is_queued(urls: Urls, database: Database) -> None:
    app = jobs.queue(Settings(database_url=urls.server))
    async with app.open_async():
        await jobs.catch_up(app)
        await jobs.catch_up(app)
        await app.run_worker_async(wait=False, additional_context={"database": database})


async def moving_today(town: Town) -> None:
    patient = await town.person(town.there)
    ends = {"ends_on": today(), "end_reason": DetachmentReason.ATTACHED_ELSEWHERE}
    await town.attached(patient, town.there, ListKind.GP, **ends)
    await town.attached(patient, town.here, ListKind.GP, starts_on=today())
    async with town.as_system() as tx:
        await tx.execute(text("update patient set clinic_id = :id"), {"id": town.there.clinic.id})


async def test_a_worker_that_was_off_at_midnight_settles_when_it_starts(
    urls: Urls, database: Database, town: Town
) -> None:
    await moving_today(town)
    await run_what_is_queued(urls, database)
    (patient,) = await town.all("select clinic_id from patient")
    assert patient.clinic_id == town.here.clinic.id
    settled = await town.all("select status from procrastinate_jobs where task_name = 'settle'")
    assert {job.status for job in settled} == {"succeeded"}


@asynccontextmanager
async def through_a_door(url: URL) -> AsyncIterator[tuple[str, Callable[[], None]]]:
    """The database behind a port of its own, and what slams it shut: as a machine that goes away."""
    open_ones: list[asyncio.StreamWriter] = []

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while some := await reader.read(65_536):
                writer.write(some)
        writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(f"{url.query['host']}/.s.PGSQL.{url.port or 5432}")
        open_ones.extend((writer, back))
        await asyncio.gather(pass_on(reader, back), pass_on(there, writer))

    def slam() -> None:
        door.close()
        for one in open_ones:
            one.close()

    door = await asyncio.start_server(connect, "127.0.0.1")
    port = door.sockets[0].getsockname()[1]
    yield url.set(host="127.0.0.1", port=port, query={}).render_as_string(hide_password=False), slam
    slam()


async def test_a_worker_that_loses_its_database_ends_soon(urls: Urls, town: Town, tmp_path: Path) -> None:
    async with through_a_door(make_url(urls.server)) as (url, slam):
        settings = Settings(database_url=url, var=tmp_path)
        working = asyncio.create_task(jobs._work(settings))
        await asyncio.sleep(2)
        assert not working.done()
        slam()
        await asyncio.wait({working}, timeout=25)
        ended = working.done()
        working.cancel()
    assert ended
