"""One operation on its way through its plan: what is asked of the database next, and what it has shown."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable, iscoroutine
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution import Executor
from graphql.pyutils import Path

from db.database import Reading
from db.queries.visible import slot_values
from db.statement import Sent
from db.wire import Rows
from resolvers.context import OperationContext
from resolvers.declared import Batch

Gather = tuple[Sequence[Any], Callable[[Mapping[Any, Any]], None]]


AskAll = Callable[[Sequence[Sent]], Awaitable[list[Rows]]]


class Unplanned(Exception):
    """The plan cannot say this, an error above all: the ordinary way answers the whole operation."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One level's SELECT, and what becomes of its rows; when it is `last` they ask for nothing more."""

    level: str
    sent: Sent
    then: Callable[[Rows], None]
    last: bool


@dataclass(frozen=True, slots=True)
class Took:
    """How long a level's round trip took; levels that were asked together share it."""

    level: str
    sent: Sent
    seconds: float


class Run:
    """Asks are collected while a level is filled and go out together: one round trip for each depth.

    What batches and resolvers read meanwhile goes with them.
    """

    def __init__(self, context: OperationContext, executor: Executor[Any], tx: Reading) -> None:
        self.context = context
        self.executor = executor
        self.tx = tx
        self.viewer_values = slot_values(context.viewer)
        self.shown: set[bytes | None] = set()
        self.took: list[Took] = []
        self._asks: list[Ask] = []
        self._gathers: dict[Any, list[Gather]] = {}
        self._waits: list[tuple[Sequence[Any], Callable[[Sequence[Any]], None]]] = []

    def ask(self, level: str, sent: Sent, then: Callable[[Rows], None], *, last: bool = False) -> None:
        self._asks.append(Ask(level, sent, then, last))

    def gather(
        self,
        batch: Batch,
        arguments: Mapping[str, Any],
        keys: Sequence[Any],
        then: Callable[[Mapping[Any, Any]], None],
    ) -> None:
        """`then` with what one call of `batch` finds for all who ask it now, whichever field they fill."""
        self._gathers.setdefault((batch, tuple(arguments.items())), []).append((keys, then))

    def _call_batches(self) -> None:
        gathers, self._gathers = self._gathers, {}
        for (batch, arguments), asked in gathers.items():
            keys = list(dict.fromkeys(key for each, _ in asked for key in each))
            self.wait(batch(self.context, keys, **dict(arguments)), partial(_tell_all, asked))

    def wait(self, work: Awaitable[Any], then: Callable[[Any], None]) -> None:
        self._waits.append(([work], lambda found: then(found[0])))

    def when_resolved(self, values: Sequence[Any], then: Callable[[Sequence[Any]], None]) -> None:
        """`then` with the values of resolvers, of which any may still have to be awaited."""
        if any(map(isawaitable, values)):
            self._waits.append((values, then))
        else:
            then(values)

    async def finish(self) -> None:
        """Until nothing is asked any more."""
        while self._asks or self._waits or self._gathers:
            asks, self._asks = self._asks, []
            self._call_batches()
            if not self._waits:
                last = all([ask.last for ask in asks])
                await self._answer(asks, self.tx.ask_last if last else self.tx.ask_alone)
            elif asks:
                await _all([self._answer(asks, self.tx.ask), self._resolve()])
            else:
                await self._resolve()

    async def _resolve(self) -> None:
        """What stands waiting, all at once: fields that are resolved together share their loaders' statements."""
        waits, self._waits = self._waits, []
        works = [value for values, _ in waits for value in values]
        found = iter(await _all(works))
        for values, then in waits:
            then([next(found) for _ in values])

    def abandon(self) -> None:
        """What stands waiting will not be waited for."""
        for values, _ in self._waits:
            for value in values:
                _close(value)

    async def _answer(self, asks: Sequence[Ask], ask_all: AskAll) -> None:
        began = time.perf_counter()
        answers = await ask_all([ask.sent for ask in asks])
        seconds = time.perf_counter() - began
        self.took += [Took(ask.level, ask.sent, seconds) for ask in asks]
        for ask, rows in zip(asks, answers, strict=True):
            ask.then(rows)

    def show(self, patients: Iterable[bytes | None]) -> None:
        """Whose records were read: each must stand in the audit trail."""
        self.shown.update(patients)

    def note(self) -> None:
        self.context.audit.keys.update([key for key in self.shown if key is not None])

    def info(
        self, field: GraphQLField, nodes: list[FieldNode], parent: GraphQLObjectType, key: str
    ) -> GraphQLResolveInfo[Any]:
        return self.executor.build_resolve_info(field, nodes, parent, Path(None, key, parent.name))


def _tell_all(asked: Sequence[Gather], found: Mapping[Any, Any]) -> None:
    for _, then in asked:
        then(found)


async def _all(works: Sequence[Any]) -> Sequence[Any]:
    """Every value; when one fails, none of the others is left behind."""
    if len(works) == 1:
        return [await _value(works[0])]
    tasks = [asyncio.ensure_future(_value(work)) for work in works]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        for work in works:
            _close(work)
        raise


def _close(work: Any) -> None:
    if iscoroutine(work):
        work.close()


async def _value(given: Any) -> Any:
    return await given if isawaitable(given) else given
