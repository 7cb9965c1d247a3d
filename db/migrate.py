"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from db.database import driver_url

HERE = Path(__file__).parent / "migrations"


def _config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.attributes["url"] = driver_url(owner_url)
    return config


def upgrade(owner_url: str, revision: str = "head") -> None:
    """Run the missing migrations as a user who may create roles and tables. Raises what PostgreSQL says."""
    command.upgrade(_config(owner_url), revision)
