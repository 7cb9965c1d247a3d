"""Clinics, their contracts with the Fund, and the lists of clinics."""

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import clinic as resolved
from resolvers.region import in_language
from schema.enums import ClinicKind, Ownership
from schema.inputs import given
from schema.listing import OrderDirection, listing, ordered
from schema.node import Connection, Node
from schema.presenting import computed, connection, context_of, gathered, many, one, presents
from schema.region import Region
from schema.scalars import BIN, KATO, PhoneNumber

if TYPE_CHECKING:
    from schema.area import Area
    from schema.doctor_list import DoctorList
    from schema.staff import Staff


@presents("fund_contract", description="A contract of a clinic with the Social Health Insurance Fund.")
class FundContract:
    number: str
    valid_from: date
    valid_to: date | None


@presents("clinic", description="A primary-care organisation (емхана) to which people attach.")
class Clinic(Node):
    bin: BIN
    name: str = computed(
        in_language,
        "In the viewer's language.",
        needs=("name_kk", "name_ru"),
    )
    name_kk: str
    name_ru: str
    kind: ClinicKind
    ownership: Ownership
    region: Region = one("region", by="region_code", key="code")
    kato: KATO
    address: str
    phone: PhoneNumber | None
    accredited_until: date | None
    accredited: bool = computed(resolved.accredited, "Accredited today.", needs=("accredited_until",))
    contracts: list[FundContract] = many("fund_contract", by="clinic_id", order=("valid_from",))
    people_count: int = gathered(
        resolved.people_counts, default=int, description="People attached here with no end in sight."
    )
    doctor_lists: Connection[Annotated["DoctorList", strawberry.lazy("schema.doctor_list")]] = connection(
        "doctor_list", by="clinic_id", order="DOCTOR_NAME"
    )
    areas: Connection[Annotated["Area", strawberry.lazy("schema.area")]] = connection(
        "area", by="clinic_id", order="NUMBER"
    )
    staff: Connection[Annotated["Staff", strawberry.lazy("schema.staff")]] = connection(
        "staff", by="clinic_id", order="NAME"
    )
    version: int

    @strawberry.field(description="Whether a contract with the Fund holds on a day; today when not said.")
    async def contracted_on(self, info: Info[Any, Any], on: date | None = None) -> bool:
        return await resolved.contracted_on(self, context_of(info), on)


@strawberry.input(description="Clinics that meet every given condition.")
class ClinicFilter:
    region_code: KATO | None = UNSET
    kind: ClinicKind | None = UNSET
    ownership: Ownership | None = UNSET
    contracted: bool | None = strawberry.field(
        default=UNSET, description="Has a contract with the Fund today."
    )
    name: str | None = strawberry.field(default=UNSET, description="Part of the Kazakh or Russian name.")


@strawberry.enum
class ClinicOrderField(Enum):
    NAME = "NAME"
    PEOPLE = "PEOPLE"


@strawberry.input(description="By which key, in which direction.")
class ClinicOrder:
    field: ClinicOrderField
    direction: OrderDirection = OrderDirection.ASC


@strawberry.type
class ClinicQueries:
    @strawberry.field(description="Clinics; all of them are public knowledge.")
    async def clinics(
        self,
        info: Info[Any, Any],
        filter: ClinicFilter | None = None,
        order_by: ClinicOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Clinic]:
        return await listing(info, "clinic", given(filter), ordered(order_by), (first, after, last, before))
