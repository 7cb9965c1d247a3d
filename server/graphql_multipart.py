"""Uploads: the multipart request specification, its map checked before any path in it is followed."""

import re
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from server.graphql_body import GraphQLRequest, from_parameters, parse_json
from server.graphql_errors import Code, RequestError

MOST_FILES = 10
_INDEX = re.compile(r"[0-9]{1,5}")


async def read_multipart(request: Request, held: AsyncExitStack, *, limit: int) -> GraphQLRequest:
    """The request with its files in place of the nulls that the map names; open until `held` is left.

    Raises 400 for any other shape.
    """
    form = await _form(request, limit)
    held.push_async_callback(form.close)
    operations = parse_json(_part(form, "operations"), "The part `operations`")
    if isinstance(operations, list):
        raise _bad("Batching is not supported: send one operation per request.")
    if not isinstance(operations, dict):
        raise _bad("The part `operations` must be an object.")
    places = parse_json(_part(form, "map"), "The part `map`")
    for name, paths in _checked(places).items():
        file = form.get(name)
        if not isinstance(file, UploadFile):
            raise _bad("The part `map` names a file that was not sent.")
        for path in paths:
            _place(operations, path.split("."), file)
    return from_parameters(operations)


async def _form(request: Request, limit: int) -> FormData:
    try:
        return await request.form(max_files=MOST_FILES, max_fields=2, max_part_size=limit)
    except MultiPartException as error:
        raise _bad(f"The body is not a form that we can read: {error.message}") from None


def _part(form: FormData, name: str) -> str:
    value = form.get(name)
    if not isinstance(value, str):
        raise _bad(f"The part `{name}` is missing.")
    return value


def _checked(places: Any) -> Mapping[str, list[str]]:
    well_formed = isinstance(places, dict) and all(
        isinstance(paths, list) and paths and all(isinstance(path, str) for path in paths)
        for paths in places.values()
    )
    if not well_formed or len(places) > MOST_FILES or sum(map(len, places.values())) > MOST_FILES:
        raise _bad("The part `map` must name, for each file, the paths of its variables.")
    checked: Mapping[str, list[str]] = places
    return checked


def _place(operations: dict[str, Any], path: list[str], file: UploadFile) -> None:
    """Put the file where a null waits for it, through plain objects and lists only."""
    if path[0] != "variables" or len(path) < 2:
        raise _bad("A path in `map` must begin with `variables.`.")
    holder: Any = operations
    for step in path[:-1]:
        holder = _child(holder, step)
    if _child(holder, path[-1]) is not None:
        raise _bad("A path in `map` must lead to a null.")
    holder[int(path[-1]) if isinstance(holder, list) else path[-1]] = file


def _child(holder: Any, step: str) -> Any:
    if isinstance(holder, dict) and step in holder:
        return holder[step]
    if isinstance(holder, list) and _INDEX.fullmatch(step) and int(step) < len(holder):
        return holder[int(step)]
    raise _bad("A path in `map` leads nowhere.")


def _bad(message: str) -> RequestError:
    return RequestError(Code.BAD_REQUEST, message)
