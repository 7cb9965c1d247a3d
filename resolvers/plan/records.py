"""Records by their ids: each kind of them that is met has a level of its own, of one SELECT."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails
from sqlmodel import SQLModel

from db.wire import Rows
from resolvers.declared import One
from resolvers.plan.level import Level
from resolvers.plan.relations import ByKeys
from resolvers.plan.run import Run
from resolvers.plan.selection import key16
from resolvers.record import Asked

if TYPE_CHECKING:
    from resolvers.plan.compiler import Compiler


class Records:
    """What one selection set asks of them."""

    def __init__(self, compiler: "Compiler", key: str, details: list[FieldDetails]) -> None:
        self.compiler = compiler
        self.key = key
        self.details = details
        self._known: dict[type[SQLModel], tuple[Level, ByKeys]] = {}

    def read(self, run: Run, asked: Sequence[Asked | None], then: Callable[[list[Any]], None]) -> None:
        """`then` with the finished records in the order of the asked ones, null for what is not to be seen."""
        made: list[Any] = [None] * len(asked)
        kinds: dict[type[SQLModel], list[int]] = {}
        for index, each in enumerate(asked):
            if each is not None:
                kinds.setdefault(each.row, []).append(index)
        for row, indexes in kinds.items():
            level, by_keys = self._level(row)
            keys = [each.id.bytes if (each := asked[index]) else b"" for index in indexes]
            sent = by_keys.filled(level.values(run), set(keys))
            places = list(zip(indexes, keys, strict=True))
            stitch = partial(self._stitch, run, level, made, places, then)
            run.ask(level.name, sent, stitch, last=level.last)

    def _stitch(
        self,
        run: Run,
        level: Level,
        made: list[Any],
        places: Sequence[tuple[int, bytes]],
        then: Callable[[list[Any]], None],
        answer: Rows,
    ) -> None:
        rows = level.read(answer)
        (objects,) = level.show(run, rows)
        found = {key16(row[-1]): each for row, each in zip(rows, objects, strict=True)}
        for index, key in places:
            made[index] = found.get(key)
        then(made)

    def _level(self, row: type[SQLModel]) -> tuple[Level, ByKeys]:
        if row not in self._known:
            compiler = self.compiler
            name = next(name for name, each in compiler.presented.items() if each is row)
            type_ = compiler.schema.type_map[name]
            assert isinstance(type_, GraphQLObjectType)
            level = compiler.level(f"{self.key}: {name}", row, [compiler.selection(type_, self.details)])
            self._known[row] = level, ByKeys(level, One(str(row.__tablename__), "id"), compiler.viewer)
        return self._known[row]
