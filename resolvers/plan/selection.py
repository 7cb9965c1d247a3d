"""What one selection set asks of the objects of one type, filled for a whole level at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, Protocol
from uuid import UUID

from graphql import FieldNode, GraphQLField, GraphQLObjectType
from orjson import Fragment

from db.queries.woven import BROKEN
from resolvers.declared import Computed, Gathered
from resolvers.ids import global_id16
from resolvers.plan.run import Run, Unplanned
from resolvers.plan.values import Arguments, Complete
from resolvers.plan.weaving import Woven
from resolvers.record import Asked

Shown = dict[str, Any]


class Records(Protocol):
    """Reads records of which only the ids are known."""

    def read(self, run: Run, asked: Sequence[Asked | None], then: Callable[[list[Any]], None]) -> None: ...


class Part(Protocol):
    """Fills one response key of every object of a level, from their rows or objects."""

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None: ...


@dataclass(slots=True)
class Laid:
    """A selection laid out key by key: for the rows of a level, or for objects.

    `sources` has for each response key the attribute that stands there first, null for none.
    `attributes` are those that parts read from rows besides. With `whole` a part wants the rows themselves.
    `woven` are the sources that PostgreSQL writes.
    """

    keys: tuple[str, ...]
    sources: tuple[str | None, ...]
    plain: tuple[Part, ...]
    parts: tuple[Part, ...]
    attributes: tuple[str, ...]
    whole: bool
    columns_only: tuple[Part, ...]
    woven: Mapping[str, Woven]

    def of_objects(self, run: Run, objects: Sequence[Any]) -> list[Shown]:
        """The finished objects; what their relations still lack is filled in when it has been read."""
        shown = [dict(zip(self.keys, values, strict=True)) for values in map(self._values, objects)]
        for part in (*self.plain, *self.parts):
            part.fill(run, shown, objects)
        return shown

    def of_values(self, run: Run, values: Sequence[Sequence[Any]], rows: Sequence[Any]) -> list[Shown]:
        """The same of rows that were read for this selection: their first values stand in its keys' order."""
        keys = self.keys
        shown = [dict(zip(keys, each)) for each in values]  # noqa: B905 - what follows the keys is for the parts
        for part in self.columns_only:
            part.fill(run, shown, rows)
        for part in self.parts:
            part.fill(run, shown, rows)
        return shown

    def _values(self, item: Any) -> tuple[Any, ...]:
        return tuple([None if source is None else getattr(item, source) for source in self.sources])


class Selection:
    """`woven` is there when PostgreSQL writes the whole object of a row; all is made when it is needed."""

    def __init__(self, weave: Callable[[], Woven | None], lay_out: Callable[[bool], Laid]) -> None:
        self._weave = weave
        self._lay_out = lay_out

    @cached_property
    def woven(self) -> Woven | None:
        return self._weave()

    @cached_property
    def of_rows(self) -> Laid:
        return self._lay_out(True)

    @cached_property
    def _of_objects(self) -> Laid:
        return self._lay_out(False)

    @property
    def whole(self) -> bool:
        return self.woven is None and self.of_rows.whole

    @property
    def is_last(self) -> bool:
        """Whether filling it asks the database for nothing more."""
        laid = self.of_rows if self.woven is None else None
        return laid is None or all(isinstance(part, _ALONE) for part in (*laid.columns_only, *laid.parts))

    def of_objects(self, run: Run, objects: Sequence[Any]) -> list[Shown]:
        return self._of_objects.of_objects(run, objects)


@dataclass(frozen=True, slots=True)
class Name:
    key: str
    name: str

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        for each in shown:
            each[self.key] = self.name


@dataclass(frozen=True, slots=True)
class Id:
    key: str
    type: str

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        key, name = self.key, self.type
        for each in shown:
            each[key] = global_id16(name, key16(each[key]))


@dataclass(frozen=True, slots=True)
class Plain:
    """An attribute as it is, by the rule of its GraphQL type; `records` reads those of which only the id is known."""

    key: str
    complete: Complete
    records: Records | None = None

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        values = [each[self.key] for each in shown]
        if self.records is not None and any(isinstance(value, Asked) for value in values):
            self.records.read(run, values, partial(put_required, self.key, shown))
        else:
            put(self.key, shown, self.complete(run, values))


@dataclass(frozen=True, slots=True)
class Renamed:
    """A column whose words are not the enumeration's names."""

    key: str
    names: Mapping[Any, str]

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        for each in shown:
            if each[self.key] is not None:
                each[self.key] = self.names[each[self.key]]


@dataclass(frozen=True, slots=True)
class NotNull:
    """A column that may be null under a field that may not."""

    key: str

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        if any(each[self.key] is None for each in shown):
            raise Unplanned(f"`{self.key}` is null")


@dataclass(frozen=True, slots=True)
class Inlined:
    """Something related that PostgreSQL wrote into the row."""

    key: str
    breakable: bool

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        key = self.key
        for each in shown:
            each[key] = fragment(each[key], breakable=self.breakable)


_ALONE = (Name, Id, Renamed, NotNull, Inlined)


def fragment(written: bytes | None, *, breakable: bool) -> Fragment | None:
    """JSON as PostgreSQL wrote it. Raises Unplanned where something in it is null that may not be."""
    if written is None:
        return None
    if breakable and BROKEN in written:
        raise Unplanned("a value that may not be null is")
    return Fragment(written)


@dataclass(frozen=True, slots=True)
class OfRow:
    """A computed field."""

    key: str
    declared: Computed
    complete: Complete

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        compute, context = self.declared.compute, run.context
        put(self.key, shown, self.complete(run, [compute(row, context) for row in rows]))


@dataclass(frozen=True, slots=True)
class OfLevel:
    """A gathered field: one call for all rows."""

    key: str
    declared: Gathered
    arguments: Arguments
    complete: Complete

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        asked = [whole_key(each[self.key]) for each in shown]
        keys = list(dict.fromkeys(key for key in asked if key is not None))

        def then(found: Mapping[Any, Any]) -> None:
            default = self.declared.default
            values = [found[key] if key in found else default() for key in asked]
            put(self.key, shown, self.complete(run, values))

        if keys:
            run.gather(self.declared.batch, self.arguments(run), keys, then)
        else:
            then({})


@dataclass(frozen=True, slots=True)
class Resolved:
    """A field that only its resolver knows, asked for every object by itself."""

    key: str
    field: GraphQLField
    nodes: list[FieldNode]
    parent: GraphQLObjectType
    arguments: Arguments
    complete: Complete

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        info = run.info(self.field, self.nodes, self.parent, self.key)
        resolve, arguments = self.field.resolve, self.arguments(run)
        assert resolve is not None
        run.when_resolved(
            [resolve(row, info, **arguments) for row in rows],
            lambda values: put(self.key, shown, self.complete(run, values)),
        )


def put(key: str, shown: Sequence[Shown], values: Sequence[Any]) -> None:
    for each, value in zip(shown, values, strict=True):
        each[key] = value


def put_required(key: str, shown: Sequence[Shown], values: Sequence[Any]) -> None:
    if None in values:
        raise Unplanned(f"`{key}` is null")
    put(key, shown, values)


def key16(key: Any) -> Any:
    """A key as rows of a level carry it: ids as sixteen bytes."""
    return key.bytes if type(key) is UUID else key


def whole_key(key: Any) -> Any:
    """A key as functions know it."""
    return UUID(bytes=key) if type(key) is bytes else key
