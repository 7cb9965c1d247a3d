"""The worker seals by itself, through the real queue, and the schedule says every five seconds."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import psycopg
from procrastinate.periodic import PeriodicRegistry

from db.audit.verification import verify
from db.database import Database
from server import jobs
from server.settings import Settings
from server.trail import sealer_of
from tests.conftest import Urls

ADD = "insert into access_event (operation, account_name, patient_count, outcome) values ('Person', '', 0, 'OK')"


async def test_a_worker_seals_what_is_on_record(urls: Urls, database: Database, tmp_path: Path) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute(ADD)
    settings = replace(Settings(database_url=urls.server), var=tmp_path)
    sealer, app = sealer_of(settings), jobs.queue(settings)

    async with app.open_async():
        await app.configure_task(jobs.SEAL, lock=jobs.SEAL).defer_async(timestamp=0)
        context = {"database": database, "sealer": sealer}
        await app.run_worker_async(wait=False, additional_context=context)

    verdict = await verify(database, sealer.key, sealer.log)
    assert (verdict.events, verdict.younger, verdict.faults) == (1, 0, [])


def test_the_schedule_is_every_five_seconds() -> None:
    registry: PeriodicRegistry = jobs.queue(Settings(database_url="postgresql://nowhere")).periodic_registry
    (seal,) = [task for task in registry.periodic_tasks.values() if task.task.name == jobs.SEAL]

    times = list(islice(seal.croniter.all_next(float, start_time=0), 3))

    assert times == [5.0, 10.0, 15.0]
