"""Which series of a series group is the one to follow, and which of the winners are best (CDSi 8)."""

from collections.abc import Sequence

from domain.immunization.calendar import Series, SeriesKind
from domain.immunization.results import Score, Selection, SeriesResult, SeriesStatus
from domain.immunization.scoring import points
from domain.immunization.subject import Subject

COMPLETE = SeriesStatus.COMPLETE
NOT_COMPLETE = SeriesStatus.NOT_COMPLETE


def select(subject: Subject, results: Sequence[SeriesResult]) -> tuple[Selection, ...]:
    """One winner for each series group of one antigen (8.1–8.7), then Table 8-14."""
    groups: dict[int, list[SeriesResult]] = {}
    for result in results:
        groups.setdefault(result.series.series_group, []).append(result)
    winners = {}
    for number, members in groups.items():
        scores = winner(subject, members)
        if scores is not None:
            winners[number] = scores
    prioritized = {number: scores[0].result for number, scores in winners.items()}
    return tuple(
        Selection(number, scores[0].result, is_best(scores[0].result, prioritized), scores)
        for number, scores in winners.items()
    )


def winner(subject: Subject, members: Sequence[SeriesResult]) -> tuple[Score, ...] | None:
    """The score sheet of one series group, the winner first; None if nobody can win and there is no default."""
    candidates = scorable(subject, members)
    chosen = _without_scoring(members, candidates)
    if chosen is not None:
        return tuple(_sheet(members, candidates, chosen))
    if not candidates:
        return None
    scored = points(subject, candidates)
    asked = [one for one in candidates if one.series.key in scored] or candidates
    best = min(asked, key=lambda one: (-scored.get(one.series.key, 0), one.series.preference))
    return tuple(_sheet(members, candidates, best, scored))


def _sheet(
    members: Sequence[SeriesResult],
    candidates: Sequence[SeriesResult],
    chosen: SeriesResult,
    scored: dict[int, int] | None = None,
) -> list[Score]:
    could = {one.series.key for one in candidates}
    ordered = [chosen, *(one for one in members if one is not chosen)]
    return [Score(one, (scored or {}).get(one.series.key, 0), one.series.key in could) for one in ordered]


def scorable(subject: Subject, members: Sequence[SeriesResult]) -> list[SeriesResult]:
    """CDSi 8.1."""
    possible = [one for one in members if one.status is not SeriesStatus.CONTRAINDICATED] or list(members)
    return [one for one in possible if _may_score(subject, one, members, possible)]


def _may_score(
    subject: Subject, one: SeriesResult, members: Sequence[SeriesResult], possible: Sequence[SeriesResult]
) -> bool:
    if one.series.kind is SeriesKind.EVALUATION_ONLY:
        return one.status is COMPLETE
    if one.series.kind is SeriesKind.RISK:
        return has_best_priority(one, possible)
    if one.first_valid_on is not None:
        return started_in_time(subject, one)
    return not any(other.valid_doses or other.series.default for other in members)


def has_best_priority(one: SeriesResult, possible: Sequence[SeriesResult]) -> bool:
    return all(one.series.priority <= other.series.priority for other in possible)


def started_in_time(subject: Subject, one: SeriesResult) -> bool:
    """The first valid dose was given before the age after which the series may not be started."""
    assert one.first_valid_on is not None
    return one.first_valid_on < subject.ends[one.series.maximum_age_to_start]


def _without_scoring(members: Sequence[SeriesResult], candidates: Sequence[SeriesResult]) -> SeriesResult | None:
    """CDSi 8.2: cases that need no score."""
    if len(candidates) == 1:
        return candidates[0]
    defaults = [one for one in members if one.series.default]
    if not candidates:
        return min(defaults, key=_preference) if defaults else None
    complete = [one for one in candidates if one.status is COMPLETE]
    if complete:
        return complete[0] if len(complete) == 1 else None
    started = [one for one in candidates if in_process(one)]
    if started:
        return started[0] if len(started) == 1 else None
    in_candidates = [one for one in candidates if one.series.default]
    return in_candidates[0] if len(in_candidates) == 1 else None


def _preference(one: SeriesResult) -> int:
    return one.series.preference


def in_process(one: SeriesResult) -> bool:
    return one.status is NOT_COMPLETE and one.valid_doses > 0


def is_best(one: SeriesResult, prioritized: dict[int, SeriesResult]) -> bool:
    """Table 8-14: of equivalent groups one is needed, and risk goes before standard."""
    if one.status is COMPLETE:
        return True
    if one.series.kind is SeriesKind.EVALUATION_ONLY:
        return False
    rivals = [prioritized[number] for number in equivalents(one.series) if number in prioritized]
    if any(rival.status is COMPLETE for rival in rivals):
        return False
    return one.series.kind is SeriesKind.RISK or not any(rival.series.kind is SeriesKind.RISK for rival in rivals)


def equivalents(series: Series) -> frozenset[int]:
    return series.equivalent_groups
