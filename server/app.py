"""The application: /graphql, /files, /health, /metrics and the web client, in one Starlette."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from db.database import Database
from db.events import Events
from db.queries.session import CHANNEL
from db.reference import bring_reminder_rules
from resolvers.plan.engine import Engine
from server import graphiql, health, metrics
from server.auth import Authentication
from server.dose_import import DoseImports
from server.draining import when_told_to_stop
from server.fhir import Fhir
from server.files import Files
from server.front import Front
from server.graphql_documents import Documents, read_trusted_documents
from server.graphql_http import GraphQLEndpoint
from server.graphql_websocket import GraphQLSocketEndpoint
from server.immunization_certificate import CertificateCheck
from server.limits import Limits
from server.oauth import OAuth
from server.operation import Operations
from server.reminder_link import ReminderLink
from server.settings import Settings
from server.subscription import Subscriptions
from server.web_client_files import client_directory, web_client

GRAPHQL = "/graphql"
DOCUMENTS = "documents.json"


class Emhana(Starlette):
    """What comes to /graphql goes straight to its route; everything else through Starlette, which finds its own."""

    def __init__(self, *, routes: list[BaseRoute], secure: bool, **given: Any) -> None:
        super().__init__(routes=routes, **given)
        self._graphql = next(each for each in routes if isinstance(each, Route) and each.path == GRAPHQL)
        self._front = Front(self._answer, secure=secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._front(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == GRAPHQL:
            scope["app"], scope["route"] = self, self._graphql
            await self._graphql.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def create_app(
    settings: Settings,
    *,
    schema: strawberry.Schema | None = None,
    database: Database | None = None,
    limits: Limits | None = None,
) -> Starlette:
    """Everything that one server process serves. Tests may bring another schema, database or limits."""
    limits = limits or Limits()
    database = database or Database(
        settings.database_url,
        pool_size=settings.pool_size,
        wait_seconds=settings.pool_wait_seconds,
        statement_seconds=settings.statement_seconds,
        prepares=settings.prepared_statements == "on",
    )
    events = Events(settings.listen_database_url or database.listening_url, {CHANNEL})
    bring_reminder_rules(settings.reminder_rules)
    directory = client_directory()
    ours, schema = schema is None, schema or _schema()
    documents = _documents(schema, settings, limits, directory)
    operations = Operations(
        schema,
        database,
        documents,
        limits,
        vault=settings.vault,
        development=not settings.production,
        session_lifetime=timedelta(hours=settings.session_hours),
        session_idle=timedelta(minutes=settings.session_idle_minutes),
        engine=_engine(schema) if ours and settings.read_engine == "on" else None,
    )
    subscriptions, authentication = Subscriptions(operations, events), Authentication(database, settings)
    endpoint = GraphQLEndpoint(operations, subscriptions, documents, authentication, limits)
    sockets = GraphQLSocketEndpoint(operations, subscriptions, documents, authentication, limits)
    app = Emhana(
        routes=[
            *(graphiql.routes if not settings.production else []),
            Route(GRAPHQL, endpoint),
            WebSocketRoute(GRAPHQL, sockets.converse),
            *Files(database, authentication, settings).routes,
            *DoseImports(database, authentication, settings, limits).routes,
            *OAuth(database, authentication, settings).routes,
            *Fhir(database, authentication, settings).routes,
            *ReminderLink(database).routes,
            *CertificateCheck(database).routes,
            *health.routes,
            *metrics.routes,
            Mount("/", web_client(directory)),
        ],
        secure=settings.secure,
        lifespan=_lifespan(database, events),
    )
    app.state.database = database
    app.state.operations = operations
    app.state.settings = settings
    return app


def _engine(schema: strawberry.Schema) -> Engine:
    from schema.presenting import PRESENTED

    return Engine(schema._schema, PRESENTED)


def _schema() -> strawberry.Schema:
    from schema.root import schema

    return schema


def _documents(
    schema: strawberry.Schema, settings: Settings, limits: Limits, directory: Path | None
) -> Documents:
    trusted = read_trusted_documents(directory / DOCUMENTS) if directory else {}
    return Documents(
        schema._schema,
        limits,
        introspection=not settings.production,
        trusted=trusted,
        only_trusted=settings.production and bool(trusted),
    )


def _lifespan(database: Database, events: Events) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        listening = asyncio.create_task(events.run())
        try:
            with when_told_to_stop(events.end):
                yield
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
            await database.dispose()

    return lifespan
