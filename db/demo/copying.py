"""COPY into the long tables from a thread, while the next people are being made."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from queue import Queue
from threading import Thread
from typing import Self

from psycopg import Connection, sql

from db.demo import rows

WAITING_AT_MOST = 4
LONG = {"patient": rows.PATIENT, "attachment": rows.ATTACHMENT, "family_link": rows.FAMILY_LINK}
Batch = dict[str, list[str]]
Lines = Iterable[Sequence[object]]


def copy_rows(connection: Connection, table: str, columns: str, lines: Lines) -> None:
    """A few rows of Python values."""
    with connection.cursor() as cursor, cursor.copy(_copy(table, columns)) as copy:
        for line in lines:
            copy.write_row(line)


def _copy(table: str, columns: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns.split()))
    return sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)


class Copier:
    """Takes batches of finished lines; few may wait, so memory stays. Owns the connection meanwhile."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._queue: Queue[Batch | None] = Queue(WAITING_AT_MOST)
        self._failure: BaseException | None = None
        self._thread = Thread(target=self._work, name="copy", daemon=True)
        self._thread.start()

    def put(self, batch: Batch) -> None:
        """Raises what went wrong with an earlier batch."""
        self._raise()
        self._queue.put(batch)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Waits until everything is copied; after an error, here or there, what still waits is dropped."""
        self._failure = self._failure or error
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
        for table, columns in LONG.items():
            if lines := batch[table]:
                with self._connection.cursor() as cursor, cursor.copy(_copy(table, columns)) as copy:
                    copy.write("".join(lines))


SLOW_PARTS = """
select format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
       format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname,
              pg_get_constraintdef(oid))
  from pg_constraint where conrelid = any (%s::regclass[]) and contype = 'f'
union all
select format('drop index %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
  from pg_index i
 where i.indrelid = any (%s::regclass[])
   and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
"""


def copy_lines(connection: Connection, table: str, columns: str, lines: Sequence[str]) -> None:
    """Finished lines of COPY's text format."""
    if lines:
        with connection.cursor() as cursor, cursor.copy(_copy(table, columns)) as copy:
            copy.write("".join(lines))


@contextmanager
def without_slow_parts(
    connection: Connection, built: Callable[[int, int], None], tables: Sequence[str] = tuple(LONG)
) -> Iterator[None]:
    """Put aside the long tables' indexes and foreign keys, and build each anew at the end.

    All in the transaction of the load: when it fails, nothing has changed. `built` is told how many are done of all.
    """
    parts = connection.execute(SLOW_PARTS, (list(tables), list(tables))).fetchall()
    for drop, _ in parts:
        connection.execute(drop)
    yield
    connection.execute("set local maintenance_work_mem = '256MB'")
    connection.execute("set local max_parallel_maintenance_workers = 2")
    for done, (_, create) in enumerate(reversed(parts)):
        built(done, len(parts))
        connection.execute(create)
    built(len(parts), len(parts))
