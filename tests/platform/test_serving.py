"""`emhana serve`: one process or several, with its own database or another's; stopped, it leaves nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.embedded import embedded_cluster, running_postmaster
from server.settings import Settings
from tests.conftest import NewDatabase

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Served:
    """A server in a process of its own and what it logged."""

    def __init__(self, folder: Path, *words: str, **settings: str) -> None:
        folder.mkdir(exist_ok=True)
        self.port, self.log = free_port(), folder / "log"
        here = {"EMHANA_PORT": str(self.port), "EMHANA_VAR": str(folder / "var")}
        environment = {**os.environ, **here, **settings}
        command = [sys.executable, "-m", "server.cli", "serve", *words]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)

    def fetch(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return str(answer.read().decode())

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.fetch("/health/ready")
                return
            except OSError:
                time.sleep(0.1)
        self.stop(signal.SIGTERM)
        raise AssertionError(self.log.read_text())

    def stop(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture(scope="module")
def several(new_database: NewDatabase, folder_of_module: Path) -> Iterator[Served]:
    """The last test that uses it stops it."""
    with new_database() as urls:
        served = Served(folder_of_module / "several", "--workers", "2", EMHANA_DATABASE_URL=urls.server)
        served.wait_until_ready()
        yield served
        served.stop(signal.SIGTERM)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_it_stops_the_database_that_it_started(
    number: signal.Signals, folder_of_module: Path
) -> None:
    folder = folder_of_module / "alone"
    served = Served(folder)
    served.wait_until_ready()
    data = embedded_cluster(Settings(var=folder / "var")).data
    assert running_postmaster(data)
    assert served.stop(number) == 0, served.log.read_text()
    assert running_postmaster(data) is None
    assert "Traceback" not in served.log.read_text()


def test_two_workers_answer_and_their_metrics_are_summed(several: Served) -> None:
    for _ in range(40):
        several.fetch("/health/live")
    counted = re.search(r'route="/health/live",status="200"\} (\d+)', several.fetch("/metrics"))
    assert counted
    assert int(counted[1]) == 40


def test_an_answer_arrives_in_one_piece_and_a_connection_can_be_closed_after_it(several: Served) -> None:
    asked = b"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    with socket.create_connection(("127.0.0.1", several.port), timeout=10) as connection:
        for _ in range(3):
            connection.sendall(asked + b"\r\n")
            assert connection.recv(65_536).endswith(b'\r\n\r\n{"status":"live"}')
        connection.sendall(asked + b"Connection: close\r\n\r\n")
        everything = b"".join(iter(lambda: connection.recv(65_536), b""))
        assert everything.endswith(b'{"status":"live"}')


def test_several_workers_stop_when_told_to(several: Served) -> None:
    assert several.stop(signal.SIGTERM) == 0, several.log.read_text()
