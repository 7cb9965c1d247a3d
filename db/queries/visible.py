"""What a viewer sees of a table: visible rows, presentable columns, masked; the same for every reader."""

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, Select, Table, Text, any_, case, cast, false, null, select
from sqlmodel import SQLModel

import db.tables as tables
from db.queries.expressions import uuid_array
from db.queries.masks import MASKS, NEVER_PRESENTED, OF_NOBODY
from db.queries.row_rules import ROWS, of_clinics
from db.statement import Slot, Statement, compiled
from db.tables.base import table_of
from domain.access import Action, Role, Viewer

SLOTS = ("account_id", "clinic_ids", "regions", "patient_id", "revealed")


def select_visible(row: type[SQLModel], viewer: Viewer) -> Select[Any]:
    """SELECT of what the viewer may see of a table: visible rows, presentable columns, masked."""
    return select(*columns(row, viewer)).where(visible(row, viewer))


def visible(row: type[SQLModel], viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which rows of a table are the viewer's to see; none for a table without a rule."""
    rule = ROWS.get(row)
    return false() if rule is None else rule(table_of(row), viewer)


def columns(row: type[SQLModel], viewer: Viewer) -> list[ColumnElement[Any]]:
    """The columns that may be presented, masked where the viewer may not know who a person is."""
    hidden_ones = NEVER_PRESENTED.get(row, frozenset())
    return [
        column(row, column_.name, viewer) for column_ in table_of(row).c if column_.name not in hidden_ones
    ]


def column(row: type[SQLModel], name: str, viewer: Viewer) -> ColumnElement[Any]:
    """One column under its own name, masked as the viewer's role demands."""
    table = table_of(row)
    plain = table.c[name]
    mask = MASKS.get(row, {}).get(name)
    if mask and not viewer.can(Action.READ_IDENTITY):
        return _unless_revealed(table, plain, mask(plain), viewer)
    if row is tables.Staff and name == "iin":
        return _of_own_clinic(table, plain, viewer)
    return plain


def _unless_revealed(
    table: Table, plain: ColumnElement[Any], masked: ColumnElement[Any], viewer: Viewer
) -> ColumnElement[Any]:
    name = str(plain.name)
    if not viewer.revealed or table.name in OF_NOBODY:
        return masked.label(name)
    whose = table.c.id if table.name == "patient" else table.c.patient_id
    return case((whose == any_(uuid_array(viewer.revealed)), plain), else_=masked).label(name)


def _of_own_clinic(table: Table, plain: ColumnElement[Any], viewer: Viewer) -> ColumnElement[Any]:
    if viewer.role not in (Role.CLINIC_ADMIN, Role.HEAD_DOCTOR):
        return cast(null(), Text).label("iin")
    return case((of_clinics(table, viewer), plain)).label("iin")


class Kind(NamedTuple):
    """On what of a viewer SQL depends; all else of them is put in."""

    role: Role | None
    one_time_password: bool
    scope: str | None
    has_revealed: bool
    of_one_clinic: bool


def kind_of(viewer: Viewer) -> Kind:
    """All that the shape of a SELECT depends on: viewers of one kind share it, with other values."""
    may_do = viewer.role, viewer.one_time_password, viewer.scope
    return Kind(*may_do, bool(viewer.revealed), len(viewer.clinic_ids) == 1)


def with_slots(kind: Kind) -> Viewer:
    """Any viewer of a kind, to compile a SELECT for all of them."""
    slots: Any = {name: Slot(f"viewer.{name}") for name in SLOTS}
    if not kind.has_revealed:
        slots["revealed"] = ()
    if kind.of_one_clinic:
        slots["clinic_ids"] = (Slot("viewer.clinic"),)
    may_do: Any = {name: getattr(kind, name) for name in ("role", "one_time_password", "scope")}
    return Viewer(**may_do, **slots)


def slot_values(viewer: Viewer) -> dict[str, Any]:
    """What stands in those slots for one viewer."""
    values = {f"viewer.{name}": getattr(viewer, name) for name in SLOTS}
    return values | {"viewer.clinic": next(iter(viewer.clinic_ids), None)}


def for_viewers(select_for: Callable[[Viewer], Executable]) -> Callable[[Viewer], Statement]:
    """A SELECT that depends on its viewer, compiled once for all viewers of one kind."""

    @cache
    def made(kind: Kind) -> Statement:
        return compiled(select_for(with_slots(kind)))

    return lambda viewer: made(kind_of(viewer))
