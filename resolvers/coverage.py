"""Coverage by cohort and the plan of a month: counts with the filters that open the people behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from db.queries import coverage as counts
from db.reference.immunization import kazakhstan_calendar
from domain.access import Action
from domain.mistake import Mistake
from resolvers.context import OperationContext
from resolvers.immunization import VaccineKind, group_name, vaccine_name

COHORTS = 7
MOST_COHORTS = 30


class BadCohorts(Mistake):
    """The birth years of a question about coverage do not fit together."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of the people born in a year whom the calendar asks for a dose by now, how many have so many that count."""

    birth_year: int
    vaccine_group: str
    name: str
    dose: int
    people: int
    vaccinated: int
    born_from: date
    born_to: date

    @property
    def share(self) -> float | None:
        """None where the dose is not due for anybody yet: nobody is late."""
        return self.vaccinated / self.people if self.people else None


@dataclass(frozen=True, slots=True)
class PlannedVaccine:
    """How many doses a month needs of a kind of vaccine, and how many are there."""

    vaccine: VaccineKind
    doses: int
    waiting: int
    stock: int
    act_until: date

    @property
    def missing(self) -> int:
        return max(0, self.doses - self.stock)


async def coverage(context: OperationContext, given: dict[str, Any]) -> list[Coverage]:
    """The last seven cohorts unless others are named."""
    context.viewer.must(Action.READ_VACCINATION_WORK)
    last = given.get("born_to_year") or context.today.year
    first = given.get("born_from_year") or last - COHORTS + 1
    if not 0 <= last - first < MOST_COHORTS:
        raise BadCohorts(f"Ask for 1 to {MOST_COHORTS} birth years, the first before the last.")
    groups: Sequence[str] = given.get("vaccine_groups") or list(kazakhstan_calendar().groups)
    found = await counts.coverage(
        context.tx, given.get("clinic_id"), (first, last), groups, context.today
    )
    return [_shown(row, context) for row in found]


def _shown(row: counts.CoverageCount, context: OperationContext) -> Coverage:
    born_from, born_to = date(row.birth_year, 1, 1), date(row.birth_year, 12, 31)
    named = group_name(row.vaccine_group, context.language)
    return Coverage(
        row.birth_year,
        row.vaccine_group,
        named,
        row.dose,
        row.people,
        row.vaccinated,
        born_from,
        born_to,
    )


async def plan(context: OperationContext, month: date, clinic_id: UUID | None) -> list[PlannedVaccine]:
    """Doses to give by the end of a month, what was left from before included, against the stock."""
    context.viewer.must(Action.READ_VACCINATION_WORK)
    first = month.replace(day=1)
    until = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found = await counts.needed(context.tx, clinic_id, first, until)
    stock = await counts.stock(context.tx, clinic_id, max(first, context.today))
    return [
        PlannedVaccine(
            VaccineKind(row.cvx, vaccine_name(row.cvx, context.language)),
            row.people,
            row.waiting,
            stock.get(row.cvx, 0),
            until,
        )
        for row in found
    ]
