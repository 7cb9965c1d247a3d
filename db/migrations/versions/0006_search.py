"""Typos are looked for among the words that somebody's name has."""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"

SQL = Path(__file__).parents[1] / "sql" / "0006_search.sql"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8").replace("%", "%%"))
    op.execute("reset role")
