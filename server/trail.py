"""The audit trail's seals: where the key and the log of this installation are."""

from db.audit.sealing import Sealer
from db.audit.verification import Verdict, verify
from db.database import Database
from server.settings import Settings


def sealer_of(settings: Settings) -> Sealer:
    """Both are files outside the database; for real, name a log that the database's administrator cannot write."""
    return Sealer(
        key=settings.seal_key or settings.var / "seal.key",
        log=settings.seal_log or settings.var / "seals.log",
    )


async def judge(settings: Settings) -> Verdict:
    """What `emhana audit verify` tells."""
    sealer, database = sealer_of(settings), Database(settings.database_url, pool_size=1)
    try:
        return await verify(database, sealer.key, sealer.log)
    finally:
        await database.dispose()
