"""Messages on their way: taken in hand by one worker, committed before they leave, settled by whoever took them.

Written for every table with the columns of a fate. One clock for all workers: the database's.
"""

from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from db.database import Transaction
from db.tables import Outbox, Reminder, ReminderChannelState
from db.tables.base import table_of
from domain.reminder_fate import LEFT, ReminderFate, ReminderReason
from domain.reminder_rules import ReminderChannel

Message = TypeVar("Message", bound=Reminder | Outbox)
WAITING = (ReminderFate.PLANNED, ReminderFate.RETRYING)
CHANNEL = table_of(ReminderChannelState)


async def clock(tx: Transaction) -> datetime:
    """The database's clock, which all workers share."""
    now: datetime = await tx.value(select(func.clock_timestamp()))
    return now


async def next_waiting(tx: Transaction, row: type[Message], now: datetime) -> Message | None:
    """The message that has waited longest past its time, locked; those in other hands are passed over."""
    table = table_of(row)
    due = select(*table.c).where(table.c.fate.in_(WAITING), table.c.next_try_at <= now)
    return await tx.first(
        row, due.order_by(table.c.next_try_at).limit(1).with_for_update(skip_locked=True, key_share=True)
    )


async def abandoned(tx: Transaction, row: type[Message], after: timedelta) -> Message | None:
    """A message in sending whose worker has been silent for so long, locked."""
    table = table_of(row)
    silent = select(*table.c).where(
        table.c.fate == ReminderFate.SENDING, table.c.claimed_at < func.clock_timestamp() - after
    )
    return await tx.first(
        row, silent.order_by(table.c.claimed_at).limit(1).with_for_update(skip_locked=True, key_share=True)
    )


async def change(tx: Transaction, row: Message, /, **values: Any) -> Message:
    """As it is after the change. The caller holds its lock, so the version only counts and is not compared."""
    table = table_of(type(row))
    changed = update(table).where(table.c.id == row.id).values(**_versioned(table, values))
    return await tx.one(type(row), changed.returning(*table.c))


async def claim(tx: Transaction, row: Message, /, **values: Any) -> Message:
    """Put a locked message into sending; after the commit it may leave, and only then."""
    table = table_of(type(row))
    return await change(
        tx,
        row,
        fate=ReminderFate.SENDING,
        reason=None,
        claims=table.c.claims + 1,
        claimed_at=func.clock_timestamp(),
        next_try_at=None,
        **values,
    )


async def settle(tx: Transaction, row: type[Message], message_id: UUID, claims: int, **values: Any) -> bool:
    """What came of it, said by who claimed it; nothing when another has taken it over and knows better."""
    table = table_of(row)
    mine = (table.c.id == message_id, table.c.claims == claims)
    known_by_nobody = table.c.fate.in_((ReminderFate.SENDING, ReminderFate.UNKNOWN))
    changed = update(table).where(*mine, known_by_nobody).values(**_versioned(table, values))
    return (await tx.execute(changed)).rowcount == 1


async def to_ask(
    tx: Transaction, channel: ReminderChannel, after: timedelta, within: timedelta
) -> Reminder | None:
    """A message that was accepted and whose delivery nobody has asked about for a while; noted as asked now."""
    table, now = table_of(Reminder), func.clock_timestamp()
    quiet = select(*table.c).where(
        table.c.fate == ReminderFate.SENT,
        table.c.channel == channel,
        table.c.settled_at > now - within,
        func.coalesce(table.c.asked_at, table.c.settled_at) < now - after,
    )
    row = await tx.first(
        Reminder, quiet.order_by(table.c.asked_at.nulls_first()).limit(1).with_for_update(skip_locked=True)
    )
    return None if row is None else await change(tx, row, asked_at=now)


async def delivered(tx: Transaction, row: Reminder, fate: ReminderFate, detail: str | None) -> None:
    """The gateway's last word on a message that it had accepted."""
    table = table_of(Reminder)
    reason = ReminderReason.GATEWAY_REFUSED if fate is ReminderFate.DEAD else None
    values = _versioned(table, {"fate": fate, "detail": detail, "reason": reason})
    await tx.execute(
        update(table).where(table.c.id == row.id, table.c.fate == ReminderFate.SENT).values(**values)
    )


def _versioned(table: Any, values: dict[str, Any]) -> dict[str, Any]:
    if "fate" in values and values["fate"] not in LEFT and "left_on" in table.c:
        values = values | {"left_on": None}
    return values | ({"version": table.c.version + 1} if "version" in table.c else {})


# --- Channels ---


async def channels(tx: Transaction) -> list[ReminderChannelState]:
    """Every channel that was ever set up here, as it stands now."""
    return await tx.all(ReminderChannelState, select(*CHANNEL.c))


async def configure(tx: Transaction, channel: ReminderChannel, configured: bool) -> None:
    """Note whether a channel is set up here; what is known of its failures stays."""
    given = insert(CHANNEL).values(channel=channel, configured=configured, failures=0)
    await tx.execute(given.on_conflict_do_update(index_elements=["channel"], set_={"configured": configured}))


async def failures(tx: Transaction, channel: ReminderChannel, detail: str | None) -> int:
    """Count a failure of the channel itself; how many in a row it is now."""
    counted = update(CHANNEL).where(CHANNEL.c.channel == channel)
    return int(
        await tx.value(
            counted.values(
                failures=CHANNEL.c.failures + 1, detail=detail, changed_at=func.clock_timestamp()
            ).returning(CHANNEL.c.failures)
        )
        or 0
    )


async def close(tx: Transaction, channel: ReminderChannel, until: datetime) -> None:
    """Nothing leaves by this channel until then."""
    await tx.execute(update(CHANNEL).where(CHANNEL.c.channel == channel).values(closed_until=until))


async def works(tx: Transaction, channel: ReminderChannel) -> None:
    """It answered: nothing is held against it any more."""
    failed = update(CHANNEL).where(CHANNEL.c.channel == channel, CHANNEL.c.failures > 0)
    await tx.execute(
        failed.values(failures=0, closed_until=None, detail=None, changed_at=func.clock_timestamp())
    )
