"""What one series asks for next (CDSi 7): its status and dates, each with what decided it."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.immunization.born import AgeDates
from domain.immunization.calendar import Series, SeriesKind
from domain.immunization.dates import ALWAYS, add
from domain.immunization.earliest import candidate_earliest, later, minimum_age
from domain.immunization.facts import TestOutcome
from domain.immunization.needs import NO_FACTS, AntigenFacts, every_vaccine_forbidden
from domain.immunization.results import Dates, Decided, Reason, SeriesResult, SeriesStatus, made
from domain.immunization.rows import live
from domain.immunization.rules import Rules
from domain.immunization.series import standing_target, withdrawn
from domain.immunization.skipping import skip_of
from domain.immunization.subject import Subject
from domain.immunization.target import TargetDose, VaccineRow
from domain.immunization.walk import Walk

ONE_DAY = timedelta(1)
"""Limits are exclusive: the last good day is the one before."""
NO_DATES = Dates()
NEEDED = Reason(Rules.NEEDED)
ENOUGH = Reason(Rules.HISTORY_ENOUGH)
NOT_COMPLETE = SeriesStatus.NOT_COMPLETE
AGED_OUT = SeriesStatus.AGED_OUT
COMPLETE = SeriesStatus.COMPLETE
NOT_RECOMMENDED = SeriesStatus.NOT_RECOMMENDED
RISK = SeriesKind.RISK


def forecast(walk: Walk, facts: AntigenFacts) -> SeriesResult:
    """The status of a series and the dates of its next dose."""
    target, dates = _next_target(walk)
    status, why = need(walk, target, dates, facts)
    series, days = walk.series, walk.valid_days
    first, last, number = (days[0], days[-1], dose_number(walk, target)) if days else (None, None, 1)
    verdicts, skipped, unsatisfied = tuple(walk.verdicts), tuple(walk.skipped), len(series.doses) - walk.at
    values = (
        series, status, why, verdicts, skipped, walk.satisfied, len(days), first, last, target,
        unsatisfied, number, dates,
    )  # fmt: skip
    return made(SeriesResult, values)


def _next_target(walk: Walk) -> tuple[TargetDose | None, Dates]:
    """The next target that will not be passed over, and its dates."""
    on = walk.subject.on
    while (target := walk.target) is not None:
        if not target.never_skipped and (target := standing_target(walk, on, None)) is None:
            break
        by_age = _by_age_of(walk.subject, target)
        earliest = candidate_earliest(walk, target, by_age.minimum)
        if target.skips_in_forecast and skipped_at_earliest(walk, target, earliest):
            continue
        dates = dates_of(walk, target, by_age, earliest)
        if target.period is ALWAYS or not withdrawn_when_due(walk, target, dates):
            return target, dates
    return None, NO_DATES


def _by_age_of(subject: Subject, target: TargetDose) -> AgeDates:
    """The dates by age, which are the same for all born that day."""
    found = subject.born.age_dates.get(target.key)
    if found is None:
        found = subject.born.age_dates[target.key] = dates_by_age(subject, target)
    return found


def skipped_at_earliest(walk: Walk, target: TargetDose, earliest: Decided | None) -> bool:
    """CDSi 7.6: a target that could be skipped on its own earliest day is skipped now."""
    if earliest is None:
        return False
    found = skip_of(walk, target, earliest.on, None)
    if found is not None:
        walk.skip(target, found, earliest.on)
    return found is not None


def withdrawn_when_due(walk: Walk, target: TargetDose, dates: Dates) -> bool:
    """A target that the calendar of its recommended day will not ask for any more is passed over now."""
    if dates.recommended is None or not withdrawn(target, dates.recommended.on):
        return False
    walk.skip(target, None, dates.recommended.on)
    return True


def need(
    walk: Walk, target: TargetDose | None, dates: Dates, facts: AntigenFacts
) -> tuple[SeriesStatus, Reason]:
    """Table 7-10, first row that fits."""
    if facts is not NO_FACTS and facts.immune is not None:
        return SeriesStatus.IMMUNE, facts.immune
    if facts is not NO_FACTS and facts.contraindicated is not None:
        return SeriesStatus.CONTRAINDICATED, facts.contraindicated
    if target is None:
        return _finished(walk)
    if facts is not NO_FACTS and facts.forbidden and (why := every_vaccine_forbidden(target, facts)) is not None:
        return SeriesStatus.CONTRAINDICATED, why
    if target.test_needed is not None and (why := positive_test(walk, target)) is not None:
        return SeriesStatus.CONTRAINDICATED, why
    if target.season is not None and season_over(target, walk.subject.on):
        return SeriesStatus.NOT_RECOMMENDED, Reason(Rules.SEASON_OVER, target.season.cessation)
    if dates.latest is not None and (why := too_old(walk, target, dates.earliest)) is not None:
        return AGED_OUT, why
    return NOT_COMPLETE, Reason(Rules.NEEDED, sources=target.sources) if target.sources else NEEDED


def _finished(walk: Walk) -> tuple[SeriesStatus, Reason]:
    if walk.satisfying:
        last = walk.satisfying[-1]
        return COMPLETE, made(Reason, (Rules.COMPLETE, walk.valid_days[-1], last, None, "", ()))
    return NOT_RECOMMENDED, ENOUGH


def positive_test(walk: Walk, target: TargetDose) -> Reason | None:
    """The last reading of a test that must be negative decides; a positive one forbids the dose."""
    test, subject = target.test_needed, walk.subject
    readings = [
        one for one in subject.person.tests if test and one.kind in test.kinds and one.read_on <= subject.on
    ]
    last = max(readings, key=lambda one: one.read_on, default=None)
    if test is None or last is None or last.outcome not in (TestOutcome.POSITIVE, TestOutcome.HYPERERGIC):
        return None
    return Reason(Rules.TEST_POSITIVE, last.read_on, subject=last.kind, sources=test.sources)


def season_over(target: TargetDose, on: date) -> bool:
    """After the last day of the season; false for a dose without one."""
    return target.season is not None and target.season.cessation < on


def too_old(walk: Walk, target: TargetDose, earliest: Decided | None) -> Reason | None:
    """Past the maximum age, or unable to have the dose before it."""
    subject = walk.subject
    for row in live(target, target.ages, subject.on):
        if row.maximum is not None:
            limit = subject.ends[row.maximum]
            if subject.on >= limit:
                return made(Reason, (Rules.AGED_OUT, limit, None, row.maximum, "", row.sources.maximum))
            if cannot_finish(earliest, limit):
                return Reason(Rules.CANNOT_FINISH, limit, None, row.maximum, "", row.sources.maximum)
    return None


def cannot_finish(earliest: Decided | None, limit: date) -> bool:
    """`limit` is the first day on which it is too late."""
    return earliest is not None and earliest.on >= limit


def dates_of(walk: Walk, target: TargetDose, by_age: AgeDates, earliest: Decided | None) -> Dates:
    """CDSi 7.5: an age row that names a date wins over the intervals; nothing is due before earliest."""
    _, recommended, past_due, latest = by_age
    if recommended is None and target.recommended_intervals:
        recommended = recommended_interval(walk, target)
    if past_due is None and target.latest_intervals:
        past_due = latest_interval(walk, target)
    if earliest is not None:
        recommended = not_before(earliest, recommended) if recommended else earliest
        past_due = not_before(earliest, past_due) if past_due else None
    return made(Dates, (earliest, recommended, past_due, latest))


def dates_by_age(subject: Subject, target: TargetDose) -> AgeDates:
    """Recommended, past due and latest day, by the ages in force."""
    recommended = past_due = latest = None
    for row in live(target, target.ages, subject.on):
        if row.earliest is not None:
            day = subject.begins[row.earliest]
            recommended = Decided(
                Rules.FROM_RECOMMENDED_AGE, day, None, row.earliest, "", row.sources.earliest
            )
        if row.latest is not None:
            day = subject.begins[row.latest] - ONE_DAY
            past_due = Decided(Rules.FROM_LATEST_AGE, day, None, row.latest, "", row.sources.latest)
        if row.maximum is not None:
            day = subject.ends[row.maximum] - ONE_DAY
            latest = Decided(Rules.FROM_MAXIMUM_AGE, day, None, row.maximum, "", row.sources.maximum)
    return AgeDates(minimum_age(subject, target), recommended, past_due, latest)


def not_before(earliest: Decided, one: Decided) -> Decided:
    """What is recommended is never earlier than the earliest day."""
    if one.on >= earliest.on:
        return one
    return made(Decided, (Rules.FROM_EARLIEST, earliest.on, None, None, "", ()))


def recommended_interval(walk: Walk, target: TargetDose) -> Decided | None:
    """The latest day by recommended intervals in force; None when no dose is referred to."""
    found = None
    for row in live(target, target.recommended_intervals, walk.subject.on):
        reference = walk.reference(row, walk.subject.known)
        if reference is not None and row.earliest is not None:
            since, dose = reference
            day = add(since, row.earliest)
            decided = Decided(
                Rules.FROM_RECOMMENDED_INTERVAL,
                day,
                dose,
                row.earliest,
                row.observation,
                row.sources.earliest,
            )
            found = later(found, decided)
    return found


def latest_interval(walk: Walk, target: TargetDose) -> Decided | None:
    """The last day that is not yet late by intervals in force; None when no dose is referred to."""
    found = None
    for row in live(target, target.latest_intervals, walk.subject.on):
        reference = walk.reference(row, walk.subject.known)
        if reference is not None and row.latest is not None:
            since, dose = reference
            day = add(since, row.latest) - ONE_DAY
            decided = Decided(
                Rules.FROM_LATEST_INTERVAL, day, dose, row.latest, row.observation, row.sources.latest
            )
            found = later(found, decided)
    return found


def dose_number(walk: Walk, target: TargetDose | None) -> int:
    """One more than the doses that count; for a seasonal target only those of the season (FORECASTDN-1)."""
    if target is None or target.season is None:
        return 1 + len(walk.valid_days)
    start = target.season.effective
    return 1 + sum(day >= start for day in walk.valid_days)


def vaccines_for(
    subject: Subject, result: SeriesResult, facts: AntigenFacts, days: Iterable[date]
) -> tuple[str, ...]:
    """Preferable products to use that fit the age on one of some days and are not contraindicated."""
    target = result.next_target
    if target is None or not target.to_forecast:
        return ()
    fitting: list[str] = []
    for row in target.to_forecast:
        if row.cvx in fitting or row.cvx in facts.forbidden:
            continue
        if row.ageless or fits_on_any(subject, row, days):
            fitting.append(row.cvx)
    return tuple(fitting)


def fits_on_any(subject: Subject, row: VaccineRow, days: Iterable[date]) -> bool:
    """Whether the age fits the product on one of these days."""
    begin, end = subject.begins[row.begin], subject.ends[row.end]
    for day in days:  # noqa: SIM110 - runs for every product of every forecast
        if begin <= day < end:
            return True
    return False


def recommended_days(subject: Subject, result: SeriesResult) -> Sequence[date]:
    """FORECASTRECVAC-1 looks at the earliest and at the recommended day."""
    earliest, recommended, _, _ = result.dates
    if earliest is None or recommended is None:
        return (recommended.on,) if recommended else (subject.birth,)
    return earliest.on, recommended.on


def first_days(subject: Subject, result: SeriesResult) -> Sequence[date]:
    """The first day on which the dose can be given."""
    earliest = result.dates.earliest
    return (subject.on if earliest is None or earliest.on < subject.on else earliest.on,)


def guidance(subject: Subject, series: Series) -> tuple[str, ...]:
    """The series' own text and that of the indications which the person has (FORECASTGUIDANCE-1)."""
    if series.kind is not RISK:
        return series.guidance
    return series.guidance + tuple(
        one.guidance for one in series.indications if one.guidance and one.observation in subject.observations
    )
