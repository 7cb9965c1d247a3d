"""For how many people of an installation another calendar forecasts otherwise: read, and nothing written."""

import json
from datetime import timedelta
from pathlib import Path

import anyio.to_thread
import pytest
from typer.testing import CliRunner

from db.reference import immunization
from server.cli import app
from tests.api import town as towns
from tests.api.town import Town
from tests.conftest import Urls

CALENDAR = Path(immunization.__file__).with_name("kazakhstan.json")


async def test_a_new_calendar_is_compared_for_the_people_who_are_here(
    town: Town, urls: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in (300, 300, 365 * 30):
        await town.person(town.here, birth_date=towns.today() - timedelta(days=days))
    told = CALENDAR.read_text()
    later = tmp_path / "later.json"
    later.write_text(json.dumps(json.loads(told.replace('"earliestRecAge": "12 months"', '"earliestRecAge": "13 months"'))))
    assert later.read_text() != json.dumps(json.loads(told))
    monkeypatch.setenv("EMHANA_DATABASE_URL", urls.server)
    before = await town.all("select count(*) as many, max(planned_on) as day from immunization_planning")

    words = ["immunization", "diff", "--here", str(CALENDAR), str(later)]
    shown = await anyio.to_thread.run_sync(lambda: CliRunner().invoke(app, words))

    assert shown.exit_code == 0, shown.output
    assert "12 months → 13 months" in shown.output
    assert "2 of 3 people have another forecast" in shown.output
    assert await town.all("select count(*) as many, max(planned_on) as day from immunization_planning") == before
