"""Reminders of due doses: the ledger of messages, the day before it comes, wishes to be left alone."""

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import reminder as resolved
from resolvers.account import names as account_names
from schema.clinic import Clinic
from schema.enums import (
    AvailableAction,
    Language,
    ReminderChannel,
    ReminderFate,
    ReminderKind,
    ReminderOptOutSource,
    ReminderReason,
)
from schema.inputs import given
from schema.listing import OrderDirection, listing, ordered
from schema.node import Connection, Node
from schema.presenting import computed, context_of, gathered, many, one, presents
from schema.refusal import Refused, StaleVersion

if TYPE_CHECKING:
    from schema.patient import Patient

LazyPatient = Annotated["Patient", strawberry.lazy("schema.patient")]


@presents("reminder_item", description="A dose that a message is about.")
class ReminderItem(Node):
    patient: LazyPatient | None = one("patient", by="patient_id")
    vaccine_group: str
    dose_number: int
    act_on: date = strawberry.field(description="From when the dose may be given.")
    dropped: ReminderReason | None = strawberry.field(
        description="Why it was left out when the message left."
    )
    dropped_words: str | None = computed(
        resolved.dropped_words, "In the viewer's language.", needs=("dropped",)
    )


@presents(
    "reminder", description="One message to one person, and what became of it. One leaves a day at most."
)
class Reminder(Node):
    kind: ReminderKind
    clinic: Clinic = one("clinic", by="clinic_id")
    recipient: LazyPatient | None = one(
        "patient",
        by="recipient_id",
        description="Who gets it: an adult, a child's guardian. Null for another clinic's person.",
    )
    items: list[ReminderItem] = many("reminder_item", by="reminder_id", order=("id",))
    planned_for: date
    language: Language
    channel: ReminderChannel | None
    address: str | None = strawberry.field(description="As it was when it left; hidden where identity is.")
    message: str | None = strawberry.field(description="What it said; null until it leaves.")
    segments: int | None = strawberry.field(description="How many SMS it cost.")
    fate: ReminderFate
    reason: ReminderReason | None
    reason_words: str | None = computed(resolved.reason_words, "In the viewer's language.", needs=("reason",))
    detail: str | None = strawberry.field(description="What the gateway or the mail server said.")
    tries: int
    next_try_at: datetime | None
    planned_at: datetime
    left_on: date | None = strawberry.field(description="The day on which it left or may have left.")
    settled_at: datetime | None
    available_actions: list[AvailableAction] = computed(
        resolved.available_actions, needs=("clinic_id", "fate")
    )
    version: int


@presents(
    "reminder_opt_out", description="Somebody wants no messages, by one channel or any, until taken back."
)
class ReminderOptOut(Node):
    channel: ReminderChannel | None = strawberry.field(description="Null: by none.")
    kind: ReminderKind | None = strawberry.field(description="Null: of no kind.")
    source: ReminderOptOutSource
    recorded_at: datetime
    recorded_by: str | None = gathered(account_names, by="recorded_by")
    ended_at: datetime | None
    ended_by: str | None = gathered(account_names, by="ended_by")


@presents("outbox", description="Something that a clinic is told, by e-mail where it has an address.")
class ClinicNotice(Node):
    topic: str
    message: str = computed(resolved.notice_words, "In the viewer's language.", needs=("payload",))
    created_at: datetime
    fate: ReminderFate
    reason: ReminderReason | None
    reason_words: str | None = computed(resolved.reason_words, "In the viewer's language.", needs=("reason",))
    address: str | None


@presents(resolved.ProposedReminder, description="What somebody would be told on a day, or why nothing.")
class ProposedReminder:
    recipient: LazyPatient | None = one(
        "patient", by="recipient_id", description="Null for another clinic's person, or for nobody."
    )
    names: list[str] = strawberry.field(description="Given names of those whose doses are due.")
    doses: int
    language: Language | None
    channel: ReminderChannel | None
    text: str | None
    segments: int | None = strawberry.field(description="How many SMS it would cost.")
    reason: ReminderReason | None
    reason_words: str | None = computed(resolved.reason_words, "In the viewer's language.")


@presents(resolved.ReminderPreview, description="A day of your clinic's reminders, as far as is known now.")
class ReminderPreview:
    on: date
    open: bool = strawberry.field(description="Whether messages leave on this day at all.")
    messages: int = strawberry.field(description="How many would leave.")
    silent: int = strawberry.field(description="How many people with a dose near get none.")
    told: list[ProposedReminder] = strawberry.field(description="The first hundred.")
    not_told: list[ProposedReminder] = strawberry.field(
        description="The first hundred, each with its reason."
    )


@presents(resolved.ChannelState, description="Whether messages get out of the house by a channel.")
class ChannelState:
    channel: ReminderChannel
    configured: bool
    down: bool = strawberry.field(
        description="It failed so often in a row that nothing is sent until the next try; nothing is lost meanwhile."
    )
    since: datetime | None = strawberry.field(description="The last failure, while it is down.")
    next_try_at: datetime | None
    detail: str | None = strawberry.field(description="What the other side said, or the network.")
    waiting: int = strawberry.field(description="How many messages that you may see wait for it; 0 while it works.")


@strawberry.input(description="Messages that meet every given condition; days are included on both sides.")
class ReminderFilter:
    clinic_id: strawberry.ID | None = UNSET
    patient_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Who got it, or whom it is about."
    )
    fate: ReminderFate | None = UNSET
    reason: ReminderReason | None = UNSET
    channel: ReminderChannel | None = UNSET
    planned_from: date | None = UNSET
    planned_to: date | None = UNSET


@strawberry.enum
class ReminderOrderField(Enum):
    PLANNED_FOR = "PLANNED_FOR"
    PLANNED_AT = "PLANNED_AT"


@strawberry.input(description="By which key, in which direction.")
class ReminderOrder:
    field: ReminderOrderField
    direction: OrderDirection = OrderDirection.DESC


@strawberry.input(description="Which dead message, as you saw it.")
class RetryReminderInput:
    reminder_id: strawberry.ID
    version: int


@strawberry.input(description="Who wants no messages; by one channel, of one kind, or none at all.")
class OptOutOfRemindersInput:
    patient_id: strawberry.ID
    channel: ReminderChannel | None = UNSET
    kind: ReminderKind | None = UNSET


@strawberry.input(description="Which wish is taken back.")
class OptInToRemindersInput:
    opt_out_id: strawberry.ID


RetryReminderResult = Annotated[Reminder | StaleVersion | Refused, strawberry.union("RetryReminderResult")]
ReminderOptOutResult = Annotated[ReminderOptOut | Refused, strawberry.union("ReminderOptOutResult")]


@strawberry.type
class ReminderQueries:
    @strawberry.field(description="The ledger: every message with its fate, the latest first.")
    async def reminders(
        self,
        info: Info[Any, Any],
        filter: ReminderFilter | None = None,
        order_by: ReminderOrder | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[Reminder]:
        return await listing(info, "reminder", given(filter), ordered(order_by), (first, after, last, before))

    @strawberry.field(description="Who of your clinic would be told what on a day, and why others would not.")
    async def reminder_preview(self, info: Info[Any, Any], on: date) -> ReminderPreview:
        return await resolved.preview_day(context_of(info), on)

    @strawberry.field(description="How the channels that are set up here fare.")
    async def reminder_channels(self, info: Info[Any, Any]) -> list[ChannelState]:
        found: Any = await resolved.channels(context_of(info))
        return found

    @strawberry.field(description="What your clinic was told, the latest first.")
    async def clinic_notices(
        self,
        info: Info[Any, Any],
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[ClinicNotice]:
        return await listing(info, "outbox", {}, None, (first, after, last, before))


@strawberry.type
class ReminderMutations:
    @strawberry.mutation(description="Try a dead message again; whether it is still due is looked at anew.")
    async def retry_reminder(self, info: Info[Any, Any], input: RetryReminderInput) -> RetryReminderResult:
        return await resolved.retry(context_of(info), given(input))

    @strawberry.mutation(description="Keep that a person wants no messages.")
    async def opt_out_of_reminders(
        self, info: Info[Any, Any], input: OptOutOfRemindersInput
    ) -> ReminderOptOutResult:
        return await resolved.opt_out(context_of(info), given(input))

    @strawberry.mutation(description="Take a wish for no messages back; that it was stays on record.")
    async def opt_in_to_reminders(
        self, info: Info[Any, Any], input: OptInToRemindersInput
    ) -> ReminderOptOutResult:
        return await resolved.opt_in(context_of(info), given(input))
