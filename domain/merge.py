"""Two records of one person: what the survivor is given to fill its gaps, and how that is taken back.

Values are as JSON keeps them, because they are remembered with the merge.
"""

from collections.abc import Mapping, Set
from datetime import date
from typing import Any

ADDRESS = ("kato", "locality", "street", "street_key", "house", "flat")
FILLED = ("iin", "patronymic", "phones", "email", "address", "deceased_on")

Gifts = Mapping[str, tuple[Any, Any]]
"""By field, what the survivor had before and has after the merge."""


def values_of(row: Any) -> dict[str, Any]:
    """The fields that a merge may fill; an address is one value, so that two are never mixed."""
    return {
        "iin": row.iin,
        "patronymic": row.patronymic,
        "phones": list(row.phones),
        "email": row.email,
        "address": {name: getattr(row, name) for name in ADDRESS},
        "deceased_on": row.deceased_on and row.deceased_on.isoformat(),
    }


def columns_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of such values, as the database takes them."""
    columns = {name: value for name, value in values.items() if name != "address"}
    if columns.get("deceased_on"):
        columns["deceased_on"] = date.fromisoformat(columns["deceased_on"])
    return {**columns, **values.get("address", {})}


def gifts(
    survivor: Mapping[str, Any], merged: Mapping[str, Any], untouched: Set[str] = frozenset()
) -> dict[str, tuple[Any, Any]]:
    """What fills the survivor's gaps; `untouched` names fields and phones that people have cleared since."""
    given = {}
    for name in FILLED:
        after = _with_new(survivor[name], merged[name], untouched) if name == "phones" else merged[name]
        is_gap = name == "phones" or _is_empty(survivor[name])
        if is_gap and name not in untouched and not _is_empty(after) and after != survivor[name]:
            given[name] = (survivor[name], after)
    return given


def without_gifts(now: Mapping[str, Any], given: Gifts) -> tuple[dict[str, Any], set[str]]:
    """The values to put back, and what people have changed since: that stays as it is."""
    back: dict[str, Any] = {}
    changed: set[str] = set()
    for name, (before, after) in given.items():
        if now[name] == after:
            back[name] = before
        elif name == "phones":
            new = [number for number in after if number not in before]
            back[name] = [number for number in now[name] if number not in new]
            changed.update(number for number in new if number not in now[name])
        else:
            changed.add(name)
    return back, changed


def _is_empty(value: Any) -> bool:
    return not any(value.values()) if isinstance(value, Mapping) else not value


def _with_new(numbers: list[str], more: list[str], untouched: Set[str]) -> list[str]:
    return [*numbers, *(number for number in more if number not in numbers and number not in untouched)]
