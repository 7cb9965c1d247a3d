"""The tables' classes, of which statements are made, say what the migrations make."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from db.tables.base import metadata
from tests.conftest import Urls


def test_the_tables_are_as_their_classes_say(urls: Urls) -> None:
    """Columns, types, keys and indexes; the queue's tables are its own."""
    engine = create_engine(urls.owner.replace("postgresql://", "postgresql+psycopg://", 1))
    options = {"compare_type": True, "include_name": _is_ours}
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    engine.dispose()
    assert differences == []


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    return kind != "table" or name is None or not name.startswith("procrastinate_")
