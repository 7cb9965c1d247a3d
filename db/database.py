"""The database: the only begin, commit and rollback in the system."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from copy import copy
from functools import partial

from sqlalchemy.ext.asyncio import AsyncEngine

from db.pool import Pool, driver_url
from db.reading import NotProven, Proof, Reading
from db.roles import ENTERING, SETTINGS, DbRole, putting_on, role_of, set_config, settings_of
from db.statement import Sent
from db.transaction import NotVisible, Transaction, stored
from db.wire import Rows
from domain.access import Role, Viewer

__all__ = [
    "SETTINGS", "Database", "DbRole", "NotProven", "NotVisible", "Proof", "Reading", "Transaction",
    "driver_url", "putting_on", "stored",
]  # fmt: skip


class Database:
    """Transactions, each in the name of a viewer, over one pool of connections."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        wait_seconds: float = 2.0,
        statement_seconds: float = 15.0,
        prepares: bool = True,
    ) -> None:
        self.seen: list[Callable[[Sequence[str]], None]] = []
        self._pool_of = partial(Pool, url, wait_seconds=wait_seconds, prepares=prepares, seen=self.seen)
        self._pool = self._pool_of(pool_size)
        self._beside: list[Database] = []
        self._longest_statement = f"{int(statement_seconds * 1000)}ms"

    def beside(self) -> "Database":
        """One more connection, for a purpose of its own; it ends with this database."""
        made = copy(self)
        made._pool, made._beside = self._pool_of(1), []
        self._beside.append(made)
        return made

    @asynccontextmanager
    async def transaction(self, viewer: Viewer, *, snapshot: bool = False) -> AsyncIterator[Transaction]:
        """Run as the viewer; commit at the end, roll back on any exception. `snapshot` shows one moment throughout."""
        async with self._pool.connection() as connection:
            await connection.execution_options(
                isolation_level="REPEATABLE READ" if snapshot else "READ COMMITTED"
            )
            async with connection.begin():
                await connection.execute(*set_config(self.settings(viewer)))
                transaction = Transaction(connection, viewer)
                try:
                    yield transaction
                    await transaction.settled()
                except BaseException:
                    await transaction.settled(cancelled=True)
                    raise
                finally:
                    transaction.ended()

    def reading(self, viewer: Viewer, proof: Proof | None = None) -> Reading:
        """A snapshot as the viewer for reading; whoever got all they wanted commits, else it is rolled back.

        With a `proof` the first answer comes with it, or not at all: NotProven.
        """
        return Reading(self._pool, viewer, proof.sent if proof else self._entering(viewer), proof)

    async def at_once(self, viewer: Viewer, statements: Sequence[Sent]) -> list[Rows]:
        """A whole transaction in one round trip; READ COMMITTED, so that what is written meets no conflict."""
        held, wire = await self._pool.taken()
        try:
            sent = [Sent("begin"), self._entering(viewer), *statements, Sent("commit")]
            return (await wire.run(sent, role_of(viewer)))[2:-1]
        finally:
            await self._pool.given_back(held, wire)

    def settings(self, viewer: Viewer) -> dict[str, str]:
        """All that a transaction puts on for its viewer."""
        patience = "0" if viewer.role is Role.SYSTEM else self._longest_statement
        return settings_of(viewer) | {"statement_timeout": patience}

    def _entering(self, viewer: Viewer) -> Sent:
        return ENTERING.filled(self.settings(viewer))

    @property
    def engine(self) -> AsyncEngine:
        return self._pool.engine

    @property
    def listening_url(self) -> str:
        """For the one connection of a process that waits for notifications, outside the pool."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def in_use(self) -> int:
        """Connections that somebody works with now."""
        return self._pool.in_use

    @property
    def saturated(self) -> bool:
        """Every connection is at work."""
        return self._pool.in_use >= self._pool.size

    async def dispose(self) -> None:
        await self._pool.dispose()
        for each in self._beside:
            await each.dispose()
