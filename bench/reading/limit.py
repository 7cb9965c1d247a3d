"""The limit: one hand-written SELECT per screen that builds the JSON in PostgreSQL, in a bare Starlette route.

`/limit/SCREEN` has the same cookie, the same viewer and the same row in the trail as Emhana, all in one round trip and
one transaction; `/naked/SCREEN` has neither: its connections are somebody's once and for all.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import psycopg
from psycopg import AsyncConnection, errors
from psycopg.adapt import Loader
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.reading.screens import HERE
from db.queries.session import token_hash

SET_ROLE = "select set_config('role', 'emhana_public', true)"
BE_VIEWER = """
    select set_config('role', 'emhana_staff', true),
           set_config('emhana.account', s.account_id::text, true),
           set_config('emhana.role', s.role, true),
           set_config('emhana.clinics', s.clinic_ids::text, true),
           set_config('emhana.regions', s.regions::text, true),
           set_config('emhana.patient', coalesce(s.patient_id::text, ''), true),
           set_config('statement_timeout', '15000ms', true),
           set_config('bench.name', s.name, true),
           set_config('bench.clinic', coalesce(s.clinic_id::text, ''), true),
           set_config('bench.session', s.session_id::text, true)
      from session_of(%(token)s, interval '15 minutes', true) s
"""
ON_RECORD = """
    with answer as materialized ({answer}), noted as (
        insert into access_event (account_id, account_name, role, clinic_id, session_id, operation, document,
                                  patient_ids, patient_count, outcome, address, trace_id)
        select emhana_account(), current_setting('bench.name'), emhana_setting('emhana.role'),
               nullif(current_setting('bench.clinic'), '')::uuid, current_setting('bench.session')::uuid,
               %(operation)s, %(operation)s, coalesce(people, '{{}}'), coalesce(cardinality(people), 0), 'OK',
               %(address)s, %(operation)s
          from answer)
    select body from answer
"""
BE_SOMEBODY = "select set_config(name, value, false) from json_each_text(%(settings)s::json) s (name, value)"
JSON = {"Content-Type": "application/graphql-response+json; charset=utf-8", "Cache-Control": "no-store"}


class AsBytes(Loader):
    """JSON as PostgreSQL wrote it."""

    def load(self, data: Any) -> bytes:
        return bytes(data)


class Limit:
    """Answers by SELECTs alone."""

    def __init__(self, url: str, plan: dict[str, Any], pool_size: int) -> None:
        self.plan = plan
        self.pool = AsyncConnectionPool(
            url, min_size=pool_size, max_size=pool_size, open=False, configure=_configure,
            kwargs={"autocommit": True, "prepare_threshold": 0},
        )  # fmt: skip
        self.sql = {name: (HERE / "selects" / f"{name}.sql").read_text() for name in plan}
        self.recorded = {name: ON_RECORD.format(answer=sql) for name, sql in self.sql.items()}

    async def on_record(self, request: Request) -> Response:
        name = request.path_params["screen"]
        given = orjson.loads(await request.body())
        token = request.cookies.get("emhana", "")
        parameters = given["variables"] | {
            "operation": given["operationName"],
            "address": request.client.host if request.client else None,
        }
        try:
            async with self.pool.connection() as connection:
                body = await _in_one_trip(connection, token, self.recorded[name], parameters)
        except errors.InsufficientPrivilege:
            return Response(status_code=401)
        return Response(body, headers=JSON)

    async def naked(self, request: Request) -> Response:
        name = request.path_params["screen"]
        given = orjson.loads(await request.body())
        async with self.pool.connection() as connection:
            await _be_somebody(connection, name, self.plan[name])
            found = await (await connection.execute(self.sql[name], given["variables"])).fetchone()
        assert found
        return Response(found[0], headers=JSON)


async def _configure(connection: AsyncConnection[Any]) -> None:
    connection.adapters.register_loader("json", AsBytes)


async def _in_one_trip(
    connection: AsyncConnection[Any], token: str, sql: str, parameters: dict[str, Any]
) -> bytes:
    async with connection.pipeline():
        await connection.execute("begin")
        await connection.execute(SET_ROLE)
        await connection.execute(BE_VIEWER, {"token": token_hash(token)})
        answer = await connection.execute(sql, parameters)
        await connection.execute("commit")
        found = await answer.fetchone()
    assert found
    return bytes(found[0])


async def _be_somebody(connection: AsyncConnection[Any], name: str, settings: dict[str, str]) -> None:
    if getattr(connection, "somebody", None) != name:
        await connection.execute("reset role")
        await connection.execute(BE_SOMEBODY, {"settings": orjson.dumps(settings).decode()})
        connection.somebody = name  # type: ignore[attr-defined]


def application() -> Starlette:
    """What each worker makes for itself: BENCH_URL, BENCH_POOL, BENCH_VIEWERS (screen → settings of its viewer)."""
    limit = Limit(
        os.environ["BENCH_URL"], orjson.loads(os.environ["BENCH_VIEWERS"]), int(os.environ["BENCH_POOL"])
    )

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with limit.pool:
            yield

    return Starlette(
        routes=[
            Route("/limit/{screen}", limit.on_record, methods=["POST"]),
            Route("/naked/{screen}", limit.naked, methods=["POST"]),
        ],
        lifespan=lifespan,
    )


assert psycopg.pq.__impl__ != "python", "the limit is not honest without libpq's C bindings"
