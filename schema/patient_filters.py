"""By what lists of people are narrowed, and in which order they stand."""

from datetime import date
from enum import Enum

import strawberry
from strawberry import UNSET

from schema.enums import Citizenship, Sex
from schema.listing import OrderDirection
from schema.scalars import KATO


@strawberry.input(description="People by the doses that they have or owe.")
class PatientImmunizationFilter:
    vaccine_group: str | None = UNSET
    doses: int | None = strawberry.field(
        default=UNSET, description="At least so many of the group that count; 0 is all whom it concerns."
    )
    asked_doses: int | None = strawberry.field(
        default=UNSET, description="So many of the group are due by today by the calendar, or given; 1 to 4."
    )
    due_until: date | None = strawberry.field(default=UNSET, description="Something is due by this day.")
    act_until: date | None = strawberry.field(
        default=UNSET, description="Something is to be done by this day."
    )
    overdue: bool | None = strawberry.field(default=UNSET, description="Something is overdue today.")
    code: str | None = strawberry.field(default=UNSET, description="The vaccine to give, by its code.")


@strawberry.input(description="People that meet every given condition.")
class PatientFilter:
    clinic_id: strawberry.ID | None = UNSET
    list_id: strawberry.ID | None = UNSET
    area_id: strawberry.ID | None = UNSET
    region_code: KATO | None = UNSET
    sex: Sex | None = UNSET
    born_from: date | None = UNSET
    born_to: date | None = UNSET
    citizenship: Citizenship | None = UNSET
    unattached: bool | None = UNSET
    staying: bool | None = strawberry.field(
        default=UNSET,
        description="Attached with no end in sight, also from a day to come: whom a doctor's list counts. "
        "With it a clinic, a list and an area are those of that attachment.",
    )
    group_id: strawberry.ID | None = strawberry.field(default=UNSET, description="A class, today.")
    immunization: PatientImmunizationFilter | None = UNSET
    name: str | None = strawberry.field(
        default=UNSET, description="The name begins so; not for masked identities."
    )


@strawberry.enum
class PatientOrderField(Enum):
    NAME = "NAME"
    BIRTH_DATE = "BIRTH_DATE"
    REGISTERED_AT = "REGISTERED_AT"


@strawberry.input(description="By which key, in which direction.")
class PatientOrder:
    field: PatientOrderField
    direction: OrderDirection = OrderDirection.ASC
