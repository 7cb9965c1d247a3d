"""What Prometheus reads at /metrics, and what counts it. Labels are routes, never addresses."""

import ipaddress
import logging
import os
from functools import lru_cache

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
from starlette.types import Scope

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


_requests = lru_cache(maxsize=1_000)(REQUESTS.labels)
_duration = lru_cache(maxsize=1_000)(DURATION.labels)
_operations = lru_cache(maxsize=1_000)(OPERATIONS.labels)
_operation_seconds = lru_cache(OPERATION_SECONDS.labels)
_operation_statements = lru_cache(OPERATION_STATEMENTS.labels)


def operation_done(kind: str, outcome: str, seconds: float, statements: int) -> None:
    """Called once for every GraphQL operation; `outcome` is "ok", "refused" or an error code."""
    _operations(kind, outcome).inc()
    _operation_seconds(kind).observe(seconds)
    _operation_statements(kind).observe(statements)


def not_planned(reason: str) -> None:
    """The reading engine left a query to its resolvers; mostly because its answer is an error."""
    NOT_PLANNED.inc()
    log.debug("not planned", extra={"reason": reason})


def count(scope: Scope, status: int, seconds: float) -> None:
    """Called once for every HTTP request: by its route, never by its path, query or body."""
    route = scope["route"].path or "/" if "route" in scope else "none"
    method = scope["method"] if scope["method"] in METHODS else "other"
    _requests(method, route, status).inc()
    _duration(route).observe(seconds)
    if log.isEnabledFor(logging.INFO) and not route.startswith(("/health", "/metrics")):
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
