"""One connection spoken to in pipelines: many statements out in one write, their answers back in one wait."""

import asyncio
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.abc import AdaptContext
from psycopg.adapt import AdaptersMap, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

from db.statement import Sent

REMEMBERED_STATEMENTS = 500
CANCEL_SECONDS = 5.0
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_BYTEA = 17


class _Ids16(AdaptContext):
    """Ids as their sixteen bytes: enough to be compared, sent back or written into a global id, and far cheaper.

    JSON as the bytes that PostgreSQL has written: it goes on as it is.
    """

    def __init__(self, connection: AsyncConnection[Any]) -> None:
        self._adapters = AdaptersMap(connection.adapters)
        loader = connection.adapters.get_loader(_BYTEA, Format.BINARY)
        assert loader is not None
        self._adapters.register_loader("uuid", loader)
        self._adapters.register_loader("json", loader)
        self._connection = connection

    @property
    def adapters(self) -> AdaptersMap:
        return self._adapters

    @property
    def connection(self) -> AsyncConnection[Any]:
        return self._connection


class Rows:
    """What one statement brought back."""

    __slots__ = ("_result", "_wire")

    def __init__(self, wire: "Wire", result: PGresult) -> None:
        self._wire = wire
        self._result = result

    def made(self, make: Callable[[Any], Any] = tuple, *, ids16: bool = False) -> list[Any]:
        """Each row, made from the tuple of its values; with `ids16` ids stay the sixteen bytes that they are."""
        transformer = self._wire.ids16 if ids16 else self._wire.plain
        transformer.set_pgresult(self._result)
        return transformer.load_rows(0, self._result.ntuples, make)

    def named(self) -> list[Any]:
        """Each row as a tuple that answers to the names of its columns."""
        result = self._result
        return self.made(_named(tuple(result.fname(index) or b"" for index in range(result.nfields))))


@lru_cache(maxsize=500)
def _named(names: tuple[bytes, ...]) -> Callable[[Any], Any]:
    made: Any = namedtuple("Row", [name.decode() for name in names], rename=True)  # type: ignore[misc]
    make: Callable[[Any], Any] = made._make
    return make


class Wire:
    """Belongs to one connection as long as that lives, and knows what has been prepared there.

    `prepares` is off behind a pooler that hands one server's connection to many clients.
    """

    def __init__(
        self,
        connection: AsyncConnection[Any],
        *,
        prepares: bool,
        seen: Sequence[Callable[[Sequence[str]], None]] = (),
    ) -> None:
        self.connection = connection
        self.seen = seen
        self.pgconn = connection.pgconn
        self.prepares = prepares
        self.plain = Transformer(connection)
        self.ids16 = Transformer(_Ids16(connection))
        self._names: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._count = 0

    @property
    def idle(self) -> bool:
        return self.pgconn.transaction_status == TransactionStatus.IDLE

    async def run(self, statements: Sequence[Sent], role: str = "") -> list[Rows]:
        """The answers in order. Raises psycopg.Error for the first that failed; no later one has run then.

        A plan depends on the policies of the `role` that it was made for, so each role prepares its own.
        """
        try:
            return await self._run(statements, role)
        except InvalidSqlStatementName:
            # After a rollback psycopg drops all that is prepared, ours with its own; at a beginning nothing has run.
            self._names.clear()
            if not self.idle:
                raise
            return await self._run(statements, role)

    async def _run(self, statements: Sequence[Sent], role: str) -> list[Rows]:
        sizes: list[int] = []
        new: list[tuple[str, str]] = []
        self.pgconn.enter_pipeline_mode()
        try:
            for statement in statements:
                sizes.append(self._send(statement, role, new))
            self.pgconn.pipeline_sync()
            for see in self.seen:
                see([statement.sql for statement in statements])
            return self._judged(await self._heard(), sizes)
        except BaseException:
            for known in new:
                self._names.pop(known, None)
            raise
        finally:
            with suppress(psycopg.Error):
                self.pgconn.exit_pipeline_mode()

    def _send(self, statement: Sent, role: str, new: list[tuple[str, str]]) -> int:
        """How many results will come: a statement that is not known yet is prepared first."""
        if not self.prepares:
            sql = statement.sql.encode()
            self.pgconn.send_query_params(sql, statement.values, result_format=Format.BINARY)
            return 1
        sent, known = 1, (role, statement.sql)
        if known in self._names:
            self._names.move_to_end(known)
        else:
            sent += self._make_room()
            self._count += 1
            self._names[known] = b"emhana_%d" % self._count
            new.append(known)
            self.pgconn.send_prepare(self._names[known], statement.sql.encode())
            sent += 1
        self.pgconn.send_query_prepared(self._names[known], statement.values, result_format=Format.BINARY)
        return sent

    def _make_room(self) -> int:
        if len(self._names) < REMEMBERED_STATEMENTS:
            return 0
        _, oldest = self._names.popitem(last=False)
        self.pgconn.send_close_prepared(oldest)
        return 1

    async def _heard(self) -> list[PGresult]:
        """All results up to the end of the pipeline; whoever stops waiting stops the statements too."""
        hearing = _Hearing(self.pgconn)
        try:
            await hearing.done
        except asyncio.CancelledError:
            hearing.done = asyncio.get_running_loop().create_future()
            await self.connection.cancel_safe(timeout=CANCEL_SECONDS)
            await asyncio.wait({hearing.done}, timeout=CANCEL_SECONDS)
            raise
        finally:
            hearing.end()
        return hearing.results

    def _judged(self, results: Sequence[PGresult], sizes: Sequence[int]) -> list[Rows]:
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise error_from_result(result, self.connection.info.encoding)
        answers, position = [], -1
        for size in sizes:
            position += size
            answers.append(Rows(self, results[position]))
        return answers


class _Hearing:
    """Reads whatever arrives at a connection until its pipeline has ended."""

    def __init__(self, pgconn: Any) -> None:
        self._pgconn = pgconn
        self._socket = pgconn.socket
        self._loop = asyncio.get_running_loop()
        self.results: list[PGresult] = []
        self.done: asyncio.Future[None] = self._loop.create_future()
        self._loop.add_reader(self._socket, self._read)
        self._writes = bool(pgconn.flush())
        if self._writes:
            self._loop.add_writer(self._socket, self._write)

    def end(self) -> None:
        self._loop.remove_reader(self._socket)
        if self._writes:
            self._loop.remove_writer(self._socket)

    def _write(self) -> None:
        self._do(self._pgconn.flush)

    def _read(self) -> None:
        self._do(self._collect)

    def _do(self, act: Callable[[], Any]) -> None:
        try:
            act()
        except psycopg.Error as error:
            if not self.done.done():
                self.done.set_exception(error)

    def _collect(self) -> None:
        self._pgconn.consume_input()
        while not self._pgconn.is_busy():
            result = self._pgconn.get_result()
            if result is None:
                continue
            if result.status == ExecStatus.PIPELINE_SYNC:
                if not self.done.done():
                    self.done.set_result(None)
                return
            self.results.append(result)
