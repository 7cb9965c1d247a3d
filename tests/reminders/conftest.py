"""Families with doses due today, other people's servers as real processes, and real workers to be killed."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import reference
from db.tables import FamilyLink, Patient
from domain.attachment import ListKind
from domain.people import FamilyTie, Sex
from server.immunization_planning import plan_year, years_to_plan
from tests.api.town import Town, today

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
SECRET = "a-secret-of-the-gateway"
ALWAYS: dict[str, Any] = {
    "send_from": "00:00",
    "send_until": "24:00",
    "working_days_only": False,
    "first_retry_seconds": 1,
    "longest_retry_seconds": 4,
}


@pytest.fixture
def always(tmp_path: Path) -> Iterator[Path]:
    """Rules by which messages leave at any hour, so that tests do not depend on the time of day."""
    file = tmp_path / "rules.json"
    row = reference.read("reminder_rules")["rows"][0] | ALWAYS
    file.write_text(json.dumps({"rows": [row]}))
    reference.bring_reminder_rules(file)
    yield file
    reference.bring_reminder_rules(None)


@dataclass(frozen=True, slots=True)
class Family:
    mother: Patient
    children: Sequence[Patient]


async def family(
    town: Town, number: int, *, children: int = 1, email: bool = False, **details: Any
) -> Family:
    """A mother of the clinic with small children who have had no dose yet."""
    reached = {"email": f"ana{number}@example.invalid"} if email else {"phones": [f"+7701{number:07d}"]}
    mother = await town.person(town.here, sex=Sex.FEMALE, **{**reached, **details})
    await town.attached(mother, town.here, ListKind.GP)
    born = today() - timedelta(days=200)
    made = []
    for place in range(children):
        child = await town.person(
            town.here, given_name=f"Бала{number}-{place}", birth_date=born - timedelta(days=700 * place)
        )
        await town.attached(child, town.here, ListKind.PAEDIATRICIAN, starts_on=child.birth_date)
        async with town.as_system() as tx:
            await tx.insert(
                FamilyLink(
                    patient_id=child.id,
                    relative_id=mother.id,
                    clinic_id=town.here.clinic.id,
                    tie=FamilyTie.MOTHER,
                )
            )
        made.append(child)
    return Family(mother, made)


async def planned_immunizations(town: Town) -> None:
    """Due dates by the real engine, as the planner stores them."""
    for year, _ in await years_to_plan(town.database, today()):
        await plan_year(town.database, year, today())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Outside:
    """A server of somebody else's, and what it took."""

    port: int
    file: Path

    def taken(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.file.read_text().splitlines()] if self.file.exists() else []


@contextmanager
def outside(script: str, folder: Path, *options: object) -> Iterator[Outside]:
    """A real process that listens, until the block ends."""
    server = Outside(free_port(), folder / f"{script}.jsonl")
    words = [str(server.port), str(server.file), *map(str, options)]
    process = subprocess.Popen([sys.executable, HERE / f"{script}.py", *words])
    try:
        wait_for(server.port)
        yield server
    finally:
        process.kill()
        process.wait()


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


def gateway(folder: Path, lost: float = 0.0, slow: float = 0.0) -> Any:
    return outside("gateway", folder, SECRET, lost, slow)


def mail_server(folder: Path, lost: float = 0.0, slow: float = 0.0) -> Any:
    return outside("mail_server", folder, lost, slow)


def start_worker(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """`emhana worker` as it is run for real."""
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "server.cli", "worker"],
            env=os.environ | environment,
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
