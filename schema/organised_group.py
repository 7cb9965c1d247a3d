"""School classes and kindergarten groups."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import organised_group as resolved
from schema.clinic import Clinic
from schema.enums import OrganisedGroupKind
from schema.inputs import given
from schema.listing import listing
from schema.node import Connection, Node
from schema.presenting import context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion

if TYPE_CHECKING:
    from schema.patient import Patient


@presents("organised_group", description="One class of a school, or one group of a kindergarten.")
class OrganisedGroup(Node):
    clinic: Clinic = one("clinic", by="clinic_id", description="Whose nurse vaccinates there.")
    kind: OrganisedGroupKind
    name: str
    class_name: str
    closed: bool
    people: int = gathered(resolved.sizes, default=int, description="Children today.")
    version: int


@presents("organised_group_member", description="A child in a class, from a day, before a day.")
class OrganisedGroupMember(Node):
    group: OrganisedGroup | None = one("organised_group", by="group_id")
    patient: Annotated["Patient", strawberry.lazy("schema.patient")] | None = one("patient", by="patient_id")
    since: date
    until: date | None


@strawberry.input(description="Classes that meet every given condition.")
class OrganisedGroupFilter:
    clinic_id: strawberry.ID | None = UNSET
    kind: OrganisedGroupKind | None = UNSET
    name: str | None = strawberry.field(default=UNSET, description="Part of the school's name.")
    closed: bool | None = UNSET


@strawberry.input(description="A class of a school, or a group of a kindergarten.")
class AddOrganisedGroupInput:
    kind: OrganisedGroupKind
    name: str
    class_name: str


@strawberry.input(description="A class as you saw it, and what is another now; closed, its children leave it.")
class UpdateOrganisedGroupInput:
    group_id: strawberry.ID
    version: int
    name: str | None = UNSET
    class_name: str | None = UNSET
    closed: bool | None = UNSET


@strawberry.input(description="A school whose classes go a grade up.")
class MoveUpSchoolInput:
    name: str = strawberry.field(description="As its classes have it.")


@presents(resolved.MovedUp, description="What a new school year did.")
class MovedUp:
    classes: int = strawberry.field(description="Went a grade up.")
    left: int = strawberry.field(description="Were of the last grade and are closed.")


@strawberry.input(description="Who is in which class from which day on.")
class JoinOrganisedGroupInput:
    patient_id: strawberry.ID
    group_id: strawberry.ID
    since: date | None = strawberry.field(default=UNSET, description="Today when not said.")


@strawberry.input(description="Who is in no class from which day on.")
class LeaveOrganisedGroupInput:
    patient_id: strawberry.ID
    until: date | None = strawberry.field(default=UNSET, description="Today when not said.")


AddOrganisedGroupResult = Annotated[
    OrganisedGroup | InvalidInput | Refused, strawberry.union("AddOrganisedGroupResult")
]
UpdateOrganisedGroupResult = Annotated[
    OrganisedGroup | StaleVersion | InvalidInput | Refused, strawberry.union("UpdateOrganisedGroupResult")
]
MoveUpSchoolResult = Annotated[MovedUp | Refused, strawberry.union("MoveUpSchoolResult")]
JoinOrganisedGroupResult = Annotated[
    OrganisedGroupMember | InvalidInput | Refused, strawberry.union("JoinOrganisedGroupResult")
]
LeaveOrganisedGroupResult = Annotated[
    OrganisedGroupMember | InvalidInput | Refused, strawberry.union("LeaveOrganisedGroupResult")
]


@strawberry.type
class OrganisedGroupQueries:
    @strawberry.field(description="Schools' classes and kindergartens' groups, by name.")
    async def organised_groups(
        self,
        info: Info[Any, Any],
        filter: OrganisedGroupFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[OrganisedGroup]:
        return await listing(info, "organised_group", given(filter), None, (first, after, last, before))


@strawberry.type
class OrganisedGroupMutations:
    @strawberry.mutation(description="Add a class; one of that name is given back as it is.")
    async def add_organised_group(
        self, info: Info[Any, Any], input: AddOrganisedGroupInput
    ) -> AddOrganisedGroupResult:
        return await resolved.add(context_of(info), given(input))

    @strawberry.mutation(description="Rename a class, or close it.")
    async def update_organised_group(
        self, info: Info[Any, Any], input: UpdateOrganisedGroupInput
    ) -> UpdateOrganisedGroupResult:
        return await resolved.update(context_of(info), given(input))

    @strawberry.mutation(description="A new school year: every class of a school goes a grade up.")
    async def move_up_school(self, info: Info[Any, Any], input: MoveUpSchoolInput) -> MoveUpSchoolResult:
        return await resolved.move_up(context_of(info), given(input))

    @strawberry.mutation(description="Put a child into a class; the class before it ends that day.")
    async def join_organised_group(
        self, info: Info[Any, Any], input: JoinOrganisedGroupInput
    ) -> JoinOrganisedGroupResult:
        return await resolved.join(context_of(info), given(input))

    @strawberry.mutation(description="Take a child out of their class.")
    async def leave_organised_group(
        self, info: Info[Any, Any], input: LeaveOrganisedGroupInput
    ) -> LeaveOrganisedGroupResult:
        return await resolved.leave(context_of(info), given(input))
