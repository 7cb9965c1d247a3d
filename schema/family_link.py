"""Family and guardians."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import family_link as resolved
from schema.enums import FamilyTie
from schema.inputs import given
from schema.node import Node
from schema.presenting import context_of, one, presents
from schema.refusal import InvalidInput, Refused

if TYPE_CHECKING:
    from schema.patient import Patient


@presents(resolved.FamilyView, description="What another person is to this one.", name="FamilyLink")
class FamilyLink(Node):
    tie: FamilyTie
    relative: Annotated["Patient", strawberry.lazy("schema.patient")] = one("patient", by="relative_id")
    since: date | None
    until: date | None


@strawberry.input(description="`relativeId` is the `tie` of `patientId`: their mother, guardian, child …")
class LinkFamilyInput:
    patient_id: strawberry.ID
    relative_id: strawberry.ID
    tie: FamilyTie
    since: date | None = UNSET


@strawberry.input(description="Which relation, and since which day it is over.")
class EndFamilyLinkInput:
    link_id: strawberry.ID
    until: date | None = strawberry.field(default=UNSET, description="Today when not said; not a day to come.")


LinkFamilyResult = Annotated[FamilyLink | InvalidInput | Refused, strawberry.union("LinkFamilyResult")]


@strawberry.type
class FamilyLinkMutations:
    @strawberry.mutation(description="Say how two people are related; both records show it.")
    async def link_family(self, info: Info[Any, Any], input: LinkFamilyInput) -> LinkFamilyResult:
        return await resolved.link(context_of(info), given(input))

    @strawberry.mutation(description="End a relation; that it was stays on record.")
    async def end_family_link(self, info: Info[Any, Any], input: EndFamilyLinkInput) -> LinkFamilyResult:
        return await resolved.end(context_of(info), given(input))
