"""One server process: its logs, its traces, its application; and the uvicorn that runs one or several."""

import gc
import logging
import os
import tempfile
import threading
from signal import SIGINT, SIGTERM, raise_signal, signal
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette

from db.installation import inspect, reason_of
from server import doctor, logs, telemetry
from server.one_write import OneWriteProtocol
from server.run import RunError
from server.settings import Settings, settings_from

log = logging.getLogger("emhana.serving")

LONGEST_GOODBYE_SECONDS = 30
MADE_BEFORE_COLLECTING = 20_000
LARGEST_SOCKET_MESSAGE = 256 * 1024


def application() -> Starlette:
    """What each worker process makes for itself, from the environment."""
    from server.app import create_app

    settings = settings_from(os.environ)
    logs.configure(settings)
    telemetry.configure(settings)
    app = create_app(settings)
    rarely_collect()
    return app


def rarely_collect() -> None:
    """The schema and the code are here to stay: whoever looks for what can be freed need not look at them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(MADE_BEFORE_COLLECTING, 20, 20)


def serve(settings: Settings, workers: int) -> None:
    """Listens until it is told to stop; requests in flight are answered first."""
    os.environ["EMHANA_DATABASE_URL"] = settings.database_url
    os.environ.pop("EMHANA_OWNER_DATABASE_URL", None)
    os.environ |= {"EMHANA_HOST": settings.host, "EMHANA_PORT": str(settings.port)}
    if workers > 1:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="emhana-metrics-"))
    logs.configure(settings)
    refuse_owner(settings)
    # uvicorn ends by raising once more the signal that stopped it: make that an exit, not a death, so that
    # whoever called us can still stop the embedded database.
    for number in (SIGINT, SIGTERM):
        signal(number, leave)
    uvicorn.run("server.serving:application", factory=True, workers=workers, **options(settings))


def leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def refuse_half_loaded(settings: Settings) -> None:
    """A demo without its indexes and guards is slow, and nothing that is written there would be checked."""
    try:
        half_loaded = inspect(settings.database_url).unfinished_demo
    except Exception as error:
        if reason_of(error) is None:
            raise
        return  # not there yet
    if half_loaded:
        raise RunError("The demo was interrupted while it was loaded: run `emhana demo` to finish it, then serve.")


def refuse_owner(settings: Settings) -> None:
    """Row-level security holds only for a role that owns nothing: production does not start as any other."""
    try:
        finding = doctor.role(inspect(settings.database_url))
    except Exception as error:
        if reason_of(error) is None:
            raise
        return  # not there yet: the server starts, says that it is not ready, and serves when it is
    if finding.verdict is doctor.Verdict.GOOD:
        return
    if settings.production:
        raise RunError(f"The server's role {finding.found}. {finding.remedy}")
    log.warning("the server's role can read past row-level security: see emhana doctor")


def options(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "http": OneWriteProtocol,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "timeout_graceful_shutdown": LONGEST_GOODBYE_SECONDS,
        "ws_max_size": LARGEST_SOCKET_MESSAGE,
    }


def stop_when_orphaned() -> None:
    """Under a supervisor: when it is gone, so is the other end of standard input, and this process stops."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        raise_signal(SIGTERM)

    threading.Thread(target=watch, daemon=True, name="supervisor").start()
