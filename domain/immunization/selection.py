"""Which series of a series group is the one to follow, and which of the winners are best (CDSi 8)."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.immunization.calendar import SeriesKind
from domain.immunization.results import Choice, Selection, SeriesResult, SeriesStatus, made
from domain.immunization.scoring import by_progress, points
from domain.immunization.subject import Subject

COMPLETE = SeriesStatus.COMPLETE
NOT_COMPLETE = SeriesStatus.NOT_COMPLETE
CONTRAINDICATED = SeriesStatus.CONTRAINDICATED
RISK = SeriesKind.RISK
EVALUATION_ONLY = SeriesKind.EVALUATION_ONLY
ONLY = Choice.ONLY
DEFAULT = Choice.DEFAULT
POINTS = Choice.POINTS
NO_POINTS: Mapping[int, int] = {}


class Winner(NamedTuple):
    result: SeriesResult
    choice: Choice
    points: Mapping[int, int] = NO_POINTS


def select(subject: Subject, results: Sequence[SeriesResult]) -> tuple[Selection, ...]:
    """One winner for each series group of one antigen (8.1–8.7), then Table 8-14."""
    if not results:
        return ()
    if len(results) == 1:
        return _alone(subject, results[0])
    groups: dict[int, list[SeriesResult]] = {}
    for result in results:
        groups.setdefault(result.series.series_group, []).append(result)
    winners = {}
    for number, members in groups.items():
        found = winner(subject, members)
        if found is not None:
            winners[number] = found
    return tuple([_selection(number, one, winners) for number, one in winners.items()])


def _selection(number: int, one: Winner, winners: Mapping[int, Winner]) -> Selection:
    result, choice, scored = one
    return made(Selection, (number, result, is_best(result, winners), choice, scored))


def winner(subject: Subject, members: Sequence[SeriesResult]) -> Winner | None:
    """The series of a group to follow; None if none can be scored and none is the default."""
    if len(members) == 1:
        return _lone(subject, members[0])
    candidates = scorable(subject, members)
    if not candidates:
        defaults = [one for one in members if one.series.default]
        return Winner(defaults[0], DEFAULT) if defaults else None
    if len(candidates) == 1:
        return Winner(candidates[0], ONLY)
    return _without_points(candidates) or by_points(subject, candidates)


def _alone(subject: Subject, one: SeriesResult) -> tuple[Selection, ...]:
    found, group = _lone(subject, one), one.series.series_group
    return (_selection(group, found, {group: found}),) if found else ()


def _lone(subject: Subject, one: SeriesResult) -> Winner | None:
    """The only series of a group, as most are: nobody to compare it with."""
    default = one.series.default
    if may_score(subject, one, (one,), not default and not one.valid_doses):
        return made(Winner, (one, ONLY, NO_POINTS))
    return made(Winner, (one, DEFAULT, NO_POINTS)) if default else None


def scorable(subject: Subject, members: Sequence[SeriesResult]) -> list[SeriesResult]:
    """CDSi 8.1."""
    possible = [one for one in members if one.status is not CONTRAINDICATED] or members
    open_to_all = is_open(members)
    return [one for one in possible if may_score(subject, one, possible, open_to_all)]


def may_score(
    subject: Subject, one: SeriesResult, possible: Sequence[SeriesResult], open_to_all: bool
) -> bool:
    """Whether the series is compared at all: by its kind, and by what was given."""
    kind = one.series.kind
    if kind is EVALUATION_ONLY:
        return one.status is COMPLETE
    if kind is RISK:
        return has_best_priority(one, possible)
    if one.valid_doses:
        return started_in_time(subject, one)
    return open_to_all


def has_best_priority(one: SeriesResult, possible: Sequence[SeriesResult]) -> bool:
    """No possible series has a smaller number."""
    return all(one.series.priority <= other.series.priority for other in possible)


def started_in_time(subject: Subject, one: SeriesResult) -> bool:
    """The first valid dose was given before the age after which the series may not be started."""
    assert one.first_valid_on is not None
    return one.first_valid_on < subject.ends[one.series.maximum_age_to_start]


def is_open(members: Sequence[SeriesResult]) -> bool:
    """Nobody in the group has a valid dose, and it has no default series: any standard series may win."""
    for other in members:  # noqa: SIM110 - runs for every series group of everybody
        if other.series.default or other.valid_doses:
            return False
    return True


def _without_points(candidates: Sequence[SeriesResult]) -> Winner | None:
    """CDSi 8.2: cases that need no points."""
    complete, started = by_progress(candidates)
    if complete:
        return Winner(complete[0], Choice.ONLY_COMPLETE) if len(complete) == 1 else None
    if started:
        return Winner(started[0], Choice.ONLY_STARTED) if len(started) == 1 else None
    defaults = [one for one in candidates if one.series.default]
    return Winner(defaults[0], Choice.DEFAULT_AMONG) if len(defaults) == 1 else None


def by_points(subject: Subject, candidates: Sequence[SeriesResult]) -> Winner:
    """The most points; at a tie the best preference, which is the lowest number."""
    scored = points(subject, candidates)
    most = max(scored.values(), default=0)
    best = [one for one in candidates if scored.get(one.series.key) == most] or candidates
    return Winner(min(best, key=preference), POINTS, scored)


def preference(one: SeriesResult) -> int:
    """The smaller number is preferred."""
    return one.series.preference


def is_best(one: SeriesResult, winners: Mapping[int, Winner]) -> bool:
    """Table 8-14: of equivalent groups one is needed, and risk goes before standard."""
    if one.status is COMPLETE:
        return True
    if one.series.kind is EVALUATION_ONLY:
        return False
    if not one.series.equivalent_groups:
        return True
    rivals = [winners[number].result for number in one.series.equivalent_groups if number in winners]
    return not yields_to(one, rivals)


def yields_to(one: SeriesResult, rivals: Sequence[SeriesResult]) -> bool:
    """To a completed series, and to one for people at risk unless it is one itself."""
    if any(rival.status is COMPLETE for rival in rivals):
        return True
    return one.series.kind is not RISK and any(rival.series.kind is RISK for rival in rivals)
