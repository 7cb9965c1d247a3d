"""The earliest day of a next dose: the latest of everything that holds it back (FORECASTDTCAN-1)."""

from domain.immunization.calendar import ALWAYS, Period, TargetDose, TestNeeded
from domain.immunization.dates import add
from domain.immunization.dose import is_negative
from domain.immunization.facts import Purpose
from domain.immunization.results import Decided
from domain.immunization.rows import live_ages, live_intervals
from domain.immunization.rules import Rules
from domain.immunization.subject import Subject
from domain.immunization.walk import Walk


def candidate_earliest(walk: Walk, target: TargetDose) -> Decided | None:
    """None if nothing holds the dose back; never raised to the day of assessment."""
    known = walk.subject.born.minimum_ages
    if target.key not in known:
        known[target.key] = minimum_age(walk.subject, target)
    found = known[target.key]
    if target.intervals:
        found = later(found, minimum_interval(walk, target))
    if target.conflict_ends and walk.subject.known:
        found = later(found, conflict_end(walk, target))
    if target.season is not None:
        found = later(found, season_start(target.season))
    if walk.inadvertent:
        found = later(found, inadvertent_dose(walk))
    if walk.verdicts:
        found = later(found, last_dose(walk, found))
    if walk.series.programme is not None:
        found = later(found, programme_start(walk))
    if target.test_needed is not None:
        found = later(found, after_test(walk, target.test_needed))
    return found


def later(one: Decided | None, other: Decided | None) -> Decided | None:
    if one is None or other is None:
        return one or other
    return other if other.on > one.on else one


def minimum_age(subject: Subject, target: TargetDose) -> Decided | None:
    found = None
    for row in live_ages(target, subject.on):
        if row.minimum is not None:
            day = subject.begins[row.minimum]
            if found is None or day > found.on:
                found = Decided(Rules.FROM_MINIMUM_AGE, day, None, row.minimum, "", row.sources.minimum)
    return found


def minimum_interval(walk: Walk, target: TargetDose) -> Decided | None:
    found = None
    for row in target.intervals if target.timeless else live_intervals(target, walk.subject.on):
        reference = walk.reference(row, walk.subject.known) if row.minimum is not None else None
        if reference is not None and row.minimum is not None:
            since, dose = reference
            day = add(since, row.minimum)
            decided = Decided(
                Rules.FROM_MINIMUM_INTERVAL, day, dose, row.minimum, row.observation, row.sources.minimum
            )
            found = later(found, decided)
    return found


def conflict_end(walk: Walk, target: TargetDose) -> Decided | None:
    """Any dose given that conflicts with any preferable vaccine, to its full end (CALCDTCONFLICT-3)."""
    found = None
    doses = walk.subject.doses
    for position in range(walk.subject.known):
        cvx = doses[position].cvx
        for length in target.conflict_ends.get(cvx, ()):
            day = add(doses[position].given_on, length)
            found = later(found, Decided(Rules.FROM_CONFLICT, day, position, length, cvx))
    return found


def season_start(season: Period) -> Decided:
    return Decided(Rules.FROM_SEASON, season.effective)


def last_dose(walk: Walk, found: Decided | None = None) -> Decided | None:
    """The last dose evaluated in the series if that is later than what was found already.

    Epidemic doses and those without papers do not shift it.
    """
    for verdict in reversed(walk.verdicts):
        dose = walk.subject.doses[verdict.dose]
        if found is not None and found.on >= dose.given_on:
            return None
        if dose.documented and (dose.purpose is Purpose.ROUTINE or walk.series.epidemic):
            return Decided(Rules.FROM_LAST_DOSE, dose.given_on, verdict.dose)
    return None


def inadvertent_dose(walk: Walk) -> Decided:
    position = walk.inadvertent[-1]
    return Decided(Rules.FROM_INADVERTENT, walk.subject.doses[position].given_on, position)


def programme_start(walk: Walk) -> Decided | None:
    programme = walk.series.programme
    if programme is None or programme.period is ALWAYS:
        return None
    return Decided(Rules.FROM_PROGRAMME, programme.period.effective, sources=programme.sources)


def after_test(walk: Walk, test: TestNeeded) -> Decided | None:
    """The day from which the dose may follow a negative test that still holds."""
    subject = walk.subject
    if subject.on < subject.begins[test.begin]:
        return None
    for reading in subject.person.tests:
        usable = reading.read_on <= subject.on <= add(reading.made_on, test.before)
        if usable and is_negative(reading, test):
            day = add(reading.made_on, test.after)
            return Decided(Rules.FROM_TEST, day, None, test.after, reading.kind, test.sources)
    return None
