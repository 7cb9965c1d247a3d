"""Mantoux tests and Diaskintests."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import tuberculin_test as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import AvailableAction, Referral, TuberculinKind, TuberculinOutcome
from schema.inputs import given
from schema.node import Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion


@presents("tuberculin_test", description="A test, and its reading once it has one.")
class TuberculinTest(Node):
    clinic: Clinic = one("clinic", by="clinic_id")
    kind: TuberculinKind
    made_on: date
    read_on: date | None
    papule_mm: int | None
    hyperaemia: bool
    destructive: bool = strawberry.field(description="A vesicle, necrosis or lymphangitis.")
    outcome: TuberculinOutcome | None
    referrals: list[Referral] = strawberry.field(description="Why the child goes to the TB doctor.")
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="A test that was made; with its reading where it has been read.")
class RecordTuberculinTestInput:
    patient_id: strawberry.ID
    kind: TuberculinKind
    made_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    read_on: date | None = UNSET
    papule_mm: int | None = UNSET
    hyperaemia: bool = False
    destructive: bool = False


@strawberry.input(description="The reading of a test, after 72 hours.")
class ReadTuberculinTestInput:
    test_id: strawberry.ID
    version: int
    papule_mm: int
    read_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    hyperaemia: bool = False
    destructive: bool = False


RecordTuberculinTestResult = Annotated[
    TuberculinTest | InvalidInput | Refused, strawberry.union("RecordTuberculinTestResult")
]
ReadTuberculinTestResult = Annotated[
    TuberculinTest | StaleVersion | InvalidInput | Refused, strawberry.union("ReadTuberculinTestResult")
]


@strawberry.type
class TuberculinTestMutations:
    @strawberry.mutation(description="Record a Mantoux test or a Diaskintest.")
    async def record_tuberculin_test(
        self, info: Info[Any, Any], input: RecordTuberculinTestInput
    ) -> RecordTuberculinTestResult:
        return await resolved.record(context_of(info), given(input))

    @strawberry.mutation(description="Read a test; its class and the reasons to refer follow.")
    async def read_tuberculin_test(
        self, info: Info[Any, Any], input: ReadTuberculinTestInput
    ) -> ReadTuberculinTestResult:
        return await resolved.read(context_of(info), given(input))
