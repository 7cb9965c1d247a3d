"""Whoever detached somebody just now finds it again at once."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.execute(
        "create index ix_attachment_clinic_ended on attachment (clinic_id, ended_at) where ended_at is not null"
    )
    op.execute("reset role")
