"""Doses of vaccine in a person's record."""

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import dose as resolved
from resolvers import immunization as judged
from resolvers.account import names as account_names
from schema.adverse_event import AdverseEvent
from schema.clinic import Clinic
from schema.enums import AvailableAction, DosePurpose, DoseRoute, DoseSite, DoseSource
from schema.inputs import given
from schema.listing import OrderDirection, listing, ordered
from schema.node import Connection, Node
from schema.override import OverrideInput
from schema.presenting import computed, context_of, gathered, many, one, presents
from schema.refusal import DoseAlreadyRecorded, DoseNotAdvised, InvalidInput, Refused, StaleVersion
from schema.staff import Staff
from schema.vaccine import Vaccine, VaccineKind
from schema.vaccine_lot import VaccineLot

if TYPE_CHECKING:
    from schema.dose_import import DoseImport
    from schema.patient import Patient


@presents("dose", description="A dose as recorded. A voided one stays, and no longer counts.")
class Dose(Node):
    patient: Annotated["Patient", strawberry.lazy("schema.patient")] | None = one(
        "patient", by="patient_id", description="Null when another clinic answers for the person now."
    )
    clinic: Clinic = one("clinic", by="clinic_id", description="Who recorded it, and may correct it.")
    kind: VaccineKind = computed(judged.kind_of, "What was given, by the calendar's code.")
    vaccine: Vaccine | None = one("vaccine", by="vaccine_id")
    lot: VaccineLot | None = one("vaccine_lot", by="lot_id")
    imported_in: Annotated["DoseImport", strawberry.lazy("schema.dose_import")] | None = one(
        "dose_import", by="import_id", description="The file that it came from, for those who may import."
    )
    series: str | None
    expires_on: date | None
    given_on: date = strawberry.field(description="The first of the month where identity is masked.")
    given_at: datetime | None
    dose_ml: float | None
    route: DoseRoute | None
    site: DoseSite | None
    given_by: Staff | None = one("staff", by="given_by")
    place: str | None
    reaction: str | None
    source: DoseSource
    purpose: DosePurpose
    advice: list[str] = computed(resolved.advice_kept, "What advised against it when it was recorded.")
    override_reason: str | None = strawberry.field(description="Why it was given all the same.")
    replaces: Annotated["Dose", strawberry.lazy("schema.dose")] | None = one(
        "dose", by="replaces_id", description="The record that this one corrects."
    )
    replaced_by: Annotated["Dose", strawberry.lazy("schema.dose")] | None = gathered(
        resolved.replacements, description="The correction that took its place."
    )
    adverse_events: list[AdverseEvent] = many("adverse_event", by="dose_id", order=("began_on",))
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    voided_at: datetime | None
    voided_by: str | None = gathered(account_names, by="voided_by")
    void_reason: str | None
    available_actions: list[AvailableAction] = computed(resolved.available_actions)
    version: int


@strawberry.input(description="Doses that meet every given condition; days are included on both sides.")
class DoseFilter:
    clinic_id: strawberry.ID | None = UNSET
    patient_id: strawberry.ID | None = UNSET
    lot_id: strawberry.ID | None = UNSET
    session_id: strawberry.ID | None = UNSET
    code: str | None = strawberry.field(default=UNSET, description="The calendar's code.")
    source: DoseSource | None = UNSET
    given_from: date | None = UNSET
    given_to: date | None = UNSET
    voided: bool | None = UNSET


@strawberry.enum
class DoseOrderField(Enum):
    GIVEN_ON = "GIVEN_ON"
    RECORDED_AT = "RECORDED_AT"


@strawberry.input(description="By which key, in which direction.")
class DoseOrder:
    field: DoseOrderField
    direction: OrderDirection = OrderDirection.DESC


@strawberry.input(
    description="A dose to record. One of ours needs its lot; an old or foreign one only the vaccine's code."
)
class RecordDoseInput:
    patient_id: strawberry.ID
    lot_id: strawberry.ID | None = UNSET
    vaccine_id: strawberry.ID | None = UNSET
    code: str | None = strawberry.field(default=UNSET, description="The calendar's code, without a product.")
    series: str | None = strawberry.field(default=UNSET, description="Of a lot that is not the clinic's.")
    expires_on: date | None = UNSET
    given_on: date | None = strawberry.field(default=UNSET, description="Today when not said.")
    given_at: datetime | None = UNSET
    dose_ml: float | None = strawberry.field(default=UNSET, description="The product's when not said.")
    route: DoseRoute | None = UNSET
    site: DoseSite | None = UNSET
    given_by_id: strawberry.ID | None = UNSET
    place: str | None = UNSET
    consent_id: strawberry.ID | None = UNSET
    reaction: str | None = UNSET
    source: DoseSource = DoseSource.GIVEN_HERE
    purpose: DosePurpose = DosePurpose.ROUTINE
    session_id: strawberry.ID | None = UNSET
    override: OverrideInput | None = strawberry.field(
        default=UNSET, description="Keep the record although a rule advises against it, or the lot expired."
    )


@strawberry.input(description="What was wrong in a record; only what is given changes.")
class CorrectDoseInput:
    dose_id: strawberry.ID
    version: int
    reason: str
    lot_id: strawberry.ID | None = UNSET
    vaccine_id: strawberry.ID | None = UNSET
    code: str | None = UNSET
    series: str | None = UNSET
    expires_on: date | None = UNSET
    given_on: date | None = UNSET
    given_at: datetime | None = UNSET
    dose_ml: float | None = UNSET
    route: DoseRoute | None = UNSET
    site: DoseSite | None = UNSET
    given_by_id: strawberry.ID | None = UNSET
    place: str | None = UNSET
    reaction: str | None = UNSET
    source: DoseSource | None = UNSET
    purpose: DosePurpose | None = UNSET
    override: OverrideInput | None = UNSET


@strawberry.input(description="Which record was a mistake, as you saw it, and why.")
class VoidDoseInput:
    dose_id: strawberry.ID
    version: int
    reason: str


RecordDoseResult = Annotated[
    Dose | DoseNotAdvised | DoseAlreadyRecorded | InvalidInput | Refused,
    strawberry.union("RecordDoseResult"),
]
CorrectDoseResult = Annotated[
    Dose | DoseNotAdvised | DoseAlreadyRecorded | StaleVersion | InvalidInput | Refused,
    strawberry.union("CorrectDoseResult"),
]
VoidDoseResult = Annotated[Dose | StaleVersion | Refused, strawberry.union("VoidDoseResult")]


@strawberry.type
class DoseQueries:
    @strawberry.field(description="Doses, voided ones too, the latest first.")
    async def doses(
        self,
        info: Info[Any, Any],
        filter: DoseFilter | None = None,
        order_by: DoseOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Dose]:
        return await listing(info, "dose", given(filter), ordered(order_by), (first, after, last, before))


@strawberry.type
class DoseMutations:
    @strawberry.mutation(
        description="Record a dose. What advises against it is told, asks for a reason, and keeps both."
    )
    async def record_dose(self, info: Info[Any, Any], input: RecordDoseInput) -> RecordDoseResult:
        return await resolved.record(context_of(info), given(input))

    @strawberry.mutation(
        description="Correct a record of your clinic: a new one takes its place, the old one stays, voided."
    )
    async def correct_dose(self, info: Info[Any, Any], input: CorrectDoseInput) -> CorrectDoseResult:
        return await resolved.correct(context_of(info), given(input))

    @strawberry.mutation(description="Void a record that was a mistake; the lot has its dose back.")
    async def void_dose(self, info: Info[Any, Any], input: VoidDoseInput) -> VoidDoseResult:
        return await resolved.void(context_of(info), given(input))
