"""Doctors' lists: where the norm of people is counted."""

from enum import Enum
from typing import Any

import strawberry
from strawberry import UNSET, Info

from resolvers import doctor_list as resolved
from schema.area import Area
from schema.clinic import Clinic
from schema.enums import ListKind
from schema.inputs import given
from schema.listing import OrderDirection, listing, ordered
from schema.node import Connection, Node
from schema.presenting import computed, many, one, presents
from schema.refusal import Citation
from schema.scalars import KATO
from schema.staff import Staff


@presents("doctor_list", description="The people of one doctor, and how many the norm allows.")
class DoctorList(Node):
    kind: ListKind
    clinic: Clinic = one("clinic", by="clinic_id")
    doctor: Staff = one("staff", by="doctor_id")
    people: int = strawberry.field(description="Attachments with no end in sight.")
    norm: int = computed(resolved.norm, "How many people one doctor should have today.", needs=resolved.LOAD)
    room: int = computed(
        resolved.room, "How many more the norm allows; 0 when full.", needs=(*resolved.LOAD, "closed")
    )
    over_norm: bool = computed(resolved.over_norm, needs=resolved.LOAD)
    ratio: float = computed(resolved.ratio, "People divided by the norm.", needs=resolved.LOAD)
    areas: list[Area] = many("area", by="list_id", order=("number",))
    norm_rule: Citation = computed(resolved.norm_rule, "Where the norm comes from.", needs=resolved.LOAD)


@strawberry.input(description="Doctors' lists that meet every given condition.")
class DoctorListFilter:
    clinic_id: strawberry.ID | None = UNSET
    region_code: KATO | None = UNSET
    kind: ListKind | None = UNSET
    over_norm: bool | None = UNSET
    has_room: bool | None = UNSET


@strawberry.enum
class DoctorListOrderField(Enum):
    DOCTOR_NAME = "DOCTOR_NAME"
    PEOPLE = "PEOPLE"
    RATIO = "RATIO"


@strawberry.input(description="By which key, in which direction.")
class DoctorListOrder:
    field: DoctorListOrderField
    direction: OrderDirection = OrderDirection.DESC


@strawberry.type
class DoctorListQueries:
    @strawberry.field(description="Doctors' lists with their load.")
    async def doctor_lists(
        self,
        info: Info[Any, Any],
        filter: DoctorListFilter | None = None,
        order_by: DoctorListOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[DoctorList]:
        return await listing(
            info, "doctor_list", given(filter), ordered(order_by), (first, after, last, before)
        )
