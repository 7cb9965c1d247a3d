"""Vaccination sessions, from the plan to the last child."""

from collections.abc import AsyncGenerator
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import immunization_session as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.dose import Dose, VoidDoseResult
from schema.enums import AvailableAction, SessionOutcome, SessionPlace
from schema.inputs import given, read_ids
from schema.listing import listing
from schema.node import Connection, Node
from schema.organised_group import OrganisedGroup
from schema.presenting import computed, connection, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion
from schema.vaccine import Vaccine
from schema.vaccine_lot import VaccineLot

if TYPE_CHECKING:
    from schema.patient import Patient


@presents(resolved.SessionProgress, description="How far a session is.")
class SessionProgress:
    people: int
    waiting: int
    given: int
    absent: int
    refused: int
    deferred: int


@presents("immunization_session_person", description="Somebody on a session's list.")
class ImmunizationSessionPerson(Node):
    patient: Annotated["Patient", strawberry.lazy("schema.patient")] | None = one("patient", by="patient_id")
    outcome: SessionOutcome | None = strawberry.field(description="Null while the person waits.")
    dose: Dose | None = one("dose", by="dose_id")
    note: str | None
    seen_at: datetime | None
    seen_by: str | None = gathered(account_names, by="seen_by")
    version: int


@presents("immunization_session", description="One day, one place, one vaccine, and a list of people.")
class ImmunizationSession(Node):
    clinic: Clinic = one("clinic", by="clinic_id")
    held_on: date
    place_kind: SessionPlace
    place: str
    group: OrganisedGroup | None = one("organised_group", by="group_id")
    vaccine: Vaccine = one("vaccine", by="vaccine_id")
    lot: VaccineLot | None = one(
        "vaccine_lot", by="lot_id", description="What is used unless another is named."
    )
    people: Connection[ImmunizationSessionPerson] = connection(
        "immunization_session_person", by="session_id", order="PATIENT_NAME"
    )
    progress: SessionProgress = gathered(resolved.progress)
    planned_at: datetime
    planned_by: str | None = gathered(account_names, by="planned_by")
    closed_at: datetime | None
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="Sessions that meet every given condition; days are included on both sides.")
class ImmunizationSessionFilter:
    clinic_id: strawberry.ID | None = UNSET
    group_id: strawberry.ID | None = UNSET
    vaccine_id: strawberry.ID | None = UNSET
    held_from: date | None = UNSET
    held_to: date | None = UNSET
    closed: bool | None = UNSET


@strawberry.input(description="A session to plan. Of a class, those are listed for whom the vaccine is due.")
class PlanSessionInput:
    vaccine_id: strawberry.ID
    place_kind: SessionPlace
    place: str
    held_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    group_id: strawberry.ID | None = UNSET
    whole_group: bool = strawberry.field(default=False, description="List the whole class, due or not.")
    lot_id: strawberry.ID | None = UNSET
    patient_ids: list[strawberry.ID] | None = strawberry.field(default=UNSET, description="And these people.")


@strawberry.input(description="More people for a session's list.")
class AddToSessionInput:
    session_id: strawberry.ID
    patient_ids: list[strawberry.ID]


@strawberry.input(description="The lot that is used from now on.")
class ChooseSessionLotInput:
    session_id: strawberry.ID
    version: int
    lot_id: strawberry.ID


@strawberry.input(description="What became of somebody without a dose.")
class MarkSessionPersonInput:
    session_id: strawberry.ID
    patient_id: strawberry.ID
    outcome: SessionOutcome | None = strawberry.field(default=UNSET, description="None: the person waits again.")
    note: str | None = UNSET


@strawberry.input(description="Which dose of an open session is taken back, as you saw it.")
class UndoDoseInput:
    dose_id: strawberry.ID
    version: int


@strawberry.input(description="Which session is over, as you saw it.")
class CloseSessionInput:
    session_id: strawberry.ID
    version: int


PlanSessionResult = Annotated[
    ImmunizationSession | InvalidInput | Refused, strawberry.union("PlanSessionResult")
]
AddToSessionResult = Annotated[
    ImmunizationSession | InvalidInput | Refused, strawberry.union("AddToSessionResult")
]
ChooseSessionLotResult = Annotated[
    ImmunizationSession | StaleVersion | Refused, strawberry.union("ChooseSessionLotResult")
]
CloseSessionResult = Annotated[
    ImmunizationSession | StaleVersion | Refused, strawberry.union("CloseSessionResult")
]
MarkSessionPersonResult = Annotated[
    ImmunizationSessionPerson | InvalidInput | Refused, strawberry.union("MarkSessionPersonResult")
]


@strawberry.type
class ImmunizationSessionQueries:
    @strawberry.field(description="Sessions, the latest first.")
    async def immunization_sessions(
        self,
        info: Info[Any, Any],
        filter: ImmunizationSessionFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[ImmunizationSession]:
        window = (first, after, last, before)
        return await listing(info, "immunization_session", given(filter), None, window)

    @strawberry.field(description="One session; null when there is none that you may see.")
    async def immunization_session(
        self, info: Info[Any, Any], session_id: strawberry.ID
    ) -> ImmunizationSession | None:
        return await resolved.one_session(context_of(info), read_ids({"session_id": session_id}))


@strawberry.type
class ImmunizationSessionMutations:
    @strawberry.mutation(description="Plan a session with its list of people.")
    async def plan_session(self, info: Info[Any, Any], input: PlanSessionInput) -> PlanSessionResult:
        return await resolved.plan(context_of(info), given(input))

    @strawberry.mutation(description="Add people to a session's list.")
    async def add_to_session(self, info: Info[Any, Any], input: AddToSessionInput) -> AddToSessionResult:
        return await resolved.add_people(context_of(info), given(input))

    @strawberry.mutation(description="Choose the lot that the session uses from now on.")
    async def choose_session_lot(
        self, info: Info[Any, Any], input: ChooseSessionLotInput
    ) -> ChooseSessionLotResult:
        return await resolved.choose_lot(context_of(info), given(input))

    @strawberry.mutation(description="Mark somebody absent, refused or deferred; or waiting again.")
    async def mark_session_person(
        self, info: Info[Any, Any], input: MarkSessionPersonInput
    ) -> MarkSessionPersonResult:
        return await resolved.mark(context_of(info), given(input))

    @strawberry.mutation(description="Take back a dose of an open session; it stays on record, voided.")
    async def undo_dose(self, info: Info[Any, Any], input: UndoDoseInput) -> VoidDoseResult:
        return await resolved.undo(context_of(info), given(input))

    @strawberry.mutation(description="Close a session; who waits stays due.")
    async def close_session(self, info: Info[Any, Any], input: CloseSessionInput) -> CloseSessionResult:
        return await resolved.close(context_of(info), given(input))


@presents(resolved.SessionChange, description="Something happened in a session.")
class ImmunizationSessionChanged:
    session: ImmunizationSession | None = one("immunization_session", by="session_id")
    progress: SessionProgress = gathered(resolved.progress, by="session_id")


@strawberry.type
class ImmunizationSessionSubscriptions:
    @strawberry.subscription(description="The progress of one session, or of all that you see.")
    async def immunization_session_changed(
        self, info: Info[Any, Any], session_id: strawberry.ID | None = None
    ) -> AsyncGenerator[ImmunizationSessionChanged, None]:
        async for change in resolved.changes(context_of(info), read_ids({"session_id": session_id})):
            yield change
