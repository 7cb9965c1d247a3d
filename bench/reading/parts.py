"""Where the time of Emhana's process goes on a screen: py-spy's samples, each counted for the innermost part."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bench.reading.city import City
from bench.reading.contestants import Absent, Running
from bench.reading.load import shoot
from bench.reading.screens import Screen, Screens

SAMPLES_A_SECOND = 250
# By the first folder of a frame's file. The standard library's own time is its caller's.
PARTS: Mapping[str, str] = {
    **dict.fromkeys(("psycopg", "psycopg_pool", "psycopg_binary", "greenlet"), "driver and socket"),
    **dict.fromkeys(("pydantic", "sqlmodel"), "pydantic and SQLModel"),
    **dict.fromkeys(("graphql", "strawberry"), "GraphQL executor"),
    **dict.fromkeys(("uvicorn", "starlette", "anyio"), "HTTP"),
    **dict.fromkeys(("opentelemetry", "prometheus_client"), "telemetry"),
    "sqlalchemy": "SQLAlchemy",
}
OURS = frozenset({"server", "schema", "resolvers", "db", "domain"})
FRAME = re.compile(r" \((?P<file>[^()]*):\d+\)$")


def profile(
    there: City, running: Running, screens: Screens, screen: Screen, seconds: int, folder: Path
) -> tuple[Counter[str], float]:
    """Samples by part, and milliseconds of processor for each request; the stacks stay beside it for a flame graph."""
    stacks = folder / f"stacks-{screen.name}.txt"
    recorder = subprocess.Popen(
        [py_spy(), "record", "--pid", str(running.process.pid), "--duration", str(seconds), "--subprocesses",
         "--rate", str(SAMPLES_A_SECOND), "--format", "raw", "--output", str(stacks)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    shot = shoot(running, screens, screen, seconds + 1, folder, there.pid)
    said, _ = recorder.communicate()
    if recorder.returncode:
        raise Absent(f"py-spy may not look into the server: {said.strip().splitlines()[-1:]}")
    return parts_of(stacks.read_text()), shot.server


def py_spy() -> str:
    found = shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if not found:
        raise Absent("py-spy is not installed: it is one of the development dependencies.")
    return found


def parts_of(stacks: str) -> Counter[str]:
    """Samples by part of py-spy's raw lines: frames from the root, semicolons between, and a count."""
    counted: Counter[str] = Counter()
    for line in stacks.splitlines():
        frames, _, count = line.rpartition(" ")
        counted[part_of(frames.split(";"))] += int(count)
    return counted


def part_of(frames: list[str]) -> str:
    """The innermost library, or module of ours, that was at work."""
    for frame in reversed(frames):
        found = FRAME.search(frame)
        folder, _, rest = (found["file"] if found else "").partition("/")
        if folder in OURS:
            return f"{folder}/{rest}"
        if folder in PARTS:
            return PARTS[folder]
    return "event loop"


def lines(counted: Counter[str], milliseconds: float) -> list[str]:
    """A line for each part: its share, and what that is of a request; what is below a hundredth goes together."""
    total = max(1, counted.total())
    small = sum(count for count in counted.values() if count < total / 100)
    named = [(name, count) for name, count in counted.most_common() if count >= total / 100]
    return [
        f"| {name} | {count / total:.0%} | {milliseconds * count / total:.2f} |"
        for name, count in [*named, ("all else", small)]
    ]
