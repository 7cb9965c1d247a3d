"""Immunization: its tables, the guards of its races, who may see which rows, and the vaccines in use."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from db.reference import read

revision = "0004"
down_revision = "0003"

SQL = Path(__file__).parents[1] / "sql"
VACCINE = """
insert into vaccine (cvx, trade_name, maker, name_kk, name_ru, name_en, dose_ml, route, valid_from, source, verified)
values (:cvx, :trade_name, :maker, :name_kk, :name_ru, :name_en, :dose_ml, :route, :valid_from, :source, :verified)
"""


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    for part in ("tables", "triggers", "security"):
        statements = (SQL / f"0004_immunization_{part}.sql").read_text(encoding="utf-8")
        op.get_bind().exec_driver_sql(statements.replace("%", "%%"))
    content = read("vaccines")
    for row in content["vaccines"]:
        op.get_bind().execute(text(VACCINE), content["_meta"]["of_all"] | row)
    op.execute("reset role")
