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
        self.shown = var.with_name(f"{self.port}.out")
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
        """Ctrl-C: the terminal sends it to the whole group. Nothing that was started is left."""
        programs = self.programs()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)
        _, alive = psutil.wait_procs(programs, timeout=30)
        assert alive == []
        assert running_postmaster(embedded_cluster(Settings(var=self.var)).data) is None
        assert "Traceback" not in self.text

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


class Home:
    """A folder that one terminal after another runs on: what one test leaves running serves the next."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.terminal = Terminal(var)
        self.terminal.wait_until_ready()
        self.people_at_first = self.terminal.people()

    def running(self) -> Terminal:
        if self.terminal.process.poll() is not None:
            self.terminal = Terminal(self.var)
            self.terminal.wait_until_ready()
        return self.terminal

    def stop(self) -> None:
        if self.terminal.process.poll() is None:
            self.terminal.interrupt()


@pytest.fixture(scope="module")
def home(folder_of_module: Path) -> Iterator[Home]:
    var = folder_of_module / "var"
    try:
        home = Home(var)
        yield home
        home.stop()
    finally:
        embedded_cluster(Settings(var=var)).stop()


@pytest.fixture
def running(home: Home) -> Terminal:
    return home.running()


def test_the_demo_has_a_login_for_every_role_of_a_person() -> None:
    machines = {Role.INTEGRATION, Role.DISPLAY, Role.SYSTEM}
    assert {login.role for login in DEMO_LOGINS} == set(Role) - machines


def test_it_says_where_it_is_and_who_can_sign_in(home: Home, running: Terminal) -> None:
    assert home.people_at_first > 1000
    assert running.fetch("/") == 200
    assert running.fetch("/health/ready") == 200
    for login in DEMO_LOGINS:
        assert re.search(rf"{login.login}\s+{login.password}\s+{login.role}", running.text)
    last = running.text.strip().splitlines()[-1]
    assert last.startswith(f"Emhana is ready: http://127.0.0.1:{running.port}/")


def test_a_second_terminal_on_the_same_folder_is_told_so(running: Terminal) -> None:
    second = Terminal(running.var)
    assert second.process.wait(60)
    assert f"Emhana already runs in {running.var.resolve()}" in second.text
    assert running.fetch("/health/ready") == 200


def test_a_database_that_is_stopped_from_outside_is_started_again_with_what_needs_it(
    home: Home, running: Terminal
) -> None:
    postmaster = running_postmaster(embedded_cluster(Settings(var=home.var)).data)
    assert postmaster
    postmaster.send_signal(signal.SIGINT)
    running.wait_for("The database has stopped: starting it again")
    running.wait_until_answering("/health/ready")
    assert running.people() == home.people_at_first
    next(program for program in running.programs() if "serve" in program.cmdline()).kill()
    running.wait_for("The server has stopped, killed by SIGKILL: starting it again")
    running.wait_until_answering("/health/ready")
    running.wait_until_sealing()


def test_ctrl_c_stops_everything_also_the_database(running: Terminal) -> None:
    running.interrupt()


def test_a_second_run_only_starts_and_keeps_the_data(home: Home) -> None:
    home.stop()
    terminal = home.running()
    assert terminal.people() == home.people_at_first
    assert not re.search("Installing|Building", terminal.text)


def test_after_a_kill_nothing_of_ours_serves_on_and_the_next_run_works(
    home: Home, running: Terminal
) -> None:
    programs = [program for program in running.programs() if not program.name().startswith("postgres")]
    supervisor = next(program for program in programs if "run" in program.cmdline())
    supervisor.kill()
    _, alive = psutil.wait_procs(programs, timeout=40)
    assert alive == []
    running.process.wait(10)
    again = home.running()
    assert again.people() == home.people_at_first
    again.interrupt()
