"""Ten thousand reminders, three workers of which one is killed again and again, servers that drop answers.

`python -m bench killed_workers [PEOPLE [KILLS]]`. Everything is on 127.0.0.1: a database of its own, an SMS gateway
and a mail server as processes, workers as they run for real. Every other person is reached by e-mail. Whoever is killed
has sent something before, by the word of those servers, so on a busy machine the killing waits for the work.
Nobody may hear twice, nobody be forgotten, nothing be open at the end. A message that the planner made while the first
one was leaving is withdrawn when its turn comes; whoever may not have heard is planned anew for the next day.
"""

import asyncio
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from sqlalchemy import text

from db import migrate, reference
from db.database import Database
from domain.attachment import ListKind
from domain.reminder_fate import ReminderFate
from domain.reminder_rules import ReminderChannel
from resolvers import immunization_planning as planning
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster
from server.reminders import plan_day
from tests.api import town as towns
from tests.api.town import Town
from tests.reminders.conftest import ALWAYS, SECRET, Outside, gateway, mail_server, start_worker

PEOPLE, WORKERS, KILLS = 10_000, 3, 60
LOST_ANSWERS = 0.05
LONGEST_RUN = 5_400
LONGEST_STANDSTILL = 180
ENDS = frozenset({ReminderFate.SENT, ReminderFate.UNKNOWN, ReminderFate.DEAD})
CHANNELS = frozenset({ReminderChannel.SMS, ReminderChannel.EMAIL})
OPEN = "select count(*) as many from reminder where fate in ('PLANNED', 'RETRYING', 'SENDING')"
# Adults who are told themselves; the dates are stored as the planner stores them.
PEOPLE_OF_THE_CLINIC = """
with added as (
    insert into patient (clinic_id, temporary_id, family_name, given_name, sort_key, search_key, sex, birth_date,
                         language, phones, email, citizenship, is_demo, version)
    select :clinic, 'K-' || n, 'Сынақбаев', 'Адам' || n, 'k' || n, 'k' || n, 'MALE', date '1990-01-01', 'kk',
           case when n % 2 = 0 then array['+7701' || lpad(n::text, 7, '0')] else '{}' end,
           case when n % 2 = 1 then 'adam' || n || '@example.invalid' end, 'CITIZEN', false, 1
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


@dataclass(slots=True)
class Crew:
    """Three workers, each known to the servers outside by a name of its own."""

    environment: dict[str, str]
    log: Path
    servers: Sequence[Outside]
    kills: int = 0
    hired: int = 0
    at_work: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def hire(self) -> None:
        self.hired += 1
        name = f"W{self.hired}"
        own = {"EMHANA_SMS_SENDER": name, "EMHANA_MAIL_FROM": f"Emhana <{name.lower()}@clinic.example>"}
        self.at_work[name] = start_worker(self.environment | own, self.log)

    def messages(self) -> list[dict[str, Any]]:
        return [one for server in self.servers for one in server.taken()]

    def kill_one(self) -> bool:
        """Kill somebody who has sent something; False while nobody has."""
        seen = {one["from"].partition("@")[0].upper() for one in self.messages()}
        working = sorted(seen & self.at_work.keys())
        if working:
            self.dismiss(random.choice(working))
            self.kills += 1
        return bool(working)

    def dismiss(self, name: str) -> None:
        worker = self.at_work.pop(name)
        worker.kill()
        worker.wait()


async def work_and_kill(town: Town, crew: Crew, kills: int) -> None:
    """Until nothing is open, or for three minutes nothing has moved, or the longest run is over."""
    everything = left = await how_many(town)
    begun = moved = time.monotonic()
    try:
        while left and time.monotonic() < min(begun + LONGEST_RUN, moved + LONGEST_STANDSTILL):
            while len(crew.at_work) < WORKERS:
                crew.hire()
            await asyncio.sleep(random.random() / 2)
            now = await how_many(town)
            moved = time.monotonic() if now < left else moved
            left = now
            # Spread over the work, whatever time that takes; the last messages are for those who live.
            if crew.kills < min(kills, (everything - left) * (kills + 1) // everything):
                crew.kill_one()
    finally:
        for name in list(crew.at_work):
            crew.dismiss(name)


async def report(town: Town, crew: Crew, console: Console) -> int:
    """How many things are wrong."""
    rows = await town.all("select id, recipient_id, channel, fate, reason from reminder")
    taken = crew.messages()
    heard = Counter(one["to"] for one in taken if not one.get("again"))
    taken_ids = {one["id"] for one in taken}
    wrong = {
        "heard twice": sum(times > 1 for times in heard.values()),
        "said to be sent and never taken": sum(r.fate == "SENT" and str(r.id) not in taken_ids for r in rows),
        "forgotten": len({r.recipient_id for r in rows} - {r.recipient_id for r in rows if r.fate in ENDS}),
        "without an end": await how_many(town),
        "ended badly without a reason": sum(r.fate != "SENT" and r.reason is None for r in rows),
    }
    fates = Counter((row.channel, row.fate, row.reason) for row in rows)
    for (channel, fate, reason), many in sorted(fates.items(), key=str):
        console.print(f"  {channel} {fate} {reason or ''}: {many}")
    unsure = len({r.recipient_id for r in rows if r.fate in (ReminderFate.UNKNOWN, ReminderFate.DEAD)})
    again = await plan_day(town.database, CHANNELS, datetime.now(UTC) + timedelta(days=1))
    wrong["not sure to have heard, and not planned anew for tomorrow"] = abs(unsure - again)
    console.print(f"messages {len(rows)}, people who heard {len(heard)}; not sure to have heard {unsure}")
    console.print(f"asked twice under one key, taken once: {sum(one.get('again', False) for one in taken)}")
    for what, many in wrong.items():
        console.print(f"{what}: {many}")
    return sum(wrong.values())


async def run(many: int, kills: int) -> int:
    console = Console(width=110)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        rules = here / "rules.json"
        rules.write_text(json.dumps({"rows": [reference.read("reminder_rules")["rows"][0] | ALWAYS]}))
        reference.bring_reminder_rules(rules)
        cluster = Cluster(here / "postgres", durable=False)
        cluster.start()
        try:
            cluster.create_database("bench")
            migrate.upgrade(cluster.url(SUPERUSER, "bench"))
            return await measured(here, rules, cluster.url(SERVER_ROLE, "bench"), many, kills, console)
        finally:
            cluster.stop()


async def measured(here: Path, rules: Path, url: str, many: int, kills: int, console: Console) -> int:
    database = Database(url)
    town = await towns.build(database)
    await people(town, many)
    console.print(f"planned {await plan_day(database, CHANNELS)} of {many}")
    with gateway(here, lost=LOST_ANSWERS) as sms, mail_server(here, lost=LOST_ANSWERS) as mail:
        environment = {
            "EMHANA_DATABASE_URL": url,
            "EMHANA_VAR": str(here),
            "EMHANA_REMINDER_RULES": str(rules),
            "EMHANA_SMS_URL": f"http://127.0.0.1:{sms.port}",
            "EMHANA_SMS_SECRET": SECRET,
            "EMHANA_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
            "EMHANA_SENDING_SECONDS": "10",
        }
        crew, begun = Crew(environment, here / "worker.log", (sms, mail)), time.monotonic()
        await work_and_kill(town, crew, kills)
        console.print(f"{time.monotonic() - begun:.0f} s, {crew.kills} workers killed, each after it had sent")
        wrong = await report(town, crew, console)
    await database.dispose()
    console.print("green" if not wrong else f"wrong: {wrong}")
    return wrong


if __name__ == "__main__":
    options = [int(word) for word in sys.argv[1:]]
    found = asyncio.run(run(options[0] if options else PEOPLE, options[1] if options[1:] else KILLS))
    sys.exit(1 if found else 0)
