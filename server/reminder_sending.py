"""The worker's sending of messages: each is committed as being sent before it leaves, and settled after.

At most one leaves for a person and day, and none is lost, whenever a worker dies: docs/adr/0010-one-reminder-a-day.md.
"""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from db.database import Database
from db.installation import reason_of
from db.queries import delivery
from db.tables import Outbox, Reminder
from domain.access import SYSTEM
from domain.day import ALMATY, day_of
from domain.delivery import Attempt, Outcome, key_of, rest, settle
from domain.reminder_fate import ReminderFate
from domain.reminder_rules import ReminderChannel
from resolvers.reminder_planning import hours_for
from server.channels import Channel, Outgoing
from server.reminder_claiming import Claiming, Clock, InHand, outgoing

log = logging.getLogger("emhana.reminders")

LOOK_EVERY_SECONDS = 2.0
ASK_AFTER = timedelta(minutes=5)
ASK_FOR = timedelta(days=2)
STOPPED = "its worker stopped while it was being sent"


class Sender:
    """One worker's hands. Run as many as you like: what one has in hand the others pass over.

    `silent_after`: when a message in sending counts as left by a worker that is no more.
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[ReminderChannel, Channel],
        origin: str,
        *,
        silent_after: timedelta = timedelta(minutes=2),
        clock: Clock = lambda now: now,
    ) -> None:
        self._database, self._channels, self._clock = database, channels, clock
        self._silent_after = silent_after
        self._claiming = Claiming(database, frozenset(channels), origin, clock)
        self._stopping = asyncio.Event()

    async def announce(self) -> None:
        """Tell everybody which channels are set up."""
        async with self._database.transaction(SYSTEM) as tx:
            for channel in ReminderChannel:
                await delivery.configure(tx, channel, channel in self._channels)

    async def run(self, hands: int = 4) -> None:
        """Until told to finish: send, and every while look after what was left lying."""
        await asyncio.gather(*(self._keep(self.step) for _ in range(hands)), self._keep(self.look_after))

    async def _keep(self, act: Callable[[], Awaitable[bool]]) -> None:
        while not self._stopping.is_set():
            busy = False
            try:
                busy = await act()
            except Exception as error:
                if reason_of(error):
                    log.warning("the database does not answer", extra={"error": type(error).__qualname__})
                else:
                    log.exception("a message could not be taken care of")
            if not busy:
                with contextlib.suppress(TimeoutError):
                    pause = LOOK_EVERY_SECONDS * random.uniform(0.5, 1.5)
                    await asyncio.wait_for(self._stopping.wait(), pause)

    async def finish(self, hands: asyncio.Task[None]) -> None:
        """Take nothing more; what is in hand is seen through."""
        self._stopping.set()
        await hands

    async def step(self) -> bool:
        """Take one message and see it through; False when none waits."""
        for take in (self._claiming.reminder, self._claiming.notice):
            taken = await take()
            if isinstance(taken, InHand):
                await self._see_through(taken)
            if taken:
                return True
        return False

    async def _see_through(self, taken: InHand) -> None:
        channel = self._channels[taken.channel]
        if time.monotonic() - taken.since > self._silent_after.total_seconds() / 3:
            # Somebody may have taken it over by now.
            attempt = Attempt(Outcome.NOT_SENT, "claimed too long ago")
        else:
            attempt = await channel.send(taken.outgoing)
        if attempt.outcome is Outcome.UNKNOWN and channel.can_be_asked:
            return
        await self._settle(taken, attempt)

    async def _settle(self, taken: InHand, attempt: Attempt) -> None:
        row = taken.row
        async with self._database.transaction(SYSTEM) as tx:
            now = self._clock(await delivery.clock(tx))
            rules = hours_for(day_of(now)).rules
            after = settle(attempt.outcome, row.tries, since(row), now, random.random(), rules)
            await delivery.settle(
                tx,
                type(row),
                row.id,
                row.claims,
                fate=after.fate,
                reason=after.reason,
                detail=attempt.detail,
                tries=after.tries,
                next_try_at=after.next_try_at,
                settled_at=None if after.next_try_at else now,
                gateway_id=attempt.gateway_id,
            )
            if attempt.outcome is Outcome.CHANNEL_DOWN:
                failures = await delivery.failures(tx, taken.channel, attempt.detail)
                if pause := rest(failures, random.random(), rules):
                    await delivery.close(tx, taken.channel, now + pause)
            elif attempt.outcome not in (Outcome.UNKNOWN, Outcome.NOT_SENT):
                await delivery.works(tx, taken.channel)

    # --- What was left lying ---

    async def look_after(self) -> bool:
        """Resolve one message whose worker is no more, or ask what became of one that was accepted."""
        return await self._rescue(Reminder) or await self._rescue(Outbox) or await self._ask()

    async def _rescue(self, kind: type[Reminder] | type[Outbox]) -> bool:
        """Take it over, so that its former worker settles nothing any more; then learn what can be learned."""
        async with self._database.transaction(SYSTEM) as tx:
            now = self._clock(await delivery.clock(tx))
            row = await delivery.abandoned(tx, kind, self._silent_after)
            if row is None:
                return False
            row = await delivery.claim(tx, row)
        name = (
            ReminderChannel(row.channel)
            if isinstance(row, Reminder) and row.channel
            else ReminderChannel.EMAIL
        )
        said = outgoing(row, "") if isinstance(row, Reminder) else self._claiming.of_notice(row)
        taken = InHand(row, name, said, time.monotonic())
        attempt = await self._resolved(taken, now)
        if attempt is not None:
            await self._settle(taken, attempt)
        return True

    async def _resolved(self, taken: InHand, now: datetime) -> Attempt | None:
        """Nothing is sent again on another day or at night; what cannot be learned for long stays unknown."""
        channel, row = self._channels.get(taken.channel), taken.row
        if channel is None:
            return Attempt(Outcome.UNKNOWN, "the channel is not set up any more")
        local = now.astimezone(ALMATY)
        late = isinstance(row, Reminder) and (
            row.left_on != local.date() or not hours_for(local.date()).is_open(local)
        )
        if late and not channel.can_be_asked:
            return Attempt(Outcome.UNKNOWN, STOPPED)
        found = await channel.resolve(taken.outgoing)
        if found is not None:
            return found if found.detail else found._replace(detail=STOPPED)
        rules = hours_for(local.date()).rules
        if not channel.can_be_asked or now > since(row) + timedelta(days=rules.keep_trying_days):
            return Attempt(Outcome.UNKNOWN, "nobody could be asked")
        return None

    async def _ask(self) -> bool:
        """Where the gateway knows whether a message was delivered, so does the ledger."""
        channel = self._channels.get(ReminderChannel.SMS)
        if channel is None:
            return False
        async with self._database.transaction(SYSTEM) as tx:
            row = await delivery.to_ask(tx, ReminderChannel.SMS, ASK_AFTER, ASK_FOR)
            if row is None:
                return False
        told = await channel.status(key_of(row.id, row.revived_at))
        if told is not None and told.outcome in (Outcome.DELIVERED, Outcome.REFUSED):
            fate = ReminderFate.DELIVERED if told.outcome is Outcome.DELIVERED else ReminderFate.DEAD
            async with self._database.transaction(SYSTEM) as tx:
                await delivery.delivered(tx, row, fate, told.detail)
        return True


def since(row: Reminder | Outbox) -> datetime:
    """From when a message is being tried."""
    return (row.revived_at or row.planned_at) if isinstance(row, Reminder) else row.created_at


async def send_test(channel: Channel, message: Outgoing) -> Attempt:
    """One message to one address, outside the ledger."""
    try:
        return await channel.send(message)
    finally:
        with contextlib.suppress(Exception):
            await channel.close()
