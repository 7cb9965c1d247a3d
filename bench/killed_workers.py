"""Ten thousand reminders, three workers of which one is killed again and again, a gateway that drops answers.

`python -m bench killed_workers [PEOPLE [SECONDS_BETWEEN_KILLS]]`. Everything is on 127.0.0.1: a database of its own,
the SMS gateway of the tests as a process, workers as they run for real. Nobody may hear twice, nobody be forgotten.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from sqlalchemy import text

from db import migrate, reference
from db.database import Database
from domain.attachment import ListKind
from domain.reminder_rules import ReminderChannel
from resolvers import immunization_planning as planning
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster
from server.reminders import plan_day
from tests.api import town as towns
from tests.api.town import Town
from tests.reminders.conftest import ALWAYS, SECRET, Outside, gateway, start_worker

PEOPLE, WORKERS, BETWEEN_KILLS = 10_000, 3, 12.0
LOST_ANSWERS = 0.05
LONGEST_RUN = 1_500
OPEN = "select count(*) as many from reminder where fate in ('PLANNED', 'RETRYING', 'SENDING')"
# Adults who are told themselves; the dates are stored as the planner stores them.
PEOPLE_OF_THE_CLINIC = """
with added as (
    insert into patient (clinic_id, temporary_id, family_name, given_name, sort_key, search_key, sex, birth_date,
                         language, phones, citizenship, is_demo, version)
    select :clinic, 'K-' || n, 'Сынақбаев', 'Адам' || n, 'k' || n, 'k' || n, 'MALE', date '1990-01-01', 'kk',
           array['+7701' || lpad(n::text, 7, '0')], 'CITIZEN', false, 1
      from generate_series(1, :people) n returning id
)
insert into attachment (patient_id, clinic_id, record_clinic_id, list_id, starts_on, channel, reason, requested_on,
                        resident, home_visits, over_norm, version)
select id, :clinic, :clinic, :list, '2020-01-01', 'REGISTER', 'FIRST_ATTACHMENT', '2020-01-01', true, false, false, 1
  from added
"""
DUE = """
with due as (
    insert into immunization_due (patient_id, clinic_id, vaccine_group, dose_number, earliest_on, due_on, act_on,
                                  vaccines, calendar)
    select id, clinic_id, 'DT', 1, :on, :on, :on, array['113'], :calendar from patient where temporary_id like 'K-%'
    returning patient_id
)
update immunization_planning p set calendar = :calendar, planned_on = :on, holds_until = date '2999-01-01'
  from due where due.patient_id = p.patient_id
"""


async def people(town: Town, many: int) -> None:
    lists = town.here.lists[ListKind.GP]
    async with town.as_system() as tx:
        await tx.execute(
            text(PEOPLE_OF_THE_CLINIC), {"clinic": town.here.clinic.id, "list": lists.id, "people": many}
        )
        await tx.execute(text(DUE), {"on": towns.today(), "calendar": planning.calendar()})


async def how_many(town: Town) -> int:
    (row,) = await town.all(OPEN)
    return int(row.many)


async def work_and_kill(town: Town, environment: dict[str, str], log: Path, between: float) -> int:
    """Three workers until nothing is open; one of them is killed every so many seconds. How many were killed."""
    workers = [start_worker(environment, log) for _ in range(WORKERS)]
    deadline, last, kills = time.monotonic() + LONGEST_RUN, time.monotonic(), 0
    open_then = await how_many(town)
    try:
        while await how_many(town) and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
            # A worker that has not come to work yet is not worth killing: on a busy machine it takes its time.
            if time.monotonic() - last >= between and await how_many(town) < open_then:
                stopped: subprocess.Popen[bytes] = workers.pop(0)
                stopped.kill()
                stopped.wait()
                workers.append(start_worker(environment, log))
                last, kills, open_then = time.monotonic(), kills + 1, await how_many(town)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    return kills


async def report(town: Town, sms: Outside, console: Console) -> int:
    rows = {str(row.id): row for row in await town.all("select id, fate from reminder")}
    taken = sms.taken()
    heard = Counter(one["to"] for one in taken if not one["again"])
    doubled = sum(times > 1 for times in heard.values())
    taken_ids = {one["id"] for one in taken}
    missing = sum(row.fate == "SENT" and key not in taken_ids for key, row in rows.items())
    fates = Counter(row.fate for row in rows.values())
    console.print(f"reminders {len(rows)}, fates {dict(fates)}")
    console.print(f"people who heard {len(heard)}, asked again with the same key {sum(one['again'] for one in taken)}")
    console.print(f"doubled {doubled}, said to be sent and never taken {missing}")
    return int(doubled + missing + len(rows) - len(heard))


async def run(many: int, between: float) -> int:
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        rules = here / "rules.json"
        rules.write_text(json.dumps({"rows": [reference.read("reminder_rules")["rows"][0] | ALWAYS]}))
        reference.bring_reminder_rules(rules)
        cluster = Cluster(here / "postgres", durable=False)
        cluster.start()
        cluster.create_database("bench")
        migrate.upgrade(cluster.url(SUPERUSER, "bench"))
        database = Database(cluster.url(SERVER_ROLE, "bench"))
        town = await towns.build(database)
        await people(town, many)
        planned = await plan_day(database, frozenset({ReminderChannel.SMS}))
        console.print(f"planned {planned} of {many}")
        with gateway(here, lost=LOST_ANSWERS) as sms:
            environment = {
                "EMHANA_DATABASE_URL": cluster.url(SERVER_ROLE, "bench"),
                "EMHANA_VAR": folder,
                "EMHANA_REMINDER_RULES": str(rules),
                "EMHANA_SMS_URL": f"http://127.0.0.1:{sms.port}",
                "EMHANA_SMS_SECRET": SECRET,
                "EMHANA_SENDING_SECONDS": "6",
            }
            begun = time.monotonic()
            kills = await work_and_kill(town, environment, here / "worker.log", between)
            seconds = time.monotonic() - begun
            console.print(f"{seconds:.0f} s, {kills} workers killed, {await how_many(town)} still open")
            wrong = await report(town, sms, console)
        await database.dispose()
        cluster.stop()
    return wrong


if __name__ == "__main__":
    options = sys.argv[1:]
    found = asyncio.run(
        run(int(options[0]) if options else PEOPLE, float(options[1]) if options[1:] else BETWEEN_KILLS)
    )
    sys.exit(1 if found else 0)
