"""COPY into the long tables from a thread, while the next people are being made."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Queue
from threading import Thread
from typing import Self

from psycopg import Connection, sql

from db.demo.binary import END, HEADER

WAITING_AT_MOST = 4
Rows = dict[str, list[bytes]]
"""By table, in COPY's binary format."""
Lines = Iterable[Sequence[object]]


def _nothing() -> None:
    """Is to be done for rows that nobody else keeps."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Finished rows of each table, in a few pieces; they tell of so many people. `copied` is called when they are not
    needed."""

    people: int
    tables: Mapping[str, Sequence[bytes | memoryview]]
    copied: Callable[[], object] = _nothing


def batches(pieces: Iterable[Rows], people: int) -> Iterator[Batch]:
    """Pieces put together until they tell of so many people: each batch is a COPY, and each leaves its table a quarter
    of a megabyte larger than need be. A piece is joined at once, while its rows are still at hand for the processor.
    """
    size, tables = 0, defaultdict[str, list[bytes]](list)
    for rows in pieces:
        size += len(rows["patient"])
        for table, some in rows.items():
            if some:
                tables[table].append(b"".join(some))
        if size >= people:
            yield Batch(size, tables)
            size, tables = 0, defaultdict(list)
    yield Batch(size, tables)


def copy_rows(connection: Connection, table: str, columns: str, lines: Lines) -> None:
    """A few rows of Python values."""
    with connection.cursor() as cursor, cursor.copy(_copy(table, columns, sql.SQL(""))) as copy:
        for line in lines:
            copy.write_row(line)


def _copy(table: str, columns: str, options: sql.SQL) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split()))
    return sql.SQL("copy {} ({}) from stdin {}").format(sql.Identifier(table), names, options)


class Copier:
    """Takes batches; few may wait, so memory stays. Owns the connection meanwhile.

    `columns` are those of each table, and the tables were emptied in this transaction: their rows come frozen.
    """

    def __init__(self, connection: Connection, columns: dict[str, str]) -> None:
        self._connection = connection
        self._statements = {
            table: _copy(table, of_table, sql.SQL("(format binary, freeze)"))
            for table, of_table in columns.items()
        }
        self._queue: Queue[Batch | None] = Queue(WAITING_AT_MOST)
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._work, name="copy", daemon=True)

    def put(self, batch: Batch) -> None:
        """Raises what went wrong with an earlier batch. The thread begins with the first: who makes it forks before."""
        self._raise()
        self._queue.put(batch)
        if self._thread.ident is None:
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Waits until everything is copied; after an error, here or there, what still waits is dropped."""
        self._failure = self._failure or error
        if self._thread.ident is not None:
            self._queue.put(None)
            self._thread.join()
        self._raise()

    def _raise(self) -> None:
        if self._failure:
            raise self._failure

    def _work(self) -> None:
        while (batch := self._queue.get()) is not None:
            if self._failure:
                continue
            try:
                self._copy(batch)
            except BaseException as failure:
                self._failure = failure

    def _copy(self, batch: Batch) -> None:
        for table, rows in batch.tables.items():
            with self._connection.cursor() as cursor, cursor.copy(self._statements[table]) as copy:
                for part in (HEADER, *rows, END):
                    copy.write(part)
        batch.copied()
