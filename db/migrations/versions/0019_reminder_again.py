"""A dead message that somebody gives another chance is a new one to the gateway."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.execute("alter table reminder add column revived_at timestamptz")
    op.execute("grant update (revived_at) on reminder to emhana_staff")
    op.execute("reset role")
