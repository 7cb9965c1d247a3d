"""A transaction that only reads: its statements go out together, and it costs no round trip of its own."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg.errors import InsufficientPrivilege
from sqlalchemy.ext.asyncio import AsyncConnection

from db.pool import Pool
from db.roles import role_of
from db.statement import Sent
from db.transaction import Transaction
from db.wire import Rows
from domain.access import Viewer

_SNAPSHOT = Sent("begin isolation level repeatable read")
_COMMIT = Sent("commit")
_PLACE_OF_PROOF = 1

Asked = tuple[Sequence[Sent], "asyncio.Future[list[Rows]]"]


class NotProven(Exception):
    """The viewer is not, or no longer, who they were taken for; nothing that was read may be used."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Asks, as nobody, whether a viewer still is who they were a moment ago; `holds` reads the answer.

    The same statement puts the viewer on, and where there is no session any more it puts on nobody: what follows has
    no rights at all then.
    """

    sent: Sent
    holds: Callable[[Rows], bool]


class Reading(Transaction):
    """A transaction whose statements go out together: its beginning with the first, its end with the last.

    What db/queries runs by itself (`execute`) sees the same snapshot through the same connection.
    """

    def __init__(self, pool: Pool, viewer: Viewer, entering: Sent, proof: Proof | None) -> None:
        super().__init__(None, viewer)
        self._asked: list[Asked] = []
        self._pool = pool
        self._proof = proof
        self._begin: Sequence[Sent] = (_SNAPSHOT, entering)
        self._role = role_of(viewer)

    async def __aenter__(self) -> "Reading":
        self._held, self._wire = await self._pool.taken()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            await self.settled(cancelled=kind is not None)
        except BaseException:
            await self.settled(cancelled=True)
            raise
        finally:
            self.ended()
            await self._pool.given_back(self._held, self._wire)

    @property
    def proven(self) -> bool:
        return self._proof is None

    async def ask(self, statements: Sequence[Sent]) -> list[Rows]:
        """The rows of each statement; whoever asks in the same turn of the event loop shares the round trip."""
        answer: asyncio.Future[list[Rows]] = asyncio.get_running_loop().create_future()
        self._asked.append((statements, answer))
        if len(self._asked) == 1:
            self._begun(self._ask_together())
        return await answer

    async def ask_last(self, statements: Sequence[Sent]) -> list[Rows]:
        """As `ask_alone`, and the end of the transaction: nothing can be asked after it.

        Only for what reads: it has ended before the proof is known.
        """
        answers = await self.ask_alone([*statements, _COMMIT])
        self.ended()
        return answers[:-1]

    async def commit(self) -> None:
        """Ends it, if the last statements have not. Whoever it was for is proven then, even if nothing was read."""
        if not self._over:
            await self.ask_last([])

    async def _ask_together(self) -> None:
        asked: list[Asked] = []
        try:
            await asyncio.sleep(0)
            async with self._lock:
                asked = self._all_asked()
                self._go_on()
                answers = await self._ask([each for statements, _ in asked for each in statements])
                _hand_out(answers, asked)
        except BaseException as error:
            for _, answer in asked or self._all_asked():
                _fail(answer, error)
            raise

    def _all_asked(self) -> list[Asked]:
        asked, self._asked = self._asked, []
        return asked

    async def _ask(self, statements: Sequence[Sent]) -> list[Rows]:
        self.statements += len(statements)
        first, self._begin = self._begin, ()
        if not first:
            return await self._wire.run(statements, self._role)
        try:
            found = await self._wire.run([*first, *statements], self._role)
        except InsufficientPrivilege as error:
            raise (error if self._proof is None else NotProven) from error
        if self._proof is not None:
            if not self._proof.holds(found[_PLACE_OF_PROOF]):
                raise NotProven
            self._proof = None
        return found[len(first) :]

    async def _reached(self) -> AsyncConnection:
        if self._begin:
            await self._ask([])
        if self._connection is None:
            self._connection = self._pool.around(self._held)
        return self._connection


def _hand_out(answers: Sequence[Rows], asked: Sequence[Asked]) -> None:
    left = iter(answers)
    for statements, answer in asked:
        rows = [next(left) for _ in statements]
        if not answer.done():
            answer.set_result(rows)


def _fail(answer: asyncio.Future[Any], error: BaseException) -> None:
    """Tells who still waits; nobody has to hear of it."""
    if isinstance(error, asyncio.CancelledError):
        answer.cancel()
    elif not answer.done():
        answer.set_exception(error)
        answer.exception()
