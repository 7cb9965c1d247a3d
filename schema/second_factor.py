"""The second factor of one's own account."""

from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import second_factor as resolved
from schema.inputs import given
from schema.presenting import context_of, presents
from schema.refusal import Refused
from schema.session import ProofResult


@presents(
    resolved.Proposal,
    name="SecondFactorProposal",
    description="A secret for an authenticator app; nothing changes before one of its codes is given.",
)
class SecondFactorProposal:
    secret: str = strawberry.field(description="For apps without a camera: base32.")
    address: str = strawberry.field(description="What the QR code holds: an `otpauth:` address.")


@presents(
    resolved.On,
    name="SecondFactorOn",
    description="From now on, signing in asks for a code; each code of recovery stands in for one, once.",
)
class SecondFactorOn:
    recovery_codes: list[str] = strawberry.field(description="Told now and never again.")


@strawberry.input(description="The first code of the new secret.")
class ConfirmSecondFactorInput:
    code: str


@strawberry.input(description="What one signs in with, to take the second factor away.")
class RemoveSecondFactorInput:
    password: str
    code: str | None = strawberry.field(default=UNSET, description="Of the app, or one of recovery.")


ProposeSecondFactorResult = Annotated[
    SecondFactorProposal | Refused, strawberry.union("ProposeSecondFactorResult")
]
ConfirmSecondFactorResult = Annotated[SecondFactorOn | Refused, strawberry.union("ConfirmSecondFactorResult")]


@strawberry.type
class SecondFactorMutations:
    @strawberry.mutation(description="A new secret for your authenticator app; the one in force stays so.")
    async def propose_second_factor(self, info: Info[Any, Any]) -> ProposeSecondFactorResult:
        return await resolved.propose(context_of(info))

    @strawberry.mutation(
        description="Put the second factor on with its first code; your other browsers are signed out."
    )
    async def confirm_second_factor(
        self, info: Info[Any, Any], input: ConfirmSecondFactorInput
    ) -> ConfirmSecondFactorResult:
        return await resolved.confirm(context_of(info), given(input))

    @strawberry.mutation(description="Sign in with the password alone again; it must be long enough.")
    async def remove_second_factor(self, info: Info[Any, Any], input: RemoveSecondFactorInput) -> ProofResult:
        return await resolved.remove(context_of(info), given(input))
