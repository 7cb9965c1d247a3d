"""People judged and forecast per second on one core, for both calendars, each with every reason.

`python -m bench.immunization` measures CPU time, not waiting, and takes the best of several rounds. Two orders:
a sample of a city of 2,000,000 in the order of birth, as the worker re-plans it (some 69 people share a birth
date), and every person with a birth date of their own. An evaluation leaves no cycles behind, so the garbage
collector is off while people are planned in bulk.
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
ROUNDS = 7
PEOPLE_PER_BIRTH_DATE = 2_000_000 // (OLDEST * 365) + 1
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
    (4100, "136"), (4300, "62"), (5900, "136"), (7700, "09"), (11500, "09"), (15000, "09"),
    (18500, "187"), (18600, "187"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """How many people a second a calendar is to bear."""

    name: str
    calendar: Calendar
    schedule: Sequence[tuple[int, str]]
    goal: int


def city(schedule: Sequence[tuple[int, str]], people: int, alike: int, seed: int = 1) -> Iterator[Case]:
    """People of all ages in the order of birth; each missed some doses and had the others somewhat late."""
    chance = random.Random(seed)
    days = sorted(chance.sample(range(OLDEST * 365), people // alike), reverse=True)
    for birth in (ON - timedelta(day) for day in days for _ in range(alike)):
        late = [birth + timedelta(day + chance.randrange(180)) for day, _ in schedule]
        doses = [
            DoseGiven(day, cvx)
            for day, (_, cvx) in zip(late, schedule, strict=True)
            if day <= ON and chance.random() < 0.85
        ]
        yield Person(birth, chance.choice(list(Sex)), "U.S."), doses


def rate(calendar: Calendar, cases: Sequence[Case]) -> float:
    """People per second of CPU time, the best round; every round begins without memory of the others."""
    best = float("inf")
    gc.disable()
    for _ in range(ROUNDS):
        engine.forget()
        started = time.process_time()
        for person, doses in cases:
            engine.evaluate(person, doses, calendar, ON)
        best = min(best, time.process_time() - started)
    gc.enable()
    return len(cases) / best


def main(people: int = 690) -> int:
    """Print the table; the number of goals missed."""
    claims = [
        Claim("Kazakhstan", kazakhstan_calendar(), KAZAKHSTAN, 3_000),
        Claim("CDC, 143 series", cdc_calendar(), CDC, 800),
    ]
    table = Table(title=f"People per second on one core, {people:,} people of 0 to {OLDEST} years")
    for heading in ("Calendar", "Doses a person", "In order of birth", "Each birth date once", "Goal"):
        table.add_column(heading, justify="right")
    missed = 0
    for claim in claims:
        cases = list(city(claim.schedule, people, PEOPLE_PER_BIRTH_DATE))
        ordered = rate(claim.calendar, cases)
        alone = rate(claim.calendar, list(city(claim.schedule, people // 3, 1)))
        doses = sum(len(given) for _, given in cases) / len(cases)
        table.add_row(claim.name, f"{doses:.1f}", f"{ordered:,.0f}", f"{alone:,.0f}", f"{claim.goal:,}")
        missed += ordered < claim.goal
    Console().print(table)
    return missed


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
