"""Catchment areas (участок) and their houses."""

from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from schema.clinic import Clinic
from schema.enums import HouseParity, ListKind
from schema.inputs import given
from schema.listing import listing
from schema.node import Connection, Node
from schema.presenting import many, one, presents

if TYPE_CHECKING:
    from schema.doctor_list import DoctorList


@presents("area_street", description="Houses of one street that belong to an area.")
class AreaStreet:
    street: str
    house_from: int | None
    house_to: int | None
    parity: HouseParity


@presents("area", description="A catchment area (участок): the houses that a doctor's team serves.")
class Area(Node):
    number: str
    kind: ListKind
    clinic: Clinic = one("clinic", by="clinic_id")
    doctor_list: Annotated["DoctorList", strawberry.lazy("schema.doctor_list")] | None = one(
        "doctor_list", by="list_id"
    )
    streets: list[AreaStreet] = many("area_street", by="area_id", order=("street_key", "house_from"))


@strawberry.input(description="Areas that meet every given condition.")
class AreaFilter:
    clinic_id: strawberry.ID | None = UNSET
    kind: ListKind | None = UNSET


@strawberry.type
class AreaQueries:
    @strawberry.field(description="Catchment areas, by number.")
    async def areas(
        self,
        info: Info[Any, Any],
        filter: AreaFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Area]:
        return await listing(info, "area", given(filter), None, (first, after, last, before))
