"""One operation's transaction: what db/queries runs its statements through."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

import orjson
from sqlalchemy import CursorResult, Executable, Row, insert, text
from sqlalchemy.exc import InternalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import SQLModel

from db.roles import DbRole, role_of, set_config
from db.statement import Sent, Statement
from db.tables.base import given_of, table_of
from db.wire import Rows, Wire
from domain.access import Viewer

T = TypeVar("T", bound=SQLModel)
Found = TypeVar("Found")


class NotVisible(Exception):
    """A row was asked for by id that does not exist or is not the viewer's to see; both look the same."""


class Transaction:
    """Statements wait for each other: sibling fields resolve at the same time."""

    def __init__(self, connection: AsyncConnection | None, viewer: Viewer) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()
        self._over = False
        self._unfinished: set[asyncio.Future[Any]] = set()
        self.viewer = viewer
        self.statements = 0

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement to its end, also when a failing sibling field has cancelled whoever waits for it."""
        return await asyncio.shield(self._begun(self._in_turn(statement, parameters)))

    async def ask(self, statements: Sequence[Sent]) -> list[Rows]:
        """The rows of each statement, in one round trip; to its end, as `execute`."""
        return await asyncio.shield(self._begun(self.ask_alone(statements)))

    async def ask_alone(self, statements: Sequence[Sent]) -> list[Rows]:
        """The same as `ask` without a task of its own, for who leaves nothing behind that still asks.

        The wire itself ends what it has begun when whoever waits is cancelled.
        """
        async with self._lock:
            self._go_on()
            return await self._ask(statements)

    async def found(self, statement: Statement, **values: Any) -> list[Any]:
        """The rows of a statement that was compiled before, as tuples that answer to their columns' names."""
        (rows,) = await self.ask([statement.filled(values)])
        return rows.named()

    async def rows(self, statement: Executable, parameters: Any = None) -> Sequence[Row[Any]]:
        return (await self.execute(statement, parameters)).all()

    async def row(self, statement: Executable, parameters: Any = None) -> Row[Any] | None:
        """The first row; None when there is none."""
        return (await self.execute(statement, parameters)).first()

    async def value(self, statement: Executable, parameters: Any = None) -> Any:
        """The first column of the first row; None when there is none."""
        return (await self.execute(statement, parameters)).scalar()

    async def all(self, table: type[T], statement: Executable) -> list[T]:
        """The rows of a statement that selects columns of `table`, as its objects."""
        return [stored(table, row._asdict()) for row in await self.rows(statement)]

    async def first(self, table: type[T], statement: Executable) -> T | None:
        row = await self.row(statement)
        return None if row is None else stored(table, row._asdict())

    async def one(self, table: type[T], statement: Executable) -> T:
        """The row; raises NotVisible when there is none."""
        found = await self.first(table, statement)
        if found is None:
            raise NotVisible(table.__name__)
        return found

    async def insert(self, row: T) -> T:
        """Store a new row and return it with what the database filled in."""
        table = type(row)
        return await self.one(table, insert(table).values(**given_of(row)).returning(*table_of(table).c))

    async def notify(self, channel: str, payload: Mapping[str, Any]) -> None:
        """Tell listeners when, and only when, this transaction commits."""
        await self.execute(
            text("select pg_notify(:channel, :payload)"),
            {"channel": channel, "payload": orjson.dumps(payload).decode()},
        )

    async def let(self, **settings: str) -> None:
        """Settings of this transaction that policies read, by their name after `emhana.`."""
        await self.execute(*set_config({f"emhana.{name}": value for name, value in settings.items()}))

    async def wait_at_most(self, seconds: float) -> None:
        """For each lock from here on; then the statement fails as `Failure.UNAVAILABLE`."""
        await self.execute(*set_config({"lock_timeout": f"{int(seconds * 1000)}ms"}))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[AsyncTransaction]:
        """What fails inside is undone alone, and the transaction can go on; so it is when it is rolled back, and
        the locks that were taken inside are free at once."""
        async with (await self._reached()).begin_nested() as begun:
            yield begun

    @asynccontextmanager
    async def acting_as(self, role: DbRole, **settings: str) -> AsyncIterator["Transaction"]:
        """Put on another narrow role for a few statements; nothing else of the operation runs meanwhile."""
        async with self._lock:
            inner = Transaction(await self._reached(), self.viewer)
            await inner._put_on(role, settings)
            try:
                yield inner
            finally:
                await inner.settled()
                # After a failed statement PostgreSQL takes no other, and the rollback takes the role off.
                with suppress(InternalError):
                    await inner._put_on(role_of(self.viewer), dict.fromkeys(settings, ""))
                self.statements += inner.statements

    async def settled(self, *, cancelled: bool = False) -> None:
        """Nothing of this transaction is on its way to the database any more; once cancelled, nothing sets out."""
        self._over = self._over or cancelled
        while unfinished := [*self._unfinished]:
            if cancelled:
                for work in unfinished:
                    work.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    def ended(self) -> None:
        """The connection is somebody else's from now on."""
        self._over = True

    def _begun(self, work: Coroutine[Any, Any, Found]) -> asyncio.Future[Found]:
        """A task that `settled` waits for."""
        task = asyncio.ensure_future(work)
        self._unfinished.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, work: asyncio.Future[Any]) -> None:
        """Its failure belongs to whoever waits, and to nobody if they were cancelled."""
        self._unfinished.discard(work)
        if not work.cancelled():
            work.exception()

    def _go_on(self) -> None:
        """Stops a loader that has outlived its operation."""
        if self._over:
            raise asyncio.CancelledError

    async def _in_turn(self, statement: Executable, parameters: Any) -> CursorResult[Any]:
        async with self._lock:
            self._go_on()
            self.statements += 1
            return await (await self._reached()).execute(statement, parameters)

    async def _ask(self, statements: Sequence[Sent]) -> list[Rows]:
        held = await (await self._reached()).get_raw_connection()
        self.statements += len(statements)
        wire: Wire = held.info["wire"]
        return await wire.run(statements, role_of(self.viewer))

    async def _put_on(self, role: DbRole, settings: Mapping[str, str]) -> None:
        named = {f"emhana.{name}": value for name, value in settings.items()}
        await self.execute(*set_config({"role": role} | named))

    async def _reached(self) -> AsyncConnection:
        assert self._connection is not None
        return self._connection


def stored(table: type[T], values: Mapping[str, Any]) -> T:
    """A stored row as its object, past SQLModel's constructor: that takes far longer and checks nothing."""
    made: T = manager_of_class(table).new_instance()
    made.__dict__.update(values)
    return made
