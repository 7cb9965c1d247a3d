"""`make run`: once, again, interrupted and killed."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest
from psycopg.rows import TupleRow

from db.demo.logins import DEMO_LOGINS
from domain.access import Role
from server.embedded import SUPERUSER, embedded_cluster, running_postmaster
from server.settings import Settings

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Terminal:
    """A `make run` in a process group of its own, as a terminal would hold it, on a folder and a port."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.shown = var.with_name(f"{var.name}.out")
        environment = {**os.environ, "EMHANA_VAR": str(var), "EMHANA_PORT": str(self.port), "LANG": "C.UTF-8"}
        with self.shown.open("wb") as out:
            self.process = subprocess.Popen(
                ["make", "run"], cwd=ROOT, env=environment, stdout=out, stderr=out, start_new_session=True
            )

    @property
    def text(self) -> str:
        return self.shown.read_text()

    def wait_until_ready(self) -> None:
        self.wait_for("Emhana is ready")

    def wait_for(self, words: str) -> None:
        deadline = time.monotonic() + 180
        while words not in self.text and self.process.poll() is None:
            assert time.monotonic() < deadline, self.text
            time.sleep(0.1)
        assert words in self.text, self.text

    def interrupt(self) -> None:
        """Ctrl-C: the terminal sends it to the whole group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)

    def fetch(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return int(answer.status)

    def wait_until_answering(self, path: str) -> None:
        """The first requests may meet connections that the database closed, or a server that is not there yet."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(urllib.error.URLError):
                assert self.fetch(path) == 200
                return
            time.sleep(0.2)
        pytest.fail(f"{path} does not answer")

    def wait_until_sealing(self) -> None:
        """The worker's work: a worker that saw the database go was started again, one that did not just goes on."""
        since, done = time.time(), "select from procrastinate_periodic_defers as due where task_name = 'seal' and "
        done += "defer_timestamp > %s and not exists (select from procrastinate_jobs where id = due.job_id)"
        deadline = time.monotonic() + 120
        while not self.rows(done, since):
            assert time.monotonic() < deadline, self.text
            time.sleep(0.5)

    def programs(self) -> list[psutil.Process]:
        """Those that run; what has ended may lie there until its parent looks."""
        started = psutil.Process(self.process.pid).children(recursive=True)
        return [program for program in started if program.status() != psutil.STATUS_ZOMBIE]

    def people(self) -> int:
        return int(self.rows("select count(*) from patient")[0][0])

    def rows(self, query: LiteralString, *values: float) -> list[TupleRow]:
        with psycopg.connect(embedded_cluster(Settings(var=self.var)).url(SUPERUSER)) as connection:
            return connection.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def var(folder_of_module: Path) -> Iterator[Path]:
    var = folder_of_module / "var"
    yield var
    embedded_cluster(Settings(var=var)).stop()


@pytest.fixture(scope="module")
def people_at_first(var: Path) -> int:
    """After a first run that was looked at and interrupted."""
    terminal = Terminal(var)
    terminal.wait_until_ready()
    assert terminal.fetch("/") == 200
    assert terminal.fetch("/health/ready") == 200
    for login in DEMO_LOGINS:
        assert re.search(rf"{login.login}\s+{login.password}\s+{login.role}", terminal.text)
    assert (
        terminal.text.strip()
        .splitlines()[-1]
        .startswith(f"Emhana is ready: http://127.0.0.1:{terminal.port}/")
    )
    programs, people = terminal.programs(), terminal.people()
    terminal.interrupt()
    _, alive = psutil.wait_procs(programs, timeout=30)
    assert alive == []
    assert "Traceback" not in terminal.text
    return people


def test_the_demo_has_a_login_for_every_role_of_a_person() -> None:
    machines = {Role.INTEGRATION, Role.DISPLAY, Role.SYSTEM}
    assert {login.role for login in DEMO_LOGINS} == set(Role) - machines


def test_ctrl_c_stops_everything_also_the_database(people_at_first: int, var: Path) -> None:
    assert people_at_first > 1000
    assert running_postmaster(embedded_cluster(Settings(var=var)).data) is None


def test_a_second_run_only_starts_and_keeps_the_data(people_at_first: int, var: Path) -> None:
    terminal = Terminal(var)
    terminal.wait_until_ready()
    try:
        assert terminal.people() == people_at_first
    finally:
        terminal.interrupt()
    assert not re.search("Installing|Building", terminal.text)


def test_a_second_terminal_on_the_same_folder_is_told_so(people_at_first: int, var: Path) -> None:
    first = Terminal(var)
    first.wait_until_ready()
    try:
        second = Terminal(var)
        second.shown = first.shown
        second.process.wait(60)
        assert second.process.returncode
        assert first.fetch("/health/ready") == 200
    finally:
        first.interrupt()


def test_a_database_that_is_stopped_from_outside_is_started_again_with_what_needs_it(
    people_at_first: int, var: Path
) -> None:
    cluster = embedded_cluster(Settings(var=var))
    terminal = Terminal(var)
    terminal.wait_until_ready()
    try:
        postmaster = running_postmaster(cluster.data)
        assert postmaster
        postmaster.send_signal(signal.SIGINT)
        terminal.wait_for("The database has stopped: starting it again")
        terminal.wait_until_answering("/health/ready")
        terminal.wait_until_sealing()
        assert terminal.people() == people_at_first
        next(program for program in terminal.programs() if "serve" in program.cmdline()).kill()
        terminal.wait_for("The server has stopped, killed by SIGKILL: starting it again")
        terminal.wait_until_answering("/health/ready")
    finally:
        terminal.interrupt()
    assert running_postmaster(cluster.data) is None
    assert "Traceback" not in terminal.text


def test_after_a_kill_nothing_of_ours_serves_on_and_the_next_run_works(
    people_at_first: int, var: Path
) -> None:
    terminal = Terminal(var)
    terminal.wait_until_ready()
    programs = [program for program in terminal.programs() if not program.name().startswith("postgres")]
    supervisor = next(program for program in programs if "run" in program.cmdline())
    supervisor.kill()
    _, alive = psutil.wait_procs(programs, timeout=40)
    assert alive == []
    terminal.process.wait(10)
    again = Terminal(var)
    again.wait_until_ready()
    try:
        assert again.people() == people_at_first
    finally:
        again.interrupt()
    assert running_postmaster(embedded_cluster(Settings(var=var)).data) is None
