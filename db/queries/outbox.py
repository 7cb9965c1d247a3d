"""Notices to clinics, as they are put into the outbox."""

from sqlalchemy import insert

from db.database import Transaction
from db.tables import Outbox
from db.tables.base import given_of, table_of


async def send(tx: Transaction, message: Outbox) -> None:
    """Put a message into the outbox, where whoever writes may not read; it leaves after the commit, if there is one."""
    await tx.execute(insert(table_of(Outbox)).inline().values(**given_of(message)))
