"""What a type of the schema declares of its fields: the one description that every way of reading follows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from resolvers.context import OperationContext

Compute = Callable[[Any, OperationContext], Any]
Write = Callable[[Any, Any], Any]
C = TypeVar("C", bound=Callable[..., Any])
Batch = Callable[..., Awaitable[Mapping[Any, Any]]]
DECLARED = "declared"


def also(written: Write) -> Callable[[C], C]:
    """Says of a function how PostgreSQL computes the same."""

    def mark(compute: C) -> C:
        compute.written = written  # type: ignore[attr-defined]
        return compute

    return mark


def written_as(compute: Callable[..., Any]) -> Write | None:
    found: Write | None = getattr(compute, "written", None)
    return found


@dataclass(frozen=True, slots=True)
class GlobalId:
    """The type's name and the row's id, opaque."""


@dataclass(frozen=True, slots=True)
class One:
    """The row of `table` whose column `key` is this row's column `by`.

    `via` names a table in between and its column that leads on: the row whose `key` is that column of the row in
    between whose id is `by`. `holding` narrows to the row that holds on a day: the field's argument `as_of`, or today.
    """

    table: str
    by: str
    key: str = "id"
    via: tuple[str, str] | None = None
    holding: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Many:
    """The rows of `table` whose column `by` is this row's id, in an order."""

    table: str
    by: str
    order: Sequence[str]


@dataclass(frozen=True, slots=True)
class Paged:
    """The rows of `table` whose column `by` is this row's id, page by page, in one of the table's list orders."""

    table: str
    by: str
    order: tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Computed:
    """A value made of the row's own columns; of `needs` alone, or of any where that is not said.

    `written` is how PostgreSQL says the same (db/queries/written.py); a test holds both to it.
    """

    compute: Compute
    needs: Sequence[str] | None
    written: Write | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """A value that `batch` finds for all rows of the level at once, by the column `by`; else `default`.

    The field's own arguments, where it has some, are `batch`'s too. `written` is how PostgreSQL says the value, `paged`
    how it finds the rows where the value is a page of them.
    """

    batch: Batch
    by: str
    default: Callable[[], Any]
    written: Write | None = None
    paged: Callable[[Any, Any, Any], Any] | None = None


Declared = GlobalId | One | Many | Paged | Computed | Gathered
