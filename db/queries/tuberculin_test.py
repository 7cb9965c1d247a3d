"""Tuberculin tests: those that came before one."""

from db.database import Transaction
from db.queries.visible import select_visible
from db.tables import TuberculinTest
from db.tables.base import table_of

TEST = table_of(TuberculinTest)


async def earlier(tx: Transaction, row: TuberculinTest) -> list[TuberculinTest]:
    """Tests of the same kind and person that were made before and read."""
    statement = select_visible(TuberculinTest, tx.viewer).where(
        TEST.c.patient_id == row.patient_id,
        TEST.c.kind == row.kind,
        TEST.c.made_on < row.made_on,
        TEST.c.outcome.is_not(None),
    )
    return await tx.all(TuberculinTest, statement)
