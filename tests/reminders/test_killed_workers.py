"""Workers are killed at random moments, servers lose answers: nobody hears twice, nobody is forgotten."""

import asyncio
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from domain.reminder_rules import ReminderChannel
from server.reminders import plan_day
from tests.api.town import Town
from tests.conftest import Urls
from tests.reminders.conftest import (
    SECRET,
    family,
    gateway,
    mail_server,
    planned_immunizations,
    start_worker,
)

FAMILIES = 45
KILLS = 5
ENOUGH_SECONDS = 900
OPEN = "select count(*) as many from reminder where fate in ('PLANNED', 'RETRYING', 'SENDING')"


@pytest.mark.slow
async def test_killed_at_any_moment_one_message_leaves_for_a_person_and_day(
    town: Town, urls: Urls, always: Path, tmp_path: Path
) -> None:
    for number in range(FAMILIES):
        await family(town, number, children=1 + number % 3, email=number % 3 == 0)
    await planned_immunizations(town)
    assert await plan_day(town.database, frozenset(ReminderChannel)) == FAMILIES

    with gateway(tmp_path, lost=0.1, slow=0.3) as sms, mail_server(tmp_path, lost=0.05, slow=0.3) as mail:
        environment = {
            "EMHANA_DATABASE_URL": urls.server,
            "EMHANA_VAR": str(tmp_path),
            "EMHANA_REMINDER_RULES": str(always),
            "EMHANA_SMS_URL": f"http://127.0.0.1:{sms.port}",
            "EMHANA_SMS_SECRET": SECRET,
            "EMHANA_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
            "EMHANA_MAIL_FROM": "Emhana <post@clinic.example>",
            "EMHANA_SENDING_SECONDS": "6",
        }
        await _work_and_kill(town, environment, tmp_path / "worker.log")
        texts, letters = sms.taken(), mail.taken()

    rows = {str(row.id): row for row in await town.all("select * from reminder")}
    _one_each(rows, texts, letters)


async def _work_and_kill(town: Town, environment: dict[str, str], log: Path) -> None:
    """Two workers, one of which is killed again and again as soon as it sends; then both are left in peace."""
    workers = [start_worker(environment, log) for _ in range(2)]
    deadline, kills = time.monotonic() + ENOUGH_SECONDS, 0
    try:
        while await _how_many(town, OPEN) and time.monotonic() < deadline:
            sending = "select count(*) as many from reminder where fate = 'SENDING'"
            if kills < KILLS and await _how_many(town, sending):
                await asyncio.sleep(random.random() * 0.3)
                victim = workers.pop(0)
                victim.kill()
                victim.wait()
                workers.append(start_worker(environment, log))
                kills += 1
            await asyncio.sleep(0.05)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert await _how_many(town, OPEN) == 0
    assert kills > 1


async def _how_many(town: Town, sql: str) -> int:
    (row,) = await town.all(sql)
    return int(row.many)


def _one_each(rows: dict[str, Any], texts: list[dict[str, Any]], letters: list[dict[str, Any]]) -> None:
    fates = Counter((row.channel, row.fate) for row in rows.values())
    left = {text["id"] for text in texts} | {letter["id"] for letter in letters}
    addresses = Counter(text["to"] for text in texts if not text["again"])
    addresses += Counter(letter["to"] for letter in letters)

    assert len(rows) == FAMILIES
    assert set(addresses.values()) == {1}, "somebody heard twice"
    assert {fate for _, fate in fates} <= {"SENT", "UNKNOWN"}, fates
    assert not [row for row in rows.values() if row.fate == "UNKNOWN" and row.channel != "EMAIL"]
    sent = {key for key, row in rows.items() if row.fate == "SENT"}
    assert sent <= left, "said to be sent, but nobody took it"
    assert left <= rows.keys()
    assert all(rows[key].fate in ("SENT", "UNKNOWN") for key in left)
