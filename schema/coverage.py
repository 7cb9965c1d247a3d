"""Coverage by cohort, and the doses that a month needs: counts with the filters that open the people behind them."""

from datetime import date
from typing import Any

import strawberry
from strawberry import UNSET, Info

from resolvers import coverage as resolved
from schema.inputs import given, read_ids
from schema.presenting import context_of, presents
from schema.vaccine import VaccineKind


@presents(
    resolved.Coverage,
    description="People born in a year for whom a dose is due by today or given, and how many have it. Open them "
    "with `patients(filter: { bornFrom, bornTo, immunization: { vaccineGroup, askedDoses } })`, who has it by `doses`.",
)
class Coverage:
    birth_year: int
    vaccine_group: str
    name: str
    dose: int = strawberry.field(description="At least so many doses that count.")
    people: int = strawberry.field(description="The denominator: 0 where nobody is asked yet.")
    vaccinated: int = strawberry.field(description="The numerator.")
    share: float | None = strawberry.field(description="Null where the dose is not yet due for anybody.")
    born_from: date
    born_to: date


@presents(
    resolved.PlannedVaccine,
    description="Doses of a kind of vaccine to give by the end of a month, one for each person. Open them with "
    "`patients(filter: { immunization: { code, actUntil } })`.",
)
class PlannedVaccine:
    vaccine: VaccineKind
    doses: int
    waiting: int = strawberry.field(description="Of them left over from the months before.")
    stock: int = strawberry.field(description="In lots that do not expire before the month, or today.")
    missing: int
    act_until: date


@strawberry.input(description="Which cohorts, groups and clinic.")
class CoverageFilter:
    clinic_id: strawberry.ID | None = UNSET
    born_from_year: int | None = strawberry.field(default=UNSET, description="Six years before the last.")
    born_to_year: int | None = strawberry.field(default=UNSET, description="This year when not said.")
    vaccine_groups: list[str] | None = strawberry.field(default=UNSET, description="All when not said.")


@strawberry.type
class CoverageQueries:
    @strawberry.field(description="Coverage by birth cohort and vaccine group, at most 30 cohorts.")
    async def coverage(self, info: Info[Any, Any], filter: CoverageFilter | None = None) -> list[Coverage]:
        return await resolved.coverage(context_of(info), given(filter))

    @strawberry.field(description="The vaccines that a month needs, against the stock.")
    async def immunization_plan(
        self, info: Info[Any, Any], month: date, clinic_id: strawberry.ID | None = None
    ) -> list[PlannedVaccine]:
        asked = read_ids({"clinic_id": clinic_id})
        return await resolved.plan(context_of(info), month, asked["clinic_id"])
