"""Verifying: the database, the log and the key are read, and whatever does not agree is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import any_, func, select

from db.audit import log
from db.audit.head import FIRST, Event, head_of, in_order, root_of
from db.audit.key import KeyMissing, SealKey, read_key
from db.audit.sealing import BEGINNING, EVENT, SEAL
from db.database import Database, Transaction
from db.queries.expressions import uuid_array
from db.tables import AccessSeal
from domain.access import SYSTEM

HEADS_AT_ONCE = 100
SHOWN = 20


@dataclass(slots=True)
class Verdict:
    """`younger`: events that no head could be over yet. Without `faults` nobody has changed the rest."""

    heads: int = 0
    events: int = 0
    younger: int = 0
    last: AccessSeal | None = None
    faults: list[str] = field(default_factory=list)


async def verify(database: Database, key_file: Path, log_file: Path) -> Verdict:
    """Read everything, in one snapshot. Raises KeyMissing where heads exist and their key does not."""
    verdict = Verdict()
    lines, unreadable = _lines(log_file)
    verdict.faults += unreadable
    async with database.transaction(SYSTEM, snapshot=True) as tx:
        while seals := await _seals(tx, verdict.last):
            key = _key(key_file)
            for seal in seals:
                await _judge(tx, seal, key, lines, verdict)
        await _judge_unsealed(tx, verdict)
    _judge_tail(lines, verdict)
    return verdict


def _key(file: Path) -> SealKey:
    key = read_key(file)
    if key is None:
        raise KeyMissing(
            f"The key of the seals, {file}, is missing: restore it, or name it in EMHANA_SEAL_KEY."
        )
    return key


def _lines(file: Path) -> tuple[dict[int, log.Line], list[str]]:
    try:
        lines = log.read(file)
    except ValueError as problem:
        return {}, [f"The log {file} is damaged: {problem}."]
    return {line.position: line for line in lines}, []


async def _seals(tx: Transaction, last: AccessSeal | None) -> list[AccessSeal]:
    after = select(*SEAL.c).where(SEAL.c.position > (last.position if last else -(2**62)))
    return await tx.all(AccessSeal, after.order_by(SEAL.c.position).limit(HEADS_AT_ONCE))


async def _judge(
    tx: Transaction, seal: AccessSeal, key: SealKey, lines: dict[int, log.Line], verdict: Verdict
) -> None:
    verdict.faults += _of_head(seal, key, verdict.last, lines.get(seal.position))
    keys = uuid_array(tuple(seal.event_ids))
    found = await tx.rows(select(*EVENT.c).where(EVENT.c.id == any_(keys)))
    events = [dict(row._mapping) for row in found]
    verdict.faults += _of_events(seal, events, verdict.last)
    verdict.heads += 1
    verdict.events += len(events)
    verdict.last = seal


def _of_head(
    seal: AccessSeal, key: SealKey, before: AccessSeal | None, line: log.Line | None
) -> Iterator[str]:
    head = head_of(seal)
    named = f"Head {seal.position} of {seal.sealed_at:%Y-%m-%d %H:%M:%S %Z}"
    if not key.signed(seal.signature, head.signed):
        yield f"{named} does not bear the signature of our key: it was changed or forged."
    if seal.position != (before.position + 1 if before else 1):
        yield f"{named} follows {f'head {before.position}' if before else 'nothing'}: heads between are missing."
    elif seal.previous != (head_of(before).hash if before else FIRST):
        yield f"{named} does not follow the head before it: one of them was replaced."
    if seal.size != (before.size if before else 0) + len(seal.event_ids):
        yield f"{named} lists {len(seal.event_ids)} events, which is not how many it was made over."
    if line is not None and line.hash != head.hash:
        yield f"{named} is not the one in the log: the database was rewritten after an older backup came back."


def _of_events(seal: AccessSeal, events: Sequence[Event], before: AccessSeal | None) -> Iterator[str]:
    found = {event["id"] for event in events}
    missing = [each for each in seal.event_ids if each not in found]
    if missing:
        yield f"Under head {seal.position} {_listed(missing)} missing."
    elif root_of(in_order(seal.event_ids, events)) != seal.root:
        yield (
            f"Under head {seal.position} of {seal.sealed_at:%Y-%m-%d %H:%M:%S %Z} one of {len(events)} events was "
            "changed, swapped or put in another order."
        )
    settled = before.settled_at if before else BEGINNING
    if late := [event["id"] for event in events if event["at"] < settled]:
        yield f"Under head {seal.position} {_listed(late)} put in later than it says."


async def _judge_unsealed(tx: Transaction, verdict: Verdict) -> None:
    """Events of no head: young ones, and what somebody put between the old ones."""
    sealed = select(func.unnest(SEAL.c.event_ids).label("id")).subquery()
    unsealed = select(EVENT.c.id, EVENT.c.at).where(
        ~select(sealed.c.id).where(sealed.c.id == EVENT.c.id).exists()
    )
    settled = verdict.last.settled_at if verdict.last else BEGINNING
    older = await tx.rows(unsealed.where(EVENT.c.at < settled).order_by(EVENT.c.at))
    if older:
        verdict.faults.append(_inserted([row.id for row in older], older[0].at))
    young = unsealed.where(EVENT.c.at >= settled).subquery()
    verdict.younger = int(await tx.value(select(func.count()).select_from(young)))


def _inserted(ids: list[Any], at: datetime) -> str:
    return f"No head is over {_listed(ids)} from {at:%Y-%m-%d %H:%M:%S %Z} on: put in later than it says."


def _judge_tail(lines: dict[int, log.Line], verdict: Verdict) -> None:
    newest, logged = verdict.last.position if verdict.last else 0, max(lines, default=0)
    if logged > newest:
        verdict.faults.append(
            f"The log ends with head {logged}, the database with head {newest}: "
            "its tail was cut, or an older backup came back."
        )
    if gaps := [number for number in range(1, logged) if number not in lines]:
        verdict.faults.append(f"The log lacks head {gaps[0]}{' and others' if len(gaps) > 1 else ''}.")


def _listed(ids: Sequence[UUID]) -> str:
    shown = ", ".join(str(each) for each in ids[:SHOWN])
    more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
    return f"event{'s' if len(ids) > 1 else ''} {shown}{more} {'are' if len(ids) > 1 else 'is'}"
