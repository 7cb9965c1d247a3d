"""Whether one worker's memory stays flat over many requests of all screens."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path

import psutil

from bench.reading.city import City
from bench.reading.contestants import Running
from bench.reading.load import shoot
from bench.reading.screens import Screen, Screens

SECONDS_OF_EACH = 5
WARM_AFTER = 2_000
FLAT = 1.05


def watch(
    there: City, running: Running, screens: Screens, chosen: Sequence[Screen], requests: int, folder: Path
) -> Iterator[tuple[int, float]]:
    """Requests so far and megabytes of the server, at each tenth of the way; the first once caches are warm."""
    answered, told = 0, 0
    for screen in cycle(chosen):
        there.forget_reading(screens.people, screens.sessions["registrar9"])
        answered += shoot(running, screens, screen, SECONDS_OF_EACH, folder, there.pid).requests
        if answered >= min(requests, WARM_AFTER) + told * requests / 10:
            yield answered, megabytes(running.process.pid)
            told += 1
        if answered >= requests:
            return


def megabytes(pid: int) -> float:
    """Resident memory of a process and those it started."""
    root = psutil.Process(pid)
    return float(sum(process.memory_info().rss for process in (root, *root.children(recursive=True))) / 2**20)


def verdict(told: Sequence[tuple[int, float]]) -> str:
    """Start, middle and end; flat when the end is at most a twentieth above the start."""
    (first, start), (half, middle), (last, end) = told[0], told[len(told) // 2], told[-1]
    flat = "flat" if end <= start * FLAT else "NOT flat"
    rising = f"{start:.0f} MB after {first:,} requests, {middle:.0f} MB after {half:,}, {end:.0f} MB after {last:,}"
    return f"{rising}: {flat}."
