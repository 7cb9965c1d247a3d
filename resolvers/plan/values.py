"""Finished values of a GraphQL type, made for a whole level at once from what resolvers and rows give."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

from graphql import GraphQLLeafType

from resolvers.plan.run import Run, Unplanned


class Complete(Protocol):
    """The finished values, in the order of the given ones. Raises Unplanned where there would be an error."""

    def __call__(self, run: Run, values: Sequence[Any]) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Leaves:
    """Scalars and enumerations, by the type's own rule."""

    type: GraphQLLeafType

    def __call__(self, run: Run, values: Sequence[Any]) -> Sequence[Any]:
        serialize = self.type.coerce_output_value
        return [None if value is None else serialize(value) for value in values]


@dataclass(frozen=True, slots=True)
class Required:
    """Values that may not be null."""

    inner: Complete

    def __call__(self, run: Run, values: Sequence[Any]) -> Sequence[Any]:
        made = self.inner(run, values)
        if None in made:
            raise Unplanned("a value that may not be null is")
        return made


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists, finished together and parted again."""

    inner: Complete

    def __call__(self, run: Run, values: Sequence[Any]) -> Sequence[Any]:
        lists = [None if value is None else list(value) for value in values]
        items = iter(self.inner(run, [item for each in lists if each for item in each]))
        return [None if each is None else list(islice(items, len(each))) for each in lists]


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects of one type; null stays null."""

    finish: Callable[[Run, Sequence[Any]], Sequence[Any]]

    def __call__(self, run: Run, values: Sequence[Any]) -> Sequence[Any]:
        there = [value for value in values if value is not None]
        made = iter(self.finish(run, there)) if there else iter(())
        return [None if value is None else next(made) for value in values]


class Later:
    """Made when there are values to finish: who is refused has nothing made for them."""

    def __init__(self, make: Callable[[], Complete]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Complete:
        return self._make()

    def __call__(self, run: Run, values: Sequence[Any]) -> Sequence[Any]:
        return self._made(run, values)


@dataclass(frozen=True, slots=True)
class Kinds:
    """Objects of an interface or a union: each by the type that presents its class."""

    of: Callable[[type], Complete | None]

    def __call__(self, run: Run, values: Sequence[Any]) -> Sequence[Any]:
        made: list[Any] = [None] * len(values)
        by_kind: dict[type, list[int]] = {}
        for index, value in enumerate(values):
            if value is not None:
                by_kind.setdefault(type(value), []).append(index)
        for kind, indexes in by_kind.items():
            complete = self.of(kind)
            if complete is None:
                raise Unplanned(f"no type presents {kind.__name__}")
            for index, value in zip(indexes, complete(run, [values[each] for each in indexes]), strict=True):
                made[index] = value
        return made


Arguments = Callable[[Run], Mapping[str, Any]]
