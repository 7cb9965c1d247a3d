"""The people who work in clinics."""

from datetime import date
from typing import Any

import strawberry
from strawberry import UNSET, Info

from resolvers import person
from schema.clinic import Clinic
from schema.enums import StaffCategory
from schema.inputs import given
from schema.listing import listing
from schema.node import Connection, Node
from schema.presenting import computed, many, one, presents
from schema.region import Specialty
from schema.scalars import IIN


@presents("employment", description="A post that somebody holds or held in a clinic.")
class Employment:
    clinic: Clinic = one("clinic", by="clinic_id")
    post: str
    category: StaffCategory
    specialty: Specialty | None = one("specialty", by="specialty_code", key="code")
    started_on: date
    ended_on: date | None


@presents("qualification", description="A certificate of what somebody may practise, with its last day.")
class Qualification:
    title: str
    issued_on: date
    expires_on: date | None
    expired: bool = computed(
        lambda row, context: row.expires_on is not None and row.expires_on < context.today,
        needs=("expires_on",),
    )


@presents("staff", description="Somebody who works in a clinic.")
class Staff(Node):
    iin: IIN | None = strawberry.field(description="For those who manage the clinic.")
    family_name: str
    given_name: str
    patronymic: str | None
    full_name: str = computed(person.full_name, needs=person.NAME_PARTS)
    short_name: str = computed(person.short_name, "Family name and initials.", needs=person.NAME_PARTS)
    employments: list[Employment] = many("employment", by="staff_id", order=("started_on", "id"))
    qualifications: list[Qualification] = many("qualification", by="staff_id", order=("issued_on", "id"))


@strawberry.input(description="Staff that meet every given condition.")
class StaffFilter:
    clinic_id: strawberry.ID | None = UNSET
    category: StaffCategory | None = UNSET
    specialty_code: str | None = UNSET
    name: str | None = UNSET
    employed_on: date | None = UNSET


@strawberry.type
class StaffQueries:
    @strawberry.field(description="Staff, by name.")
    async def staff(
        self,
        info: Info[Any, Any],
        filter: StaffFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Staff]:
        return await listing(info, "staff", given(filter), None, (first, after, last, before))
