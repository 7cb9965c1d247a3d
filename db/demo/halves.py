"""The people of the demo, made in two halves, each every second doctor's list: of a large demo by two processes."""

import gc
import os
import signal
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from mmap import mmap
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from random import Random

from db.demo.copying import Batch, batches
from db.demo.household import Households
from db.demo.ids import Ids, Numbers
from db.demo.immunization import Immunizations
from db.demo.moments import Moments
from db.demo.people import Population
from db.demo.places import ClinicPlace
from db.demo.refusals import refusals
from db.demo.timeline import Timelines
from db.demo.vaccine_lots import Room, Vaccine
from domain.attachment_rules import AttachmentRules

SEED = 2018
HALVES = 2
WORTH_A_PROCESS = 20_000
BATCH, PLACES, PLACE_FOR_A_BATCH = 6_000, 3, 1 << 26
"""How many batches of a half may wait to be copied, so memory stays; what is not written takes none."""
SECONDS_TO_LOOK_FOR_THE_PARENT = 5
PLANNED_AT_ONCE = 40_000
"""Children of a larger demo are planned by the worker."""
HOUR_OF_MILLISECONDS = 3_600_000


@dataclass(frozen=True, slots=True)
class Town:
    """What both halves are made from; `now` is Almaty's."""

    people: int
    clinics: Sequence[ClinicPlace]
    rooms: dict[str, Room]
    vaccines: dict[str, Vaccine]
    rules: AttachmentRules
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known when a half is made: few rows as Python values, doses used by lot, whom the login shows."""

    half: int
    refusals: list[tuple[object, ...]]
    groups: list[tuple[object, ...]]
    used: Counter[str]
    patient_id: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """A batch that waits in one of its maker's places: of each table the first byte and the one after the last."""

    people: int
    place: int
    tables: dict[str, tuple[int, int]]


Message = Batch | Outcome


def numbers_of(half: int | None) -> Numbers:
    """Each half numbers its people, and the staff have theirs (None)."""
    return Numbers(HALVES if half is None else half, HALVES + 1)


def first_millisecond(now: datetime, half: int | None) -> int:
    """Of identifiers, all before today."""
    at = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000
    return int(at) - HOUR_OF_MILLISECONDS * (1 if half is None else 2 + half)


@contextmanager
def making(town: Town) -> Iterator[Iterator[Message]]:
    """The batches of both halves, and at the end of each its outcome. The same people in any number of processes.

    Of a large town they are begun at once.
    """
    if town.people < WORTH_A_PROCESS:
        yield chain.from_iterable(make(town, half) for half in range(HALVES))
        return
    makers = [Maker(town, half) for half in range(HALVES)]
    try:
        yield _received(makers)
    finally:
        for maker in makers:
            maker.end()


def make(town: Town, half: int) -> Iterator[Message]:
    """One half alone: it counts on lists of its own, be the other half made here or elsewhere."""
    random, moments, clinics = Random(SEED + half), Moments(town.now), deepcopy(town.clinics)
    ids = Ids(random, first_millisecond(town.now, half))
    households = Households(random, ids, numbers_of(half), moments.today, half, HALVES)
    timelines = Timelines(random, ids, town.rules, town.now.date())
    plans = town.people <= PLANNED_AT_ONCE
    immunizations = Immunizations(town.rooms, town.vaccines, ids, moments, plans, half, HALVES)
    population = Population(clinics, households, timelines, immunizations, moments)
    yield from batches(population.pieces(half, HALVES), BATCH)
    refused = refusals(population.refused, clinics, town.rules, ids)
    yield Outcome(half, refused, immunizations.groups(), immunizations.used, population.patient_id)


class HalfFailed(Exception):
    """A process that made people has ended with an error; its traceback is the message."""


class Maker:
    """A process that makes one half and leaves its batches in memory that both of us see, a few at a time."""

    def __init__(self, town: Town, half: int) -> None:
        context = get_context("fork")
        self.town, self.half = town, half
        self.places = [mmap(-1, PLACE_FOR_A_BATCH) for _ in range(PLACES)]
        self.free = context.Semaphore(PLACES)
        self.pipe, self._far_end = context.Pipe(duplex=False)
        self._process = context.Process(target=self._work, daemon=True)
        self._process.start()
        self._far_end.close()

    def end(self) -> None:
        self._process.kill()
        self._process.join()

    def received(self) -> Message:
        message = self.pipe.recv()
        if isinstance(message, str):
            raise HalfFailed(message)
        return self._seen(message) if isinstance(message, Left) else message

    def _seen(self, left: Left) -> Batch:
        view = memoryview(self.places[left.place])
        tables = {table: [view[first:end]] for table, (first, end) in left.tables.items()}
        return Batch(left.people, tables, self.free.release)

    def _work(self) -> None:
        """The whole of the process. Ctrl-C is for the parent; when that is gone, sending fails and ends this."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        gc.disable()  # nothing here refers to itself, and looking for it takes a tenth of the time
        parent = os.getppid()
        try:
            place = 0
            for message in make(self.town, self.half):
                if isinstance(message, Batch):
                    while not self.free.acquire(timeout=SECONDS_TO_LOOK_FOR_THE_PARENT):
                        if os.getppid() != parent:
                            return
                    self._far_end.send(self._left(message, place))
                    place = (place + 1) % PLACES
                else:
                    self._far_end.send(message)
        except BrokenPipeError:
            return
        except Exception:
            self._far_end.send(traceback.format_exc())

    def _left(self, batch: Batch, place: int) -> Left:
        memory, end, tables = self.places[place], 0, {}
        for table, pieces in batch.tables.items():
            first = end
            for rows in pieces:
                memory[end : end + len(rows)] = rows
                end += len(rows)
            tables[table] = first, end
        return Left(batch.people, place, tables)


def _received(makers: Sequence[Maker]) -> Iterator[Message]:
    by_pipe = {maker.pipe: maker for maker in makers}
    while by_pipe:
        for pipe in wait(list(by_pipe)):
            assert isinstance(pipe, Pipe)
            message = by_pipe[pipe].received()
            if isinstance(message, Outcome):
                del by_pipe[pipe]
            yield message
