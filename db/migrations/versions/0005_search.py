"""Typos are looked for among the words that somebody's name has."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"

SQL = Path(__file__).parents[1] / "sql" / "0005_search.sql"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8").replace("%", "%%"))
    op.execute("reset role")
