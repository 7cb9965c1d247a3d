"""Tokens of clients: sessions of minutes with a scope."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"

SQL = Path(__file__).parents[1] / "sql" / "0009_session_scope.sql"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8").replace("%", "%%"))
    op.execute("reset role")
