"""Diseases that a calendar treats alike: who had only vaccines that both treat alike is judged once for both.

Diphtheria and tetanus, or measles, mumps and rubella, ask for the same doses at the same ages; they differ in a few
vaccines against one of them alone. Tables made once per calendar.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from itertools import combinations
from typing import Any

from domain.immunization.calendar import Antigen, Kin, Series
from domain.immunization.results import AntigenResult, Selection, SeriesResult, made
from domain.immunization.target import TargetDose

NAMES = frozenset({"key", "name", "antigen", "vaccine_group", "series_group_name", "guidance", "path"})
"""Fields that no rule looks at before the result is put together."""
DERIVED = frozenset({"turning_ages", "fine", "to_forecast"})
SETS = frozenset({"vaccines", "inadvertent"})
TABLES = frozenset({"preferable", "allowable", "conflict_ends"})
Unlike = ValueError


def kin(antigens: Sequence[Antigen]) -> dict[str, tuple[Kin, ...]]:
    """For each antigen those before it that ask the same, with the vaccines that make a difference."""
    found: dict[str, tuple[Kin, ...]] = {}
    for before, antigen in combinations(antigens, 2):
        try:
            apart = frozenset(_apart(before.series, antigen.series))
        except Unlike:
            continue
        pairs = zip(before.series, antigen.series, strict=True)
        one = Kin(before.name, apart, {theirs.key: mine for theirs, mine in pairs})
        found[antigen.name] = (*found.get(antigen.name, ()), one)
    return found


def _apart(one: Any, other: Any) -> Iterator[str]:
    """Vaccines about which two parts of a calendar differ; ValueError if they differ in anything else."""
    if is_dataclass(one) and type(one) is type(other):
        for field in fields(one):
            if field.name not in NAMES | DERIVED:
                yield from _apart_in(field.name, getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, tuple) and isinstance(other, tuple) and one and is_dataclass(one[0]):
        for mine, theirs in zip(one, other, strict=True):
            yield from _apart(mine, theirs)
    elif one != other:
        raise Unlike


def _apart_in(name: str, one: Any, other: Any) -> Iterator[str]:
    if name in SETS and bool(one) is bool(other):
        yield from one ^ other
    elif name in TABLES:
        yield from (cvx for cvx in one.keys() | other.keys() if one.get(cvx) != other.get(cvx))
    else:
        yield from _apart(one, other)


def told_of(antigen: str, result: AntigenResult, counterparts: Mapping[int, Series]) -> AntigenResult:
    """The result of a kin in the words of another antigen: its series and its targets."""
    series = {one.series.key: _told(one, counterparts[one.series.key]) for one in result.series}
    selections = tuple(
        Selection(
            one.series_group,
            series[one.winner.series.key],
            one.best,
            one.choice,
            {counterparts[key].key: points for key, points in one.points.items()},
        )
        for one in result.selections
    )
    return AntigenResult(antigen, tuple(series.values()), selections)


def _told(one: SeriesResult, series: Series) -> SeriesResult:
    return made(SeriesResult, (series, *one[1:9], _counterpart(one.next_target, series), *one[10:]))


def _counterpart(target: TargetDose | None, series: Series) -> TargetDose | None:
    return None if target is None else series.doses[target.number - 1]
