"""Which columns of a table a SELECT brings back, each once, under which name."""

from typing import Any

from sqlalchemy import ColumnElement, Label, Uuid, null
from sqlmodel import SQLModel

from db import tables
from db.queries.masks import MASKS, NEVER_PRESENTED
from db.queries.page import KEY
from db.queries.visible import column
from db.tables.base import table_of
from domain.access import Viewer

LONGEST_LABEL = 50


class Columns:
    """Filled name by name, then selected for a viewer. KEY stands for the key by which the rows are sorted."""

    def __init__(self, row: type[SQLModel]) -> None:
        self.row = row
        self.names: list[str | None] = []
        self._labels: list[str] = []
        hidden = NEVER_PRESENTED.get(row, frozenset())
        self._known = {item.name: item for item in table_of(row).c if item.name not in hidden}
        self._written: dict[str, ColumnElement[Any]] = {}

    def write(self, name: str, made: ColumnElement[Any]) -> None:
        """From now on the name stands for what PostgreSQL makes of the row."""
        self._written[name] = made

    def add(self, name: str | None, label: str) -> None:
        """One more, under a label; null for no column. Raises KeyError for what may never be presented."""
        if name is not None and name != KEY and name not in self._written:
            self._known[name]
        self.names.append(name)
        self._labels.append(label if len(label) <= LONGEST_LABEL else f"+{len(self._labels)}")

    def need(self, name: str | None) -> int:
        """Where the column stands in each row; it is added when it is not there."""
        if name not in self.names:
            self.add(name, f"+{name}")
        return self.names.index(name)

    def add_all(self) -> None:
        for name in self._known:
            self.add(name, name)

    def need_patient(self) -> int | None:
        """Where the row says whose record it belongs to, if it does."""
        key = "id" if self.row is tables.Patient else "patient_id"
        return self.need(key) if key in self._known else None

    def may_be_null(self, name: str) -> bool:
        return bool(self._known[name].nullable) or name in MASKS.get(self.row, {})

    def is_id(self, name: str | None) -> bool:
        return name in self._known and isinstance(self._known[name].type, Uuid)

    def selected(self, viewer: Viewer, key: ColumnElement[Any] | None = None) -> list[ColumnElement[Any]]:
        """What to select, masked as everywhere."""
        return [
            self._expression(name, viewer, key).label(label)
            for name, label in zip(self.names, self._labels, strict=True)
        ]

    def _expression(
        self, name: str | None, viewer: Viewer, key: ColumnElement[Any] | None
    ) -> ColumnElement[Any]:
        if name is None:
            return null()
        if name in self._written:
            return self._written[name]
        if name == KEY:
            assert key is not None
            return key
        found = column(self.row, name, viewer)
        return found.element if isinstance(found, Label) else found
