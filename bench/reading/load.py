"""The client: wrk, the same for all, and what it says of one contestant on one screen."""

import contextlib
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import orjson
import psutil

from bench.reading.contestants import Absent, Running
from bench.reading.screens import HERE, Screen, Screens

CONNECTIONS = 8
WARM_UP_SECONDS = 1
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Shot:
    """Requests a second; milliseconds until half and until 99 % were answered; milliseconds of processor for each
    request, in the server's processes and in the database's: these hardly change when the machine has other work."""

    rate: float
    p50: float
    p99: float
    server: float
    database: float
    requests: int


def wrk() -> str:
    found = shutil.which("wrk")
    if not found:
        raise Absent("The load comes from wrk: install it (Debian: apt install wrk), then run this again.")
    return found


def shoot(running: Running, screens: Screens, screen: Screen, seconds: int, var: Path, database: int) -> Shot:
    """One measurement; `database` is the postmaster's process. Raises Absent when anything but answers comes back."""
    bodies = var / f"{running.contestant.name}-{screen.name}.bodies"
    bodies.write_bytes(b"\n".join(screens.bodies(screen, running.contestant.documents)) + b"\n")
    before = (processor(running.process.pid), processor(database))
    done = subprocess.run(
        [wrk(), "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--latency",
         "--timeout", f"{PATIENCE_SECONDS}s",
         "--script", str(HERE / "load.lua"), running.url(screen), "--",
         str(bodies), screens.session(screen).token, screen.login],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    spent = (spent_since(before[0], running.process.pid), spent_since(before[1], database))
    found = re.search(r"^JSON (.*)$", done.stdout, re.MULTILINE)
    if not found:
        raise Absent(f"wrk says nothing: {done.stdout} {done.stderr}")
    told = orjson.loads(found[1])
    if told["failures"]:
        raise Absent(f"{running.contestant.about} fails under load on {screen.name}: {told}")
    count = told["requests"]
    rate = count / (told["microseconds"] / 1e6)
    server, in_database = (1000 * seconds / max(1, count) for seconds in spent)
    return Shot(rate, told["p50"] / 1000, told["p99"] / 1000, server, in_database, count)


def processor(pid: int) -> dict[int, float]:
    """Seconds of processor of a process and those it started, by process id."""
    root = psutil.Process(pid)
    spent: dict[int, float] = {}
    for process in (root, *root.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            spent[process.pid] = times.user + times.system
    return spent


def spent_since(before: dict[int, float], pid: int) -> float:
    """Seconds of processor since then, of the processes that are still there."""
    return sum(seconds - before.get(process, 0.0) for process, seconds in processor(pid).items())
