"""Secrets sealed anew with the newest key: second factors, and what stands behind the codes of certificates."""

from collections.abc import Callable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, create_engine, select, text, update

from db.database import driver_url
from db.queries.immunization_certificate import owner_of
from db.tables import Account, ImmunizationCertificate
from db.tables.base import table_of
from db.vault import Unreadable, Vault

_accounts, _certificates = table_of(Account), table_of(ImmunizationCertificate)


class Kept(NamedTuple):
    """A column of sealed secrets; to what each is bound, made of the column beside it."""

    sealed: ColumnElement[Any]
    beside: ColumnElement[Any]
    owner: Callable[[Any], str]


KEPT = (
    Kept(_accounts.c.totp_secret, _accounts.c.id, str),
    Kept(_certificates.c.token_sealed, _certificates.c.token_hash, owner_of),
)


def reseal(owner_url: str, vault: Vault) -> tuple[int, int]:
    """How many were sealed anew, and how many cannot be opened.

    The owners of such second factors need a new one; such certificates are checked as before, but not printed again.
    """
    engine = create_engine(driver_url(owner_url))
    try:
        with engine.begin() as connection:
            connection.execute(text("set local role emhana_owner"))
            each = [_reseal(connection, kept, vault) for kept in KEPT]
    finally:
        engine.dispose()
    return sum(done for done, _ in each), sum(lost for _, lost in each)


def _reseal(connection: Connection, kept: Kept, vault: Vault) -> tuple[int, int]:
    done = lost = 0
    there = select(kept.beside, kept.sealed).where(kept.sealed.is_not(None))
    for beside, stored in connection.execute(there.with_for_update()).all():
        if vault.is_current(stored):
            continue
        owner = kept.owner(beside)
        try:
            # Versions before sealing left second factors plain.
            plain = vault.open_text(stored, owner) if "." in stored else stored
        except Unreadable:
            lost += 1
            continue
        mine = update(kept.sealed.table).where(kept.beside == beside)
        connection.execute(mine.values({kept.sealed.name: vault.close_text(plain, owner)}))
        done += 1
    return done, lost
