"""Structured logs that cannot hold a name, an IIN or a variable: what is not known to be safe is withheld."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any, TextIO

from server.settings import Settings
from server.telemetry import trace_id

# A text is let through when nobody's name or number can be in it: short, ASCII, no long run of digits.
SAFE = re.compile(r"(?!.*\d{7})[\x20-\x7e]{0,200}\Z")
WITHHELD = "[withheld]"
IDENTIFIER = re.compile(r"[0-9a-f]{12}|[0-9a-f]{32}")  # what we draw at random: of an error, of a trace

FIELDS = (
    *("error", "sqlstate", "method", "route", "status", "milliseconds", "operation", "statements", "level"),
    *("task", "attempts", "count", "port", "workers", "revision", "setting", "signal"),
)

# These say in fixed words what they do; every other library's words may quote what it was given.
PLAIN_SPOKEN = ("uvicorn.error", "alembic")
QUIET = ("uvicorn.access", "procrastinate", "httpx", "httpcore", "strawberry.execution")


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Everything that any library logs goes through one formatter: JSON lines, in development for people."""
    logging.raiseExceptions = False  # a failed write would print the arguments that we withhold
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Json() if settings.production else Console())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True


def entry(record: logging.LogRecord) -> dict[str, Any]:
    """What of a record may be written down."""
    written: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": message(record),
    }
    for name in FIELDS:
        if (value := getattr(record, name, None)) is not None:
            written[name] = value if isinstance(value, bool | float) else safe(value)
    for name, value in {"trace_id": trace_id(), "reference": getattr(record, "reference", None)}.items():
        if value and IDENTIFIER.fullmatch(value):
            written[name] = value
    if error := record.exc_info and record.exc_info[1]:
        written["error"] = type(error).__qualname__
    if frames := frames_of(record):
        written["frames"] = frames
    return written


def message(record: logging.LogRecord) -> str:
    if ours(record.name):
        return filled(safe(record.msg), record.args)
    if record.name.startswith(PLAIN_SPOKEN):
        return safe(str(record.msg).strip())
    return f"{record.filename}:{record.lineno}"


def filled(template: str, arguments: object) -> str:
    if not isinstance(arguments, tuple) or template == WITHHELD:
        return template
    return re.sub(r"%[a-z]", "%s", template) % tuple(safe(argument) for argument in arguments)


def ours(logger: str) -> bool:
    return logger.partition(".")[0] in {"emhana", "server", "schema", "resolvers", "db"}


def safe(value: object) -> str:
    text = str(value)
    return text if SAFE.match(text) else WITHHELD


def frames_of(record: logging.LogRecord) -> list[str]:
    """Where an exception happened. Its message is not written: it may quote a row or a variable."""
    if given := getattr(record, "frames", None):
        return [str(frame) for frame in given]
    if not record.exc_info or not record.exc_info[1]:
        return []
    frames = extract_tb(record.exc_info[1].__traceback__)
    own = [frame for frame in frames if "site-packages" not in frame.filename]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in (own or frames)[-12:]]


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(entry(record))


class Console(logging.Formatter):
    """The same for people: a line, and the frames of an error under it."""

    def format(self, record: logging.LogRecord) -> str:
        written = entry(record)
        frames = written.pop("frames", [])
        head = f"{written.pop('at')[11:23]} {written.pop('level'):7} {written.pop('logger')}: "
        rest = " ".join(f"{name}={value}" for name, value in written.items() if name != "message")
        return "\n    ".join([f"{head}{written['message']} {rest}".rstrip(), *frames])
