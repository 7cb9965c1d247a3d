"""The queue of the worker: procrastinate's own tables, for the system's role only."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("set local role emhana_owner")
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    op.execute("""
        do $$
        declare name text;
        begin
            for name in select tablename from pg_tables where tablename like 'procrastinate%' loop
                execute format('grant select, insert, update, delete on %I to emhana_system', name);
            end loop;
        end $$
    """)
    op.execute("grant usage on all sequences in schema public to emhana_system")
    op.execute("reset role")
