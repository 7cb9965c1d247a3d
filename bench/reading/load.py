"""The client: wrk, the same for all, and what it says of one contestant on one screen."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import orjson

from bench.reading.contestants import Absent, Running
from bench.reading.screens import HERE, Screen, Screens

CONNECTIONS = 8
WARM_UP_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Shot:
    """Milliseconds, and requests a second."""

    rate: float
    p50: float
    p99: float
    requests: int


def wrk() -> str:
    found = shutil.which("wrk")
    if not found:
        raise Absent("The load comes from wrk: install it (Debian: apt install wrk), then run this again.")
    return found


def shoot(running: Running, screens: Screens, screen: Screen, seconds: int, var: Path) -> Shot:
    """Raises Absent when anything but answers comes back."""
    bodies = var / f"{running.contestant.name}-{screen.name}.bodies"
    bodies.write_bytes(b"\n".join(screens.bodies(screen, running.contestant.documents)) + b"\n")
    done = subprocess.run(
        [wrk(), "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--latency",
         "--script", str(HERE / "load.lua"), running.url(screen), "--",
         str(bodies), screens.session(screen).token, screen.login],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"^JSON (.*)$", done.stdout, re.MULTILINE)
    if not found:
        raise Absent(f"wrk says nothing: {done.stdout} {done.stderr}")
    told = orjson.loads(found[1])
    if told["failures"]:
        raise Absent(f"{running.contestant.about} fails under load on {screen.name}: {told}")
    rate = told["requests"] / (told["microseconds"] / 1e6)
    return Shot(rate, told["p50"] / 1000, told["p99"] / 1000, told["requests"])
