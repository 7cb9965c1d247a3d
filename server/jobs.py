"""The worker: periodic and queued jobs, in PostgreSQL's own queue; run as many workers as needed."""

import asyncio
import contextlib
import logging
import signal
from datetime import UTC, datetime

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from db.audit.sealing import Sealer
from db.database import Database, DbRole
from db.tidying import tidy
from domain.access import SYSTEM
from server.immunization_planning import plan_apart, today
from server.reminders import configured, plan_day, sending
from server.settings import Settings
from server.settle import settle
from server.trail import sealer_of

log = logging.getLogger("emhana.jobs")

SETTLE = "settle"
SEAL = "seal"
PLAN = "plan_immunizations"
REMIND = "remind"
CONCURRENCY = 4
GOODBYE_SECONDS = 30.0
LONGEST_WITHOUT_DATABASE_SECONDS = 5.0
"""A worker whose database is gone asks for it several times before it ends, each time so long."""


def queue(settings: Settings) -> App:
    """The queue as the system's role: the server's own role may not touch it."""
    connector = PsycopgConnector(
        conninfo=settings.database_url,
        kwargs={"options": f"-c role={DbRole.SYSTEM}"},
        min_size=1,
        timeout=LONGEST_WITHOUT_DATABASE_SECONDS,
    )
    app = App(connector=connector)
    app.periodic(cron="* * * * * */10")(app.task(name="give_up_stalled", pass_context=True)(give_up_stalled))
    app.periodic(cron="*/10 * * * *")(app.task(name="tidy", pass_context=True)(tidy_up))
    settling = app.task(name=SETTLE, pass_context=True, lock=SETTLE, queueing_lock=SETTLE)
    app.periodic(cron="1 * * * *")(settling(settle_attachments))
    planning = app.task(name=PLAN, pass_context=True, lock=PLAN, queueing_lock=PLAN)
    app.periodic(cron="*/5 * * * *")(planning(plan_immunizations))
    app.periodic(cron="2-59/10 * * * *")(app.task(name=REMIND, pass_context=True)(plan_reminders))
    sealing = app.task(name=SEAL, pass_context=True, lock=SEAL, queueing_lock=SEAL)
    app.periodic(cron="* * * * * */5")(sealing(seal_trail))
    return app


async def give_up_stalled(context: JobContext, timestamp: int) -> None:
    """Every ten seconds: a killed worker leaves its job in hand and the lock held; the next of its kind goes on."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.finish_job(job, Status.FAILED, delete_job=False)
        log.warning("given up a job whose worker is gone", extra={"task": job.task_name})


async def tidy_up(context: JobContext, timestamp: int) -> None:
    """Every ten minutes; `timestamp` is the minute that it was due."""
    database: Database = context.additional_context["database"]
    async with database.transaction(SYSTEM) as tx:
        count = await tidy(tx, datetime.now(UTC))
    log.info("tidied", extra={"count": count})


async def seal_trail(context: JobContext, timestamp: int) -> None:
    """Every five seconds; whatever is younger nobody vouches for yet."""
    sealer: Sealer = context.additional_context["sealer"]
    await sealer.seal(context.additional_context["database"])


async def settle_attachments(context: JobContext, timestamp: int) -> None:
    """A minute past every hour, of which one is Kazakhstan's midnight; the others mend what was missed."""
    done = await settle(context.additional_context["database"])
    log.info("settled", extra={"count": done.followed + done.contracts + done.attached})


async def plan_immunizations(context: JobContext, timestamp: int) -> None:
    """Every five minutes: newcomers, a new day, a new calendar; seldom more than a few people."""
    url: str = context.additional_context["settings"].database_url
    # In a process of its own: the other jobs must not wait for the engine.
    planning = asyncio.create_task(plan_apart(url, today()))
    leaving = asyncio.create_task(context.additional_context["leaving"].wait())
    try:
        await asyncio.wait({planning, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if planning.done():
            log.info("planned", extra={"count": planning.result()})
    finally:
        # A first plan of everybody takes minutes; the next worker goes on where this one left.
        planning.cancel()
        leaving.cancel()
        await asyncio.wait({planning, leaving})


async def plan_reminders(context: JobContext, timestamp: int) -> None:
    """Every ten minutes: what falls due at midnight and what was recorded since. Sending is beside the queue."""
    settings: Settings = context.additional_context["settings"]
    planned = await plan_day(context.additional_context["database"], configured(settings))
    log.info("reminders planned", extra={"count": planned})


async def catch_up(app: App) -> None:
    """A worker that was off at midnight settles the day when it starts, and plans who is waiting."""
    for job in (SETTLE, PLAN):
        with contextlib.suppress(AlreadyEnqueued):
            await app.configure_task(job, lock=job, queueing_lock=job).defer_async(timestamp=0)


def stop_when_told(working: asyncio.Task[None], leaving: asyncio.Event) -> None:
    """From here on a signal ends the work politely, also before the queue has looked around."""

    def leave() -> None:
        leaving.set()
        working.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, leave)


def work(settings: Settings) -> None:
    """Until told to stop; a job in hand is finished first, but for planning, which is left half-way."""
    asyncio.run(_work(settings))


async def _work(settings: Settings) -> None:
    database = Database(settings.database_url, pool_size=CONCURRENCY)
    app, leaving = queue(settings), asyncio.Event()
    async with app.open_async(), sending(settings):
        try:
            await catch_up(app)
            working = asyncio.create_task(
                app.run_worker_async(
                    concurrency=CONCURRENCY,
                    shutdown_graceful_timeout=GOODBYE_SECONDS,
                    delete_jobs="successful",
                    install_signal_handlers=False,
                    additional_context={
                        "database": database,
                        "sealer": sealer_of(settings),
                        "settings": settings,
                        "leaving": leaving,
                    },
                )
            )
            stop_when_told(working, leaving)
            log.info("worker started")
            with contextlib.suppress(asyncio.CancelledError):
                await working
        finally:
            await database.dispose()
