"""How fast the demo is loaded, and in how much memory.

`python -m bench.demo_load --people 100000` loads into a database of its own and tells people a second, how much of
the processors' time went into our own processes and into the database, and the most memory they held, in the first
tenth and in all. On a busy machine the processors' time is the number to judge by: two idle cores give two seconds of
it a second.
"""

import argparse
import contextlib
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from rich.console import Console

from db import demo, migrate
from server.embedded import SUPERUSER, Cluster

GOAL_PEOPLE_A_SECOND = 10_000
GROWTH_ALLOWED = 1.5
OURS = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def megabytes() -> float:
    """Of our own process and of those that make people."""
    ours = psutil.Process()
    makers = [child for child in ours.children() if child.name() == ours.name()]
    return float(sum(process.memory_info().rss for process in (ours, *makers))) / 2**20


def our_seconds() -> float:
    """Processor time of our own process and of those that made people, once they have ended."""
    return sum(sum(resource.getrusage(whose)[:2]) for whose in OURS)


def database_seconds(cluster: Cluster) -> float:
    """Processor time of the database's processes so far, those that have ended included."""
    assert cluster.process
    postmaster = psutil.Process(cluster.process.pid)
    spent = postmaster.cpu_times()
    return float(sum(spent[:4]) + sum(map(_seconds, postmaster.children())))


def _seconds(process: psutil.Process) -> float:
    """None of one that has ended meanwhile: it is among those that have."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:2]))
    return 0.0


@dataclass(slots=True)
class Watch:
    """Follows the load's progress."""

    started: float = field(default_factory=time.perf_counter)
    early_megabytes: float = 0.0
    peak_megabytes: float = 0.0
    people_made_after: float = 0.0

    def report(self, what: str, done: int, total: int) -> None:
        if what != "people":
            return
        if done < total:
            self.peak_megabytes = max(self.peak_megabytes, megabytes())
        if done <= total / 10:
            self.early_megabytes = self.peak_megabytes
        self.people_made_after = time.perf_counter() - self.started


def run(people: int, console: Console) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres", durable=False)
        cluster.start()
        try:
            cluster.create_database()
            migrate.upgrade(cluster.url(SUPERUSER))
            watch, ours, database = Watch(), our_seconds(), database_seconds(cluster)
            demo.load(cluster.url(SUPERUSER), people, watch.report)
            seconds, ours = time.perf_counter() - watch.started, our_seconds() - ours
            database = database_seconds(cluster) - database
        finally:
            cluster.stop()
    console.print(
        f"{people:,} people in {seconds:.1f} s: {people / seconds:,.0f} a second "
        f"({people / seconds / GOAL_PEOPLE_A_SECOND:.2f} of the goal). Rows were there after "
        f"{watch.people_made_after:.1f} s, the rest is indexes and guards. Processor time: {ours:.1f} s ours, "
        f"{database:.1f} s the database's, {(ours + database) / people * 1e6:.0f} us a person. "
        f"At most {watch.peak_megabytes:.0f} MB, {watch.early_megabytes:.0f} MB after a tenth."
    )
    return watch.peak_megabytes < watch.early_megabytes * GROWTH_ALLOWED


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    return 0 if run(parser.parse_args().people, Console(width=110)) else 1


if __name__ == "__main__":
    sys.exit(main())
