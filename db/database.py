"""The database: the only begin, commit and rollback in the system."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import orjson
import psycopg
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import CursorResult, Executable, Row, event, insert, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import InternalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction, create_async_engine
from sqlalchemy.orm.attributes import manager_of_class
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.util import greenlet_spawn
from sqlmodel import SQLModel

from db.statement import Sent, Slot, Statement
from db.turnstile import Turnstile
from db.wire import Rows, Wire
from domain.access import Role, Viewer

T = TypeVar("T", bound=SQLModel)


class DbRole(StrEnum):
    """The narrow roles of db/migrations/sql/0001_security.sql, one of which every transaction puts on."""

    STAFF = "emhana_staff"
    PATIENT = "emhana_patient"
    PUBLIC = "emhana_public"
    SYSTEM = "emhana_system"
    DIRECTORY = "emhana_directory"
    TRANSFER = "emhana_transfer"


class NotVisible(Exception):
    """A row was asked for by id that does not exist or is not the viewer's to see; both look the same."""


class NotProven(Exception):
    """The viewer is not, or no longer, who they were taken for; nothing that was read may be used."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Asks, as nobody, whether a viewer still is who they were a moment ago; `holds` reads the answer.

    The same statement puts the viewer on, and where there is no session any more it puts on nobody: what follows has
    no rights at all then.
    """

    sent: Sent
    holds: Callable[[Rows], bool]


def driver_url(url: str) -> str:
    """The same address with psycopg as the driver."""
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def role_of(viewer: Viewer) -> DbRole:
    """The database's role in whose name a viewer reads: row-level security is written for roles."""
    if viewer.role is None or viewer.role is Role.DISPLAY:
        return DbRole.PUBLIC
    if viewer.role is Role.SYSTEM:
        return DbRole.SYSTEM
    return DbRole.PATIENT if viewer.role is Role.PATIENT else DbRole.STAFF


def settings_of(viewer: Viewer) -> dict[str, str]:
    """What row-level security knows of a viewer; every setting is given each time, so that none is left over."""
    return {
        "role": role_of(viewer),
        "emhana.account": str(viewer.account_id or ""),
        "emhana.role": viewer.role or "",
        "emhana.clinics": array_literal(viewer.clinic_ids),
        "emhana.regions": array_literal(viewer.regions),
        "emhana.patient": str(viewer.patient_id or ""),
    }


def array_literal(items: Sequence[UUID | str]) -> str:
    """PostgreSQL's text of an array of ids or codes, none of which needs quoting."""
    return "{" + ",".join(str(item) for item in items) + "}"


class Transaction:
    """One operation's transaction. Statements wait for each other: sibling fields resolve at the same time."""

    def __init__(self, connection: AsyncConnection | None, viewer: Viewer) -> None:
        self._connection = connection
        self._lock = asyncio.Lock()
        self._over = False
        self._unfinished: set[asyncio.Future[Any]] = set()
        self.viewer = viewer
        self.statements = 0

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        """Run one statement to its end, also when a failing sibling field has cancelled whoever waits for it."""
        work = asyncio.ensure_future(self._in_turn(statement, parameters))
        self._unfinished.add(work)
        work.add_done_callback(self._ended)
        return await asyncio.shield(work)

    async def ask(self, statements: Sequence[Sent]) -> list[Rows]:
        """The rows of each statement, in one round trip."""
        work = asyncio.ensure_future(self._ask_in_turn(statements))
        self._unfinished.add(work)
        work.add_done_callback(self._ended)
        return await asyncio.shield(work)

    async def found(self, statement: Statement, **values: Any) -> list[Any]:
        """The rows of a statement that was compiled before, as tuples that answer to their columns' names."""
        (rows,) = await self.ask([statement.filled(values)])
        return rows.named()

    async def _ask_in_turn(self, statements: Sequence[Sent]) -> list[Rows]:
        async with self._lock:
            if self._over:
                raise asyncio.CancelledError
            return await self._ask(statements)

    async def _ask(self, statements: Sequence[Sent]) -> list[Rows]:
        held = await (await self._reached()).get_raw_connection()
        self.statements += len(statements)
        wire: Wire = held.info["wire"]
        return await wire.run(statements, role_of(self.viewer))

    def _ended(self, work: asyncio.Future[Any]) -> None:
        """Its failure belongs to whoever waits, and to nobody if they were cancelled."""
        self._unfinished.discard(work)
        if not work.cancelled():
            work.exception()

    async def _in_turn(self, statement: Executable, parameters: Any) -> CursorResult[Any]:
        async with self._lock:
            if self._over:
                # A loader outlived its operation: the connection is somebody else's by now.
                raise asyncio.CancelledError
            return await self._run(statement, parameters)

    async def settled(self, *, cancelled: bool = False) -> None:
        """Nothing of this transaction is on its way to the database any more; once cancelled, nothing sets out."""
        self._over = self._over or cancelled
        while unfinished := [*self._unfinished]:
            if cancelled:
                for work in unfinished:
                    work.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _run(self, statement: Executable, parameters: Any = None) -> CursorResult[Any]:
        self.statements += 1
        return await (await self._reached()).execute(statement, parameters)

    async def rows(self, statement: Executable, parameters: Any = None) -> Sequence[Row[Any]]:
        return (await self.execute(statement, parameters)).all()

    async def row(self, statement: Executable, parameters: Any = None) -> Row[Any] | None:
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
        given = {name: getattr(row, name) for name in row.model_fields_set}
        return await self.one(table, insert(table).values(**given).returning(*table.__table__.c))  # type: ignore[attr-defined]

    async def notify(self, channel: str, payload: Mapping[str, Any]) -> None:
        """Tell listeners when, and only when, this transaction commits."""
        await self.execute(
            text("select pg_notify(:channel, :payload)"),
            {"channel": channel, "payload": orjson.dumps(payload).decode()},
        )

    async def let(self, **settings: str) -> None:
        """Settings of this transaction that policies read, by their name after `emhana.`."""
        await self.execute(*_set_config({f"emhana.{name}": value for name, value in settings.items()}))

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

    async def _reached(self) -> AsyncConnection:
        assert self._connection is not None
        return self._connection

    async def _put_on(self, role: DbRole, settings: Mapping[str, str]) -> None:
        named = {f"emhana.{name}": value for name, value in settings.items()}
        await self.execute(*_set_config({"role": role} | named))

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[AsyncTransaction]:
        """What fails inside is undone alone, and the transaction can go on; so it is when it is rolled back, and
        the locks that were taken inside are free at once."""
        async with (await self._reached()).begin_nested() as begun:
            yield begun

    async def wait_at_most(self, seconds: float) -> None:
        """For each lock from here on; then the statement fails as `Failure.UNAVAILABLE`."""
        await self.execute(*_set_config({"lock_timeout": f"{int(seconds * 1000)}ms"}))


Asked = tuple[Sequence[Sent], "asyncio.Future[list[Rows]]"]


class Reading(Transaction):
    """A transaction whose statements go out together: its beginning with the first, its end with the last.

    What db/queries runs by itself (`execute`) sees the same snapshot through the same connection.
    """

    def __init__(self, database: "Database", viewer: Viewer, proof: Proof | None) -> None:
        super().__init__(None, viewer)
        self._asked: list[Asked] = []
        self._database = database
        self._proof = proof
        self._begin: Sequence[Sent] = (_SNAPSHOT, proof.sent if proof else database.put_on_by(viewer))
        self._role = role_of(viewer)

    async def __aenter__(self) -> "Reading":
        await self._database.turnstile.enter()
        try:
            self._held, self._wire = await self._database.held()
        except BaseException:
            self._database.turnstile.leave()
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            await self.settled(cancelled=kind is not None)
        except BaseException:
            await self.settled(cancelled=True)
            raise
        finally:
            self._over = True
            try:
                await self._database.rested(self._held, self._wire)
            finally:
                self._database.turnstile.leave()

    async def ask(self, statements: Sequence[Sent]) -> list[Rows]:
        """The rows of each statement; whoever asks in the same turn of the event loop shares the round trip."""
        answer: asyncio.Future[list[Rows]] = asyncio.get_running_loop().create_future()
        self._asked.append((statements, answer))
        if len(self._asked) == 1:
            work = asyncio.ensure_future(self._ask_together())
            self._unfinished.add(work)
            work.add_done_callback(self._ended)
        return await answer

    async def _ask_together(self) -> None:
        asked: list[Asked] = []
        try:
            await asyncio.sleep(0)
            async with self._lock:
                asked, self._asked = self._asked, []
                if self._over:
                    raise asyncio.CancelledError
                answers = iter(await self._ask([each for statements, _ in asked for each in statements]))
                for statements, answer in asked:
                    rows = [next(answers) for _ in statements]
                    if not answer.done():
                        answer.set_result(rows)
        except BaseException as error:
            if not asked:
                asked, self._asked = self._asked, []
            for _, answer in asked:
                _fail(answer, error)
            raise

    async def ask_alone(self, statements: Sequence[Sent]) -> list[Rows]:
        """The same as `ask` without a task of its own, for who leaves nothing behind that still asks.

        The wire itself ends what it has begun when whoever waits is cancelled.
        """
        await self._lock.acquire()
        try:
            if self._over:
                raise asyncio.CancelledError
            return await self._ask(statements)
        finally:
            self._lock.release()

    async def ask_last(self, statements: Sequence[Sent]) -> list[Rows]:
        """As `ask_alone`, and the end of the transaction: nothing can be asked after it.

        Only for what reads: it has ended before the proof is known.
        """
        answers = await self.ask_alone([*statements, _COMMIT])
        self._over = True
        return answers[:-1]

    async def commit(self) -> None:
        """Ends it, if the last statements have not. Whoever it was for is proven then, even if nothing was read."""
        if not self._over:
            await self.ask_last([])

    async def _ask(self, statements: Sequence[Sent]) -> list[Rows]:
        self.statements += len(statements)
        first, self._begin = self._begin, ()
        if not first:
            return await self._wire.run(statements, self._role)
        try:
            found = await self._wire.run([*first, *statements], self._role)
        except InsufficientPrivilege as error:
            raise (error if self._proof is None else NotProven) from error
        if self._proof is not None:
            if not self._proof.holds(found[_PLACE_OF_PROOF]):
                raise NotProven
            self._proof = None
        return found[len(first) :]

    @property
    def proven(self) -> bool:
        return self._proof is None

    async def _reached(self) -> AsyncConnection:
        if self._begin:
            await self._ask([])
        if self._connection is None:
            self._connection = self._database.around(self._held)
        return self._connection


class Database:
    """A pool of connections as a role that owns nothing.

    Whoever waits for one waits while the line moves; when none comes back for `wait_seconds`: PoolTimeout.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        wait_seconds: float = 2.0,
        statement_seconds: float = 15.0,
        prepares: bool = True,
    ) -> None:
        self.url = url
        self.prepares = prepares
        self.seen: list[Callable[[Sequence[str]], None]] = []
        self._beside: list[Database] = []
        self._longest_statement = f"{int(statement_seconds * 1000)}ms"
        self._wait_seconds = wait_seconds
        self.turnstile = Turnstile(pool_size, wait_seconds)
        self.engine: AsyncEngine = create_async_engine(
            driver_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=wait_seconds,
            pool_reset_on_return="rollback",
            connect_args={} if prepares else {"prepare_threshold": None},
        )

        event.listen(self.engine.sync_engine, "connect", self._wired)
        self._resting: list[PoolProxiedConnection] = []

    def beside(self) -> "Database":
        """One more connection, for a purpose of its own; it ends with this database."""
        made = Database(self.url, pool_size=1, wait_seconds=self._wait_seconds, prepares=self.prepares)
        made.seen, made._longest_statement = self.seen, self._longest_statement
        self._beside.append(made)
        return made

    def _wired(self, made: Any, record: ConnectionPoolEntry) -> None:
        record.info["wire"] = Wire(made.driver_connection, prepares=self.prepares, seen=self.seen)

    @property
    def listening_url(self) -> str:
        """For the one connection of a process that waits for notifications, outside the pool."""
        return self.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @asynccontextmanager
    async def transaction(self, viewer: Viewer, *, snapshot: bool = False) -> AsyncIterator[Transaction]:
        """Run as the viewer; commit at the end, roll back on any exception. `snapshot` shows one moment throughout."""
        async with self.turnstile.passed(), await self._connected() as connection:
            await connection.execution_options(
                isolation_level="REPEATABLE READ" if snapshot else "READ COMMITTED"
            )
            async with connection.begin():
                transaction = await self._entered(connection, viewer)
                try:
                    yield transaction
                    await transaction.settled()
                except BaseException:
                    await transaction.settled(cancelled=True)
                    raise
                finally:
                    transaction._over = True

    def reading(self, viewer: Viewer, proof: Proof | None = None) -> Reading:
        """A snapshot as the viewer for reading; whoever got all they wanted commits, else it is rolled back.

        With a `proof` the first answer comes with it, or not at all: NotProven.
        """
        return Reading(self, viewer, proof)

    async def at_once(self, viewer: Viewer, statements: Sequence[Sent]) -> list[Rows]:
        """A whole transaction in one round trip; READ COMMITTED, so that what is written meets no conflict."""
        async with self.turnstile.passed():
            held, wire = await self.held()
            try:
                sent = [Sent("begin"), self.put_on_by(viewer), *statements, Sent("commit")]
                return (await wire.run(sent, role_of(viewer)))[2:-1]
            finally:
                await self.rested(held, wire)

    async def held(self) -> tuple[PoolProxiedConnection, Wire]:
        held = self._resting.pop() if self._resting else await greenlet_spawn(self.engine.sync_engine.pool.connect)
        wire: Wire = held.info["wire"]
        wire.alone = True
        return held, wire

    def put_on_by(self, viewer: Viewer) -> Sent:
        return _ENTERED.filled(self.settings(viewer))

    def settings(self, viewer: Viewer) -> dict[str, str]:
        """All that a transaction puts on for its viewer."""
        patience = "0" if viewer.role is Role.SYSTEM else self._longest_statement
        return settings_of(viewer) | {"statement_timeout": patience}

    def around(self, held: PoolProxiedConnection) -> AsyncConnection:
        held.info["wire"].shared()
        return AsyncConnection(self.engine, Connection(self.engine.sync_engine, held))

    async def rested(self, held: PoolProxiedConnection, wire: Wire) -> None:
        """Nothing is open; the connection waits for the next reader, or is thrown away with those like it."""
        if not held.is_valid:
            # SQLAlchemy has given it up, as it does where a statement is cancelled.
            await _let_go(held)
            return
        try:
            if not wire.idle:
                await wire.run([Sent("rollback")])
            self._resting.append(held)
        except BaseException as error:
            await self._thrown_away([held, *self._resting])
            if not isinstance(error, psycopg.Error):
                raise

    async def _thrown_away(self, connections: Sequence[PoolProxiedConnection]) -> None:
        self._resting.clear()
        for each in connections:
            each.info["wire"].shared()
            if each.is_valid:
                await greenlet_spawn(each.invalidate)
            await greenlet_spawn(each.close)

    async def _connected(self) -> AsyncConnection:
        """A connection for ordinary use, of which there is one fewer for each that rests."""
        if self._resting:
            await _let_go(self._resting.pop())
        return self.engine.connect()

    @property
    def in_use(self) -> int:
        """Connections that somebody works with now."""
        return self.engine.pool.checkedout() - len(self._resting)  # type: ignore[attr-defined, no-any-return]

    async def _entered(self, connection: AsyncConnection, viewer: Viewer) -> Transaction:
        await connection.execute(*_set_config(self.settings(viewer)))
        return Transaction(connection, viewer)

    async def dispose(self) -> None:
        while self._resting:
            await _let_go(self._resting.pop())
        await self.engine.dispose()
        for each in self._beside:
            await each.dispose()


async def _let_go(held: PoolProxiedConnection) -> None:
    """Back to the pool, for ordinary use."""
    if held.is_valid:
        held.info["wire"].shared()
    await greenlet_spawn(held.close)


def _fail(answer: asyncio.Future[Any], error: BaseException) -> None:
    """Tells who still waits; nobody has to hear of it."""
    if isinstance(error, asyncio.CancelledError):
        answer.cancel()
    elif not answer.done():
        answer.set_exception(error)
        answer.exception()


def stored(table: type[T], values: Mapping[str, Any]) -> T:
    """A stored row as its object, past SQLModel's constructor: that takes far longer and checks nothing."""
    made: T = manager_of_class(table).new_instance()
    made.__dict__.update(values)
    return made


def _set_config(settings: Mapping[str, str]) -> tuple[Executable, dict[str, str]]:
    calls = ", ".join(f"set_config('{name}', :v{index}, true)" for index, name in enumerate(settings))
    return text(f"select {calls}"), {f"v{index}": str(value) for index, value in enumerate(settings.values())}


def putting_on(first_place: int = 1) -> str:
    """The columns of a SELECT that put the settings `SETTINGS` on, as `$first_place` and those after it."""
    return ", ".join(f"set_config('{name}', ${at}, true)" for at, name in enumerate(_NAMES, first_place))


_PLACE_OF_PROOF = 1
_COMMIT = Sent("commit")
_SNAPSHOT = Sent("begin isolation level repeatable read")
_NAMES = (*settings_of(Viewer()), "statement_timeout")
SETTINGS = tuple(map(Slot, _NAMES))
_ENTERED = Statement(f"select {putting_on()}", SETTINGS)
