"""Reading the conditional skips of a target dose."""

from collections.abc import Sequence

from domain.immunization.dates import FIRST_DAY, LAST_DAY, UNCLEAR, Duration, first_of, last_of
from domain.immunization.load_known import Known
from domain.immunization.reading import Node
from domain.immunization.skip import AgeSpan, Comparison, Condition, ConditionKind, Skip, SkipSet

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


def skip_row(row: Node, known: Known) -> Skip:
    """A skip with its sets. Complains of a missing context and of a skip without sets."""
    if not row.has("context"):
        row.complain("is missing", "context")
    in_evaluation, in_forecast = row.choice("context", CONTEXTS, (True, True))
    sets = tuple(_skip_set(part, known) for part in row.children("set"))
    if not sets:
        row.complain("has no set")
    skip = Skip(in_evaluation, in_forecast, row.choice("setLogic", EVERY, True), sets)
    row.finish()
    return skip


def skippable_ages(skips: Sequence[Skip]) -> AgeSpan:
    """From the first begin to the last end of their sets; no limit where only the birth date could tell."""
    spans = [_ages(one) for skip in skips for one in skip.sets]
    begins, ends = [begin for begin, _ in spans], [end for _, end in spans]
    begin = None if None in begins else first_of([one for one in begins if one is not None])
    end = None if None in ends else last_of([one for one in ends if one is not None])
    return (None if begin is UNCLEAR else begin, None if end is UNCLEAR else end)


def _ages(one: SkipSet) -> AgeSpan:
    """The ages outside of which a set cannot hold: of the conditions that it needs, the first on age."""
    on_age = [each for each in one.conditions if each.kind is ConditionKind.AGE]
    needed = len(one.conditions) == 1 or one.every
    return (on_age[0].begin, on_age[0].end) if on_age and needed else (None, None)


def _skip_set(row: Node, known: Known) -> SkipSet:
    conditions = tuple(_condition(part, known) for part in row.children("condition"))
    if not conditions:
        row.complain("has no condition")
    one = SkipSet(
        every=row.choice("conditionLogic", EVERY, True),
        conditions=conditions,
        description=row.text("setDescription"),
        period=row.period(),
        names=row.names("names"),
        sources=known.source_list(row),
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
