"""Repeated mutations: the first answer is kept under the client's key, in the mutation's own transaction."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from db.database import Transaction
from db.tables.account import IdempotencyKey
from db.tables.base import table_of

_keys = table_of(IdempotencyKey)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What the first request with this key was, and what it was answered."""

    request_hash: bytes
    response: bytes | None
    status: int


async def claim(tx: Transaction, account_id: UUID, key: str, request_hash: bytes) -> StoredAnswer | None:
    """None when the key is new and now ours; else the stored answer.

    Two equal requests at the same time: the second waits here until the first one's transaction ends.
    """
    ours = await tx.row(
        insert(_keys)
        .values(account_id=account_id, key=key, request_hash=request_hash, status=200)
        .on_conflict_do_nothing()
        .returning(_keys.c.key)
    )
    return None if ours is not None else await _stored(tx, account_id, key)


async def store(tx: Transaction, account_id: UUID, key: str, response: bytes, status: int) -> None:
    """Keep the answer, to the byte, for whoever repeats the key."""
    await tx.execute(
        update(_keys)
        .where(_keys.c.account_id == account_id, _keys.c.key == key)
        .values(response=response, status=status)
    )


async def _stored(tx: Transaction, account_id: UUID, key: str) -> StoredAnswer | None:
    row = await tx.row(
        select(_keys.c.request_hash, _keys.c.response, _keys.c.status).where(
            _keys.c.account_id == account_id, _keys.c.key == key
        )
    )
    return None if row is None else StoredAnswer(bytes(row.request_hash), row.response, row.status)
