"""Medical exemptions (медотвод)."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import deferral as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import AvailableAction
from schema.inputs import given
from schema.node import Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion


@presents("deferral", description="A medical exemption from some vaccine groups, or from all.")
class Deferral(Node):
    clinic: Clinic = one("clinic", by="clinic_id")
    vaccine_groups: list[str] = strawberry.field(description="Empty: all of them.")
    since: date
    until: date | None = strawberry.field(
        description="The first day on which it no longer holds; null is for good."
    )
    commission: str | None
    reason: str | None
    document: str | None
    ended_on: date | None = strawberry.field(description="When it was taken back before its time.")
    end_reason: str | None
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="Exempt a person for medical reasons.")
class DeferImmunizationInput:
    patient_id: strawberry.ID
    vaccine_groups: list[str] | None = strawberry.field(default=UNSET, description="None: all of them.")
    since: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    until: date | None = strawberry.field(
        default=UNSET, description="For good when not said; then the commission must be named."
    )
    commission: str | None = UNSET
    reason: str
    document: str | None = UNSET


@strawberry.input(description="Which deferral ends, as you saw it, and why.")
class EndDeferralInput:
    deferral_id: strawberry.ID
    version: int
    reason: str
    ends_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")


DeferImmunizationResult = Annotated[
    Deferral | InvalidInput | Refused, strawberry.union("DeferImmunizationResult")
]
EndDeferralResult = Annotated[
    Deferral | StaleVersion | InvalidInput | Refused, strawberry.union("EndDeferralResult")
]


@strawberry.type
class DeferralMutations:
    @strawberry.mutation(description="Defer a person's immunization; what is due waits until then.")
    async def defer_immunization(
        self, info: Info[Any, Any], input: DeferImmunizationInput
    ) -> DeferImmunizationResult:
        return await resolved.defer(context_of(info), given(input))

    @strawberry.mutation(description="End a deferral before its time.")
    async def end_deferral(self, info: Info[Any, Any], input: EndDeferralInput) -> EndDeferralResult:
        return await resolved.end(context_of(info), given(input))
