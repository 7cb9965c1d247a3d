"""A whole city planned anew by a new calendar, in flat memory, killed in the middle and going on.

`python -m bench planner --people 2000000` loads a demo city into a database of its own, lets every plan lapse and
starts the planner as processes of their own. A line every few seconds says how many are planned, how fast, and how
much memory the planner holds. Half-way all of it is killed (kill -9) and started again: what was stored stays, and
only the others are planned. On a busy machine the processors' time a person is the number to judge by.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from rich.console import Console

from bench.demo_load import database_seconds
from db import demo, migrate
from resolvers import immunization_planning as planning
from server.embedded import SERVER_ROLE, SUPERUSER, Cluster
from server.immunization_planning import plan_everybody, today

KILLED_AT = 0.5
GROWTH_ALLOWED = 1.5
LAPSE = "update immunization_planning set calendar = 'an older one'"
STORED = "select count(*) from immunization_planning where calendar = %s"


@dataclass(slots=True)
class Planner:
    """The planner with the processes that it starts, as one group that can be killed at once."""

    url: str
    processes: int
    running: subprocess.Popen[str] = field(init=False)
    seconds: dict[int, float] = field(default_factory=dict)
    """Processor time by process."""

    def start(self) -> None:
        words = [sys.executable, "-m", "bench.planner", "--plan", self.url, "--processes", str(self.processes)]
        self.running = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True)

    def kill(self) -> None:
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()

    def done(self) -> int:
        """How many it planned, by its own word at the end."""
        said, _ = self.running.communicate()
        return int(said)

    def megabytes(self) -> float:
        """What all its processes hold now; their processor time is noted by the way."""
        held = 0.0
        for one in self._processes():
            try:
                held += one.memory_info().rss / 2**20
                self.seconds[one.pid] = sum(one.cpu_times()[:2])
            except psutil.NoSuchProcess:
                continue
        return held

    def _processes(self) -> list[psutil.Process]:
        try:
            first = psutil.Process(self.running.pid)
            return [first, *first.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


@dataclass(slots=True)
class Watch:
    """Follows the planner by what is stored."""

    planner: Planner
    owner: str
    people: int
    every: float
    console: Console
    early_megabytes: float = 0.0
    peak_megabytes: float = 0.0

    def stored(self) -> int:
        with psycopg.connect(self.owner) as connection:
            row = connection.execute(STORED, (planning.calendar(),)).fetchone()
        assert row
        return int(row[0])

    def follow(self) -> Iterator[int]:
        """How many are stored, now and then, while the planner runs."""
        began, before, at = time.perf_counter(), self.stored(), time.perf_counter()
        while self.planner.running.poll() is None:
            self._rest()
            stored, now = self.stored(), time.perf_counter()
            self.console.print(
                f"{now - began:7.0f} s {stored:>10,} of {self.people:,} planned, "
                f"{(stored - before) / (now - at):6,.0f} people/s, {self.planner.megabytes():6.0f} MB"
            )
            before, at = stored, now
            self.early_megabytes = self.early_megabytes if stored > self.people / 10 else self.peak_megabytes
            yield stored

    def _rest(self) -> None:
        """Look at the memory more often than at the database."""
        until = time.perf_counter() + self.every
        while time.perf_counter() < until and self.planner.running.poll() is None:
            self.peak_megabytes = max(self.peak_megabytes, self.planner.megabytes())
            time.sleep(0.2)


def replan(watch: Watch, console: Console) -> bool:
    """Plan half, kill, plan the rest; whether everybody was planned once and memory stayed flat."""
    planner, began = watch.planner, time.perf_counter()
    planner.start()
    for stored in watch.follow():
        if stored >= watch.people * KILLED_AT:
            planner.kill()
            break
    kept = watch.stored()
    console.print(f"Killed: {kept:,} plans are stored. Started again.")
    planner.start()
    for _ in watch.follow():
        pass
    done, seconds, left = planner.done(), time.perf_counter() - began, watch.people - watch.stored()
    console.print(
        f"{watch.people:,} people in {seconds:,.0f} s, {watch.people / seconds:,.0f} a second, by {planner.processes} "
        f"processes; {done:,} after the kill, {left:,} left. Processor time of the planner: "
        f"{sum(planner.seconds.values()) / watch.people * 1e6:,.0f} us a person. At most "
        f"{watch.peak_megabytes:,.0f} MB, {watch.early_megabytes:,.0f} MB in the first tenth."
    )
    flat = watch.peak_megabytes < watch.early_megabytes * GROWTH_ALLOWED
    return kept + done == watch.people and left == 0 and flat


def run(people: int, processes: int, every: float, console: Console) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        cluster = Cluster(Path(folder) / "postgres", durable=False)
        cluster.start()
        try:
            cluster.create_database()
            owner = cluster.url(SUPERUSER)
            migrate.upgrade(owner)
            began = time.perf_counter()
            demo.load(owner, people, lambda _what, _done, _total: None)
            console.print(f"A city of {people:,} loaded in {time.perf_counter() - began:,.0f} s.")
            with psycopg.connect(owner, autocommit=True) as connection:
                lapsed = connection.execute(LAPSE).rowcount
                connection.execute("vacuum analyze immunization_planning")
            planner, spent = Planner(cluster.url(SERVER_ROLE), processes), database_seconds(cluster)
            good = replan(Watch(planner, owner, lapsed, every, console), console)
            spent = database_seconds(cluster) - spent
            console.print(f"Processor time of the database: {spent / lapsed * 1e6:,.0f} us a person.")
        finally:
            cluster.stop()
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two lines")
    parser.add_argument("--plan", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.plan:
        sys.stdout.write(str(plan_everybody(asked.plan, today(), asked.processes, lambda _done, _total: None)))
        return 0
    return 0 if run(asked.people, asked.processes, asked.every, Console(width=120)) else 1


if __name__ == "__main__":
    sys.exit(main())
