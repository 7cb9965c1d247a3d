"""Indexes and guards of the long tables: put aside while rows come, then built over two connections.

Others see the rows only when they are committed, so they are, and a note in the database says what is not built yet: a
load that is interrupted here is finished by the next. Until then nobody of the demo can sign in.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from queue import Empty, SimpleQueue
from typing import LiteralString

import psycopg
from psycopg import Connection, sql

CONNECTIONS = 2
Built = Callable[[int, int], None]
"""How many parts are built, of how many."""

# In the order in which they can be dropped. Where rows come unchecked, the foreign keys stay for which the primary key
# can stay as well: then nobody looks row by row whether they hold. Indexes of what few rows have stay: to build one,
# all are read.
PARTS = """
with long as (select unnest(%(tables)s::regclass[]) as id),
     kept as (select confrelid as id from pg_constraint
               where contype = 'f' and confrelid <> conrelid and %(unchecked)s),
     part (undo, build, kind, of_table) as (
select format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
       format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
       contype::text, conrelid
  from pg_constraint
 where contype in ('x', 'u') and conrelid in (select id from long)
    or contype = 'p' and conrelid in (select id from long) and conrelid not in (select id from kept)
    or contype = 'f' and (confrelid in (select id from long) or conrelid in (select id from long))
       and not (%(unchecked)s and conrelid in (select id from long)
                and (confrelid in (select id from kept) or confrelid not in (select id from long)))
union all
select format('drop index %%s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), am.amname, i.indrelid
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am am on am.oid = c.relam
 where i.indrelid in (select id from long)
   and not exists (select from pg_constraint where conindid = i.indexrelid)
   and coalesce(pg_get_expr(i.indpred, i.indrelid) not like '%% IS NOT NULL)', true))
select * from part order by array_position('{f,p,u,x}', kind)
"""
NOTE = "create table unbuilt_part (statement text primary key, kind text not null, of_table oid not null)"
# What takes longest begins first, and what a guard's table needs besides comes when the guard is there.
UNBUILT = """
select statement, kind = 'f' from unbuilt_part
 order by array_position('{x,gin}', kind), kind = 'p',
          of_table in (select of_table from unbuilt_part where kind = 'x'), pg_relation_size(of_table) desc
"""
MAY_COME_UNCHECKED = "select has_parameter_privilege(session_user, 'session_replication_role', 'SET')"


@contextmanager
def put_aside(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Of empty tables, for as long as rows come. Nothing has changed when the transaction fails; when it holds, `build`
    is to follow.

    Who may do so has rows come unchecked meanwhile.
    """
    unchecked = connection.execute(MAY_COME_UNCHECKED).fetchone() == (True,)
    parts = connection.execute(PARTS, {"tables": list(tables), "unchecked": unchecked}).fetchall()
    connection.execute(NOTE)
    with connection.cursor() as cursor:
        cursor.executemany("insert into unbuilt_part values (%s, %s, %s)", [part for _, *part in parts])
    for undo, *_ in parts:
        connection.execute(undo)
    # What fills a table that is new in its transaction need not go through the log, and is frozen at once.
    connection.execute(sql.SQL("truncate {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
    if unchecked:
        _let_rows_come(connection, "replica")
    yield
    if unchecked:
        _let_rows_come(connection, "origin")


def is_unbuilt(connection: Connection) -> bool:
    """Whether a load was interrupted when its rows were there already."""
    return connection.execute("select to_regclass('unbuilt_part') is not null").fetchone() == (True,)


def build(url: str, built: Built) -> None:
    """Whatever the note still names; each is struck out in the transaction that builds it. Raises what a part raises,
    and leaves the others noted."""
    with psycopg.connect(url) as connection:
        parts = connection.execute(UNBUILT).fetchall()
    done = count(1)

    def report() -> None:
        built(next(done), len(parts))

    built(0, len(parts))
    for of_others in (False, True):
        queue = SimpleQueue[str]()
        for statement, is_foreign in parts:
            if is_foreign is of_others:
                queue.put(statement)
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            builders = [pool.submit(_build_all, url, queue, report) for _ in range(CONNECTIONS)]
            try:
                for builder in builders:
                    builder.result()
            finally:
                _empty(queue)


def _build_all(url: str, queue: SimpleQueue[str], report: Callable[[], None]) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("set maintenance_work_mem = '256MB'")
        connection.execute("set max_parallel_maintenance_workers = 0")
        connection.commit()
        for statement in _taken(queue):
            with connection.transaction():
                connection.execute(statement)
                connection.execute("delete from unbuilt_part where statement = %s", (statement,))
            report()


def _taken(queue: SimpleQueue[str]) -> Iterator[str]:
    while True:
        try:
            yield queue.get_nowait()
        except Empty:
            return


def _empty(queue: SimpleQueue[str]) -> None:
    """So that after an error, here or there, no further part is begun."""
    for _ in _taken(queue):
        pass


def forget(connection: Connection) -> None:
    connection.execute("drop table unbuilt_part")


def _let_rows_come(connection: Connection, how: LiteralString) -> None:
    """As a "replica", unchecked, or as their "origin". Whoever has signed in may say so, not the tables' owner."""
    owner = connection.execute("select current_user::text").fetchone()
    assert owner
    connection.execute("set local role none")
    connection.execute("set local session_replication_role = " + how)
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(owner[0])))
