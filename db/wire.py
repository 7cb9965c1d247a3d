"""One connection spoken to in pipelines: many statements out in one write, their answers back in one wait."""

import asyncio
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.abc import AdaptContext
from psycopg.adapt import AdaptersMap, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from db.statement import Sent

REMEMBERED_STATEMENTS = 500
CANCEL_SECONDS = 5.0
_BINARY = Format.BINARY
_IDLE = TransactionStatus.IDLE
_FAILED, _END = ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_SYNC
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

    def raw(self) -> tuple[bytes | None, ...] | None:
        """The first row as it came over the wire; None when there is none."""
        result = self._result
        if not result.ntuples:
            return None
        return tuple([result.get_value(0, index) for index in range(result.nfields)])

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

    `prepares` is off behind a pooler that hands one server's connection to many clients. While it is `alone` nobody
    else speaks on the connection: its socket stays with the event loop and libpq in pipeline mode from one run to
    the next, which spares each run half a dozen system calls.
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
        self.alone = False
        self._ear = _Ear(self.pgconn)
        self._names: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._count = 0

    @property
    def idle(self) -> bool:
        return self.pgconn.transaction_status == _IDLE

    def shared(self) -> None:
        """From now on others speak on this connection too."""
        self.alone = False
        self._ear.close()

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
        new: list[tuple[str, str]] = []
        ear = self._ear
        try:
            ear.open()
            sizes = [self._send(statement, role, new) for statement in statements]
            self.pgconn.pipeline_sync()
            for see in self.seen:
                see([statement.sql for statement in statements])
            ear.flush()
            try:
                results = await ear.results()
            except asyncio.CancelledError:
                await self._stop()
                raise
            return self._judged(results, sizes)
        except BaseException:
            for known in new:
                self._names.pop(known, None)
            ear.close()
            raise
        finally:
            if not self.alone:
                ear.close()

    async def _stop(self) -> None:
        """Whoever stops waiting stops the statements too, and hears them end."""
        again = self._ear.results()
        await self.connection.cancel_safe(timeout=CANCEL_SECONDS)
        await asyncio.wait({again}, timeout=CANCEL_SECONDS)

    def _send(self, statement: Sent, role: str, new: list[tuple[str, str]]) -> int:
        """How many results will come: a statement that is not known yet is prepared first."""
        known = (role, statement.sql)
        name = self._names.get(known)
        if name is not None:
            self._names.move_to_end(known)
            self.pgconn.send_query_prepared(name, statement.values, result_format=_BINARY)
            return 1
        sql = statement.sql.encode()
        if not self.prepares:
            self.pgconn.send_query_params(sql, statement.values, result_format=_BINARY)
            return 1
        closed = self._make_room()
        self._count += 1
        name = self._names[known] = b"emhana_%d" % self._count
        new.append(known)
        self.pgconn.send_prepare(name, sql)
        self.pgconn.send_query_prepared(name, statement.values, result_format=_BINARY)
        return closed + 2

    def _make_room(self) -> int:
        if len(self._names) < REMEMBERED_STATEMENTS:
            return 0
        _, oldest = self._names.popitem(last=False)
        self.pgconn.send_close_prepared(oldest)
        return 1

    def _judged(self, results: Sequence[PGresult], sizes: Sequence[int]) -> list[Rows]:
        for result in results:
            if result.status == _FAILED:
                raise error_from_result(result, self.connection.info.encoding)
        if len(results) == len(sizes):
            return [Rows(self, result) for result in results]
        places = accumulate(sizes)
        return [Rows(self, results[place - 1]) for place in places]


class _Ear:
    """Reads whatever arrives at a connection while it is open, and knows when a pipeline has ended."""

    def __init__(self, pgconn: PGconn) -> None:
        self._pgconn = pgconn
        self._loop: asyncio.AbstractEventLoop | None = None
        self._socket = -1
        self._writes = False
        self._failed: psycopg.Error | None = None
        self._results: list[PGresult] = []
        self._done: asyncio.Future[list[PGresult]] | None = None

    def open(self) -> None:
        """Before the statements of a pipeline are sent. Raises what befell the connection since the last."""
        if self._loop is None:
            self._pgconn.enter_pipeline_mode()
            self._loop = asyncio.get_running_loop()
            self._socket = self._pgconn.socket
            self._loop.add_reader(self._socket, self._read)
        if self._failed:
            raise self._failed

    def results(self) -> asyncio.Future[list[PGresult]]:
        """All of them up to the pipeline's end."""
        assert self._loop is not None
        self._done = self._loop.create_future()
        return self._done

    def close(self) -> None:
        if self._loop is None:
            return
        self._loop.remove_reader(self._socket)
        if self._writes:
            self._loop.remove_writer(self._socket)
        self._loop, self._writes, self._results, self._done = None, False, [], None
        with suppress(psycopg.Error):
            self._pgconn.exit_pipeline_mode()

    def flush(self) -> None:
        """What the socket does not take now is sent when it does."""
        left = bool(self._pgconn.flush())
        if left == self._writes or self._loop is None:
            return
        self._writes = left
        if left:
            self._loop.add_writer(self._socket, self._write)
        else:
            self._loop.remove_writer(self._socket)

    def _write(self) -> None:
        try:
            self.flush()
        except psycopg.Error as error:
            self._fail(error)

    def _read(self) -> None:
        try:
            self._pgconn.consume_input()
            if self._done is not None:
                self._collect()
        except psycopg.Error as error:
            self._fail(error)

    def _collect(self) -> None:
        pgconn, results = self._pgconn, self._results
        while not pgconn.is_busy():
            result = pgconn.get_result()
            if result is None:
                continue
            if result.status == _END:
                if self._done is not None and not self._done.done():
                    self._done.set_result(results)
                self._done, self._results = None, []
                return
            results.append(result)

    def _fail(self, error: psycopg.Error) -> None:
        """The connection is lost, perhaps while nobody spoke: whoever speaks next hears it."""
        if self._loop is not None:
            self._loop.remove_reader(self._socket)
        self._failed = error
        if self._done is not None and not self._done.done():
            self._done.set_exception(error)
