"""A whole Emhana on a free port: database, demo city, server and worker, as `make run` starts it."""

import json
import os
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

JOURNEYS = Path(__file__).parent / "journeys"
START_SECONDS = 120
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


@pytest.fixture
def walk(running: Running) -> Journey:
    """Runs one journey in Chromium; its output is the failure."""

    def walk(name: str, *arguments: str) -> None:
        node = Path(sys.executable).with_name("node")
        environment = os.environ | {
            "EMHANA_ADDRESS": running.address,
            "EMHANA_LOGINS": json.dumps(logins_of(running.address)),
            "EMHANA_OWNER_URL": running.owner_url,
            "EMHANA_PYTHON": sys.executable,
        }
        environment.setdefault("CHROMIUM", "/usr/bin/chromium")
        words = [str(node), str(JOURNEYS / f"{name}.mjs"), *arguments]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=300)
        if done.returncode:
            pytest.fail(f"{done.stdout}\n{done.stderr}", pytrace=False)

    return walk
