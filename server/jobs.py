"""The worker: periodic and queued jobs, in PostgreSQL's own queue; run as many workers as needed."""

import asyncio
import logging
from datetime import UTC, datetime

from procrastinate import App, JobContext, PsycopgConnector

from db.database import Database, DbRole
from db.tidying import tidy
from domain.access import SYSTEM
from server.settings import Settings

log = logging.getLogger("emhana.jobs")

CONCURRENCY = 4
GOODBYE_SECONDS = 30.0


def queue(settings: Settings) -> App:
    """The queue as the system's role: the server's own role may not touch it."""
    connector = PsycopgConnector(
        conninfo=settings.database_url, kwargs={"options": f"-c role={DbRole.SYSTEM}"}, min_size=1
    )
    app = App(connector=connector)
    app.periodic(cron="*/10 * * * *")(app.task(name="tidy", pass_context=True)(tidy_up))
    return app


async def tidy_up(context: JobContext, timestamp: int) -> None:
    """Every ten minutes; `timestamp` is the minute that it was due."""
    database: Database = context.additional_context["database"]
    async with database.transaction(SYSTEM) as tx:
        count = await tidy(tx, datetime.now(UTC))
    log.info("tidied", extra={"count": count})


def work(settings: Settings) -> None:
    """Until told to stop; a job in hand is finished first."""
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=CONCURRENCY)
    app = queue(settings)
    log.info("worker started")
    async with app.open_async():
        try:
            await app.run_worker_async(
                concurrency=CONCURRENCY,
                shutdown_graceful_timeout=GOODBYE_SECONDS,
                delete_jobs="successful",
                additional_context={"database": database},
            )
        finally:
            await database.dispose()
