"""Second factors sealed with the newest secret: what older versions left plain, and what an earlier secret sealed."""

from sqlalchemy import create_engine, select, text, update

from db.database import driver_url
from db.tables.account import Account
from db.tables.base import table_of
from db.vault import Unreadable, Vault

_accounts = table_of(Account)


def reseal(owner_url: str, vault: Vault) -> tuple[int, int]:
    """How many were sealed anew, and how many cannot be opened: their owners need a new second factor."""
    engine = create_engine(driver_url(owner_url))
    done = lost = 0
    try:
        with engine.begin() as connection:
            connection.execute(text("set local role emhana_owner"))
            kept = select(_accounts.c.id, _accounts.c.totp_secret).where(_accounts.c.totp_secret.is_not(None))
            for account_id, stored in connection.execute(kept.with_for_update()).all():
                if vault.is_current(stored):
                    continue
                try:
                    plain = vault.open_text(stored, str(account_id)) if "." in stored else stored
                except Unreadable:
                    lost += 1
                    continue
                sealed = vault.close_text(plain, str(account_id))
                mine = update(_accounts).where(_accounts.c.id == account_id)
                connection.execute(mine.values(totp_secret=sealed))
                done += 1
    finally:
        engine.dispose()
    return done, lost
