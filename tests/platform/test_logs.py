"""Logs: whatever happens, no name, no IIN and no variable is in them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from server import logs
from server.settings import Settings

IIN = "990101300123"
NAME = "Әлия Серікқызы"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root, stream = logging.getLogger(), io.StringIO()
    before, level = root.handlers[:], root.level
    logs.configure(Settings(environment="production"), stream)
    yield stream
    root.handlers, root.level = before, level


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_is_json_with_what_is_known_to_be_safe(written: io.StringIO) -> None:
    fields = {"route": "/graphql", "status": 200, "iin": IIN}
    logging.getLogger("emhana.request").info("request", extra=fields)
    (line,) = lines(written)
    assert {name: line[name] for name in ("message", "route", "status", "level", "logger")} == {
        "message": "request",
        "route": "/graphql",
        "status": "200",
        "level": "info",
        "logger": "emhana.request",
    }
    assert "iin" not in line


@pytest.mark.parametrize("secret", [IIN, NAME, f"+7 701 {IIN}", "x" * 300])
def test_our_own_slips_are_withheld(written: io.StringIO, secret: str) -> None:
    log = logging.getLogger("emhana.anything")
    log.info("found %s in %d ms", secret, 3)
    log.info(f"found {secret}")
    log.info("request", extra={"route": f"/patient/{secret}"})
    text = written.getvalue()
    assert secret not in text
    assert json.dumps(secret)[1:-1] not in text
    assert text.count(logs.WITHHELD) == 3


def test_an_exception_is_written_as_its_kind_and_place_without_its_message(
    written: io.StringIO,
) -> None:
    try:
        raise ValueError(f"Key (iin)=({IIN}) of {NAME} already exists")
    except ValueError:
        logging.getLogger("emhana.graphql").exception("unexpected error")
    (line,) = lines(written)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["frames"])
    assert IIN not in json.dumps(line)


@pytest.mark.parametrize("library", ["procrastinate.worker", "strawberry.execution", "sqlalchemy", "x"])
def test_a_library_s_own_words_are_not_repeated(written: io.StringIO, library: str) -> None:
    logging.getLogger(library).error("Aliya %s", "Galymzhan")
    (line,) = lines(written)
    assert line["logger"] == library
    assert str(line["message"]).startswith("test_logs.py:")
    assert "Aliya" not in json.dumps(line)


def test_uvicorn_says_what_it_does_but_not_what_it_was_asked(written: io.StringIO) -> None:
    log = logging.getLogger("uvicorn.error")
    log.info('%s - "WebSocket %s" [accepted]', "10.0.0.1:5", "/graphql?name=Aliya")
    logging.getLogger("uvicorn.access").info('"GET %s"', "/patient?name=Aliya")
    (line,) = lines(written)
    assert line["message"] == '%s - "WebSocket %s" [accepted]'


def test_in_development_the_same_is_readable(written: io.StringIO) -> None:
    logs.configure(Settings(), written)
    logging.getLogger("emhana.request").info("request", extra={"route": "/graphql", "milliseconds": 3.2})
    assert written.getvalue().endswith("emhana.request: request route=/graphql milliseconds=3.2\n")
