"""Accounts: how lists of them are narrowed, and how they are written."""

from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import Text, column, func, select, text, update
from sqlalchemy.dialects.postgresql import UUID as UuidType
from sqlalchemy.exc import IntegrityError

from db.database import DbRole, Transaction
from db.queries.conditions import Filters, Orders, by, equals
from db.queries.expressions import uuid_array
from db.queries.visible import select_visible
from db.statement import Slot, compiled
from db.tables.account import Account
from db.tables.base import table_of
from domain.access import Role, Viewer
from domain.language import Language

ACCOUNT = table_of(Account)

ACCOUNT_FILTERS: Filters = {
    "clinic_id": equals(ACCOUNT.c.clinic_id),
    "role": equals(ACCOUNT.c.role),
    "active": equals(ACCOUNT.c.active),
    "name": lambda value, _scope: func.lower(ACCOUNT.c.name + " " + ACCOUNT.c.login).contains(
        value.lower(), autoescape=True
    ),
}

ACCOUNT_ORDERS: Orders = {"NAME": by(ACCOUNT.c.name)}


async def lock(tx: Transaction, account_id: UUID) -> Account:
    """The visible account, locked until the transaction ends. Raises NotVisible."""
    statement = select_visible(Account, tx.viewer).where(ACCOUNT.c.id == account_id)
    return await tx.one(Account, statement.with_for_update())


async def change(tx: Transaction, account: Account, **values: Any) -> Account:
    """Write the values and a new version; the account as it is now."""
    await tx.execute(
        update(ACCOUNT).where(ACCOUNT.c.id == account.id).values(**values, version=account.version + 1)
    )
    return await tx.one(Account, select_visible(Account, tx.viewer).where(ACCOUNT.c.id == account.id))


async def create(tx: Transaction, **values: Any) -> Account | None:
    """A new account as the viewer sees it; None when the login is taken."""
    created = await open_unseen(tx, **values)
    if created is None:
        return None
    return await tx.one(Account, select_visible(Account, tx.viewer).where(ACCOUNT.c.id == created))


async def open_unseen(tx: Transaction, **values: Any) -> UUID | None:
    """The id of a new account, which the viewer need not see; None when the login is taken."""
    try:
        async with tx.savepoint():
            created: UUID = await tx.value(ACCOUNT.insert().values(**values).returning(ACCOUNT.c.id))
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            return None
        raise
    return created


async def names(tx: Transaction, account_ids: list[UUID]) -> dict[UUID, str]:
    """Names of colleagues who wrote something; others are missing, and all else of accounts stays closed."""
    return {row.id: row.name for row in await tx.found(_NAMES, ids=account_ids)}


_named = func.account_names(uuid_array(Slot("ids"))).table_valued(
    column("id", UuidType), column("name", Text)
)
_NAMES = compiled(select(_named.c.id, _named.c.name))


async def anybody(tx: Transaction, role: Role) -> Viewer | None:
    """What the first account of an office may see, to look at how things are read for it."""
    row = await tx.row(_ANYBODY, {"role": role})
    if row is None:
        return None
    given = dict(row._mapping)
    lists = {name: tuple(given.pop(name)) for name in ("clinic_ids", "regions")}
    return Viewer(**given | {"role": role, "language": Language(given["language"])} | lists)


_ANYBODY = text("""
    select a.id as account_id, a.name, a.login, a.clinic_id, a.regions, a.patient_id, a.language,
           case when a.role in ('AUDITOR', 'FUND_OFFICER')
                then array(select c.id from clinic c where c.region_code = any (a.regions))
                else array_remove(array[a.clinic_id], null) end as clinic_ids
      from account a where a.role = :role and a.active order by a.login limit 1
""")


async def speak(tx: Transaction, viewer: Viewer, language: str) -> None:
    """Remember the language of the viewer's own account."""
    await tx.execute(update(ACCOUNT).where(ACCOUNT.c.id == viewer.account_id).values(language=language))


async def choose_password(tx: Transaction, password_hash: str) -> None:
    """The viewer's own password, chosen by nobody else."""
    mine = update(ACCOUNT).where(ACCOUNT.c.id == tx.viewer.account_id)
    async with tx.acting_as(DbRole.PUBLIC) as own:
        await own.execute(mine.values(password_hash=password_hash, one_time_until=None))
