"""Is the process alive, and may it be given work? For balancers, which ask every second."""

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.database import Database
from domain.access import ANONYMOUS

log = logging.getLogger("emhana.health")

PATIENCE_SECONDS = 1.0


async def live(request: Request) -> JSONResponse:
    """The process answers. Never asks the database: restarting the server would not mend that."""
    return JSONResponse({"status": "live"})


async def ready(request: Request) -> JSONResponse:
    status = await state(request.app.state.database)
    if status == "unavailable":
        return JSONResponse({"status": status}, status_code=503, headers={"Retry-After": "1"})
    return JSONResponse({"status": status})


async def state(database: Database) -> str:
    """ "ready"; "busy" when every connection is at work, which other servers cannot relieve; "unavailable"."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS), database.transaction(ANONYMOUS):
            return "ready"
    except Exception as error:
        if database.saturated:
            return "busy"
        log.warning("the database does not answer", extra={"error": type(error).__qualname__})
        return "unavailable"


routes = [
    Route("/health/live", live, methods=["GET"]),
    Route("/health/ready", ready, methods=["GET"]),
]
