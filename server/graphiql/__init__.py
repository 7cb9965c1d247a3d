"""GraphiQL for developers, served from this folder, nothing from a CDN; production has no such page."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from domain.language import Language

HERE = Path(__file__).parent


def examples(language: Language) -> list[dict[str, str]]:
    """The tabs that a newcomer finds open, with comments in their language."""
    files = sorted((HERE / "examples" / language).glob("*.graphql"))
    return [
        {
            "query": file.read_text(encoding="utf-8"),
            "variables": given.read_text(encoding="utf-8")
            if (given := file.with_suffix(".json")).exists()
            else "",
        }
        for file in files
    ]


async def page(request: Request) -> FileResponse:
    return FileResponse(HERE / "index.html", headers={"Cache-Control": "no-cache"})


async def tabs(request: Request) -> JSONResponse:
    return JSONResponse({language: examples(language) for language in Language})


routes = [
    Route("/graphiql", page, methods=["GET"]),
    Route("/graphiql/examples.json", tabs, methods=["GET"]),
    Mount("/graphiql/files", StaticFiles(directory=HERE)),
]
