"""Bytes of a request → one GraphQL request; whatever is wrong with them is a 4xx with a sentence."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.types import Receive

from server.graphql_errors import Code, RequestError
from server.watch import Watch


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """The four parameters of GraphQL over HTTP, and the hash of a document known beforehand."""

    query: str | None
    operation_name: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    extensions: dict[str, Any] = field(default_factory=dict)
    document_id: str | None = None


async def read_body(receive: Receive, *, declared: bytes, encoding: str, limit: int, seconds: float) -> bytes:
    """The whole body, unpacked. Raises 408 (does not come), 413 (too large), 415 (its encoding)."""
    if declared.isdigit() and int(declared[:20]) > limit:
        raise _too_large(limit)
    try:
        with Watch(seconds):
            raw = await _collect(receive, limit)
    except TimeoutError:
        raise RequestError(
            Code.TIMEOUT, "The body did not arrive in time.", status=408, headers={"Connection": "close"}
        ) from None
    return unpack(raw, encoding, limit) if encoding else raw


async def _collect(receive: Receive, limit: int) -> bytes:
    chunks, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestError(Code.BAD_REQUEST, "The client went away.")
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            raise _too_large(limit)
        more = message.get("more_body", False)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def unpack(raw: bytes, encoding: str, limit: int) -> bytes:
    """Undo `Content-Encoding: gzip`, never to more than `limit` bytes."""
    encoding = encoding.strip().lower()
    if encoding in {"", "identity"}:
        return raw
    if encoding not in {"gzip", "x-gzip"}:
        raise RequestError(
            Code.BAD_REQUEST,
            "Send the body plain or as gzip.",
            status=415,
            headers={"Accept-Encoding": "gzip"},
        )
    unpacker = zlib.decompressobj(wbits=31)
    try:
        body = unpacker.decompress(raw, limit + 1)
    except zlib.error:
        raise RequestError(Code.BAD_REQUEST, "The body is not valid gzip.") from None
    if len(body) > limit:
        raise _too_large(limit)
    if not unpacker.eof:
        raise RequestError(Code.BAD_REQUEST, "The gzip body ends too early.")
    return body


def parse_json(body: bytes | str, what: str = "The body") -> Any:
    try:
        value = orjson.loads(body)
    except (orjson.JSONDecodeError, RecursionError):
        raise RequestError(Code.BAD_REQUEST, f"{what} is not valid JSON in UTF-8.") from None
    # Only an escape can bring it: as it is, JSON does not allow it.
    if (b"\\u0000" if isinstance(body, bytes) else "\\u0000") in body and has_nul(value):  # type: ignore[operator]
        raise RequestError(Code.BAD_REQUEST, f"{what} contains the character U+0000.")
    return value


def has_nul(value: Any) -> bool:
    """PostgreSQL's text cannot hold U+0000; refused at the door instead of in the middle of an operation."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if "\0" in value:
                return True
        elif isinstance(value, dict):
            waiting.extend(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    return False


def decode(body: bytes) -> GraphQLRequest:
    return from_parameters(parse_json(body))


def from_parameters(value: Any) -> GraphQLRequest:
    """A request from decoded JSON. Raises 400 for anything that is not one well-formed request."""
    if isinstance(value, list):
        raise RequestError(Code.BAD_REQUEST, "Batching is not supported: send one operation per request.")
    if not isinstance(value, dict):
        raise RequestError(Code.BAD_REQUEST, "The body must be a JSON object.")
    query = _text(value, "query")
    extensions = _map(value, "extensions")
    document = _document_id(value, extensions)
    if not query and document is None:
        raise RequestError(Code.BAD_REQUEST, "The parameter `query` is missing.")
    return GraphQLRequest(
        query or None, _text(value, "operationName") or None, _map(value, "variables"), extensions, document
    )


def from_address(parameters: Mapping[str, str]) -> GraphQLRequest:
    """A request from a GET's query string, where maps are JSON."""
    value: dict[str, Any] = dict(parameters)
    for name in ("variables", "extensions"):
        if value.get(name):
            value[name] = parse_json(value[name], f"The parameter `{name}`")
        else:
            value.pop(name, None)
    if has_nul(value):
        raise RequestError(Code.BAD_REQUEST, "The address contains the character U+0000.")
    return from_parameters(value)


def _text(value: Mapping[str, Any], name: str) -> str | None:
    text = value.get(name)
    if text is not None and not isinstance(text, str):
        raise RequestError(Code.BAD_REQUEST, f"The parameter `{name}` must be a string.")
    return text


def _map(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    given = value.get(name)
    if given is not None and not isinstance(given, dict):
        raise RequestError(Code.BAD_REQUEST, f"The parameter `{name}` must be an object.")
    return given or {}


def _document_id(value: Mapping[str, Any], extensions: Mapping[str, Any]) -> str | None:
    """`documentId` of the specification's draft, or the `persistedQuery` extension of today's clients."""
    persisted = extensions.get("persistedQuery")
    hashed = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    given = value.get("documentId", hashed)
    if given is not None and not isinstance(given, str):
        raise RequestError(Code.BAD_REQUEST, "The document's id must be a string.")
    return given.removeprefix("sha256:").lower() if given else None


def _too_large(limit: int) -> RequestError:
    return RequestError(
        Code.BAD_REQUEST,
        f"The body is larger than {limit} bytes.",
        status=413,
        headers={"Connection": "close"},
    )
