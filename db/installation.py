"""What an installed database looks like from outside: version, schema, roles, row-level security, clock."""

import time
from dataclasses import dataclass
from typing import cast

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from db.database import driver_url
from db.migrate import HERE

UNREACHABLE_SECONDS = 5
# No answer; wrong password; not allowed from here; no such database; too many connections; still starting.
_CANNOT_CONNECT = (None, "28P01", "28000", "3D000", "53300", "57P03")

_FACTS = text("""
    select current_setting('server_version_num')::int / 10000 as version,
           current_setting('TimeZone') as time_zone,
           extract(epoch from clock_timestamp())::float8 as clock,
           to_regclass('public.unbuilt_part') is not null as unfinished_demo,
           r.rolname as role, r.rolsuper as superuser, r.rolbypassrls as bypasses, r.rolinherit as inherits
      from pg_roles r where r.rolname = session_user
""")
_OWNED = text("""
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
       and pg_get_userbyid(c.relowner) = session_user order by 1
""")
_OPEN = text("""
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p')
       and c.relname not in ('alembic_version', 'unbuilt_part') and c.relname not like 'procrastinate%'
       and not (c.relrowsecurity and c.relforcerowsecurity) order by 1
""")
_HAS_REVISION = text("select has_table_privilege(to_regclass('public.alembic_version'), 'select')")


@dataclass(frozen=True, slots=True)
class Installation:
    """Facts only; what is right or wrong about them is for the doctor to say.

    `revision` is None before the first migration, and "?" when this role may not read it. `seconds_ahead` is
    the database's clock minus ours. `open_tables` are those without forced row-level security."""

    version: int
    time_zone: str
    seconds_ahead: float
    unfinished_demo: bool
    role: str
    superuser: bool
    bypasses: bool
    inherits: bool
    owned: tuple[str, ...]
    open_tables: tuple[str, ...]
    revision: str | None
    newest_revision: str | None


def inspect(url: str) -> Installation:
    """Ask as the role in `url`. Raises DBAPIError when the database does not let us in."""
    engine = create_engine(driver_url(url), connect_args={"connect_timeout": UNREACHABLE_SECONDS})
    try:
        with engine.connect() as connection:
            return _facts(connection)
    finally:
        engine.dispose()


def _facts(connection: Connection) -> Installation:
    facts = dict(connection.execute(_FACTS).mappings().one())
    seconds_ahead = float(facts.pop("clock")) - time.time()
    return Installation(
        **facts,
        seconds_ahead=seconds_ahead,
        owned=tuple(connection.execute(_OWNED).scalars()),
        open_tables=tuple(connection.execute(_OPEN).scalars()),
        revision=_revision(connection),
        newest_revision=newest_revision(),
    )


def _revision(connection: Connection) -> str | None:
    readable = connection.execute(_HAS_REVISION).scalar()
    if readable is None:
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar() if readable else "?"


def newest_revision() -> str | None:
    """Of the migrations that came with this program, whatever the database has."""
    return ScriptDirectory(str(HERE)).get_current_head()


def is_migrated(url: str) -> bool:
    """Whether migrations have been here, any of them. Raises DBAPIError when the database does not let us in."""
    engine = create_engine(driver_url(url), connect_args={"connect_timeout": UNREACHABLE_SECONDS})
    try:
        with engine.connect() as connection:
            return _revision(connection) is not None
    finally:
        engine.dispose()


def is_empty(owner_url: str) -> bool:
    """No clinic yet: nobody has begun to use this database."""
    return not _exists(owner_url, "select from clinic")


def is_demo(owner_url: str) -> bool:
    """Whether the demo city lives here, so that its logins may be told."""
    return _exists(owner_url, "select from account where is_demo")


def _exists(owner_url: str, query: str) -> bool:
    engine = create_engine(driver_url(owner_url))
    try:
        with engine.connect() as connection:
            connection.execute(text("set local role emhana_system"))
            return bool(connection.execute(text(f"select exists ({query})")).scalar())
    finally:
        engine.dispose()


def share_password(owner_url: str, server_url: str) -> None:
    """Let the server's role in with the password of its own address: migrations make the role without one."""
    server = make_url(server_url)
    if not server.password or server.username == make_url(owner_url).username:
        return
    engine = create_engine(driver_url(owner_url))
    try:
        with engine.connect() as connection:
            driver = cast(psycopg.Connection, connection.connection.driver_connection)
            # Hashed here, so that the password is in no statement and in no log of the server.
            driver.pgconn.change_password(str(server.username).encode(), str(server.password).encode())
    finally:
        engine.dispose()


def reason_of(error: BaseException | None) -> str | None:
    """PostgreSQL's own first line about a connection that failed; None when the error is something else."""
    while error is not None:
        original = error.orig if isinstance(error, DBAPIError) else error
        if isinstance(original, psycopg.OperationalError) and original.sqlstate in _CANNOT_CONNECT:
            return str(original).strip().splitlines()[0]
        error = error.__cause__
    return None
