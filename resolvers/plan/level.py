"""Rows of one table, read by one SELECT with no column more than their selections show or compute from."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any
from uuid import UUID

from orjson import Fragment
from sqlmodel import SQLModel

from db.database import stored
from db.queries.columns import Columns
from db.wire import Rows
from resolvers.plan.run import Run
from resolvers.plan.selection import Laid, Selection, fragment, key16
from resolvers.plan.weaving import Woven

WOVEN = "woven"


class Level:
    """The rows of several selections, if the same rows are shown in several ways.

    Whoever stitches the rows together says by `index` which columns they need beside those. When it is `last` no other
    level hangs on it.
    """

    def __init__(self, name: str, row: type[SQLModel], selections: Sequence[Selection]) -> None:
        self.name = name
        self.row = row
        self.selections = selections
        self.columns = Columns(row)
        self.slots: dict[str, Callable[[Run], Any]] = {}
        self.whole = any(each.whole for each in selections)
        if self.whole:
            self.columns.add_all()
        else:
            self._lay_out()
        self.last = not self.whole and all(each.is_last for each in selections)
        self._patient = self.columns.need_patient()

    def _lay_out(self) -> None:
        """The first selection's keys come first, so that its objects are its rows' first values."""
        for number, each in enumerate(self.selections):
            if each.woven is not None:
                self.columns.write(f"{WOVEN} {number}", each.woven.made)
                self.columns.add(f"{WOVEN} {number}", f"{WOVEN} {number}")
                self.slots |= each.woven.slots
                continue
            laid = each.of_rows
            for source, woven in laid.woven.items():
                self.columns.write(source, woven.made)
                self.slots |= woven.slots
            for key, shown in zip(laid.keys, laid.sources, strict=True):
                if number == 0:
                    self.columns.add(shown, key)
                else:
                    self.columns.need(shown)
            for attribute in laid.attributes:
                self.columns.need(attribute)

    def values(self, run: Run) -> dict[str, Any]:
        """What stands in the slots of its SELECT: of the viewer, and of what is woven in."""
        if not self.slots:
            return run.viewer_values
        return run.viewer_values | {name: value(run) for name, value in self.slots.items()}

    def index(self, name: str) -> int:
        """Where a column stands in each row."""
        return self.columns.need(name)

    def read(self, rows: Rows) -> list[Any]:
        return rows.made(self._make, ids16=not self.whole)

    def show(self, run: Run, rows: Sequence[Any]) -> list[list[Any]]:
        """For each selection its finished objects, one for each row."""
        if self._patient is not None:
            run.show([key16(row[self._patient]) for row in rows])
        if self.whole:
            objects = [stored(self.row, dict(zip(self.columns.names, row))) for row in rows]  # type: ignore[arg-type] # noqa: B905
            return [each.of_objects(run, objects) for each in self.selections]
        return [
            each.of_rows.of_values(run, list(map(pick, rows)) if pick else rows, rows)
            if each.woven is None
            else self._fragments(number, each.woven, rows)
            for number, (each, pick) in enumerate(zip(self.selections, self._pickers, strict=True))
        ]

    def _fragments(self, number: int, woven: Woven, rows: Sequence[Any]) -> list[Any]:
        at = self.columns.names.index(f"{WOVEN} {number}")
        if woven.breakable:
            return [fragment(row[at], breakable=True) for row in rows]
        return [Fragment(row[at]) for row in rows]

    @cached_property
    def _make(self) -> Callable[[Any], Any]:
        if self.whole or not any(each.of_rows.attributes for each in self.selections if each.woven is None):
            return tuple
        named = {name: index for index, name in enumerate(self.columns.names) if name is not None}
        return _row_class(named, frozenset(filter(self.columns.is_id, named)))

    @cached_property
    def _pickers(self) -> list[Callable[[Any], Any] | None]:
        return [
            None if number == 0 or each.woven is not None else self._picker(each.of_rows)
            for number, each in enumerate(self.selections)
        ]

    def _picker(self, laid: Laid) -> Callable[[Any], Any]:
        return _picker([self.columns.names.index(source) for source in laid.sources])


def _picker(indexes: Sequence[int]) -> Callable[[Any], Any]:
    if len(indexes) < 2:
        return lambda row: tuple([row[index] for index in indexes])
    return itemgetter(*indexes)


def _row_class(named: Mapping[str, int], ids: frozenset[str]) -> Callable[[Any], Any]:
    """Rows that answer to the names of their columns, and to no others."""

    def attribute(name: str, index: int) -> property:
        return property((lambda row: _whole_id(row[index])) if name in ids else itemgetter(index))

    return type(
        "Row", (tuple,), {"__slots__": ()} | {name: attribute(name, at) for name, at in named.items()}
    )


def _whole_id(key: bytes | None) -> UUID | None:
    return None if key is None else UUID(bytes=key)
