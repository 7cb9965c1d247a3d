"""Stock Strawberry over the list screens: a DataLoader for each relation, rows as objects, documents parsed once.

Nobody signs in here and nothing is recorded; the viewer is set in each transaction as the peer does it.
"""

import os
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

import orjson
import strawberry
from psycopg.rows import namedtuple_row
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import Info

from resolvers.ids import global_id

NORMS = {"GP": 1700, "THERAPIST": 2200, "PAEDIATRICIAN": 900}
BE = "select set_config(name, value, true) from json_each_text(%s::json) s (name, value)"
Rows = Sequence[Any]


@dataclass(slots=True)
class Context:
    """One request's connection and loaders."""

    connection: Any
    clinic: str
    loaders: dict[str, DataLoader[Any, Any]]

    async def rows(self, query: str, *given: Any) -> Rows:
        found: Rows = await (await self.connection.execute(query, given)).fetchall()
        return found


ONE = {
    "area": "select id, number, kind from area where id = any (%s)",
    "clinic": "select id, name_kk from clinic where id = any (%s)",
    "region": "select code as id, name_kk from region where code = any (%s)",
    "list": "select id, doctor_id from doctor_list where id = any (%s)",
    "staff": "select id, family_name, given_name, patronymic from staff where id = any (%s)",
    "count": "select clinic_id as id, sum(people)::int as people from doctor_list where clinic_id = any (%s)"
    " group by 1",
}
MANY = {
    "attachments": "select a.* from unnest(%s::uuid[]) p, lateral (select patient_id as parent, starts_on, reason,"
    " area_id, list_id from attachment where patient_id = p order by starts_on desc, id desc limit 1) a",
    "lists": "select l.* from unnest(%s::uuid[]) c, lateral (select l.clinic_id as parent, l.id, l.kind, l.people,"
    " l.doctor_id from doctor_list l join staff d on d.id = l.doctor_id where l.clinic_id = c"
    " order by d.sort_key, l.id limit 20) l",
    "areas": "select list_id as parent, number from area where list_id = any (%s) order by number",
}


def loaders(context: Context) -> None:
    for name, query in ONE.items():
        context.loaders[name] = DataLoader(one_of(context, query))
    for name, query in MANY.items():
        context.loaders[name] = DataLoader(many_of(context, query))


def one_of(context: Context, query: str) -> Callable[[list[Any]], Coroutine[Any, Any, list[Any]]]:
    async def load(keys: list[Any]) -> list[Any]:
        found = {row.id: row for row in await context.rows(query, keys)}
        return [found.get(key) for key in keys]

    return load


def many_of(context: Context, query: str) -> Callable[[list[Any]], Coroutine[Any, Any, list[Any]]]:
    async def load(keys: list[Any]) -> list[Any]:
        found: dict[Any, list[Any]] = {key: [] for key in keys}
        for row in await context.rows(query, keys):
            found[row.parent].append(row)
        return [found[key] for key in keys]

    return load


async def load(info: Info[Context, None], name: str, key: Any) -> Any:
    return None if key is None else await info.context.loaders[name].load(key)


@strawberry.type
class Person:
    @strawberry.field
    def full_name(self: Any) -> str:
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)

    @strawberry.field
    def short_name(self: Any) -> str:
        initials = [f"{part[0]}." for part in (self.given_name, self.patronymic) if part]
        return " ".join([self.family_name, *initials])


@strawberry.type
class Staff(Person):
    @strawberry.field
    def id(self: Any) -> strawberry.ID:
        return strawberry.ID(global_id("Staff", self.id))


@strawberry.type
class Area:
    number: str
    kind: str


@strawberry.type
class Region:
    @strawberry.field
    def name(self: Any) -> str:
        return str(self.name_kk)


@strawberry.type
class Attachment:
    starts_on: date
    reason: str

    @strawberry.field
    async def area(self: Any, info: Info[Context, None]) -> Area | None:
        return await load(info, "area", self.area_id)  # type: ignore[no-any-return]

    @strawberry.field
    async def doctor(self: Any, info: Info[Context, None]) -> Staff | None:
        found = await load(info, "list", self.list_id)
        return await load(info, "staff", found and found.doctor_id)  # type: ignore[no-any-return]


@strawberry.type
class Attachments:
    nodes: list[Attachment]


@strawberry.type
class Patient(Person):
    iin: str | None
    birth_date: date
    sex: str

    @strawberry.field
    def id(self: Any) -> strawberry.ID:
        return strawberry.ID(global_id("Patient", self.id))

    @strawberry.field
    async def attachments(self: Any, info: Info[Context, None], first: int) -> Attachments:
        return Attachments(nodes=await load(info, "attachments", self.id))


@strawberry.type
class DoctorList:
    kind: str
    people: int

    @strawberry.field
    def id(self: Any) -> strawberry.ID:
        return strawberry.ID(global_id("DoctorList", self.id))

    @strawberry.field
    def norm(self: Any) -> int:
        return NORMS[self.kind]

    @strawberry.field
    def room(self: Any) -> int:
        return 0 if self.closed else max(0, NORMS[self.kind] - self.people)

    @strawberry.field
    def ratio(self: Any) -> float:
        return float(self.people / NORMS[self.kind])

    @strawberry.field
    def over_norm(self: Any) -> bool:
        return bool(self.people > NORMS[self.kind])

    @strawberry.field
    async def doctor(self: Any, info: Info[Context, None]) -> Staff:
        return await load(info, "staff", self.doctor_id)  # type: ignore[no-any-return]

    @strawberry.field
    async def clinic(self: Any, info: Info[Context, None]) -> "Clinic":
        return await load(info, "clinic", self.clinic_id)  # type: ignore[no-any-return]

    @strawberry.field
    async def areas(self: Any, info: Info[Context, None]) -> list[Area]:
        return await load(info, "areas", self.id)  # type: ignore[no-any-return]


@strawberry.type
class DoctorLists:
    nodes: list[DoctorList]


@strawberry.type
class Clinic:
    kind: str
    ownership: str

    @strawberry.field
    def id(self: Any) -> strawberry.ID:
        return strawberry.ID(global_id("Clinic", self.id))

    @strawberry.field
    def name(self: Any) -> str:
        return str(self.name_kk)

    @strawberry.field
    def accredited(self: Any) -> bool:
        return self.accredited_until is not None and self.accredited_until >= self.today

    @strawberry.field
    async def region(self: Any, info: Info[Context, None]) -> Region:
        return await load(info, "region", self.region_code)  # type: ignore[no-any-return]

    @strawberry.field
    async def people_count(self: Any, info: Info[Context, None]) -> int:
        found = await load(info, "count", self.id)
        return found.people if found else 0

    @strawberry.field
    async def doctor_lists(self: Any, info: Info[Context, None], first: int) -> DoctorLists:
        return DoctorLists(nodes=await load(info, "lists", self.id))


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class PatientPage:
    nodes: list[Patient]
    page_info: PageInfo


@strawberry.type
class ClinicPage:
    nodes: list[Clinic]
    page_info: PageInfo


@strawberry.type
class ListPage:
    nodes: list[DoctorList]
    page_info: PageInfo


def page_info(rows: Rows, first: int) -> PageInfo:
    cursor = f"{rows[:first][-1].id}" if rows else None
    return PageInfo(has_next_page=len(rows) > first, end_cursor=cursor)


@strawberry.enum
class By(Enum):
    NAME = "NAME"


@strawberry.input
class Order:
    field: By


@strawberry.type
class Query:
    @strawberry.field
    async def patients(self, info: Info[Context, None], first: int, order_by: Order) -> PatientPage:
        rows = await info.context.rows(
            "select id, iin, family_name, given_name, patronymic, birth_date, sex from patient"
            " where clinic_id = %s::uuid and merged_into is null order by sort_key, id limit %s",
            info.context.clinic,
            first + 1,
        )
        return PatientPage(nodes=list(rows[:first]), page_info=page_info(rows, first))

    @strawberry.field
    async def clinics(self, info: Info[Context, None], first: int, order_by: Order) -> ClinicPage:
        rows = await info.context.rows(
            "select id, name_kk, kind, ownership, accredited_until, region_code, emhana_today() as today from clinic"
            " order by name_kk, id limit %s",
            first + 1,
        )
        return ClinicPage(nodes=list(rows[:first]), page_info=page_info(rows, first))

    @strawberry.field
    async def doctor_lists(self, info: Info[Context, None], first: int) -> ListPage:
        rows = await info.context.rows(
            "select l.id, l.kind, l.people, l.closed, l.doctor_id, l.clinic_id from doctor_list l"
            " join staff d on d.id = l.doctor_id order by d.sort_key, l.id limit %s",
            first + 1,
        )
        return ListPage(nodes=list(rows[:first]), page_info=page_info(rows, first))


class Stock:
    """Strawberry's executor in a bare route, with one transaction for each request."""

    def __init__(self, pool: AsyncConnectionPool[Any], viewers: dict[str, dict[str, str]]) -> None:
        parsed, valid = ParserCache(1000), ValidationCache(1000)
        self.schema = strawberry.Schema(Query, extensions=[lambda: parsed, lambda: valid])
        self.pool, self.viewers = pool, viewers

    async def respond(self, request: Request) -> Response:
        settings = self.viewers[request.headers["x-viewer"]]
        async with self.pool.connection() as connection, connection.transaction():
            await connection.execute(BE, (orjson.dumps(settings).decode(),))
            given = orjson.loads(await request.body())
            context = Context(connection, settings["emhana.clinics"][1:-1], {})
            loaders(context)
            result = await self.schema.execute(given["query"], given["variables"], context)
        body: dict[str, Any] = {"data": result.data}
        if result.errors:
            body["errors"] = [error.formatted for error in result.errors]
        return Response(orjson.dumps(body), media_type="application/json")


def application() -> Starlette:
    """What each worker makes for itself: BENCH_URL, BENCH_POOL, BENCH_LOGINS (login → its settings)."""
    size = int(os.environ["BENCH_POOL"])
    pool = AsyncConnectionPool(
        os.environ["BENCH_URL"],
        min_size=size,
        max_size=size,
        open=False,
        kwargs={"row_factory": namedtuple_row, "prepare_threshold": 0},
    )
    stock = Stock(pool, orjson.loads(os.environ["BENCH_LOGINS"]))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with pool:
            yield

    return Starlette(routes=[Route("/graphql", stock.respond, methods=["POST"])], lifespan=lifespan)
