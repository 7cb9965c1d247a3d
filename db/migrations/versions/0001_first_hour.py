"""The tables of the first hour, the guards of their races, and who may see which rows."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    run("roles")
    op.execute("alter schema public owner to emhana_owner")
    op.execute("set local role emhana_owner")
    for part in ("functions", "tables", "triggers", "search", "people", "security", "reference"):
        run(part)
    op.execute("reset role")
    op.execute("grant select on alembic_version to emhana_server, emhana_system")


def run(part: str) -> None:
    file = SQL / f"0001_{part}.sql"
    if file.exists():
        op.get_bind().exec_driver_sql(file.read_text(encoding="utf-8").replace("%", "%%"))
