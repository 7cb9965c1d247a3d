"""What each level of a query took: told to clients in development, and to the log when one was slow."""

import logging
from collections.abc import Sequence
from typing import Any

from resolvers.plan.run import Took

log = logging.getLogger("emhana.reading")

SLOW_SECONDS = 0.5


def told(took: Sequence[Took]) -> list[dict[str, Any]]:
    """`extensions.plan` of an answer; levels that were asked together share their time."""
    return [
        {"level": each.level, "milliseconds": round(each.seconds * 1000, 2), "sql": each.sent.sql}
        for each in took
    ]


def warn_if_slow(operation: str, took: Sequence[Took]) -> None:
    """Which level a slow query waited for."""
    slowest = max(took, key=lambda each: each.seconds, default=None)
    if slowest is None or slowest.seconds < SLOW_SECONDS:
        return
    milliseconds = round(slowest.seconds * 1000, 1)
    told = {"operation": operation, "level": slowest.level, "milliseconds": milliseconds}
    log.warning("slow level", extra=told)
