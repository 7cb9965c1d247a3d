"""Which media type answers a request (`Accept` with q-values), and with which status."""

import re
from functools import lru_cache

from server.graphql_errors import STATUS, Code, RequestError

RESPONSE = "application/graphql-response+json"
JSON = "application/json"
EVENTS = "text/event-stream"

# A client that does not name the strict type does not know it, and gets plain JSON.
_OFFERED = (RESPONSE, JSON, EVENTS)
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@lru_cache(maxsize=500)
def negotiate(accept: str | None) -> str:
    """The media type to answer with. Raises 406 when the client takes none that we have."""
    if accept is None or not accept.strip():
        return JSON
    ranges = [_range(part) for part in accept[:1_000].split(",") if part.strip()]
    best = max(_OFFERED, key=lambda offer: _weight(offer, ranges))
    if _weight(best, ranges) <= (0.0, 0):
        raise RequestError(Code.BAD_REQUEST, f"Accept {RESPONSE}, {JSON} or {EVENTS}.", status=406)
    return best if _weight(best, ranges)[1] == 3 or _weight(JSON, ranges)[0] <= 0 else JSON


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weights = [parameter for parameter in parameters if parameter.startswith("q=")]
    if not weights:
        return name, 1.0
    quality = _QUALITY.fullmatch(weights[0])
    return name, float(quality[1]) if quality else 0.0


def _weight(offer: str, ranges: list[tuple[str, float]]) -> tuple[float, int]:
    """Quality by the most specific range that matches, and how specific that is: an exact name is 3."""
    kind = offer.split("/")[0]
    for specificity, name in ((3, offer), (2, f"{kind}/*"), (1, "*/*")):
        found = [quality for given, quality in ranges if given == name]
        # A stream is only for those who ask for one by name.
        if found and (specificity == 3 or offer != EVENTS):
            return (max(found), specificity) if max(found) > 0 else (0.0, 0)
    return 0.0, 0


def status_of(code: Code, media_type: str) -> int:
    strict, plain = STATUS[code]
    return plain if media_type == JSON else strict


def content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8"
