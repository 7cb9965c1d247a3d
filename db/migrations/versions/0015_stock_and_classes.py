"""A stock that was counted wrong is corrected by a movement of its own; a school goes up once a year."""

from alembic import op

revision = "0015"
down_revision = "0014"

KINDS = "'RECEIVED', 'USED', 'RETURNED', 'WRITTEN_OFF', 'CORRECTED'"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.execute("alter table vaccine_lot_movement drop constraint ck_vaccine_lot_movement_kind")
    op.execute(
        f"alter table vaccine_lot_movement add constraint ck_vaccine_lot_movement_kind check (kind in ({KINDS}))"
    )
    op.execute("alter table organised_group add column moved_up_on date")
    op.execute("reset role")
