"""People judged and forecast per second on one core, for both calendars, each with every reason.

`python -m bench.immunization` measures CPU time, not waiting. Two orders: people in the order of their birth
dates, as the worker re-plans a city, and every person with a birth date of their own, so that nothing is shared.
"""

import gc
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.console import Console
from rich.table import Table

from db.reference.immunization import cdc_calendar, kazakhstan_calendar
from domain.immunization import engine
from domain.immunization.calendar import Calendar
from domain.immunization.facts import DoseGiven, Person
from domain.people import Sex

ON = date(2026, 11, 22)
OLDEST = 80
ROUNDS = 2
Case = tuple[Person, list[DoseGiven]]
KAZAKHSTAN = [
    (0, "08"), (1, "19"), (61, "132"), (61, "133"), (92, "120"), (122, "132"), (122, "133"), (366, "03"),
    (366, "133"), (366, "178"), (549, "120"), (2192, "106"), (2192, "03"), (5844, "09"), (9497, "09"),
    (13149, "09"), (16802, "09"), (20454, "09"), (24107, "09"), (27759, "09"),
]  # fmt: skip
CDC = [
    (0, "08"), (61, "110"), (61, "48"), (61, "133"), (61, "116"), (122, "110"), (122, "48"), (122, "133"),
    (122, "116"), (183, "110"), (183, "133"), (366, "03"), (366, "21"), (366, "83"), (380, "48"), (460, "20"),
    (560, "83"), (1500, "03"), (1500, "21"), (1500, "20"), (1500, "10"), (4100, "115"), (4100, "62"),
    (4100, "136"), (4300, "62"), (5900, "136"), (7700, "09"), (11500, "09"), (15000, "09"), (18500, "187"), (18600, "187"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """How many people a second a calendar is to bear."""

    name: str
    calendar: Calendar
    schedule: Sequence[tuple[int, str]]
    goal: int


def city(schedule: Sequence[tuple[int, str]], people: int, seed: int = 1) -> Iterator[Case]:
    """People of all ages in the order of birth; each missed some doses and had the others somewhat late."""
    chance = random.Random(seed)
    births = sorted(ON - timedelta(chance.randrange(OLDEST * 365)) for _ in range(people))
    for birth in births:
        late = [birth + timedelta(day + chance.randrange(180)) for day, _ in schedule]
        doses = [
            DoseGiven(day, cvx)
            for day, (_, cvx) in zip(late, schedule, strict=True)
            if day <= ON and chance.random() < 0.85
        ]
        yield Person(birth, chance.choice(list(Sex)), "U.S."), doses


def rate(calendar: Calendar, cases: Sequence[Case]) -> float:
    """People per second of CPU time, the best of some rounds, remembering nothing of the round before.

    The calendars are kept out of the garbage collector's sight, as in a worker.
    """
    best = float("inf")
    gc.collect()
    gc.freeze()
    for _ in range(ROUNDS):
        engine._blank.cache_clear()
        started = time.process_time()
        for person, doses in cases:
            engine.evaluate(person, doses, calendar, ON)
        best = min(best, time.process_time() - started)
    return len(cases) / best


def one_per_birth_date(cases: Sequence[Case]) -> list[Case]:
    return list({person.birth: (person, doses) for person, doses in cases}.values())


def main(people: int = 4_000) -> int:
    claims = [
        Claim("Kazakhstan", kazakhstan_calendar(), KAZAKHSTAN, 3_000),
        Claim("CDC, 143 series", cdc_calendar(), CDC, 800),
    ]
    table = Table(title=f"People per second on one core, {people:,} people of 0 to {OLDEST} years")
    for heading in ("Calendar", "Doses a person", "In order of birth", "Each birth date once", "Goal"):
        table.add_column(heading, justify="right")
    missed = 0
    for claim in claims:
        cases = list(city(claim.schedule, people))
        ordered = rate(claim.calendar, cases)
        alone = rate(claim.calendar, one_per_birth_date(cases)[:500])
        doses = sum(len(given) for _, given in cases) / len(cases)
        table.add_row(claim.name, f"{doses:.1f}", f"{ordered:,.0f}", f"{alone:,.0f}", f"{claim.goal:,}")
        missed += ordered < claim.goal
    Console().print(table)
    return missed


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
