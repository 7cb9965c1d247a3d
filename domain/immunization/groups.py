"""What the user sees: the best series of each antigen merged into vaccine groups (CDSi 9)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

from domain.immunization.calendar import VaccineGroup
from domain.immunization.forecast import first_days, guidance, recommended_days, vaccines_for
from domain.immunization.needs import NO_FACTS, AntigenFacts
from domain.immunization.results import (
    AntigenResult,
    Dates,
    Decided,
    Forecast,
    SeriesResult,
    SeriesStatus,
    made,
)
from domain.immunization.rows import live
from domain.immunization.rules import Rules
from domain.immunization.subject import Subject

NOTHING = Dates()
NOT_COMPLETE = SeriesStatus.NOT_COMPLETE
FIRST_OF_GROUP = (
    SeriesStatus.CONTRAINDICATED,
    SeriesStatus.AGED_OUT,
    SeriesStatus.NOT_RECOMMENDED,
    SeriesStatus.NOT_COMPLETE,
)


def group_forecasts(
    subject: Subject,
    group: VaccineGroup,
    antigens: Mapping[str, AntigenResult],
    facts: Mapping[str, AntigenFacts],
) -> list[Forecast]:
    """One forecast of a vaccine group for each series group: standard and risk are never blended."""
    found: list[Forecast] = []
    for number, members in best_members(group, antigens):
        found.append(merge(subject, group, number, members, facts))
    return found


def best_members(
    group: VaccineGroup, antigens: Mapping[str, AntigenResult]
) -> list[tuple[int, list[SeriesResult]]]:
    """The best series by series group; their order is kept where there is only one."""
    members: dict[int, list[SeriesResult]] = {}
    for name in group.antigens:
        for selection in antigens[name].selections if name in antigens else ():
            if selection.best:
                members.setdefault(selection.series_group, []).append(selection.winner)
    return sorted(members.items()) if len(members) > 1 else list(members.items())


def merge(
    subject: Subject,
    group: VaccineGroup,
    number: int,
    members: Sequence[SeriesResult],
    facts: Mapping[str, AntigenFacts],
) -> Forecast:
    """One forecast of a vaccine group from the best series of its antigens."""
    status = members[0].status if len(members) == 1 else group_status(members)
    due = due_members(members) if status is NOT_COMPLETE else []
    if not due:
        return made(Forecast, (group.name, number, status, None, NOTHING, (), (), (), (), tuple(members)))
    parts = [_part(subject, one, facts.get(one.series.antigen, NO_FACTS)) for one in due]
    if len(members) == 1:
        head = group.name, number, status, due[0].dose_number, published(subject, due[0].dates)
        return made(Forecast, (*head, *parts[0], tuple(members)))
    numbers, dates = [one.dose_number for one in due], merged_dates(subject, group, due)
    vaccines, usable, guided, antigens = (_union(column) for column in zip(*parts, strict=True))
    return Forecast(
        group.name, number, status, group_number(group, numbers), dates, vaccines, usable, guided, antigens,
        tuple(members),
    )  # fmt: skip


def _part(subject: Subject, one: SeriesResult, facts: AntigenFacts) -> tuple[tuple[str, ...], ...]:
    """What one antigen that is due adds to a forecast: products for both days, guidance, its name."""
    vaccines = vaccines_for(subject, one, facts, recommended_days(subject, one))
    usable = vaccines_for(subject, one, facts, first_days(subject, one))
    return vaccines, usable, guidance(subject, one.series), (one.series.antigen,)


def due_members(members: Sequence[SeriesResult]) -> list[SeriesResult]:
    """Those that still ask for a dose."""
    return [one for one in members if one.status is NOT_COMPLETE]


def group_number(group: VaccineGroup, numbers: Sequence[int]) -> int:
    """The lowest where the whole group is given at once (MMR), else the highest (FORECASTDN-2)."""
    return min(numbers) if group.whole else max(numbers)


def _union(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def group_status(members: Sequence[SeriesResult]) -> SeriesStatus:
    """Table 9-4, the first that fits."""
    statuses = {one.status for one in members}
    for status in FIRST_OF_GROUP:
        if status in statuses:
            return status
    return SeriesStatus.IMMUNE if statuses == {SeriesStatus.IMMUNE} else SeriesStatus.COMPLETE


def published(subject: Subject, dates: Dates) -> Dates:
    """A series that nothing dates is open from birth; inside the engine its earliest day stays empty."""
    if dates.earliest is not None:
        return dates
    birth = Decided(Rules.FROM_BIRTH, subject.birth)
    return dates._replace(earliest=birth, recommended=dates.recommended or birth)


def merged_dates(subject: Subject, group: VaccineGroup, due: Sequence[SeriesResult]) -> Dates:
    """Only the antigens that are due speak (MULTIANTVG-1, FORECASTVG-2…4)."""
    dates = [published(subject, one.dates) for one in due]
    earliest = group_earliest(subject, group, due, [one.earliest for one in dates if one.earliest])
    recommended = min((one.recommended for one in dates if one.recommended), default=None, key=_on)
    past_due = min((one.past_due for one in dates if one.past_due), default=None, key=_on)
    latest = min((one.latest for one in dates if one.latest), default=None, key=_on)
    return Dates(earliest, not_before(earliest, recommended), not_before(earliest, past_due), latest)


def group_earliest(
    subject: Subject, group: VaccineGroup, due: Sequence[SeriesResult], days: Sequence[Decided]
) -> Decided:
    """The latest of the antigens; if one has priority the first, but not before the group's last dose."""
    if not any(has_priority(subject, one) for one in due):
        return max(days, key=_on)
    last = last_dose(subject, group)
    first = min(days, key=_on)
    return first if last is None or first.on >= last.on else last


def has_priority(subject: Subject, one: SeriesResult) -> bool:
    """The next dose has live intervals and each is flagged to override (FORECASTPRIORITY-1)."""
    target = one.next_target
    rows = live(target, target.intervals, subject.on) if target else []
    return bool(rows) and all(row.priority for row in rows)


def last_dose(subject: Subject, group: VaccineGroup) -> Decided | None:
    """The last dose of any vaccine with an antigen of the group."""
    positions = [record[0] for name in group.antigens for record in subject.records.get(name, ())]
    if not positions:
        return None
    last = max(positions)
    return Decided(Rules.FROM_LAST_DOSE, subject.days[last], last)


def not_before(earliest: Decided, one: Decided | None) -> Decided | None:
    """As in a series: no date before the earliest day; None stays None."""
    return one if one is None or one.on >= earliest.on else Decided(Rules.FROM_EARLIEST, earliest.on)


def _on(one: Decided) -> date:
    return one.on
