"""Health, metrics and traces of a small application whose database is the real one."""

import asyncio
import gzip
import io
import json
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.database import Database
from domain.access import ANONYMOUS
from server import health, logs, metrics, telemetry
from server.front import Front
from server.settings import Settings
from tests.conftest import Urls

IIN = "990101300123"


async def greet(request: Request) -> JSONResponse:
    await request.body()
    if "fail" in request.query_params:
        raise ValueError(f"the body held {IIN}")
    return JSONResponse({"trace": telemetry.trace_id()})


def application(database: Database) -> Starlette:
    app = Starlette(
        routes=[*health.routes, *metrics.routes, Route("/patient/{id}", greet, methods=["POST"])],
        middleware=[Middleware(Front)],
    )
    app.state.database = database
    return app


def client_of(app: Starlette, host: str = "127.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(host, 5))
    return httpx.AsyncClient(transport=transport, base_url="http://emhana")


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(application(database)) as client:
        yield client


async def test_a_server_with_its_database_is_live_and_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}
    answer = await client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})


async def test_without_a_database_it_is_live_but_not_ready_and_says_when_to_ask_again() -> None:
    database = Database("postgresql://emhana_server@127.0.0.1:1/emhana")
    async with client_of(application(database)) as client:
        assert (await client.get("/health/live")).status_code == 200
        answer = await client.get("/health/ready")
    await database.dispose()
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_when_every_connection_is_at_work_it_is_busy_not_broken(urls: Urls) -> None:
    database = Database(urls.server, pool_size=1)
    async with client_of(application(database)) as client, database.transaction(ANONYMOUS):
        answer = await client.get("/health/ready")
    await database.dispose()
    assert (answer.status_code, answer.json()) == (200, {"status": "busy"})


async def test_requests_are_counted_by_route_not_by_address(client: httpx.AsyncClient) -> None:
    await client.post(f"/patient/{IIN}")
    await client.get(f"/unknown/{IIN}")
    text = (await client.get("/metrics")).text
    assert 'emhana_requests_total{method="POST",route="/patient/{id}",status="200"}' in text
    assert 'emhana_requests_total{method="GET",route="none",status="404"}' in text
    assert "emhana_database_connections_in_use" in text
    assert IIN not in text


async def test_operations_are_counted(client: httpx.AsyncClient) -> None:
    metrics.operation_done("mutation", "ok", 0.02, 7)
    text = (await client.get("/metrics")).text
    assert 'emhana_operations_total{kind="mutation",outcome="ok"}' in text
    assert 'emhana_operation_statements_bucket{kind="mutation",le="8.0"}' in text


async def test_metrics_are_only_for_the_house(database: Database) -> None:
    app = application(database)
    async with client_of(app, "203.0.114.9") as outside, client_of(app) as inside:
        assert (await outside.get("/metrics")).status_code == 404
        assert (await inside.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"})).status_code == 404
        assert (await inside.get("/metrics")).status_code == 200


async def test_a_request_full_of_secrets_leaves_none_in_the_log(client: httpx.AsyncClient) -> None:
    root, stream = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.configure(Settings(environment="production"), stream)
    body = {"query": "mutation Aliya($iin: IIN!) { x }", "variables": {"iin": IIN, "name": "Әлия"}}
    try:
        await client.post(f"/patient/{IIN}", params={"name": "Galymzhan"}, json=body)
        await client.post(f"/patient/{IIN}", params={"fail": "Galymzhan"}, json=body)
    finally:
        root.handlers, root.level = before, level
    text = stream.getvalue()
    statuses = [json.loads(line).get("status") for line in text.splitlines()]
    assert statuses.count("200") == 1
    assert statuses.count("500") == 1
    for secret in (IIN, "Aliya", "Galymzhan", "Әлия", json.dumps("Әлия")[1:-1]):
        assert secret not in text


async def test_the_trace_of_the_caller_is_continued_and_a_false_one_is_not(client: httpx.AsyncClient) -> None:
    theirs = "0af7651916cd43dd8448eb211c80319c"
    asked = await client.post("/patient/1", headers={"traceparent": f"00-{theirs}-b7ad6b7169203331-01"})
    assert asked.json()["trace"] == theirs
    false = (await client.post("/patient/1", headers={"traceparent": f"00-{IIN}"})).json()["trace"]
    assert len(false) == 32
    assert IIN not in false


async def test_a_span_holds_the_route_and_the_status_and_nothing_of_the_request(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exported))
    monkeypatch.setattr(telemetry, "_tracer", provider.get_tracer("test"))
    await client.post(f"/patient/{IIN}", params={"fail": "Galymzhan"})
    (span,) = exported.get_finished_spans()
    assert span.name == "POST /patient/{id}"
    assert dict(span.attributes or {}) == {"http.response.status_code": 500}
    assert IIN not in span.to_json()
    assert "Galymzhan" not in span.to_json()


class Collector(HTTPServer):
    """A collector as OTLP over HTTP describes it: keeps what it is sent."""

    def __init__(self) -> None:
        self.received: Queue[tuple[str, ExportTraceServiceRequest]] = Queue()
        super().__init__(("127.0.0.1", 0), Collecting)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Collecting(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        body = self.rfile.read(int(self.headers["content-length"]))
        sent = gzip.decompress(body) if self.headers.get("content-encoding") == "gzip" else body
        self.server.received.put((self.path, ExportTraceServiceRequest.FromString(sent)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        yield collector
        collector.shutdown()


async def test_a_named_collector_hears_of_requests_and_of_nobody_in_them(
    client: httpx.AsyncClient, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "20")
    monkeypatch.setattr(telemetry, "_tracer", None)
    telemetry.configure(Settings(telemetry_url=collector.url))
    body = {"query": "query Aliya { x }", "variables": {"iin": IIN, "name": "Әлия"}}
    theirs = "0af7651916cd43dd8448eb211c80319c"
    caller = {"traceparent": f"00-{theirs}-b7ad6b7169203331-01"}
    await client.post(f"/patient/{IIN}", params={"fail": "Galymzhan"}, json=body, headers=caller)
    path, request = await asyncio.to_thread(collector.received.get, timeout=20)
    (span,) = request.resource_spans[0].scope_spans[0].spans
    assert (path, span.name, span.trace_id.hex()) == ("/v1/traces", "POST /patient/{id}", theirs)
    for secret in (IIN, "Galymzhan", "Aliya", "Әлия"):
        assert secret.encode() not in request.SerializeToString()
