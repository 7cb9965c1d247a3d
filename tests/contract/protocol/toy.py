"""A small schema with every kind of trouble in it, run by the real pipeline on the real database."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any, cast

import strawberry
from sqlalchemy import text
from strawberry.types import Info

from db.events import listen
from domain.access import Action
from resolvers.context import OperationContext
from resolvers.ids import row_id

CHANNEL = "toy_changed"


def context_of(info: Info[Any, Any]) -> OperationContext:
    return cast(OperationContext, info.context)


@strawberry.type
class Person:
    name: str

    @strawberry.field
    def friends(self, first: int = 20) -> "PersonConnection":
        return PersonConnection(edges=[])

    @strawberry.field
    def siblings(self) -> list["Person"]:
        return []


@strawberry.type
class PersonEdge:
    node: Person


@strawberry.type
class PersonConnection:
    edges: list[PersonEdge]


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    def me(self, info: Info[Any, Any]) -> str | None:
        return context_of(info).viewer.login or None

    @strawberry.field
    def language(self, info: Info[Any, Any]) -> str:
        return context_of(info).language

    @strawberry.field
    def people(self, first: int | None = None, last: int | None = None) -> PersonConnection:
        return PersonConnection(edges=[PersonEdge(node=Person(name="Әлия"))])

    @strawberry.field
    def boom(self) -> str | None:
        raise ValueError("Ғалымжан 990101300123 must never be told")

    @strawberry.field
    def secret(self, info: Info[Any, Any]) -> str | None:
        context_of(info).viewer.must(Action.MANAGE_ACCOUNTS)
        return "secret"

    @strawberry.field
    def by_id(self, id: strawberry.ID) -> str | None:
        return str(row_id(id, "Person"))

    @strawberry.field
    async def slow(self, info: Info[Any, Any], seconds: float = 30) -> str | None:
        await context_of(info).tx.execute(text("select pg_sleep(:seconds)"), {"seconds": seconds})
        return "done"

    @strawberry.field
    async def broken_sql(self, info: Info[Any, Any]) -> str | None:
        await context_of(info).tx.execute(text("select * from account where password_hash = 1/0"))
        return "never"


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def keep_draft(self, info: Info[Any, Any], form: str, content: str) -> str:
        await write_draft(context_of(info), form, content)
        return content

    @strawberry.mutation
    async def keep_draft_and_fail(self, info: Info[Any, Any], form: str) -> str | None:
        await write_draft(context_of(info), form, "half")
        raise ValueError("after the write")

    @strawberry.mutation
    async def keep_draft_slowly(self, info: Info[Any, Any], form: str) -> str:
        await write_draft(context_of(info), form, "slow")
        await asyncio.sleep(30)
        return "never"

    @strawberry.mutation
    async def lengthen(self, info: Info[Any, Any], first: str, second: str) -> bool:
        """Two at once in opposite orders: PostgreSQL ends one of them."""
        for form in (first, second):
            statement = text("update draft set content = content || '+' where form = :form")
            await context_of(info).tx.execute(statement, {"form": form})
            await asyncio.sleep(0.2)
        return True

    @strawberry.mutation
    async def dawdle(self, info: Info[Any, Any]) -> bool:
        await context_of(info).tx.execute(text("select pg_sleep(:seconds)"), {"seconds": 2})
        return True

    @strawberry.mutation
    async def announce(self, info: Info[Any, Any], name: str) -> str:
        await context_of(info).tx.notify(CHANNEL, {"name": name})
        return name

    @strawberry.mutation
    def enter(self, info: Info[Any, Any], token: str) -> str:
        context_of(info).set_session_token(token)
        return "entered"

    @strawberry.mutation
    def leave(self, info: Info[Any, Any]) -> str:
        context_of(info).clear_session()
        return "left"


@strawberry.type
class Change:
    name: str

    @strawberry.field
    async def seen_by(self, info: Info[Any, Any]) -> str:
        context = context_of(info)
        return (
            str(await context.tx.value(text("select current_setting('role')"))) + " " + context.viewer.login
        )


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def changed(self, info: Info[Any, Any]) -> AsyncGenerator[Change, None]:
        context_of(info).viewer.must(Action.READ_PATIENTS)
        async for event in listen(CHANNEL):
            yield Change(name=event["name"])


async def write_draft(context: OperationContext, form: str, content: str) -> None:
    await context.tx.execute(
        text(
            "insert into draft (account_id, form, content, expires_at) "
            "values (:account, :form, :content, :ends)"
        ),
        {
            "account": context.viewer.account_id,
            "form": form,
            "content": content,
            "ends": context.now + timedelta(hours=1),
        },
    )


schema = strawberry.Schema(query=Query, mutation=Mutation, subscription=Subscription)
