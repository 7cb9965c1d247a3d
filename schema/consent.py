"""Written consents and refusals."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from domain import consent as papers
from resolvers import consent as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import AvailableAction, ConsentDecision, RefusalGround, Signer
from schema.inputs import given
from schema.node import Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion


@presents("consent", description="A signed paper: consent to a vaccine group, or its refusal.")
class Consent(Node):
    clinic: Clinic = one("clinic", by="clinic_id")
    vaccine_group: str
    decision: ConsentDecision
    written_on: date
    signed_by: Signer
    ground: RefusalGround | None
    document: str | None
    revoked_on: date | None = strawberry.field(description="The first day on which it no longer holds.")
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="A written consent.")
class RecordConsentInput:
    patient_id: strawberry.ID
    vaccine_group: str
    signed_by: Signer
    written_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    relative_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Who signed, if known.")
    document: str | None = UNSET


@strawberry.input(description="A written refusal.")
class RecordRefusalInput:
    patient_id: strawberry.ID
    vaccine_group: str
    signed_by: Signer
    ground: RefusalGround
    written_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    relative_id: strawberry.ID | None = strawberry.field(default=UNSET, description="Who signed, if known.")
    document: str | None = UNSET


@strawberry.input(description="Which paper no longer holds, as you saw it.")
class RevokeConsentInput:
    consent_id: strawberry.ID
    version: int
    revoked_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")


RecordConsentResult = Annotated[Consent | InvalidInput | Refused, strawberry.union("RecordConsentResult")]
RecordRefusalResult = Annotated[Consent | InvalidInput | Refused, strawberry.union("RecordRefusalResult")]
RevokeConsentResult = Annotated[
    Consent | StaleVersion | InvalidInput | Refused, strawberry.union("RevokeConsentResult")
]


@strawberry.type
class ConsentMutations:
    @strawberry.mutation(description="Record a written consent; a refusal that stands is revoked by it.")
    async def record_consent(self, info: Info[Any, Any], input: RecordConsentInput) -> RecordConsentResult:
        return await resolved.record(context_of(info), given(input), papers.ConsentDecision.CONSENT)

    @strawberry.mutation(description="Record a written refusal; a consent that stands is revoked by it.")
    async def record_refusal(self, info: Info[Any, Any], input: RecordRefusalInput) -> RecordRefusalResult:
        return await resolved.record(context_of(info), given(input), papers.ConsentDecision.REFUSAL)

    @strawberry.mutation(description="Revoke a consent or a refusal.")
    async def revoke_consent(self, info: Info[Any, Any], input: RevokeConsentInput) -> RevokeConsentResult:
        return await resolved.revoke(context_of(info), given(input))
