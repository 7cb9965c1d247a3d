"""What can be chosen when somebody is attached: doctors with room, reasons, the campaign of the year."""

from datetime import date
from typing import Any

import strawberry
from strawberry import Info

from domain import attachment_rules as campaign_rules
from resolvers import attachment_options as offered
from resolvers import attachment_reading as read
from schema.area import Area
from schema.attachment import Attachment, LazyPatient
from schema.doctor_list import DoctorList
from schema.enums import AttachmentReason
from schema.inputs import read_ids
from schema.presenting import computed, context_of, presents


@presents(campaign_rules.Campaign, description="The weeks of a year in which everybody may choose a clinic.")
class Campaign:
    year: int
    opens_on: date
    closes_on: date
    effective_on: date
    source: str
    verified: bool


@presents(
    offered.ReasonOption,
    description="A reason to attach: whether it is open today, from when it would count.",
)
class AttachmentReasonOption:
    reason: AttachmentReason
    name: str = computed(read.reason_name, "In the viewer's language.")
    starts_on: date
    needs_evidence: bool
    open: bool
    why: str | None = computed(read.why_closed, "Why it is closed today.")


@presents(
    offered.Options, description="What the desk needs to attach a person: area, doctors with room, reasons."
)
class AttachmentOptions:
    patient: LazyPatient | None
    deceased: bool = strawberry.field(description="The person has died, wherever attached: nothing can be chosen.")
    area: Area | None
    resident: bool
    proposed: DoctorList | None
    lists: list[DoctorList]
    reasons: list[AttachmentReasonOption]
    campaign: Campaign | None
    starts_on: date
    current: Attachment | None


@strawberry.type
class AttachmentOptionsQueries:
    @strawberry.field(description="What can be chosen when this person is attached to your clinic today.")
    async def attachment_options(self, info: Info[Any, Any], patient_id: strawberry.ID) -> AttachmentOptions:
        asked = {"patient_id": patient_id}
        return await offered.options(context_of(info), read_ids(asked))

    @strawberry.field(description="The campaigns that are known, newest first.")
    async def campaigns(self, info: Info[Any, Any]) -> list[Campaign]:
        return read.campaigns(context_of(info))
