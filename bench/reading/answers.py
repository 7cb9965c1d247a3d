"""Whether all contestants say the same: values compared, where the peer's schema cannot have the same shape."""

import re
from base64 import urlsafe_b64decode
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

GLOBAL_ID = re.compile(r"^[A-Za-z0-9_-]{40,70}$")
UUID_TEXT = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def data_of(body: bytes) -> Any:
    """The `data` of an answer, in a form in which equal things are equal. Raises ValueError for errors."""
    answer = orjson.loads(body)
    if answer.get("errors") or answer.get("data") is None:
        raise ValueError(str(answer)[:800])
    return plain(answer["data"])


def plain(value: Any, key: str = "") -> Any:
    """Ids as their row's, moments in UTC, cursors as there or not; `{it: x}` is x and `{one: [x]}` its only item."""
    if isinstance(value, dict):
        if value.keys() == {"it"}:
            return plain(value["it"], key)
        if value.keys() == {"one"}:
            return plain(value["one"][0] if value["one"] else None, key)
        return {name: plain(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return _text(value, key)
    return round(value, 9) if isinstance(value, float) else value


def _text(value: str, key: str) -> str:
    if key == "endCursor":
        return "a cursor"
    if key == "id":
        return _row_id(value)
    return datetime.fromisoformat(value).astimezone().isoformat() if MOMENT.match(value) else value


def _row_id(value: str) -> str:
    if UUID_TEXT.match(value) or not GLOBAL_ID.match(value):
        return value
    decoded = urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode("ascii")
    return str(UUID(hex=decoded.partition(":")[2]))


def difference(expected: Any, found: Any, path: str = "data") -> str | None:
    """The first place where two answers differ; None when they are equal."""
    if isinstance(expected, dict) and isinstance(found, dict) and expected.keys() == found.keys():
        pairs = ((f"{path}.{name}", expected[name], found[name]) for name in expected)
        return next((told for where, a, b in pairs if (told := difference(a, b, where))), None)
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        items = enumerate(zip(expected, found, strict=True))
        return next((told for at, (a, b) in items if (told := difference(a, b, f"{path}[{at}]"))), None)
    return None if expected == found else f"{path}: {str(expected)[:300]} ≠ {str(found)[:300]}"
