"""Attachment (тіркеу, прикрепление): a person's enrolment with one clinic, asked, decided, dated."""

from collections.abc import AsyncGenerator
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from domain.refusal import RefusalCode
from resolvers import attachment as resolved
from resolvers import attachment_reading as read
from resolvers import detachment
from resolvers.account import names as account_names
from schema.area import Area
from schema.clinic import Clinic
from schema.doctor_list import DoctorList
from schema.enums import AttachmentChannel, AttachmentReason, AvailableAction, DetachmentReason
from schema.inputs import given, read_ids
from schema.listing import OrderDirection, listing, ordered
from schema.node import Connection, Node
from schema.override import OverrideInput
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, NormExceeded, Refused, StaleVersion
from schema.scalars import KATO
from schema.staff import Staff

if TYPE_CHECKING:
    from schema.patient import Patient

LazyPatient = Annotated["Patient", strawberry.lazy("schema.patient")]


@presents("attachment", description="A person's enrolment with a clinic and a doctor, from a day to a day.")
class Attachment(Node):
    patient: LazyPatient | None = one(
        "patient", by="patient_id", description="Null when another clinic answers for the person now."
    )
    clinic: Clinic = one("clinic", by="clinic_id")
    doctor_list: DoctorList | None = one("doctor_list", by="list_id")
    doctor: Staff | None = one("staff", by="list_id", via=("doctor_list", "doctor_id"))
    area: Area | None = one("area", by="area_id")
    starts_on: date
    ends_on: date | None = strawberry.field(description="The first day on which it no longer holds.")
    end_reason: DetachmentReason | None
    channel: AttachmentChannel
    reason: AttachmentReason
    reason_name: str = computed(read.reason_name, "In the viewer's language.", needs=("reason",))
    evidence: str | None = strawberry.field(description="The document that shows the reason.")
    resident: bool = strawberry.field(description="The address lies in the clinic's own area.")
    home_visits: bool = strawberry.field(
        description="False when the person gave up house calls to attach from afar."
    )
    over_norm: bool = strawberry.field(
        description="The list was over its norm already; residents are always taken."
    )
    override_reason: str | None = strawberry.field(description="Why a rule that advises was overridden.")
    requested_on: date
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    previous: Annotated["Attachment", strawberry.lazy("schema.attachment")] | None = one(
        "attachment", by="previous_id"
    )
    available_actions: list[AvailableAction] = computed(
        lambda row, context: resolved.available_actions(row, context.viewer, context.now),
        needs=("clinic_id", "starts_on", "ends_on", "end_reason", "ended_at", "recorded_at"),
    )
    version: int


@strawberry.input(description="Attachments that meet every given condition; days are included on both sides.")
class AttachmentFilter:
    clinic_id: strawberry.ID | None = UNSET
    list_id: strawberry.ID | None = UNSET
    area_id: strawberry.ID | None = UNSET
    region_code: KATO | None = UNSET
    patient_id: strawberry.ID | None = UNSET
    reason: AttachmentReason | None = UNSET
    channel: AttachmentChannel | None = UNSET
    resident: bool | None = UNSET
    over_norm: bool | None = UNSET
    started_from: date | None = UNSET
    started_to: date | None = UNSET
    ended_from: date | None = UNSET
    ended_to: date | None = UNSET
    changed_from: date | None = strawberry.field(
        default=UNSET, description="Started or ended on or after this day."
    )
    changed_to: date | None = strawberry.field(
        default=UNSET, description="Started or ended on or before this day."
    )
    code: RefusalCode | None = strawberry.field(default=UNSET, description="Of refusals: which rule said no.")


@strawberry.enum
class AttachmentOrderField(Enum):
    STARTS_ON = "STARTS_ON"
    RECORDED_AT = "RECORDED_AT"


@strawberry.input(description="By which key, in which direction.")
class AttachmentOrder:
    field: AttachmentOrderField
    direction: OrderDirection = OrderDirection.DESC


@strawberry.input(description="Attach a person to a doctor's list of your clinic.")
class AttachPatientInput:
    patient_id: strawberry.ID
    list_id: strawberry.ID
    reason: AttachmentReason
    channel: AttachmentChannel = AttachmentChannel.DESK
    evidence: str | None = strawberry.field(default=UNSET, description="The document that shows the reason.")
    home_visit_waiver: bool = strawberry.field(
        default=False, description="Lives outside, gives up house calls."
    )
    requested_on: date | None = UNSET
    override: OverrideInput | None = UNSET


@strawberry.input(description="Which attachment ends, when and why.")
class DetachPatientInput:
    attachment_id: strawberry.ID
    version: int
    reason: DetachmentReason
    ends_on: date | None = strawberry.field(
        default=UNSET,
        description="The first day on which it no longer holds, today when not said; the day of a death.",
    )
    note: str | None = strawberry.field(
        default=UNSET,
        description="On record with the act; needed for a commission's decision and for an error.",
    )


@strawberry.input(description="Which attachment, as you saw it.")
class UndoAttachmentInput:
    attachment_id: strawberry.ID
    version: int


@strawberry.input(description="Which ended attachment, as you saw it.")
class UndoDetachmentInput:
    attachment_id: strawberry.ID
    version: int


AttachPatientResult = Annotated[
    Attachment | NormExceeded | StaleVersion | InvalidInput | Refused,
    strawberry.union("AttachPatientResult"),
]
DetachPatientResult = Annotated[
    Attachment | StaleVersion | InvalidInput | Refused, strawberry.union("DetachPatientResult")
]
UndoAttachmentResult = Annotated[
    Attachment | StaleVersion | Refused, strawberry.union("UndoAttachmentResult")
]
UndoDetachmentResult = Annotated[
    Attachment | StaleVersion | Refused, strawberry.union("UndoDetachmentResult")
]


@strawberry.type
class AttachmentQueries:
    @strawberry.field(description="Attachments; with `asOf` those that hold on that day.")
    async def attachments(
        self,
        info: Info[Any, Any],
        filter: AttachmentFilter | None = None,
        order_by: AttachmentOrder | None = None,
        as_of: date | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Attachment]:
        criteria = given(filter)
        return await listing(
            info, "attachment", criteria, ordered(order_by), (first, after, last, before), as_of
        )


@strawberry.type
class AttachmentMutations:
    @strawberry.mutation(
        description="Attach a person; the attachment before it ends the day this one starts."
    )
    async def attach_patient(self, info: Info[Any, Any], input: AttachPatientInput) -> AttachPatientResult:
        return await resolved.attach(context_of(info), given(input))

    @strawberry.mutation(
        description="End an attachment without another one: death, leaving the country, an error. "
        "A death is recorded with the person."
    )
    async def detach_patient(self, info: Info[Any, Any], input: DetachPatientInput) -> DetachPatientResult:
        return await detachment.detach(context_of(info), given(input))

    @strawberry.mutation(description="Take back an attachment within ten minutes; the one before it goes on.")
    async def undo_attachment(self, info: Info[Any, Any], input: UndoAttachmentInput) -> UndoAttachmentResult:
        return await resolved.undo(context_of(info), given(input))

    @strawberry.mutation(
        description="Take back a detachment within ten minutes; the attachment goes on, a death is taken back."
    )
    async def undo_detachment(self, info: Info[Any, Any], input: UndoDetachmentInput) -> UndoDetachmentResult:
        return await detachment.undo(context_of(info), given(input))


@presents(read.Change, name="AttachmentChanged", description="Something about an attachment changed.")
class AttachmentChanged:
    attachment: Attachment | None = one(
        "attachment", by="attachment_id", description="Null when it went to a clinic that you do not see."
    )
    patient: LazyPatient | None = one("patient", by="patient_id")
    what: str = strawberry.field(
        description="ATTACHED, DETACHED, UNDONE; by the calendar STARTED, or ENDED with a contract."
    )


@strawberry.type
class AttachmentSubscriptions:
    @strawberry.subscription(
        description="Changes of attachments in the clinics that you see, as they happen."
    )
    async def attachment_changed(
        self, info: Info[Any, Any], clinic_id: strawberry.ID | None = None
    ) -> AsyncGenerator[AttachmentChanged, None]:
        async for change in read.changes(context_of(info), read_ids({"clinic_id": clinic_id})):
            yield change
