"""The built web client: hashed files for ever, pages always fresh, every other address the client's own."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
NOT_BUILT = "The web client is not built. Run `make client`, then reload this page.\n"
_HASHED = "assets/"


def client_directory() -> Path | None:
    """Where the client was built: in the installed package, or in the working tree; None when nowhere."""
    here = Path(__file__).parent
    for directory in (here / "web_client", here.parent / "web_client" / "dist"):
        if (directory / "index.html").is_file():
            return directory
    return None


def web_client(directory: Path | None) -> ASGIApp:
    return PlainTextResponse(NOT_BUILT, 503) if directory is None else GZipMiddleware(ClientFiles(directory))


class ClientFiles(StaticFiles):
    """Files of one build; an address that is no file is a page of the client."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, follow_symlink=False)

    async def get_response(self, path: str, scope: Scope) -> Response:
        path = "index.html" if path in {".", ""} else path
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or not _is_page(path):
                raise
            response = await super().get_response("index.html", scope)
        response.headers["Cache-Control"] = FOR_EVER if path.startswith(_HASHED) else ASK_EACH_TIME
        return response


def _is_page(path: str) -> bool:
    """Pages have no extension; a missing script must be a 404, not a page."""
    return not Path(path).suffix and not path.startswith((_HASHED, "."))
