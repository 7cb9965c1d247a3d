"""Reading one target dose of a calendar file: ages, intervals, vaccines, skips."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.immunization.calendar import (
    ALWAYS,
    NO_SOURCES,
    AgeRow,
    Comparison,
    Condition,
    ConditionKind,
    Conflict,
    From,
    Interval,
    Period,
    RowSources,
    Skip,
    SkipSet,
    TargetDose,
    TestNeeded,
    VaccineRow,
)
from domain.immunization.dates import FIRST_DAY, LAST_DAY, Duration
from domain.immunization.reading import Node

CONDITIONS = {
    "age": ConditionKind.AGE,
    "interval": ConditionKind.INTERVAL,
    "completed series": ConditionKind.COMPLETED_SERIES,
    "vaccine count by age": ConditionKind.COUNT,
    "vaccine count by date": ConditionKind.COUNT,
    "vaccine count by date and age": ConditionKind.COUNT,
}
COMPARISONS = {
    "greater than": Comparison.GREATER,
    "equal to": Comparison.EQUAL,
    "equal": Comparison.EQUAL,
    "equals": Comparison.EQUAL,
    "less than": Comparison.LESS,
}
EVERY = {"and": True, "or": False, "n/a": True}
CONTEXTS = {"evaluation": (True, False), "forecast": (False, True), "both": (True, True)}
TESTS = frozenset({"mantoux", "diaskintest"})


@dataclass(frozen=True)
class Known:
    """What the file may refer to, and how it wants to be read."""

    vaccines: frozenset[str]
    observations: frozenset[str]
    sources: frozenset[str]
    conflicts: Mapping[str, Mapping[str, Conflict]]
    grace: bool
    switches: frozenset[str]

    def observation(self, row: Node, key: str) -> str:
        code = row.required(key)
        if code and code not in self.observations:
            row.complain(f"unknown observation {code!r}", key)
        return code

    def vaccine(self, row: Node, key: str) -> str:
        cvx = row.required(key)
        if cvx and cvx not in self.vaccines:
            row.complain(f"unknown vaccine {cvx!r}", key)
        return cvx

    def vaccine_list(self, row: Node, key: str) -> frozenset[str]:
        return row.codes(key, self.vaccines.__contains__, "vaccine")

    def source_list(self, row: Node, key: str = "sources") -> tuple[str, ...]:
        row.ignore("note")
        codes = row.words(key)
        for code in codes:
            if code not in self.sources:
                row.complain(f"unknown source {code!r}", key)
        return codes

    def row_sources(self, row: Node, fields: Sequence[str]) -> RowSources:
        """Sources of a row's five limits: one list for all of them, or a list for each that is given."""
        row.ignore("note")
        if not row.has("sources"):
            return NO_SOURCES
        if not row.is_object("sources"):
            common = self.source_list(row)
            return RowSources(common, common, common, common, common)
        part = row.child("sources")
        found = RowSources(*(self.source_list(part, field) for field in fields))
        part.finish()
        return found

    def kept(self, row: Node) -> Period:
        """The days of a dose; a disputed withdrawal does not hold while its switch is on."""
        period, switch = row.period(), row.text("keepWith")
        return ALWAYS if switch and switch in self.switches else period

    def absolute(self, absolute: Duration | None, minimum: Duration | None) -> Duration | None:
        """The lowest limit; a calendar without grace days has none below the minimum."""
        return absolute if absolute is not None or self.grace else minimum


def known_switch(row: Node, switches: frozenset[str]) -> bool:
    """Whether a row is in the calendar: a disputed one only when its switch is on."""
    switch = row.text("switch")
    return not switch or switch in switches


def target_dose(row: Node, number: int, known: Known) -> TargetDose:
    read = [_skip(part, known) for part in row.children("conditionalSkip")]
    period = known.kept(row)
    preferable = _by_cvx(vaccine_row(part, known) for part in row.children("preferableVaccine", "cvx"))
    ages = tuple(_age(part, known) for part in row.children("age"))
    intervals = tuple(_interval(part, known) for part in row.children("interval"))
    allowable_intervals = tuple(_interval(part, known) for part in row.children("allowableInterval"))
    dose = TargetDose(
        number=number,
        label=row.required("doseNumber"),
        ages=ages,
        intervals=intervals,
        allowable_intervals=allowable_intervals,
        preferable=preferable,
        allowable=_by_cvx(vaccine_row(part, known) for part in row.children("allowableVaccine", "cvx")),
        inadvertent=frozenset(
            _inadvertent(part, known) for part in row.children("inadvertentVaccine", "cvx")
        ),
        skips_in_evaluation=tuple(skip for skip in read if skip.in_evaluation),
        skips_in_forecast=tuple(skip for skip in read if skip.in_forecast),
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
    )
    _check_targets(row, dose)
    row.ignore("switch")
    row.finish()
    return dose


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


def _skip(row: Node, known: Known) -> Skip:
    if not row.has("context"):
        row.complain("is missing", "context")
    in_evaluation, in_forecast = row.choice("context", CONTEXTS, (True, True))
    sets = tuple(_skip_set(part, known) for part in row.children("set"))
    if not sets:
        row.complain("has no set")
    skip = Skip(in_evaluation, in_forecast, row.choice("setLogic", EVERY, True), sets)
    row.finish()
    return skip


def _skip_set(row: Node, known: Known) -> SkipSet:
    conditions = tuple(_condition(part, known) for part in row.children("condition"))
    if not conditions:
        row.complain("has no condition")
    one = SkipSet(
        every=row.choice("conditionLogic", EVERY, True),
        conditions=conditions,
        description=row.text("setDescription"),
        period=row.period(),
    )
    row.ignore("setID")
    row.finish()
    return one


def _condition(row: Node, known: Known) -> Condition:
    kind = row.choice("conditionType", CONDITIONS, ConditionKind.AGE)
    if not row.has("conditionType"):
        row.complain("is missing", "conditionType")
    if kind is ConditionKind.COUNT and not (row.has("doseCount") and row.has("doseCountLogic")):
        row.complain("a count needs doseCount and doseCountLogic")
    condition = Condition(
        kind=kind,
        begin=row.duration("beginAge"),
        end=row.duration("endAge"),
        start=row.day("startDate", FIRST_DAY),
        stop=row.day("endDate", LAST_DAY),
        interval=row.duration("interval") or Duration(),
        count=row.number("doseCount"),
        comparison=row.choice("doseCountLogic", COMPARISONS, Comparison.GREATER),
        valid_only=row.choice("doseType", {"valid": True, "total": False}, False),
        vaccines=known.vaccine_list(row, "vaccineTypes"),
        groups=row.numbers("seriesGroups"),
    )
    row.ignore("conditionID")
    row.finish()
    return condition


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
