"""In whose name a transaction runs: a narrow role of PostgreSQL, and what row-level security knows of the viewer."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Executable, text

from db.statement import Slot, Statement
from domain.access import Role, Viewer


class DbRole(StrEnum):
    """The narrow roles of db/migrations/sql/0001_security.sql, one of which every transaction puts on."""

    STAFF = "emhana_staff"
    PATIENT = "emhana_patient"
    PUBLIC = "emhana_public"
    SYSTEM = "emhana_system"
    DIRECTORY = "emhana_directory"
    TRANSFER = "emhana_transfer"


def role_of(viewer: Viewer) -> DbRole:
    """The database's role in whose name a viewer reads: row-level security is written for roles."""
    if viewer.role is None or viewer.role is Role.DISPLAY:
        return DbRole.PUBLIC
    if viewer.role is Role.SYSTEM:
        return DbRole.SYSTEM
    return DbRole.PATIENT if viewer.role is Role.PATIENT else DbRole.STAFF


def settings_of(viewer: Viewer) -> dict[str, str]:
    """What row-level security knows of a viewer; every setting is given each time, so that none is left over."""
    return {
        "role": role_of(viewer),
        "emhana.account": str(viewer.account_id or ""),
        "emhana.role": viewer.role or "",
        "emhana.clinics": array_literal(viewer.clinic_ids),
        "emhana.regions": array_literal(viewer.regions),
        "emhana.patient": str(viewer.patient_id or ""),
    }


def array_literal(items: Sequence[UUID | str]) -> str:
    """PostgreSQL's text of an array of ids or codes, none of which needs quoting."""
    return "{" + ",".join(str(item) for item in items) + "}"


def set_config(settings: Mapping[str, str]) -> tuple[Executable, dict[str, str]]:
    """A statement, and its parameters, that puts settings on until the transaction ends."""
    calls = ", ".join(f"set_config('{name}', :v{index}, true)" for index, name in enumerate(settings))
    return text(f"select {calls}"), {f"v{index}": str(value) for index, value in enumerate(settings.values())}


def putting_on(first_place: int = 1) -> str:
    """The columns of a SELECT that put the settings `SETTINGS` on, as `$first_place` and those after it."""
    return ", ".join(f"set_config('{name}', ${at}, true)" for at, name in enumerate(_NAMES, first_place))


_NAMES = (*settings_of(Viewer()), "statement_timeout")
SETTINGS = tuple(map(Slot, _NAMES))
ENTERING = Statement(f"select {putting_on()}", SETTINGS)
"""Puts a viewer on, as the first statement of their transaction."""
