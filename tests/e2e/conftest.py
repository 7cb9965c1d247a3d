"""A whole Emhana on a free port: database, demo city, server and worker, as `make run` starts it."""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from server.embedded import SUPERUSER, Cluster
from tests.everything import BROWSERS

JOURNEYS = Path(__file__).parent / "journeys"
START_SECONDS = 120
JOURNEY_SECONDS = 300
DEMO_LOGINS = "{ demoLogins { login password role } }"

Journey = Callable[..., None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def logins_of(address: str) -> dict[str, dict[str, str]]:
    """The first login of each role, as the sign-in page offers them."""
    headers = {"content-type": "application/json", "x-emhana-client": "web"}
    request = Request(f"{address}graphql", json.dumps({"query": DEMO_LOGINS}).encode(), headers)
    with urlopen(request, timeout=10) as answer:
        logins = json.load(answer)["data"]["demoLogins"]
    return {login["role"]: login for login in reversed(logins)}


@dataclass(frozen=True, slots=True)
class Running:
    """Where it answers, and its database for whoever owns it."""

    address: str
    owner_url: str


@pytest.fixture(scope="session")
def running() -> Iterator[Running]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="emhana-e2e-") as folder:
        environment = os.environ | {"EMHANA_VAR": folder, "EMHANA_PORT": str(port)}
        words = [str(Path(sys.executable).with_name("emhana")), "run", "--people", "2000"]
        log = Path(folder) / "run.log"
        with log.open("w") as output:
            emhana = subprocess.Popen(words, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_for("Emhana is ready", log, emhana)
            yield Running(f"http://127.0.0.1:{port}/", Cluster(Path(folder) / "postgres").url(SUPERUSER))
        finally:
            emhana.send_signal(signal.SIGINT)
            emhana.wait(timeout=30)


def wait_for(words: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while words not in log.read_text():
        if process.poll() is not None or time.monotonic() > until:
            pytest.fail(f"Emhana did not start:\n{log.read_text()}")
        time.sleep(0.3)


class Stage:
    """One Node with one Chromium, in which journeys are walked one after another."""

    def __init__(self, running: Running) -> None:
        self.environment = os.environ | {
            "EMHANA_ADDRESS": running.address,
            "EMHANA_LOGINS": json.dumps(logins_of(running.address)),
            "EMHANA_OWNER_URL": running.owner_url,
            "EMHANA_PYTHON": sys.executable,
        }
        self.environment.setdefault("CHROMIUM", next(filter(None, map(shutil.which, BROWSERS)), "chromium"))
        self.node: subprocess.Popen[str] | None = None

    def walk(self, *words: str) -> str | None:
        """What went wrong, if anything did; whoever hangs or falls takes the stage along, and the next has a new one."""
        node = self.node if self.node and self.node.poll() is None else self.begin()
        assert node.stdin
        assert node.stdout
        node.stdin.write(f"{json.dumps(words)}\n")
        node.stdin.flush()
        answered, _, _ = select.select([node.stdout], [], [], JOURNEY_SECONDS)
        if line := node.stdout.readline() if answered else "":
            failure: str | None = json.loads(line)
            return failure
        self.end()
        return f"Node ended in the middle of {words}" if answered else f"{words} took longer than {JOURNEY_SECONDS} s"

    def begin(self) -> subprocess.Popen[str]:
        words = [str(Path(sys.executable).with_name("node")), str(JOURNEYS / "run.mjs")]
        pipe = subprocess.PIPE
        self.node = subprocess.Popen(words, env=self.environment, stdin=pipe, stdout=pipe, text=True)
        return self.node

    def end(self) -> None:
        """Node ends its Chromium when it is told to end."""
        node, self.node = self.node, None
        if node:
            node.terminate()
            node.communicate(timeout=30)


@pytest.fixture(scope="session")
def stage(running: Running) -> Iterator[Stage]:
    stage = Stage(running)
    yield stage
    stage.end()


@pytest.fixture
def walk(stage: Stage) -> Journey:
    """Walks one journey in Chromium; what it says is the failure."""

    def walk(*words: str) -> None:
        if failure := stage.walk(*words):
            pytest.fail(failure, pytrace=False)

    return walk
