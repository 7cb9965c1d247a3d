"""A subscription: its stream of events, each answered like an operation of its own."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Any, cast

from graphql import ExecutionResult, GraphQLError
from graphql.execution import create_source_event_stream

from db.database import Transaction
from db.events import Events, EventsLost, current_events
from server.caller import Caller
from server.executors import Undone, executed, judged, undo_if_needed
from server.graphql_documents import Prepared
from server.graphql_errors import Code, RequestError, format_execution_errors, timed_out, unavailable
from server.operation import Operations

Refresh = Callable[[], Awaitable[Caller]]
_END = object()


class Subscriptions:
    """Answers events as they are announced, by the rules of operations."""

    def __init__(self, operations: Operations, events: Events) -> None:
        self.operations = operations
        self.events = events

    async def answers(
        self, prepared: Prepared, caller: Caller, refreshed: Refresh
    ) -> AsyncGenerator[bytes, None]:
        """The answers of a subscription, each event in its own transaction by who the caller is by then."""
        current_events.set(self.events)
        async with aclosing(await self._source(prepared, caller)) as source:
            while (payload := await self._next(source, caller)) is not _END:
                caller = await refreshed()
                yield await self._event(prepared, caller, payload)

    async def _next(self, source: AsyncGenerator[Any, None], caller: Caller) -> Any:
        try:
            return await anext(source, _END)
        except EventsLost:
            raise unavailable(caller.language) from None
        except Exception as error:
            failed = GraphQLError(str(error), original_error=error)
            raise _no_stream(ExecutionResult(None, [failed]), caller) from error

    async def _source(self, prepared: Prepared, caller: Caller) -> AsyncGenerator[Any, None]:
        executor = self.operations.executors.new(prepared)
        # The stream itself reads nothing: a transaction held open for hours would be one connection each.
        executor.context_value = self.operations.context(caller, cast(Transaction, None))
        stream = create_source_event_stream(executor)
        if executor.is_awaitable(stream):
            stream = await stream
        if isinstance(stream, ExecutionResult):
            raise _no_stream(stream, caller)
        return cast(AsyncGenerator[Any, None], stream)

    async def _event(self, prepared: Prepared, caller: Caller, payload: Any) -> bytes:
        try:
            async with asyncio.timeout(self.operations.limits.operation_seconds):
                async with self.operations.database.transaction(caller.viewer, snapshot=True) as tx:
                    context = self.operations.context(caller, tx)
                    result = await executed(self.operations.executors.new(prepared, payload), context, event=True)
                    undo_if_needed(prepared, result, context.audit)
                    await self.operations.record(tx, prepared, caller, judged(context.audit, result))
                return self.operations.answered(prepared, caller, result).body
        except Undone as undone:
            return (await self.operations.undone(prepared, caller, undone)).body
        except TimeoutError:
            raise timed_out(caller.language) from None
        except RequestError:
            raise
        except Exception as error:
            raise self.operations.broken(error, caller) from error


def _no_stream(result: ExecutionResult, caller: Caller) -> RequestError:
    first = format_execution_errors(result.errors or [], caller.language)[0]
    return RequestError(Code(first["extensions"]["code"]), first["message"])
