"""One operation, one transaction: run, recorded, committed, and only then answered."""

import asyncio
import random
import time
from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import orjson
import strawberry
from graphql import ExecutionResult
from starlette.types import Receive

from db.database import Database, NotProven, Transaction
from db.failures import Failure, failure_of
from db.queries import access_event
from db.trail import Trail
from db.vault import Vault
from resolvers.context import AuditNote, OperationContext, SessionChange
from resolvers.plan.engine import Engine
from resolvers.plan.run import Unplanned
from server import idempotency, levels, metrics
from server.caller import Caller
from server.executors import Executors, Undone, executed, judged, undo_if_needed
from server.graphql_documents import Documents, Prepared
from server.graphql_errors import (
    Code,
    RequestError,
    format_execution_errors,
    timed_out,
    unavailable,
    unexpected,
)
from server.limits import Limits
from server.watch import ClientGone, Watch

ATTEMPTS = 4
# What nginx and others write into their logs for it; nobody is there to read it.
CLIENT_GONE = 499


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of a response, and what happens to the browser's session."""

    body: bytes
    session: SessionChange | None = None
    repeated: bool = False
    outcome: str = "ok"
    statements: int = 0


class Operations:
    """Runs prepared operations of one schema against one database."""

    def __init__(
        self,
        schema: strawberry.Schema,
        database: Database,
        documents: Documents,
        limits: Limits,
        *,
        vault: Vault,
        development: bool = False,
        session_lifetime: timedelta = timedelta(hours=12),
        session_idle: timedelta = timedelta(minutes=15),
        engine: Engine | None = None,
    ) -> None:
        self.engine = engine
        self.executors = Executors(schema)
        self.database = database
        self.trail = Trail(database)
        self.documents = documents
        self.limits = limits
        self.vault = vault
        self.development = development
        self.session_lifetime = session_lifetime
        self.session_idle = session_idle

    async def run(self, prepared: Prepared, caller: Caller, receive: Receive | None = None) -> Answer:
        """The answer of a query or mutation. Raises RequestError when there is no `data` to give.

        With `receive` the operation is stopped and rolled back when its client goes away.
        """
        began, outcome, statements = time.perf_counter(), str(Code.INTERNAL_SERVER_ERROR), 0
        try:
            with Watch(self.limits.operation_seconds, receive):
                answer = await self._run(prepared, caller)
            outcome, statements = answer.outcome, answer.statements
            return answer
        except TimeoutError:
            outcome = Code.TIMEOUT
            raise timed_out(caller.language) from None
        except ClientGone:
            outcome = Code.BAD_REQUEST
            raise RequestError(Code.BAD_REQUEST, "The client went away.", status=CLIENT_GONE) from None
        except RequestError as error:
            outcome = error.code
            raise
        except NotProven:
            outcome = "not proven"
            raise
        finally:
            seconds = time.perf_counter() - began
            metrics.operation_done(prepared.operation.kind, outcome, seconds, statements)

    async def _run(self, prepared: Prepared, caller: Caller) -> Answer:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._attempt(prepared, caller)
            except Undone as undone:
                if undone.failure is not Failure.CONFLICT or attempt == ATTEMPTS:
                    return await self.undone(prepared, caller, undone)
            except (RequestError, NotProven):
                raise
            except Exception as error:
                if failure_of(error) is not Failure.CONFLICT or attempt == ATTEMPTS:
                    raise self.broken(error, caller) from error
            await asyncio.sleep(random.uniform(0, 0.02 * 2**attempt))
        raise unavailable(caller.language)

    async def _attempt(self, prepared: Prepared, caller: Caller) -> Answer:
        if self.engine is not None and self.plans(prepared):
            try:
                return await self._read(prepared, caller, self.engine)
            except Unplanned as reason:
                metrics.not_planned(str(reason))
        executor = self.executors.new(prepared)
        async with self.database.transaction(caller.viewer, snapshot=not prepared.is_mutation) as tx:
            context = self.context(caller, tx)
            repeatable = idempotency.is_repeatable(prepared, caller)
            if repeatable and (earlier := await idempotency.earlier_answer(tx, self.vault, prepared, caller)):
                return Answer(earlier, repeated=True)
            result = await executed(executor, context)
            undo_if_needed(prepared, result, context.audit)
            answer = self.answered(prepared, caller, result)
            if repeatable and context.session_change is None:
                await idempotency.keep_answer(tx, self.vault, caller, answer.body)
            # Signing in is on record under who came in.
            known = replace(caller, viewer=context.viewer)
            await self.record(tx, prepared, known, judged(context.audit, result))
        return replace(answer, session=context.session_change, statements=tx.statements)

    def plans(self, prepared: Prepared) -> bool:
        """Whether the reading engine answers such an operation, if it can."""
        return self.engine is not None and prepared.operation.kind == "query"

    async def _read(self, prepared: Prepared, caller: Caller, engine: Engine) -> Answer:
        """A query by its plan. Raises Unplanned where the ordinary way must answer, errors and all."""
        executor = self.executors.reader(prepared)
        async with self.database.reading(caller.viewer, caller.proof) as tx:
            context = self.context(caller, tx)
            try:
                data, took = await engine.data(prepared.shape, executor, context, tx)
            except NotProven:
                raise
            except Exception as error:
                if failure_of(error) in (Failure.CONFLICT, Failure.UNAVAILABLE, Failure.TOO_SLOW):
                    raise
                if not tx.proven:
                    raise NotProven from error
                if isinstance(error, Unplanned):
                    raise
                raise Unplanned(type(error).__name__) from error
            extensions = {"cost": self.cost(prepared)}
            if prepared.explained and self.development:
                extensions["plan"] = levels.told(took)
            body = orjson.dumps({"data": data, "extensions": extensions})
            levels.warn_if_slow(prepared.name, took)
            if not tx.proven:
                # Nothing was read; still nothing may be written in the name of somebody who is not there.
                await tx.commit()
            noted = self._noted(prepared, caller, context.audit)
            await tx.commit()
        if noted is not None:
            await self._recorded(noted, caller)
        return Answer(body, statements=tx.statements + (noted is not None))

    def _noted(self, prepared: Prepared, caller: Caller, note: AuditNote) -> Awaitable[None] | None:
        """On its way into the trail, while the transaction ends: what a reader saw is on record before they see it."""
        if not caller.viewer.signed_in:
            return None
        return self.trail.record(access_event.recorded(caller.viewer, note, **whereabouts(prepared, caller)))

    def context(self, caller: Caller, tx: Transaction) -> OperationContext:
        return caller.context(
            tx,
            self.vault,
            user_agent=caller.user_agent,
            development=self.development,
            session_lifetime=self.session_lifetime,
            session_idle=self.session_idle,
            session_token=caller.session_token,
        )

    async def undone(self, prepared: Prepared, caller: Caller, undone: Undone) -> Answer:
        """Nothing changed; that it was tried is on record, in a transaction of its own."""
        if undone.failure in (Failure.CONFLICT, Failure.UNAVAILABLE):
            raise unavailable(caller.language)
        if undone.failure is Failure.TOO_SLOW:
            raise timed_out(caller.language)
        try:
            async with self.database.transaction(caller.viewer) as tx:
                await self.record(tx, prepared, caller, judged(undone.note, undone.result))
        except RequestError:
            raise
        except Exception as error:
            raise self.broken(error, caller) from error
        nothing = ExecutionResult(None, undone.result.errors)
        return self.answered(prepared, caller, nothing)

    async def record(self, tx: Transaction, prepared: Prepared, caller: Caller, note: AuditNote) -> None:
        """Fail closed: what cannot be recorded is not answered."""
        if not (caller.viewer.signed_in or prepared.is_mutation):
            return
        where = whereabouts(prepared, caller)
        await self._recorded(access_event.record(tx, caller.viewer, note, **where), caller)

    async def _recorded(self, work: Awaitable[None], caller: Caller) -> None:
        try:
            await work
        except Exception as error:
            if isinstance(error, NotProven) or failure_of(error) is Failure.CONFLICT:
                raise
            unexpected(error, caller.language)
            raise unavailable(caller.language) from error

    def broken(self, error: Exception, caller: Caller) -> RequestError:
        """An exception outside the resolvers: at begin, at commit, or in this module."""
        failure = failure_of(error)
        if failure in (Failure.CONFLICT, Failure.UNAVAILABLE):
            return unavailable(caller.language)
        if failure is Failure.TOO_SLOW:
            return timed_out(caller.language)
        return unexpected(error, caller.language)

    def cost(self, prepared: Prepared) -> Any:
        return {"points": prepared.measure.points, "limit": self.limits.cost}

    def answered(self, prepared: Prepared, caller: Caller, result: ExecutionResult) -> Answer:
        errors = format_execution_errors(result.errors or [], caller.language)
        response = {"data": result.data, "extensions": {"cost": self.cost(prepared)}}
        outcome = errors[0]["extensions"]["code"] if errors else "ok"
        return Answer(orjson.dumps({"errors": errors} | response if errors else response), outcome=outcome)


def whereabouts(prepared: Prepared, caller: Caller) -> dict[str, str | None]:
    """What the audit trail says of a request besides who and whom."""
    return {
        "operation": prepared.name,
        "document": prepared.document.id,
        "address": caller.address,
        "trace_id": caller.trace_id,
    }
