"""Vaccines in use: products by trade name, each of a kind that the calendar knows."""

from datetime import date
from typing import Any

import strawberry
from strawberry import UNSET, Info

from resolvers import immunization as resolved
from resolvers import vaccine as read
from schema.enums import DoseRoute
from schema.inputs import given
from schema.listing import listing
from schema.node import Connection, Node
from schema.presenting import computed, presents


@presents("vaccine", description="A product by its trade name.")
class Vaccine(Node):
    code: str = computed(lambda row, _context: row.cvx, "The calendar's code of its kind.")
    trade_name: str
    maker: str | None
    name: str = computed(read.name, "In the viewer's language.")
    dose_ml: float | None
    route: DoseRoute | None
    vaccine_groups: list[str] = computed(resolved.groups_of_vaccine, "What it protects from, by group.")
    valid_from: date
    valid_to: date | None
    source: str
    verified: bool = strawberry.field(description="False while code, dose and route are from memory.")


@presents(resolved.VaccineKind, description="A kind of vaccine, by the calendar's code.")
class VaccineKind:
    code: str
    name: str


@presents(read.VaccineGroupName, description="A group of the calendar: what a nurse sees as one vaccine.")
class VaccineGroup:
    code: str
    name: str
    codes: list[str] = strawberry.field(description="Kinds of vaccine that belong to it.")


@strawberry.input(description="Vaccines that meet every given condition.")
class VaccineFilter:
    code: str | None = UNSET


@strawberry.type
class VaccineQueries:
    @strawberry.field(description="The vaccines in use, by trade name.")
    async def vaccines(
        self,
        info: Info[Any, Any],
        filter: VaccineFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Vaccine]:
        return await listing(info, "vaccine", given(filter), None, (first, after, last, before))

    @strawberry.field(description="The vaccine groups of the calendar, in its order.")
    async def vaccine_groups(self, info: Info[Any, Any]) -> list[VaccineGroup]:
        return read.groups(info.context)

    @strawberry.field(description="Every kind of vaccine that the calendar knows, also foreign and old ones.")
    async def vaccine_kinds(self, info: Info[Any, Any]) -> list[VaccineKind]:
        return read.kinds(info.context)
