"""Files of old doses."""

from pathlib import Path

from alembic import op

revision = "0017"
down_revision = "0016"

SQL = Path(__file__).parents[1] / "sql" / "0017_dose_import.sql"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.get_bind().exec_driver_sql(SQL.read_text(encoding="utf-8").replace("%", "%%"))
    op.execute("reset role")
