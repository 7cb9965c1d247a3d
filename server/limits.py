"""How large an operation may be, measured in one remembered pass before anything runs."""

from dataclasses import dataclass
from typing import NamedTuple

from server.graphql_errors import Code, RequestError

# The parts of a point, so that a tenth of one can be counted in whole numbers.
POINT = 10
OBJECT = 10
LEAF = 1


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, characters or counts; seconds; cost in points: an object, or ten plain values."""

    body_bytes: int = 1_000_000
    upload_bytes: int = 20_000_000
    document_characters: int = 50_000
    tokens: int = 2_000
    comments: int = 200
    depth: int = 12
    aliases: int = 30
    directives: int = 50
    repeats: int = 140
    spreads: int = 200
    page: int = 100
    nested_page: int = 50
    default_page: int = 20
    list_size: int = 10
    cost: int = 5_000
    body_seconds: float = 10
    operation_seconds: float = 15
    subscriptions_per_socket: int = 20


class Measure(NamedTuple):
    """What one selection set asks for, fragments counted each time that they are spread."""

    depth: int = 0
    aliases: int = 0
    directives: int = 0
    repeats: int = 0
    spreads: int = 0
    cost: int = 0
    page: int = 0

    @property
    def points(self) -> int:
        return -(-self.cost // POINT)

    def beside(self, other: "Measure") -> "Measure":
        return Measure(
            max(self.depth, other.depth),
            self.aliases + other.aliases,
            self.directives + other.directives,
            self.repeats + other.repeats,
            self.spreads + other.spreads,
            self.cost + other.cost,
            max(self.page, other.page),
        )


def refuse_excess(measure: Measure, limits: Limits, *, trusted: bool) -> None:
    """Raise TOO_COSTLY with the first limit that is broken; a trusted document has only its cost."""
    if not trusted:
        _refuse_size(measure, limits)
    if measure.points > limits.cost:
        raise _too_costly("cost", measure.points, limits.cost)


def _refuse_size(measure: Measure, limits: Limits) -> None:
    for what, count, limit in (
        ("depth", measure.depth, limits.depth),
        ("aliases", measure.aliases, limits.aliases),
        ("directives", measure.directives, limits.directives),
        ("repeated fields", measure.repeats, limits.repeats),
        ("fragment spreads", measure.spreads, limits.spreads),
    ):
        if count > limit:
            raise _too_costly(what, count, limit)


def too_deep(limits: Limits) -> RequestError:
    return RequestError(
        Code.TOO_COSTLY,
        f"The operation is nested deeper than {limits.depth} levels.",
        extensions={"what": "depth", "limit": limits.depth},
    )


def _too_costly(what: str, count: int, limit: int) -> RequestError:
    shown = count if count < 1_000_000 else "more than 1,000,000"
    return RequestError(
        Code.TOO_COSTLY,
        f"The operation is too large: {what} {shown}, at most {limit}. Ask for less, or in smaller pages.",
        extensions={"what": what, "limit": limit} | ({"count": count} if count < 1_000_000 else {}),
    )
