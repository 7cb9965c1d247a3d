"""Reading one target dose of a calendar file: ages, intervals, vaccines, the test it waits for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.immunization.calendar import Conflict
from domain.immunization.dates import ALWAYS, UNCLEAR, Duration, first_of, last_of, longest
from domain.immunization.load_known import Known
from domain.immunization.load_skip import skip_row, skippable_ages
from domain.immunization.reading import Node
from domain.immunization.target import AgeRow, FineSpan, From, Interval, TargetDose, TestNeeded, VaccineRow

TESTS = frozenset({"mantoux", "diaskintest"})


def target_dose(row: Node, number: int, known: Known) -> TargetDose:
    """One target dose, by its place in the series."""
    read = [skip_row(part, known) for part in row.children("conditionalSkip")]
    period = known.kept(row)
    preferable = _by_cvx(vaccine_row(part, known) for part in row.children("preferableVaccine", "cvx"))
    ages = tuple(_age(part, known) for part in row.children("age"))
    intervals = tuple(_interval(part, known) for part in row.children("interval"))
    allowable_intervals = tuple(_interval(part, known) for part in row.children("allowableInterval"))
    allowable = _by_cvx(vaccine_row(part, known) for part in row.children("allowableVaccine", "cvx"))
    dose = TargetDose(
        number=number,
        label=row.required("doseNumber"),
        key=known.next_key(),
        ages=ages,
        intervals=intervals,
        allowable_intervals=allowable_intervals,
        minimum_intervals=tuple(one for one in intervals if one.minimum is not None),
        recommended_intervals=tuple(one for one in intervals if one.earliest is not None),
        latest_intervals=tuple(one for one in intervals if one.latest is not None),
        preferable=preferable,
        allowable=allowable,
        inadvertent=frozenset(
            _inadvertent(part, known) for part in row.children("inadvertentVaccine", "cvx")
        ),
        skips_in_evaluation=tuple(skip for skip in read if skip.in_evaluation),
        skips_in_forecast=tuple(skip for skip in read if skip.in_forecast),
        skippable=skippable_ages(read),
        recurring=row.flag("recurringDose"),
        season=row.child("seasonalRecommendation").period("startDate", "endDate")
        if row.has("seasonalRecommendation")
        else None,
        test_needed=_test(row.child("testNeeded"), known) if row.has("testNeeded") else None,
        period=period,
        never_skipped=not read and period is ALWAYS,
        sources=known.source_list(row),
        conflict_ends=_conflict_ends(preferable, known.conflicts),
        to_forecast=tuple(one for rows in preferable.values() for one in rows if one.forecast),
        timeless=all(one.period is ALWAYS for one in ages)
        and all(one.period is ALWAYS for one in (*intervals, *allowable_intervals)),
        by_fit_alone=not intervals and not row.has("testNeeded"),
        from_previous=all(one.reference is From.PREVIOUS for one in intervals),
        long_enough=timedelta(
            max((longest(one) for row in intervals for one in (row.absolute_minimum, row.minimum) if one), default=0)
        ),
        fine=fine_spans(ages, preferable),
        turning_ages={
            cvx: turning_ages(ages, (*preferable.get(cvx, ()), *allowable.get(cvx, ())))
            for cvx in preferable.keys() | allowable.keys()
        },
        any_turning_ages=turning_ages(ages),
        turning_days=turning_days(ages),
    )
    _check_targets(row, dose)
    row.ignore("switch")
    row.finish()
    return dose


def fine_spans(
    ages: Sequence[AgeRow], preferable: Mapping[str, tuple[VaccineRow, ...]]
) -> dict[str, FineSpan]:
    """Where the right age changes with the calendar or only the birth date tells which limit is first: none."""
    if any(one.period is not ALWAYS for one in ages):
        return {}
    found = {}
    for cvx, (row, *_) in preferable.items():
        begins = [*(one.absolute_minimum for one in ages), *(one.minimum for one in ages), row.begin]
        begin = last_of([limit for limit in begins if limit is not None])
        end = first_of([limit for limit in (*(one.maximum for one in ages), row.end) if limit is not None])
        if row.any_product and begin is not UNCLEAR and end is not UNCLEAR:
            found[cvx] = FineSpan(begin, end, row.volume_ml is None)
    return found


def turning_ages(ages: Iterable[AgeRow], vaccines: Iterable[VaccineRow] = ()) -> tuple[Duration, ...]:
    """Ages at which time alone changes an answer."""
    limits = [limit for row in ages for limit in (row.absolute_minimum, row.minimum, row.maximum)]
    limits += [limit for row in vaccines for limit in (row.begin, row.end)]
    return tuple({limit for limit in limits if limit is not None})


def turning_days(ages: Iterable[AgeRow]) -> tuple[date, ...]:
    """Days on which an age row comes into force or has ceased."""
    periods = [row.period for row in ages if row.period is not ALWAYS]
    return tuple({day for one in periods for day in (one.effective, one.cessation + timedelta(1))})


def _age(row: Node, known: Known) -> AgeRow:
    minimum = row.duration("minAge")
    age = AgeRow(
        absolute_minimum=known.absolute(row.duration("absMinAge"), minimum),
        minimum=minimum,
        earliest=row.duration("earliestRecAge"),
        latest=row.duration("latestRecAge"),
        maximum=row.duration("maxAge"),
        period=row.period(),
        sources=known.row_sources(row, ("absMinAge", "minAge", "earliestRecAge", "latestRecAge", "maxAge")),
    )
    row.finish()
    return age


def _interval(row: Node, known: Known) -> Interval:
    minimum = row.duration("minInt")
    interval = replace(
        _reference(row, known),
        absolute_minimum=known.absolute(row.duration("absMinInt"), minimum),
        minimum=minimum,
        earliest=row.duration("earliestRecInt"),
        latest=row.duration("latestRecInt"),
        priority=row.choice("intervalPriority", {"override": True, "y": True, "n": False}, False),
        period=row.period(),
        sources=known.row_sources(row, ("absMinInt", "minInt", "earliestRecInt", "latestRecInt", "maxInt")),
    )
    row.finish()
    return interval


def _reference(row: Node, known: Known) -> Interval:
    observation = row.child("fromRelevantObs") if row.has("fromRelevantObs") else None
    found = [
        Interval(From.PREVIOUS) if row.flag("fromPrevious") else None,
        Interval(From.TARGET, target=row.number("fromTargetDose")) if row.has("fromTargetDose") else None,
        Interval(From.MOST_RECENT, vaccines=known.vaccine_list(row, "fromMostRecent"))
        if row.has("fromMostRecent")
        else None,
        Interval(From.OBSERVATION, observation=known.observation(observation, "code"))
        if observation
        else None,
    ]
    references = [one for one in found if one is not None]
    if len(references) != 1:
        row.complain(f"one reference is expected, not {len(references)}")
    return references[0] if references else Interval(From.PREVIOUS)


def vaccine_row(row: Node, known: Known) -> VaccineRow:
    """A product of a target dose, with the ages at which it may be given."""
    begin, end = row.duration("beginAge"), row.duration("endAge")
    trade_name, manufacturer = row.text("tradeName"), row.text("mvx")
    vaccine = VaccineRow(
        cvx=known.vaccine(row, "cvx"),
        name=row.text("vaccineType"),
        begin=begin,
        end=end,
        trade_name=trade_name,
        manufacturer=manufacturer,
        volume_ml=row.volume("volume"),
        forecast=row.flag("forecastVaccineType"),
        ageless=begin is None and end is None,
        any_product=not trade_name and not manufacturer,
    )
    row.ignore("note")
    row.finish()
    return vaccine


def _inadvertent(row: Node, known: Known) -> str:
    row.ignore("vaccineType")
    cvx = known.vaccine(row, "cvx")
    row.finish()
    return cvx


def _by_cvx(rows: Iterable[VaccineRow]) -> dict[str, tuple[VaccineRow, ...]]:
    found: dict[str, tuple[VaccineRow, ...]] = {}
    for row in rows:
        found[row.cvx] = (*found.get(row.cvx, ()), row)
    return found


def _test(row: Node, known: Known) -> TestNeeded:
    test = TestNeeded(
        kinds=row.codes("kinds", TESTS.__contains__, "test"),
        begin=row.duration("beginAge") or Duration(),
        after=row.duration("after") or Duration(),
        before=row.duration("before") or Duration(),
        sources=known.source_list(row),
    )
    row.finish()
    return test


def _conflict_ends(
    preferable: Mapping[str, tuple[VaccineRow, ...]], conflicts: Mapping[str, Mapping[str, Conflict]]
) -> dict[str, tuple[Duration, ...]]:
    ends: dict[str, set[Duration]] = {}
    for cvx in preferable:
        for previous, conflict in conflicts.get(cvx, {}).items():
            ends.setdefault(previous, set()).add(conflict.end)
    return {previous: tuple(sorted(lengths)) for previous, lengths in ends.items()}


def _check_targets(row: Node, dose: TargetDose) -> None:
    for interval in (*dose.intervals, *dose.allowable_intervals):
        if interval.reference is From.TARGET and not 0 < interval.target < dose.number:
            row.complain(f"an interval counts from target dose {interval.target}")
    if not dose.preferable and not dose.allowable:
        row.complain("has no vaccine")
