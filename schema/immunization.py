"""Immunization by the calendar: a person's doses judged, what is due, lists of who is due."""

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import immunization as resolved
from resolvers import immunization_due as listed
from schema.clinic import Clinic
from schema.dose import Dose
from schema.enums import AvailableAction, DoseStatus, Obstacle, SeriesStatus
from schema.inputs import given
from schema.listing import OrderDirection, ordered
from schema.node import Connection, Node
from schema.presenting import computed, context_of, one, presents
from schema.vaccine import VaccineKind

if TYPE_CHECKING:
    from schema.patient import Patient

LazyPatient = Annotated["Patient", strawberry.lazy("schema.patient")]


@presents(resolved.CalendarSource, description="Where a limit of the calendar comes from.")
class CalendarSource:
    code: str
    title: str
    standing: str = strawberry.field(description="act, secondary, unverified or disputed.")


@presents(resolved.Told, description="A sentence of an explanation, in the viewer's language.")
class Explanation:
    text: str
    rules: list[str]
    sources: list[CalendarSource]
    verified: bool = strawberry.field(description="False when a limit rests on memory or a disputed text.")


@presents(resolved.DoseVerdict, description="A dose seen from one disease.")
class DoseVerdict:
    disease: str
    vaccine_group: str
    judgement: DoseStatus
    explanation: Explanation


@presents(resolved.JudgedDose, description="A dose of the record, and whether it counts.")
class JudgedDose:
    dose: Dose | None = one("dose", by="dose_id")
    vaccine: VaccineKind
    given_on: date
    counts: bool = strawberry.field(description="For at least one disease.")
    verdicts: list[DoseVerdict]


@presents(resolved.VaccineForecast, description="What one vaccine group owes a person.")
class VaccineForecast:
    vaccine_group: str
    name: str
    status: SeriesStatus
    dose_number: int | None
    counted: int = strawberry.field(description="Doses that count so far.")
    earliest_on: date | None
    due_on: date | None
    past_due_on: date | None = strawberry.field(description="The last day on which it is not yet late.")
    latest_on: date | None = strawberry.field(description="The last day on which it can be given.")
    act_on: date | None = strawberry.field(
        description="`dueOn`, or the end of a deferral; null while only a decision opens the way."
    )
    vaccines: list[VaccineKind] = strawberry.field(description="What may be given.")
    obstacles: list[Obstacle]
    explanation: list[Explanation]


@presents(resolved.PatientImmunization, description="A person's immunization by the calendar, on a day.")
class PatientImmunization:
    on: date
    calendar: str = strawberry.field(description="Version of the National calendar.")
    doses: list[JudgedDose]
    forecasts: list[VaccineForecast]
    explanation: list[Explanation] = strawberry.field(description="Of doses that the calendar cannot judge.")
    available_actions: list[AvailableAction] = computed(resolved.available_actions)


@presents(
    "immunization_due",
    description="The next dose of one vaccine group for one person. Days are the first of the month where "
    "identity is masked.",
)
class ImmunizationDue(Node):
    patient: LazyPatient | None = one("patient", by="patient_id")
    clinic: Clinic = one("clinic", by="clinic_id")
    vaccine_group: str
    name: str = computed(listed.name, "The group's name in the viewer's language.")
    dose_number: int
    earliest_on: date
    due_on: date
    past_due_on: date | None
    latest_on: date | None
    act_on: date | None
    overdue: bool = computed(listed.overdue, "Past `pastDueOn` today.")
    obstacles: list[Obstacle] = computed(listed.obstacles)
    vaccines: list[VaccineKind] = computed(listed.vaccines, "What to give; the first fits the visit best.")
    calendar: str
    planned_at: datetime


@strawberry.input(description="Due immunizations that meet every given condition.")
class ImmunizationDueFilter:
    clinic_id: strawberry.ID | None = UNSET
    list_id: strawberry.ID | None = strawberry.field(default=UNSET, description="A doctor's list.")
    area_id: strawberry.ID | None = UNSET
    group_id: strawberry.ID | None = strawberry.field(default=UNSET, description="A class.")
    patient_id: strawberry.ID | None = UNSET
    vaccine_group: str | None = UNSET
    due_until: date | None = strawberry.field(
        default=UNSET, description="Due on or before this day; today when no day is asked for at all."
    )
    act_until: date | None = strawberry.field(
        default=UNSET, description="To be done on or before this day; without what only a decision can open."
    )
    overdue: bool | None = UNSET
    held: bool | None = strawberry.field(default=UNSET, description="Whether anything stands in the way.")
    born_from: date | None = UNSET
    born_to: date | None = UNSET


@strawberry.enum
class ImmunizationDueOrderField(Enum):
    DUE_ON = "DUE_ON"
    PATIENT_NAME = "PATIENT_NAME"
    BIRTH_DATE = "BIRTH_DATE"


@strawberry.input(description="By which key, in which direction.")
class ImmunizationDueOrder:
    field: ImmunizationDueOrderField
    direction: OrderDirection = OrderDirection.ASC


@strawberry.type
class ImmunizationQueries:
    @strawberry.field(description="Who is due for what, the longest due first; by default until today.")
    async def due_immunizations(
        self,
        info: Info[Any, Any],
        filter: ImmunizationDueFilter | None = None,
        order_by: ImmunizationDueOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[ImmunizationDue]:
        window = (first, after, last, before)
        return await listed.due(context_of(info), given(filter), ordered(order_by), window)
