"""What reaches people without signing in, and what is told at the terminal."""

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import anyio.to_thread
import httpx
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from server.app import create_app
from server.cli import app as commands
from server.settings import Settings
from tests.api.town import Town, today
from tests.conftest import Urls
from tests.reminders.conftest import SECRET, family, gateway, planned_immunizations

TOKEN = "a-random-token-of-a-letter"


async def letter_to_somebody(town: Town) -> None:
    """A letter that left yesterday, with a link."""
    made = await family(town, 1, email=True)
    sql = """insert into reminder (kind, clinic_id, recipient_id, planned_for, language, channel, fate, tries, claims,
                                   left_on, opt_out_hash, version)
             values ('IMMUNIZATION', :clinic, :mother, :on, 'ru', 'EMAIL', 'SENT', 1, 1, :on, :hash, 1)"""
    given = {"clinic": town.here.clinic.id, "mother": made.mother.id, "on": today() - timedelta(days=1)}
    async with town.as_system() as tx:
        await tx.execute(text(sql), given | {"hash": sha256(TOKEN.encode()).digest()})


async def test_one_click_in_a_letter_stops_letters_and_only_a_click(town: Town, urls: Urls) -> None:
    await letter_to_somebody(town)
    app = create_app(Settings(database_url=urls.server, pool_size=2))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        page = await client.get(f"/reminders/stop/{TOKEN}")
        assert (page.status_code, "Не присылать" in page.text) == (200, True)
        assert await town.all("select 1 from reminder_opt_out") == []
        for _ in range(2):
            done = await client.post(f"/reminders/stop/{TOKEN}", data={"List-Unsubscribe": "One-Click"})
            assert (done.status_code, "Готово" in done.text) == (200, True)
        assert (await client.get("/reminders/stop/another")).status_code == 404
        assert (await client.post("/reminders/stop/another")).status_code == 404
    await app.state.database.dispose()
    (wish,) = await town.all("select channel, kind, source from reminder_opt_out where ended_at is null")
    assert (wish.channel, wish.kind, wish.source) == ("EMAIL", None, "LINK")
    events = await town.all("select patient_count from access_event where operation = 'stopReminders'")
    assert [event.patient_count for event in events] == [1, 1]


async def test_the_terminal_shows_who_would_get_what_and_why_others_would_not(
    town: Town, urls: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    await family(town, 1)
    await family(town, 2, phones=[])
    await planned_immunizations(town)
    monkeypatch.setenv("EMHANA_DATABASE_URL", urls.server)
    monkeypatch.setenv("EMHANA_SMS_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("EMHANA_SMS_SECRET", SECRET)
    monkeypatch.setenv("COLUMNS", "200")
    words = [
        "reminders",
        "preview",
        "--clinic",
        town.here.clinic.bin,
        "--on",
        today().isoformat(),
        "--language",
        "en",
    ]
    shown = await anyio.to_thread.run_sync(lambda: CliRunner().invoke(commands, words))
    assert shown.exit_code == 0, shown.output
    assert "+77010000001" in shown.output
    assert "Бала1-0" in shown.output
    assert "Neither phone nor e-mail is on record" in shown.output


def test_a_test_message_tells_what_the_gateway_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with gateway(tmp_path) as server:
        monkeypatch.setenv("EMHANA_SMS_URL", f"http://127.0.0.1:{server.port}")
        monkeypatch.setenv("EMHANA_SMS_SECRET", SECRET)
        words = ["reminders", "send-test", "--channel", "SMS", "--to", "+77010000001"]
        told = CliRunner().invoke(commands, words)
        monkeypatch.setenv("EMHANA_SMS_SECRET", "another secret")
        refused = CliRunner().invoke(commands, words)
        (taken,) = [json.loads(line) for line in server.file.read_text().splitlines()]
    assert (told.exit_code, "ACCEPTED" in told.output) == (0, True), told.output
    assert (refused.exit_code, "401" in refused.output) == (1, True), refused.output
    assert taken["to"] == "+77010000001"
