"""Traces for OpenTelemetry when a collector is configured; a trace id for every request in any case."""

import re
import secrets
from contextvars import ContextVar

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.settings import Settings

TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z")

_trace_id: ContextVar[str | None] = ContextVar("trace_id", default=None)
_tracer = trace.get_tracer("emhana")


def trace_id() -> str | None:
    """Of the request being answered: 32 hexadecimal digits, the same in logs, traces and the audit trail."""
    return _trace_id.get()


def configure(settings: Settings) -> None:
    """Sends spans in the background; imports the exporter only when there is somewhere to send them."""
    if not settings.telemetry_url:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "emhana"}))
    exporter = OTLPSpanExporter(endpoint=settings.telemetry_url.rstrip("/") + "/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


class Traced:
    """One span a request, named by its route; nothing of the path, the query or the body is in it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        parent = traceparent(scope)
        context = TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
        # An exception's message may quote a row: neither as an event nor in the status is it exported.
        with _tracer.start_as_current_span(
            "request", context, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            recorded = span.get_span_context().trace_id
            token = _trace_id.set(f"{recorded:032x}" if recorded else known_or_new(parent))

            async def watch(message: Message) -> None:
                if message["type"] == "http.response.start":
                    answered(span, message["status"])
                await send(message)

            try:
                await self.app(scope, receive, watch)
            except Exception:
                answered(span, 500)
                raise
            finally:
                span.update_name(f"{scope.get('method', 'WS')} {getattr(scope.get('route'), 'path', 'none')}")
                _trace_id.reset(token)


def answered(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    span.set_status(Status(StatusCode.ERROR if status >= 500 else StatusCode.UNSET))


def traceparent(scope: Scope) -> str | None:
    given = next((value for name, value in scope["headers"] if name == b"traceparent"), b"").decode("latin-1")
    return given if TRACEPARENT.match(given) else None


def known_or_new(parent: str | None) -> str:
    return parent.split("-")[1] if parent else secrets.token_hex(16)
