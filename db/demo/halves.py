"""The people of the demo, made in two halves, each every second doctor's list: of a large demo by two processes."""

import gc
import signal
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from random import Random

from db.demo.copying import Batch, batch
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


Message = Batch | Outcome


def numbers_of(half: int | None) -> Numbers:
    """Each half numbers its people, and the staff have theirs (None)."""
    return Numbers(HALVES if half is None else half, HALVES + 1)


def first_millisecond(now: datetime, half: int | None) -> int:
    """Of identifiers, all before today."""
    at = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp() * 1000
    return int(at) - HOUR_OF_MILLISECONDS * (1 if half is None else 2 + half)


def made(town: Town) -> Iterator[Message]:
    """The batches of both halves, and at the end of each its outcome. The same people in any number of processes."""
    if town.people >= WORTH_A_PROCESS:
        yield from _by_processes(town)
    else:
        for half in range(HALVES):
            yield from make(town, half)


def make(town: Town, half: int) -> Iterator[Message]:
    """One half alone: it counts on lists of its own, be the other half made here or elsewhere."""
    random, moments, clinics = Random(SEED + half), Moments(town.now), deepcopy(town.clinics)
    ids = Ids(random, first_millisecond(town.now, half))
    households = Households(random, ids, numbers_of(half), moments.today, half, HALVES)
    timelines = Timelines(random, ids, town.rules, town.now.date())
    plans = town.people <= PLANNED_AT_ONCE
    immunizations = Immunizations(town.rooms, town.vaccines, ids, moments, plans, half, HALVES)
    population = Population(clinics, households, timelines, immunizations, moments)
    for rows in population.batches(half, HALVES):
        yield batch(rows)
    refused = refusals(population.refused, clinics, town.rules, ids)
    yield Outcome(half, refused, immunizations.groups(), immunizations.used, population.patient_id)


class HalfFailed(Exception):
    """A process that made people has ended with an error; its traceback is the message."""


def _by_processes(town: Town) -> Iterator[Message]:
    context, pipes, processes = get_context("fork"), [], []
    try:
        for half in range(HALVES):
            pipe, far_end = context.Pipe(duplex=False)
            pipes.append(pipe)
            process = context.Process(target=_send, args=(town, half, far_end, tuple(pipes)), daemon=True)
            process.start()
            processes.append(process)
            far_end.close()
        yield from _received(pipes)
    finally:
        for process in processes:
            process.kill()
            process.join()


def _received(pipes: list[Pipe]) -> Iterator[Message]:
    while pipes:
        for pipe in wait(pipes):
            assert isinstance(pipe, Pipe)
            message = pipe.recv()
            if isinstance(message, str):
                raise HalfFailed(message)
            if isinstance(message, Outcome):
                pipes.remove(pipe)
            yield message


def _send(town: Town, half: int, far_end: Pipe, not_ours: Sequence[Pipe]) -> None:
    """The whole of a process. Ctrl-C is for the parent; when that is gone, sending fails and ends this."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for pipe in not_ours:
        pipe.close()
    gc.disable()  # nothing here refers to itself, and looking for it takes a tenth of the time
    try:
        for message in make(town, half):
            far_end.send(message)
    except BrokenPipeError:
        return
    except Exception:
        far_end.send(traceback.format_exc())
