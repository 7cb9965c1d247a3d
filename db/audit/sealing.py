"""Sealing: whatever became visible since the last head is hashed, signed and put on record twice."""

from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text

from db.audit import log
from db.audit.head import FIRST, Event, Head, head_of, root_of
from db.audit.key import KeyMissing, SealKey, make_key, read_key
from db.database import Database, Transaction
from db.tables import AccessEvent, AccessSeal
from db.tables.base import table_of
from domain.access import SYSTEM

AT_ONCE = 10_000
HEARTBEAT = timedelta(minutes=1)
# Between an event's moment, taken first, and the number of its transaction.
GRACE = timedelta(seconds=10)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
EVENT, SEAL = table_of(AccessEvent), table_of(AccessSeal)


class TrailRewritten(Exception):
    """The database holds fewer or other heads than the log: a backup came back, or somebody cut the trail."""


@dataclass(frozen=True, slots=True)
class Sealer:
    """Where the key and the log are: both outside the database."""

    key: Path
    log: Path

    async def seal(self, database: Database) -> int:
        """Seal what there is; the number of new heads. Safe to repeat and to run twice at once.

        Raises KeyMissing where heads exist and their key does not, TrailRewritten where the log knows more.
        """
        made = 0
        while (size := await self._one(database)) is not None:
            made += 1
            if size < AT_ONCE:
                break
        await self._log(database)
        return made

    async def _one(self, database: Database) -> int | None:
        """How many events the new head is over; null when there was nothing to seal."""
        async with database.transaction(SYSTEM) as tx:
            await _lock(tx)
            before = await _last(tx)
            _refuse_rewritten(before, log.last(self.log))
            moment = await _moment(tx)
            events = await _unsealed(tx, before)
            if not events and before and moment.now - before.sealed_at < HEARTBEAT:
                return None
            settled = await _settled_at(tx, moment.oldest_xid) if len(events) < AT_ONCE else None
            head = _head(before, events, moment, settled)
            await _store(tx, head, events, self._key(before))
            return len(events)

    def _key(self, before: AccessSeal | None) -> SealKey:
        key = read_key(self.key)
        if key is None and before is not None:
            raise KeyMissing(f"The key of the seals, {self.key}, is missing: restore it from your backup.")
        return key or make_key(self.key)

    async def _log(self, database: Database) -> None:
        """Whatever is committed and not in the log yet, also what a crash kept from it."""
        async with database.transaction(SYSTEM) as tx:
            await _lock(tx)
            known = log.last(self.log)
            newer = select(*SEAL.c).where(SEAL.c.position > (known.position if known else 0))
            seals = await tx.all(AccessSeal, newer.order_by(SEAL.c.position))
            log.append(self.log, [(head_of(seal), seal.signature) for seal in seals])


@dataclass(frozen=True, slots=True)
class Moment:
    """By the database's clock; no transaction below `oldest_xid` runs, none from `next_xid` on had begun to write."""

    now: datetime
    oldest_xid: int
    next_xid: int


async def _lock(tx: Transaction) -> None:
    await tx.execute(text("select pg_advisory_xact_lock(hashtextextended('access_seal', 0))"))


async def _last(tx: Transaction) -> AccessSeal | None:
    return await tx.first(AccessSeal, select(*SEAL.c).order_by(SEAL.c.position.desc()).limit(1))


def _refuse_rewritten(before: AccessSeal | None, known: log.Line | None) -> None:
    if known is None:
        return
    if before is None or before.position < known.position:
        raise TrailRewritten(f"The log ends with head {known.position}, the database before it.")
    if before.position == known.position and head_of(before).hash != known.hash:
        raise TrailRewritten(f"Head {known.position} is not the one in the log.")


async def _moment(tx: Transaction) -> Moment:
    row: Any = await tx.row(
        text(
            "select clock_timestamp() as now, pg_snapshot_xmin(s)::text::bigint as oldest_xid, "
            "pg_snapshot_xmax(s)::text::bigint as next_xid from pg_current_snapshot() s"
        )
    )
    return Moment(row.now, row.oldest_xid, row.next_xid)


async def _unsealed(tx: Transaction, before: AccessSeal | None) -> list[Event]:
    """What is visible and in no head. Ids and moments don't follow commits, so none of them is a mark to go on from."""
    since = before.settled_at if before else BEGINNING
    recent = select(func.unnest(SEAL.c.event_ids)).where(SEAL.c.sealed_at >= since - timedelta(minutes=1))
    statement = select(*EVENT.c).where(EVENT.c.at >= since, EVENT.c.id.not_in(recent))
    found = await tx.rows(statement.order_by(EVENT.c.at, EVENT.c.id).limit(AT_ONCE))
    return [dict(row._mapping) for row in found]


async def _settled_at(tx: Transaction, oldest_xid: int) -> datetime | None:
    """The moment of the latest head since which everybody who was writing then has ended."""
    latest = select(func.max(SEAL.c.sealed_at)).where(SEAL.c.next_xid <= oldest_xid)
    return await tx.value(latest)  # type: ignore[no-any-return]


def _head(before: AccessSeal | None, events: list[Event], moment: Moment, settled: datetime | None) -> Head:
    known = before.settled_at if before else BEGINNING
    return Head(
        position=before.position + 1 if before else 1,
        sealed_at=moment.now,
        settled_at=max(known, settled - GRACE) if settled else known,
        next_xid=moment.next_xid,
        size=(before.size if before else 0) + len(events),
        root=root_of(events),
        previous=head_of(before).hash if before else FIRST,
        key_id="",
    )


async def _store(tx: Transaction, head: Head, events: list[Event], key: SealKey) -> None:
    head = replace(head, key_id=key.id)
    ids = [event["id"] for event in events]
    await tx.insert(AccessSeal(**asdict(head), event_ids=ids, signature=key.sign(head.signed)))
