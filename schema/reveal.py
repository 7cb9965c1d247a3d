"""Opening a masked identity, with a reason."""

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry import Info

from resolvers import reveal as resolved
from schema.inputs import given
from schema.patient import Patient
from schema.presenting import context_of, presents
from schema.refusal import InvalidInput, Refused


@presents(resolved.Revealed, description="One person's identity, open to you until a moment; on record.")
class Reveal:
    patient: Patient
    until: datetime


@strawberry.input(description="Whose identity, and for which purpose.")
class RevealIdentityInput:
    patient_id: strawberry.ID
    reason: str = strawberry.field(description="Which check needs it; the person can read it.")


RevealIdentityResult = Annotated[Reveal | InvalidInput | Refused, strawberry.union("RevealIdentityResult")]


@strawberry.type
class RevealMutations:
    @strawberry.mutation(description="Show who a person is, for one purpose and half an hour.")
    async def reveal_identity(self, info: Info[Any, Any], input: RevealIdentityInput) -> RevealIdentityResult:
        return await resolved.reveal(context_of(info), given(input))
