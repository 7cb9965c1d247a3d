"""What rules of immunization ask of a person beside doses."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import observation as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import AvailableAction, ObservationKind
from schema.inputs import given
from schema.node import Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion


@presents(
    "observation",
    description="Something about a person that rules of immunization ask for. For nurses and doctors of the clinic "
    "and for the person; nobody else sees that there is any.",
)
class Observation(Node):
    clinic: Clinic = one("clinic", by="clinic_id")
    kind: ObservationKind
    since: date
    note: str | None
    confidential: bool = computed(
        resolved.confidential,
        "No explanation, reminder or exchange names it: do not leave it open on a screen.",
        needs=("kind",),
    )
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    ended_on: date | None = strawberry.field(description="From this day on it holds no more.")
    ended_by: str | None = gathered(account_names, by="ended_by")
    voided_at: datetime | None = strawberry.field(description="When it was found to be a mistake.")
    voided_by: str | None = gathered(account_names, by="voided_by")
    void_reason: str | None
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="Something that rules ask for; what stands already stands once.")
class RecordObservationInput:
    patient_id: strawberry.ID
    kind: ObservationKind
    since: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    note: str | None = strawberry.field(default=UNSET, description="The paper that it rests on, say.")


@strawberry.input(description="Which observation is over, as you saw it.")
class EndObservationInput:
    observation_id: strawberry.ID
    version: int
    ended_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")


@strawberry.input(description="Which observation was a mistake, as you saw it, and why.")
class VoidObservationInput:
    observation_id: strawberry.ID
    version: int
    reason: str


RecordObservationResult = Annotated[
    Observation | InvalidInput | Refused, strawberry.union("RecordObservationResult")
]
EndObservationResult = Annotated[
    Observation | StaleVersion | InvalidInput | Refused, strawberry.union("EndObservationResult")
]
VoidObservationResult = Annotated[
    Observation | StaleVersion | InvalidInput | Refused, strawberry.union("VoidObservationResult")
]


@strawberry.type
class ObservationMutations:
    @strawberry.mutation(description="Record what rules ask of a person; the plan follows at once.")
    async def record_observation(
        self, info: Info[Any, Any], input: RecordObservationInput
    ) -> RecordObservationResult:
        return await resolved.record(context_of(info), given(input))

    @strawberry.mutation(description="Say that an observation is over: a pregnancy, a therapy.")
    async def end_observation(self, info: Info[Any, Any], input: EndObservationInput) -> EndObservationResult:
        return await resolved.end(context_of(info), given(input))

    @strawberry.mutation(description="Void an observation that was a mistake; it stays on record.")
    async def void_observation(
        self, info: Info[Any, Any], input: VoidObservationInput
    ) -> VoidObservationResult:
        return await resolved.void(context_of(info), given(input))
