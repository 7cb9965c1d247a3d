"""Reminders: their ledger, opt-outs, channels; notices to clinics get a fate."""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    for part in ("tables", "security"):
        statements = (SQL / f"0008_reminder_{part}.sql").read_text(encoding="utf-8")
        op.get_bind().exec_driver_sql(statements.replace("%", "%%"))
    op.execute("reset role")
