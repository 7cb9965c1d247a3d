"""The worker settles the day by itself, through the real queue."""

from sqlalchemy import text

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
