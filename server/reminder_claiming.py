"""The transaction in which a message is taken in hand: everything is looked at once more, then it may leave."""

import secrets
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from db.database import Database, Transaction
from db.queries import access_event, delivery
from db.queries import clinic as clinics
from db.queries import immunization_planning as plans
from db.queries import reminder as reminders
from db.queries.reminder_facts import stale_plans
from db.tables import Outbox, Reminder, ReminderItem
from domain.access import SYSTEM
from domain.day import ALMATY, day_of
from domain.delivery import key_of
from domain.language import Language
from domain.reminder import Item, Send, Wait, Withdraw, decide
from domain.reminder_fate import ReminderFate, ReminderReason
from domain.reminder_rules import ReminderChannel
from domain.reminder_text import letter, notice, segments, subject
from resolvers.context import AuditNote
from resolvers.immunization_planning import calendar, replan
from resolvers.reminder_facts import facts_about
from resolvers.reminder_planning import hours_for, words
from server.channels import Outgoing

OPERATION = "sendReminder"
Clock = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True)
class InHand:
    """A message that is committed as being sent; `row` as it was then, `since` a moment just before, by `monotonic`."""

    row: Reminder | Outbox
    channel: ReminderChannel
    outgoing: Outgoing
    since: float


@dataclass(frozen=True, slots=True)
class Claiming:
    """How a worker takes messages: which channels are set up here, where links lead, what time it takes it to be."""

    database: Database
    configured: Collection[ReminderChannel]
    origin: str
    clock: Clock

    async def reminder(self) -> InHand | bool:
        """A message to be sent now; True when one was looked at and waits or is withdrawn, False when none waits."""
        async with self.database.transaction(SYSTEM) as tx:
            now = self.clock(await delivery.clock(tx))
            row = await delivery.next_waiting(tx, Reminder, now)
            if row is None:
                return False
            items = await reminders.items_of(tx, row.id)
            verdict = await self._decide(tx, row, items, now)
            await _drop(tx, items, verdict)
            match verdict:
                case Wait():
                    await delivery.change(tx, row, next_try_at=verdict.until, reason=verdict.reason)
                case Withdraw():
                    await _withdraw(tx, row, verdict.reason)
                case Send():
                    return await self._take(tx, row, verdict, day_of(now))
        return True

    async def _decide(
        self, tx: Transaction, row: Reminder, items: Sequence[ReminderItem], now: datetime
    ) -> Send | Wait | Withdraw:
        """With the people locked, so that whoever records a dose now is either before us or after us."""
        local = now.astimezone(ALMATY)
        hours, on = hours_for(local.date()), local.date()
        patient_ids = sorted({item.patient_id for item in items})
        free = set(await plans.lock_free(tx, patient_ids))
        await replan(tx, await stale_plans(tx, free, calendar(), on), on)
        facts = await facts_about(tx, patient_ids, hours.rules, on, also=[row.recipient_id], but=row.id)
        asked = [
            facts.item(
                item.patient_id, item.vaccine_group, item.dose_number, row.clinic_id, row.recipient_id
            )._replace(plan_holds=item.patient_id in free)
            for item in items
        ]
        closed = {
            ReminderChannel(state.channel): state.closed_until.astimezone(ALMATY)
            for state in await delivery.channels(tx)
            if state.closed_until
        }
        return decide(facts.recipient(row.recipient_id), asked, hours, local, self.configured, closed)

    async def _take(self, tx: Transaction, row: Reminder, verdict: Send, on: date) -> InHand:
        clinic = await clinics.by_id(tx, row.clinic_id)
        language, token = Language(row.language), secrets.token_urlsafe(24)
        said = words(verdict.items, language, clinic, on)
        link = f"{self.origin}/reminders/stop/{token}" if verdict.way.channel is ReminderChannel.EMAIL else ""
        since = time.monotonic()
        taken = await delivery.claim(
            tx,
            row,
            left_on=on,
            channel=verdict.way.channel,
            address=verdict.way.address,
            message=said,
            segments=segments(said) if verdict.way.channel is ReminderChannel.SMS else None,
            opt_out_hash=sha256(token.encode()).digest() if link else None,
        )
        await _on_record(tx, taken, verdict.items)
        return InHand(taken, verdict.way.channel, outgoing(taken, link), since)

    async def notice(self) -> InHand | bool:
        """The same for notices to clinics, which have neither quiet hours nor a cap."""
        async with self.database.transaction(SYSTEM) as tx:
            now = self.clock(await delivery.clock(tx))
            row = await delivery.next_waiting(tx, Outbox, now)
            if row is None:
                return False
            address = (await clinics.by_id(tx, row.clinic_id)).email if row.clinic_id else None
            if address is None or ReminderChannel.EMAIL not in self.configured:
                reason = ReminderReason.NO_CHANNEL if address else ReminderReason.NO_ADDRESS
                await _withdraw(tx, row, reason)
                return True
            since = time.monotonic()
            taken = await delivery.claim(tx, row, address=address)
            return InHand(taken, ReminderChannel.EMAIL, self.of_notice(taken), since)

    def of_notice(self, row: Outbox) -> Outgoing:
        about, text = notice(date.fromisoformat(row.payload["from_day"]), f"{self.origin}/reminders")
        return Outgoing(id=row.id, address=row.address or "", language=Language.KK, text=text, subject=about)


def outgoing(row: Reminder, link: str) -> Outgoing:
    """The message as it leaves; tried again it is the same to the letter, but for the link."""
    language, text = Language(row.language), row.message or ""
    return Outgoing(
        id=key_of(row.id, row.revived_at),
        address=row.address or "",
        language=language,
        text=text,
        subject=subject(language),
        body=letter(language, text, link) if link else "",
        stop_link=link,
    )


async def _withdraw(tx: Transaction, row: Reminder | Outbox, reason: ReminderReason) -> None:
    now: dict[str, Any] = {"settled_at": await delivery.clock(tx), "next_try_at": None}
    await delivery.change(tx, row, fate=ReminderFate.WITHDRAWN, reason=reason, **now)


async def _drop(tx: Transaction, items: Sequence[ReminderItem], verdict: Send | Wait | Withdraw) -> None:
    if isinstance(verdict, Wait):
        return
    reasons = {_key(item): reason for item, reason in verdict.dropped}
    for row in items:
        if reason := reasons.get(_key(row)):
            await reminders.drop(tx, row.id, reason)


def _key(item: Item | ReminderItem) -> tuple[UUID, str, int]:
    return item.patient_id, item.vaccine_group, item.dose_number


async def _on_record(tx: Transaction, row: Reminder, items: Sequence[Item]) -> None:
    """That names of people left the house stands in the trail."""
    note = AuditNote(changes={"reminder": str(row.id)})
    note.showed([row.recipient_id, *(item.patient_id for item in items)])
    await access_event.record(
        tx, SYSTEM, note, operation=OPERATION, document=None, address=None, trace_id=None
    )
