"""Traces for OpenTelemetry when a collector is configured; a trace id for every request in any case."""

import re
import secrets
from contextvars import ContextVar

from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from starlette.types import Scope

from server.settings import Settings

TRACEPARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}\Z")

_trace_id: ContextVar[str | None] = ContextVar("trace_id", default=None)
_tracer: Tracer | None = None


def trace_id() -> str | None:
    """Of the request being answered: 32 hexadecimal digits, the same in logs, traces and the audit trail."""
    return _trace_id.get()


def configure(settings: Settings) -> None:
    """Sends spans in the background; imports the exporter only when there is somewhere to send them."""
    global _tracer
    if not settings.telemetry_url:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": "emhana"}))
    exporter = OTLPSpanExporter(endpoint=settings.telemetry_url.rstrip("/") + "/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracer = provider.get_tracer("emhana")


class Traced:
    """A request's trace id while it is answered; and where spans are sent, one span, named by the route.

    Nothing of the path, the query or the body is in it. `status` is the answer's, once it is known.
    """

    __slots__ = ("_scope", "_span", "_token", "status")

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._span: Span | None = None
        self.status = 500

    def __enter__(self) -> "Traced":
        parent = traceparent(self._scope)
        if _tracer is not None:
            context = TraceContextTextMapPropagator().extract({"traceparent": parent}) if parent else None
            self._span = _tracer.start_span("request", context, SpanKind.SERVER)
        recorded = self._span.get_span_context().trace_id if self._span else 0
        self._token = _trace_id.set(f"{recorded:032x}" if recorded else known_or_new(parent))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # An exception's message may quote a row: neither as an event nor in the status is it exported.
        if self._span is not None:
            answered(self._span, 500 if kind and issubclass(kind, Exception) else self.status)
            route = getattr(self._scope.get("route"), "path", "none")
            self._span.update_name(f"{self._scope.get('method', 'WS')} {route}")
            self._span.end()
        _trace_id.reset(self._token)


def answered(span: Span, status: int) -> None:
    span.set_attribute("http.response.status_code", status)
    span.set_status(Status(StatusCode.ERROR if status >= 500 else StatusCode.UNSET))


def traceparent(scope: Scope) -> str | None:
    for name, value in scope["headers"]:
        if name == b"traceparent":
            given = value.decode("latin-1")
            return given if TRACEPARENT.match(given) else None
    return None


def known_or_new(parent: str | None) -> str:
    return parent.split("-")[1] if parent else secrets.token_hex(16)
