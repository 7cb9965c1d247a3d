"""A database that migrations have made, for the commands that only use one."""

import contextlib
from collections.abc import Iterator

from server.embedded import embedded_cluster, with_database
from server.settings import Settings


class NotInstalled(Exception):
    """There is no such database; the message says what to do."""


@contextlib.contextmanager
def installed_database(settings: Settings) -> Iterator[Settings]:
    """As `with_database`, but neither made here nor empty. Raises NotInstalled."""
    from db.installation import is_migrated

    if settings.embedded and not (embedded_cluster(settings).data / "PG_VERSION").exists():
        raise NotInstalled(
            f"There is no database in {settings.var.resolve()} yet: `emhana run` makes one to try, `emhana migrate` "
            "an empty one; or name yours in EMHANA_DATABASE_URL."
        )
    with with_database(settings) as ready:
        # The server's role may be missing too; of an embedded one we are the owner.
        if not is_migrated(ready.owner_database_url if settings.embedded else ready.database_url):
            raise NotInstalled("The database is empty: run `emhana migrate` first.")
        yield ready
