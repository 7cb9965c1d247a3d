"""What a new calendar changes: row by row, and for how many people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, NamedTuple

from domain.immunization.calendar import Calendar, Series
from domain.immunization.dates import Duration
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven, Person
from domain.immunization.results import Evaluation
from domain.immunization.target import TargetDose

DERIVED = frozenset(
    {
        "key",
        "digest",
        "conflict_ends",
        "to_forecast",
        "timeless",
        "never_skipped",
        "ageless",
        "any_product",
        "antigens_at_any_age",
        "always_relevant",
        "risk_by_observation",
    }
    | {"touched_by_vaccine", "touched_by_observation", "touched_by_test", "kin"}
    | {"held_back_by_vaccine", "longest_conflict"}
    | {"path", "has_programme", "by_fit_alone", "minimum_intervals", "recommended_intervals", "latest_intervals"}
    | {"from_previous", "long_enough", "skippable", "fine", "turning_ages", "any_turning_ages", "turning_days"}
)
"""Fields that follow from others."""


class Difference(NamedTuple):
    """One value that is not the same; None where a calendar lacks the place."""

    place: str
    before: str | None
    after: str | None


class PersonChange(NamedTuple):
    """A person (by their number in the list) for whom two calendars differ, and in which vaccine groups."""

    number: int
    groups: tuple[str, ...]


def diff(before: Calendar, after: Calendar) -> list[Difference]:
    """Every difference by its place; series are matched by name, doses by label, tables by key."""
    return list(_walk("calendar", before, after))


def changed_people(
    people: Iterable[tuple[Person, Sequence[DoseGiven]]], before: Calendar, after: Calendar, on: date
) -> Iterator[PersonChange]:
    """People for whom the forecast changes, one by one, so that a city can be counted in flat memory."""
    for number, (person, doses) in enumerate(people):
        old, new = (_outlook(evaluate(person, doses, calendar, on)) for calendar in (before, after))
        groups = sorted({name for name, _ in old.keys() | new.keys() if _of(old, name) != _of(new, name)})
        if groups:
            yield PersonChange(number, tuple(groups))


def _outlook(evaluation: Evaluation) -> dict[tuple[str, int], tuple[object, ...]]:
    return {
        (one.vaccine_group, one.series_group): (
            one.status,
            one.dose_number,
            tuple(decided.on if decided else None for decided in one.dates),
        )
        for one in evaluation.forecasts
    }


def _of(outlook: Mapping[tuple[str, int], object], group: str) -> list[object]:
    return [value for (name, _), value in sorted(outlook.items(), key=lambda item: item[0]) if name == group]


def _walk(place: str, before: Any, after: Any) -> Iterator[Difference]:
    if before is None or after is None or type(before) is not type(after):
        if before != after:
            yield Difference(place, _show(before), _show(after))
    elif isinstance(before, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from _walk(f"{place}/{key}", before.get(key), after.get(key))
    elif isinstance(before, tuple) and not isinstance(before, Duration) and _has_rows(before, after):
        yield from _walk(place, _keyed(before), _keyed(after))
    elif is_dataclass(before):
        for field in fields(before):
            if field.name not in DERIVED:
                yield from _walk(
                    f"{place}/{field.name}", getattr(before, field.name), getattr(after, field.name)
                )
    elif before != after:
        yield Difference(place, _show(before), _show(after))


def _has_rows(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    return any(is_dataclass(one) for one in (*before, *after))


def _keyed(rows: tuple[Any, ...]) -> dict[str, Any]:
    return {_key(row, number): row for number, row in enumerate(rows, 1)}


def _key(row: Any, number: int) -> str:
    if isinstance(row, Series):
        return row.name
    if isinstance(row, TargetDose):
        return row.label
    return str(number)


def _span(value: Duration) -> str:
    """As calendars write it: `6 years`, `12 months`, `4 weeks`."""
    months, days = value
    spans = [
        (months // 12, "years") if months % 12 == 0 and months > 12 else (months, "months"),
        (days // 7, "weeks") if days % 7 == 0 else (days, "days"),
    ]
    return " ".join(f"{number} {unit}" for number, unit in spans if number) or "0 days"


def _show(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Series | TargetDose):
        return _key(value, 0)
    if isinstance(value, Duration):
        return _span(value)
    if isinstance(value, frozenset):
        return ", ".join(sorted(str(one) for one in value))
    if isinstance(value, Enum):
        return str(value.value)
    return str(value) if isinstance(value, date) else repr(value)
