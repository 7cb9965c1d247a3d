"""The earliest day of a next dose: the latest of everything that holds it back (FORECASTDTCAN-1)."""

from domain.immunization.calendar import Series
from domain.immunization.dates import ALWAYS, Period, add
from domain.immunization.dose import is_negative
from domain.immunization.facts import DoseGiven, Purpose
from domain.immunization.results import Decided, made
from domain.immunization.rows import live
from domain.immunization.rules import Rules
from domain.immunization.subject import Subject
from domain.immunization.target import TargetDose, TestNeeded
from domain.immunization.walk import Walk


def candidate_earliest(walk: Walk, target: TargetDose, found: Decided | None) -> Decided | None:
    """The latest of the minimum age and all else; None if nothing holds the dose back.

    It is never raised to the day of assessment.
    """
    if target.minimum_intervals:
        found = later(found, minimum_interval(walk, target))
    if target.conflict_ends and walk.subject.live:
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
    """Of two, the one with the later day; the first of equals. None stands for no day."""
    if one is None or other is None:
        return one or other
    return other if other.on > one.on else one


def minimum_age(subject: Subject, target: TargetDose) -> Decided | None:
    """The latest of the minimum ages in force; None when none is."""
    found = None
    for row in live(target, target.ages, subject.on):
        if row.minimum is not None:
            day = subject.begins[row.minimum]
            if found is None or day > found.on:
                found = Decided(Rules.FROM_MINIMUM_AGE, day, None, row.minimum, "", row.sources.minimum)
    return found


def minimum_interval(walk: Walk, target: TargetDose) -> Decided | None:
    """The latest day by minimum intervals in force; None when no dose is referred to."""
    found = None
    for row in live(target, target.minimum_intervals, walk.subject.on):
        reference = walk.reference(row, walk.subject.known)
        if reference is not None and row.minimum is not None:
            since, dose = reference
            day = add(since, row.minimum)
            if found is None or day > found.on:
                sources = row.sources.minimum
                values = Rules.FROM_MINIMUM_INTERVAL, day, dose, row.minimum, row.observation, sources
                found = made(Decided, values)
    return found


def conflict_end(walk: Walk, target: TargetDose) -> Decided | None:
    """Any dose given that conflicts with any preferable vaccine, to its full end (CALCDTCONFLICT-3)."""
    found = None
    subject = walk.subject
    for position in subject.live:
        cvx = subject.doses[position].cvx
        for length in target.conflict_ends.get(cvx, ()):
            day = add(subject.days[position], length)
            if found is None or day > found.on:
                found = made(Decided, (Rules.FROM_CONFLICT, day, position, length, cvx, ()))
    return found


def season_start(season: Period) -> Decided:
    """The first day of the season."""
    return Decided(Rules.FROM_SEASON, season.effective)


def last_dose(walk: Walk, found: Decided | None = None) -> Decided | None:
    """The last dose evaluated in the series if that is later than what was found already.

    Epidemic doses and those without papers do not shift it.
    """
    subject = walk.subject
    for verdict in reversed(walk.verdicts):
        position = verdict.dose
        given_on = subject.days[position]
        if found is not None and found.on >= given_on:
            return None
        if position not in subject.suspect or shifts(subject.doses[position], walk.series):
            return made(Decided, (Rules.FROM_LAST_DOSE, given_on, position, None, "", ()))
    return None


def shifts(dose: DoseGiven, series: Series) -> bool:
    """Whether a dose holds the next one back: a documented one, out of an epidemic only in an epidemic series."""
    return dose.documented and (dose.purpose is Purpose.ROUTINE or series.epidemic)


def inadvertent_dose(walk: Walk) -> Decided:
    """The day of the latest inadvertent dose; only for a walk that has one."""
    position = walk.inadvertent[-1]
    return Decided(Rules.FROM_INADVERTENT, walk.subject.days[position], position)


def programme_start(walk: Walk) -> Decided | None:
    """The first day of the programme; None for a series that always runs."""
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
