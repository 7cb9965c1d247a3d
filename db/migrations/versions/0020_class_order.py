"""Classes from before the ninth grade came before the tenth: their keys are made anew."""

from alembic import op
from sqlalchemy import text

from domain.names import sort_key
from domain.organised_group import in_order

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    connection = op.get_bind()
    op.execute("set local role emhana_owner")
    op.execute("alter table organised_group no force row level security")
    rows = connection.execute(text("select id, name, class_name, sort_key from organised_group")).fetchall()
    for row in rows:
        key = sort_key(row.name, in_order(row.class_name))
        if key != row.sort_key:
            keep = text("update organised_group set sort_key = :key where id = :id")
            connection.execute(keep, {"key": key, "id": row.id})
    op.execute("alter table organised_group force row level security")
    op.execute("reset role")
