"""What one series asks for next (CDSi 7): its status and dates, each with what decided it."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.immunization.calendar import SeriesKind, TargetDose
from domain.immunization.dates import Duration, add
from domain.immunization.dose import age_fits, live_ages, live_intervals
from domain.immunization.facts import Purpose, TestOutcome
from domain.immunization.needs import contraindicated_vaccines, contraindication, immunity
from domain.immunization.results import (
    Dates,
    Decided,
    Reason,
    SeriesResult,
    SeriesStatus,
)
from domain.immunization.rules import Rule
from domain.immunization.series import standing_target
from domain.immunization.skipping import skip_reason
from domain.immunization.walk import Walk

ONE_DAY = timedelta(1)
NOTHING = Dates()


def forecast(walk: Walk) -> SeriesResult:
    """The status of a series and the dates of its next dose."""
    on = walk.subject.on
    earliest = None
    while (target := standing_target(walk, on, None)) is not None:
        earliest = candidate_earliest(walk, target)
        if not skipped_at_earliest(walk, target, earliest):
            break
    status, why = need(walk, target, earliest)
    return _result(walk, target, earliest, status, why)


def skipped_at_earliest(walk: Walk, target: TargetDose, earliest: Decided | None) -> bool:
    """CDSi 7.6: a target that could be skipped on its own earliest day is skipped now."""
    if earliest is None or not target.skips_in_forecast:
        return False
    found = skip_reason(target.skips_in_forecast, walk, earliest.on, None)
    if found is not None:
        walk.skip(target, Rule.SKIP, found.description, earliest.on)
    return found is not None


def need(walk: Walk, target: TargetDose | None, earliest: Decided | None) -> tuple[SeriesStatus, Reason]:
    """Table 7-10, first row that fits."""
    subject, antigen = walk.subject, walk.subject.calendar.antigens[walk.series.antigen]
    if (why := immunity(subject, antigen)) is not None:
        return SeriesStatus.IMMUNE, why
    if (why := contraindication(subject, antigen, target)) is not None:
        return SeriesStatus.CONTRAINDICATED, why
    if target is None:
        return _finished(walk)
    if (why := _positive_test(walk, target)) is not None:
        return SeriesStatus.CONTRAINDICATED, why
    if season_over(target, subject.on):
        return SeriesStatus.NOT_RECOMMENDED, Reason(Rule.SEASON_OVER, target.season and target.season.cessation)
    return _by_age(walk, target, earliest)


def _finished(walk: Walk) -> tuple[SeriesStatus, Reason]:
    if walk.satisfying:
        return SeriesStatus.COMPLETE, Reason(Rule.COMPLETE, walk.last_valid_on(), walk.satisfying[-1])
    return SeriesStatus.NOT_RECOMMENDED, Reason(Rule.HISTORY_ENOUGH)


def season_over(target: TargetDose, on: date) -> bool:
    return target.season is not None and target.season.cessation < on


def _by_age(walk: Walk, target: TargetDose, earliest: Decided | None) -> tuple[SeriesStatus, Reason]:
    subject = walk.subject
    for row in live_ages(target, subject.on):
        limit = subject.ends[row.maximum]
        if subject.on >= limit:
            return SeriesStatus.AGED_OUT, Reason(Rule.AGED_OUT, limit, None, row.maximum, sources=row.sources)
        if earliest is not None and earliest.on >= limit:
            return SeriesStatus.AGED_OUT, Reason(Rule.CANNOT_FINISH, limit, None, row.maximum, sources=row.sources)
    return SeriesStatus.NOT_COMPLETE, Reason(Rule.NEEDED, sources=target.sources)


def candidate_earliest(walk: Walk, target: TargetDose) -> Decided | None:
    """The latest of everything that holds the dose back (FORECASTDTCAN-1); never raised to today."""
    found: Decided | None = None
    for one in _holding_back(walk, target):
        if found is None or one.on > found.on:
            found = one
    return found


def _holding_back(walk: Walk, target: TargetDose) -> Iterator[Decided]:
    yield from minimum_ages(walk, target)
    yield from minimum_intervals(walk, target)
    yield from conflict_ends(walk, target)
    yield from season_start(target)
    yield from last_doses(walk)
    yield from programme_start(walk)
    yield from test_window(walk, target)


def minimum_ages(walk: Walk, target: TargetDose) -> Iterator[Decided]:
    for row in live_ages(target, walk.subject.on):
        if row.minimum is not None:
            day = walk.subject.begins[row.minimum]
            yield Decided(day, Reason(Rule.FROM_MINIMUM_AGE, day, None, row.minimum, sources=row.sources))


def minimum_intervals(walk: Walk, target: TargetDose) -> Iterator[Decided]:
    for row in live_intervals(target.intervals, walk.subject.on):
        reference = walk.reference(row, walk.subject.known) if row.minimum is not None else None
        if reference is not None and row.minimum is not None:
            since, dose = reference
            day = add(since, row.minimum)
            yield Decided(
                day, Reason(Rule.FROM_MINIMUM_INTERVAL, day, dose, row.minimum, row.observation, row.sources)
            )


def conflict_ends(walk: Walk, target: TargetDose) -> Iterator[Decided]:
    """Any dose given that conflicts with any preferable vaccine, to its full end."""
    if not target.conflict_ends:
        return
    doses = walk.subject.doses
    for position in range(walk.subject.known):
        for length in target.conflict_ends.get(doses[position].cvx, ()):
            day = add(doses[position].given_on, length)
            yield Decided(day, Reason(Rule.FROM_CONFLICT, day, position, length, doses[position].cvx))


def season_start(target: TargetDose) -> Iterator[Decided]:
    if target.season is not None:
        yield Decided(target.season.effective, Reason(Rule.FROM_SEASON, target.season.effective))


def last_doses(walk: Walk) -> Iterator[Decided]:
    """The last dose evaluated here and the inadvertent ones: the next is never before them."""
    doses = walk.subject.doses
    for position in walk.inadvertent:
        day = doses[position].given_on
        yield Decided(day, Reason(Rule.FROM_INADVERTENT, day, position))
    for verdict in reversed(walk.verdicts):
        dose = doses[verdict.dose]
        if dose.purpose is Purpose.ROUTINE and dose.documented:
            yield Decided(dose.given_on, Reason(Rule.FROM_LAST_DOSE, dose.given_on, verdict.dose))
            return


def programme_start(walk: Walk) -> Iterator[Decided]:
    programme = walk.series.programme
    if programme is not None and programme.period.effective > walk.subject.birth:
        day = programme.period.effective
        yield Decided(day, Reason(Rule.FROM_PROGRAMME, day, sources=programme.sources))


def test_window(walk: Walk, target: TargetDose) -> Iterator[Decided]:
    """After a negative test that the dose needs, the day from which it may be given."""
    test = target.test_needed
    if test is None or walk.subject.on < walk.subject.begins[test.begin]:
        return
    for reading in walk.subject.person.tests:
        if reading.kind in test.kinds and reading.outcome is TestOutcome.NEGATIVE:
            day = add(reading.read_on, test.after)
            if walk.subject.on <= add(reading.read_on, test.before):
                yield Decided(day, Reason(Rule.FROM_TEST, day, None, test.after, reading.kind, test.sources))


def _positive_test(walk: Walk, target: TargetDose) -> Reason | None:
    """The last reading of a test that must be negative decides; a positive one forbids the dose."""
    test = target.test_needed
    readings = [one for one in walk.subject.person.tests if test and one.kind in test.kinds]
    last = max(readings, key=lambda one: one.read_on, default=None)
    if test is None or last is None or last.read_on > walk.subject.on:
        return None
    if last.outcome in (TestOutcome.POSITIVE, TestOutcome.HYPERERGIC):
        return Reason(Rule.TEST_POSITIVE, last.read_on, subject=last.kind, sources=test.sources)
    return None


def _result(
    walk: Walk, target: TargetDose | None, earliest: Decided | None, status: SeriesStatus, why: Reason
) -> SeriesResult:
    dates = dates_of(walk, target, earliest) if target is not None else NOTHING
    return SeriesResult(
        series=walk.series,
        status=status,
        why=why,
        verdicts=tuple(walk.verdicts),
        skipped=tuple(walk.skipped),
        satisfied=walk.satisfied,
        valid_doses=len(walk.satisfying),
        first_valid_on=walk.first_valid_on(),
        last_valid_on=walk.last_valid_on(),
        next_target=target,
        unsatisfied=len(walk.series.doses) - walk.at,
        dose_number=dose_number(walk, target),
        dates=dates,
        vaccines=recommended_vaccines(walk, target, dates) if target is not None else (),
        guidance=guidance(walk),
    )


def dates_of(walk: Walk, target: TargetDose, earliest: Decided | None) -> Dates:
    """CDSi 7.5: an age row that names a date wins over the intervals; recommended and past due not before earliest."""
    subject = walk.subject
    recommended = past_due = latest = None
    for age in live_ages(target, subject.on):
        if age.earliest is not None:
            recommended = _by_age_row(subject.begins[age.earliest], Rule.FROM_RECOMMENDED_AGE, age.earliest, age.sources)
        if age.latest is not None:
            past_due = _by_age_row(last_good(subject.begins[age.latest]), Rule.FROM_LATEST_AGE, age.latest, age.sources)
        if age.maximum is not None:
            latest = _by_age_row(last_good(subject.ends[age.maximum]), Rule.FROM_MAXIMUM_AGE, age.maximum, age.sources)
    if recommended is None or past_due is None:
        by_interval, due_by_interval = _by_intervals(walk, target)
        recommended = recommended or by_interval
        past_due = past_due or due_by_interval
    return Dates(
        earliest,
        not_before(earliest, recommended) or earliest,
        not_before(earliest, past_due),
        latest,
    )


def last_good(limit: date) -> date:
    """Limits are exclusive: the last good day is the one before."""
    return limit - ONE_DAY


def not_before(earliest: Decided | None, one: Decided | None) -> Decided | None:
    if one is None or earliest is None or one.on >= earliest.on:
        return one
    return Decided(earliest.on, Reason(Rule.FROM_EARLIEST, earliest.on))


def _by_age_row(day: date, rule: Rule, age: Duration, sources: tuple[str, ...]) -> Decided:
    return Decided(day, Reason(rule, day, None, age, sources=sources))


def _by_intervals(walk: Walk, target: TargetDose) -> tuple[Decided | None, Decided | None]:
    recommended = past_due = None
    for row in live_intervals(target.intervals, walk.subject.on):
        reference = walk.reference(row, walk.subject.known)
        if reference is None:
            continue
        since, dose = reference
        if row.earliest is not None:
            day = add(since, row.earliest)
            if recommended is None or day > recommended.on:
                why = Reason(Rule.FROM_RECOMMENDED_INTERVAL, day, dose, row.earliest, row.observation, row.sources)
                recommended = Decided(day, why)
        if row.latest is not None:
            day = last_good(add(since, row.latest))
            if past_due is None or day > past_due.on:
                why = Reason(Rule.FROM_LATEST_INTERVAL, day, dose, row.latest, row.observation, row.sources)
                past_due = Decided(day, why)
    return recommended, past_due


def dose_number(walk: Walk, target: TargetDose | None) -> int:
    """One more than the doses that count; for a seasonal target only those of the season (FORECASTDN-1)."""
    if target is None or target.season is None:
        return 1 + len(walk.satisfying)
    doses, start = walk.subject.doses, target.season.effective
    return 1 + sum(doses[position].given_on >= start for position in walk.satisfying)


def recommended_vaccines(walk: Walk, target: TargetDose, dates: Dates) -> tuple[str, ...]:
    """Preferable products to use that fit the age on the earliest or recommended day (FORECASTRECVAC-1)."""
    subject = walk.subject
    forbidden = contraindicated_vaccines(subject, subject.calendar.antigens[walk.series.antigen])
    days = [one.on for one in (dates.earliest, dates.recommended) if one is not None] or [subject.birth]
    return tuple(
        cvx
        for cvx, rows in target.preferable.items()
        if cvx not in forbidden and any(row.forecast and any(age_fits(subject, row, day) for day in days) for row in rows)
    )


def guidance(walk: Walk) -> tuple[str, ...]:
    """The series' own text and that of the indications which the person has (FORECASTGUIDANCE-1)."""
    observations = walk.subject.observations
    texts = walk.series.guidance
    if walk.series.kind is SeriesKind.RISK:
        texts += tuple(
            one.guidance for one in walk.series.indications if one.guidance and one.observation in observations
        )
    return texts

