"""Requests to attach that were refused, each with its rule."""

from datetime import date, datetime
from typing import Any

import strawberry
from strawberry import Info

from domain.refusal import RefusalCode
from resolvers import attachment_reading as read
from resolvers.account import names as account_names
from schema.attachment import AttachmentFilter, LazyPatient
from schema.clinic import Clinic
from schema.doctor_list import DoctorList
from schema.inputs import given
from schema.listing import listing
from schema.node import Connection, Node
from schema.presenting import computed, gathered, one, presents
from schema.refusal import Citation


@presents("attachment_refusal", description="A request that was refused, and by which rule.")
class AttachmentRefusal(Node):
    patient: LazyPatient | None = one("patient", by="patient_id")
    clinic: Clinic = one("clinic", by="clinic_id")
    doctor_list: DoctorList | None = one("doctor_list", by="list_id")
    code: RefusalCode
    message: str = computed(read.refusal_message, "In the viewer's language.", needs=("code", "facts"))
    on: date = computed(lambda row, _context: row.refused_on, needs=("refused_on",))
    recorded_at: datetime
    rule: Citation | None = computed(read.refusal_rule, needs=("rule",))
    recorded_by: str | None = gathered(account_names, by="recorded_by")


@strawberry.type
class AttachmentRefusalQueries:
    @strawberry.field(description="Requests to attach that were refused, newest first.")
    async def attachment_refusals(
        self,
        info: Info[Any, Any],
        filter: AttachmentFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[AttachmentRefusal]:
        return await listing(info, "attachment_refusal", given(filter), None, (first, after, last, before))
