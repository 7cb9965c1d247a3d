"""Reminders as the worker runs them: which ways out are set up, planning the day, sending."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from db.database import Database
from db.reference import bring_reminder_rules
from domain.access import SYSTEM
from domain.day import ALMATY
from domain.reminder_rules import ReminderChannel
from resolvers.reminder_planning import candidates, hours_for, plan
from server.channels import Channel
from server.channels.http import SmsGateway, Webhook
from server.channels.mail import Mail
from server.reminder_sending import Sender
from server.settings import Settings

log = logging.getLogger("emhana.reminders")

HANDS = 4


def configured(settings: Settings) -> frozenset[ReminderChannel]:
    """Which channels have an address here."""
    named = {
        ReminderChannel.SMS: settings.sms_url,
        ReminderChannel.EMAIL: settings.smtp_url,
        ReminderChannel.WEBHOOK: settings.webhook_url,
    }
    return frozenset(channel for channel, url in named.items() if url)


def channels_of(settings: Settings) -> dict[ReminderChannel, Channel]:
    """The ways out that this installation has; each answers well before its message counts as left lying."""
    timeout = min(20.0, settings.sending_seconds / 5)
    found: dict[ReminderChannel, Channel] = {}
    if settings.sms_url:
        found[ReminderChannel.SMS] = SmsGateway(
            settings.sms_url, settings.sms_secret, settings.sms_sender, timeout
        )
    if settings.smtp_url:
        found[ReminderChannel.EMAIL] = Mail(settings.smtp_url, settings.mail_from, timeout)
    if settings.webhook_url:
        found[ReminderChannel.WEBHOOK] = Webhook(settings.webhook_url, settings.webhook_secret, timeout)
    return found


def sender_of(settings: Settings, database: Database, channels: Mapping[ReminderChannel, Channel]) -> Sender:
    silent_after = timedelta(seconds=settings.sending_seconds)
    return Sender(database, channels, settings.origin, silent_after=silent_after)


async def plan_day(
    database: Database, configured: Collection[ReminderChannel], now: datetime | None = None
) -> int:
    """Plan today's messages for everybody, in small steps. Safe to repeat and to run twice at once."""
    now = now or datetime.now(UTC)
    local = now.astimezone(ALMATY)
    if hours_for(local.date()).next_opening(local).date() != local.date():
        return 0
    planned, last = 0, None
    while some := await _some(database, local, last):
        async with database.transaction(SYSTEM) as tx:
            planned += await plan(tx, some, now, configured)
        last = some[-1]
    return planned


async def _some(database: Database, local: datetime, last: UUID | None) -> list[UUID]:
    async with database.transaction(SYSTEM) as tx:
        return await candidates(tx, local.date(), None, last)


@asynccontextmanager
async def sending(settings: Settings) -> AsyncIterator[None]:
    """Send for as long as the block lasts; what is in hand when it ends is finished first, or found again."""
    bring_reminder_rules(settings.reminder_rules)
    database = Database(settings.database_url, pool_size=HANDS + 1, wait_seconds=60)
    channels = channels_of(settings)
    sender = sender_of(settings, database, channels)
    await sender.announce()
    hands = asyncio.create_task(sender.run(HANDS))
    try:
        yield
    finally:
        await sender.finish(hands)
        for channel in channels.values():
            with contextlib.suppress(Exception):
                await channel.close()
        await database.dispose()
