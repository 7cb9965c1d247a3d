"""Which antigens anything known about a person can touch; tables made once per calendar."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from domain.immunization.calendar import Antigen, Conflict, Vaccine
from domain.immunization.dates import longest
from domain.immunization.target import TargetDose


def by_vaccine(antigens: Iterable[Antigen], vaccines: Mapping[str, Vaccine]) -> dict[str, frozenset[str]]:
    """Antigens that a dose of each vaccine can change: its own, and those whose rules name or avoid it."""
    touched: dict[str, set[str]] = {}
    for vaccine in vaccines.values():
        for part in vaccine.associations:
            touched.setdefault(vaccine.cvx, set()).add(part.antigen)
    for antigen in antigens:
        for series in antigen.series:
            for target in series.doses:
                for cvx in _named_vaccines(target):
                    touched.setdefault(cvx, set()).add(antigen.name)
    return {cvx: frozenset(names) for cvx, names in touched.items()}


def _named_vaccines(target: TargetDose) -> Iterator[str]:
    for interval in (*target.intervals, *target.allowable_intervals):
        yield from interval.vaccines
    for skip in (*target.skips_in_evaluation, *target.skips_in_forecast):
        for one in skip.sets:
            for condition in one.conditions:
                yield from condition.vaccines


def by_conflict(antigens: Iterable[Antigen]) -> dict[str, frozenset[str]]:
    """Antigens whose next dose a dose of each vaccine may hold back for some weeks, and do nothing else."""
    held: dict[str, set[str]] = {}
    for antigen in antigens:
        for cvx in {cvx for series in antigen.series for target in series.doses for cvx in target.conflict_ends}:
            held.setdefault(cvx, set()).add(antigen.name)
    return {cvx: frozenset(names) for cvx, names in held.items()}


def longest_conflict(conflicts: Mapping[str, Mapping[str, Conflict]]) -> timedelta:
    """A time after which no dose holds back any other, whatever both are."""
    ends = [longest(one.end) for against in conflicts.values() for one in against.values()]
    return timedelta(max(ends, default=0))


def by_observation(antigens: Iterable[Antigen]) -> dict[str, frozenset[str]]:
    """Antigens to which each observation matters, as indication, immunity, contraindication or reference."""
    touched: dict[str, set[str]] = {}
    for antigen in antigens:
        for code in _named_observations(antigen):
            touched.setdefault(code, set()).add(antigen.name)
    return {code: frozenset(names) for code, names in touched.items()}


def _named_observations(antigen: Antigen) -> Iterator[str]:
    yield from antigen.immunity_observations
    for row in antigen.immunity_by_birth:
        yield from row.exclusions
    yield from antigen.contraindications
    yield from antigen.vaccine_contraindications
    yield from antigen.risk_by_observation
    for series in antigen.series:
        for target in series.doses:
            for interval in (*target.intervals, *target.allowable_intervals):
                if interval.observation:
                    yield interval.observation


def needing_tests(antigens: Iterable[Antigen]) -> frozenset[str]:
    """Antigens with a dose that waits for a test (BCG)."""
    return frozenset(
        antigen.name
        for antigen in antigens
        for series in antigen.series
        if any(one.test_needed for one in series.doses)
    )
