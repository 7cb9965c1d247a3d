"""What Prometheus reads at /metrics, and the middleware that counts. Labels are routes, never addresses."""

import ipaddress
import logging
import os
import time

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("emhana.request")

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)
STATEMENTS = (1, 2, 3, 5, 8, 13, 21, 34)

REQUESTS = Counter("emhana_requests_total", "Answers of the server", ["method", "route", "status"])
DURATION = Histogram("emhana_request_seconds", "Time to the last byte", ["route"], buckets=SECONDS)
IN_FLIGHT = Gauge("emhana_requests_in_flight", "Requests being answered", multiprocess_mode="livesum")
OPERATIONS = Counter("emhana_operations_total", "GraphQL operations by kind and outcome", ["kind", "outcome"])
OPERATION_SECONDS = Histogram(
    "emhana_operation_seconds", "Time of a GraphQL operation", ["kind"], buckets=SECONDS
)
OPERATION_STATEMENTS = Histogram(
    "emhana_operation_statements", "SQL statements of a GraphQL operation", ["kind"], buckets=STATEMENTS
)
NOT_PLANNED = Counter("emhana_operations_not_planned_total", "Queries that their resolvers answered")
CONNECTIONS = Gauge("emhana_database_connections_in_use", "Of the pool", multiprocess_mode="livesum")

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def operation_done(kind: str, outcome: str, seconds: float, statements: int) -> None:
    """Called once for every GraphQL operation; `outcome` is "ok", "refused" or an error code."""
    OPERATIONS.labels(kind, outcome).inc()
    OPERATION_SECONDS.labels(kind).observe(seconds)
    OPERATION_STATEMENTS.labels(kind).observe(statements)


def not_planned(reason: str) -> None:
    """The reading engine left a query to its resolvers; mostly because its answer is an error."""
    NOT_PLANNED.inc()
    log.debug("not planned", extra={"reason": reason})


class Measured:
    """Counts, times and logs every HTTP request by its route, never by its path, query or body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        IN_FLIGHT.inc()
        try:
            await self.app(scope, receive, watch)
        finally:
            IN_FLIGHT.dec()
            count(scope, status, time.perf_counter() - began)


def count(scope: Scope, status: int, seconds: float) -> None:
    route = scope["route"].path or "/" if "route" in scope else "none"
    method = scope["method"] if scope["method"] in METHODS else "other"
    REQUESTS.labels(method, route, status).inc()
    DURATION.labels(route).observe(seconds)
    if not route.startswith(("/health", "/metrics")):
        milliseconds = round(seconds * 1000, 1)
        log.info(
            "request",
            extra={"method": method, "route": route, "status": status, "milliseconds": milliseconds},
        )


async def metrics(request: Request) -> Response:
    """For the collector inside the house: a request that came through the proxy finds nothing."""
    if not inside(request):
        return PlainTextResponse("Not Found", status_code=404)
    if database := getattr(request.app.state, "database", None):
        CONNECTIONS.set(database.in_use)
    return Response(generate_latest(registry()), media_type=CONTENT_TYPE_LATEST)


def inside(request: Request) -> bool:
    if "x-forwarded-for" in request.headers or request.client is None:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_private
    except ValueError:
        return False


def registry() -> CollectorRegistry:
    """With several worker processes, their sum; `emhana serve` names the folder that they share."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    all_processes = CollectorRegistry()
    MultiProcessCollector(all_processes)  # type: ignore[no-untyped-call]
    return all_processes


routes = [Route("/metrics", metrics, methods=["GET"])]
