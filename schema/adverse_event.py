"""Adverse events after immunization."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import adverse_event as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import AdverseEventSeverity, AvailableAction
from schema.inputs import given
from schema.node import Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion

if TYPE_CHECKING:
    from schema.dose import Dose


@presents("adverse_event", description="What happened after a dose.")
class AdverseEvent(Node):
    clinic: Clinic = one("clinic", by="clinic_id")
    dose: Annotated["Dose", strawberry.lazy("schema.dose")] | None = one("dose", by="dose_id")
    severity: AdverseEventSeverity
    began_on: date
    description: str | None = strawberry.field(description="Null where identity is masked.")
    notified_at: datetime | None
    notified_whom: str | None
    notice_needed: bool = computed(resolved.notice_needed, "Serious, and nobody has been told yet.")
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="What happened after a dose.")
class ReportAdverseEventInput:
    dose_id: strawberry.ID
    severity: AdverseEventSeverity
    description: str
    began_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")


@strawberry.input(description="To whom the notice of an event has gone.")
class NoteAdverseEventNoticeInput:
    event_id: strawberry.ID
    version: int
    whom: str


ReportAdverseEventResult = Annotated[
    AdverseEvent | InvalidInput | Refused, strawberry.union("ReportAdverseEventResult")
]
NoteAdverseEventNoticeResult = Annotated[
    AdverseEvent | StaleVersion | InvalidInput | Refused,
    strawberry.union("NoteAdverseEventNoticeResult"),
]


@strawberry.type
class AdverseEventMutations:
    @strawberry.mutation(description="Report what happened after a dose.")
    async def report_adverse_event(
        self, info: Info[Any, Any], input: ReportAdverseEventInput
    ) -> ReportAdverseEventResult:
        return await resolved.report(context_of(info), given(input))

    @strawberry.mutation(description="Note that the notice of an event has gone out.")
    async def note_adverse_event_notice(
        self, info: Info[Any, Any], input: NoteAdverseEventNoticeInput
    ) -> NoteAdverseEventNoticeResult:
        return await resolved.notice(context_of(info), given(input))
