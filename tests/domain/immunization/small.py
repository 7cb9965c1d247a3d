"""Calendars of a few rows, to see one rule at work."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain.immunization.calendar import Calendar
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven, Observation, Person
from domain.immunization.loader import load
from domain.immunization.results import Evaluation, Forecast, Reason, SeriesResult, Verdict
from domain.immunization.rules import Rule

BORN = date(2020, 1, 1)
ON = date(2026, 1, 1)
Json = dict[str, Any]
VACCINES: Mapping[str, tuple[str, ...]] = {
    "A": ("Alpha",), "A2": ("Alpha",), "A3": ("Alpha",), "B": ("Beta",), "AB": ("Alpha", "Beta"), "X": (),
}  # fmt: skip


def day(days: int) -> date:
    """That many days after birth."""
    return BORN + timedelta(days)


def vaccine(row: "str | Json", forecast: bool = True) -> Json:
    given: Json = {"cvx": row} if isinstance(row, str) else dict(row)
    return {"vaccineType": given["cvx"]} | ({"forecastVaccineType": "Y"} if forecast else {}) | given


def target(vaccines: Sequence["str | Json"] = ("A",), **more: Any) -> Json:
    """One target dose; `age` and `interval` may be one row or several."""
    for key in ("age", "interval", "allowableInterval", "conditionalSkip"):
        if isinstance(more.get(key), dict):
            more[key] = [more[key]]
    more["allowableVaccine"] = [vaccine(row, forecast=False) for row in more.get("allowableVaccine", ())]
    return {"preferableVaccine": [vaccine(row) for row in vaccines]} | more


def after(minimum: str, **more: Any) -> Json:
    """An interval from the previous dose."""
    return {"fromPrevious": "Y", "absMinInt": minimum, "minInt": minimum} | more


def skip(*conditions: Json, context: str = "Both", **more: Any) -> Json:
    return {"context": context, "set": [{"condition": list(conditions)} | more]}


def count(comparison: str, number: int, kind: str = "Vaccine Count by Age", **more: Any) -> Json:
    counted = {
        "conditionType": kind,
        "doseCountLogic": comparison,
        "doseCount": str(number),
        "doseType": "Total",
    }
    return counted | more


def series(name: str, *targets: Json, antigen: str = "Alpha", **more: Any) -> Json:
    choice = {
        key: more.pop(key)
        for key in ("defaultSeries", "productPath", "seriesGroup", "seriesPriority", "seriesPreference",
                    "minAgeToStart", "maxAgeToStart")
        if key in more
    }  # fmt: skip
    codes = more.pop("indications", None)
    if codes:
        more["seriesType"] = "Risk"
        more["indication"] = [{"observationCode": {"code": code}} | window for code, window in codes.items()]
    return {
        "seriesName": name,
        "targetDisease": antigen,
        "vaccineGroup": more.pop("vaccineGroup", antigen),
        "seriesType": "Standard",
        "selectSeries": {"seriesGroup": "1"} | choice,
        "seriesDose": [{"doseNumber": f"Dose {number}"} | one for number, one in enumerate(targets, 1)],
    } | more


def data(
    *rows: Json, groups: Mapping[str, Sequence[str]] | None = None, whole: str = "", **more: Any
) -> Json:
    """A calendar file with some series; `groups` are vaccine groups with their antigens."""
    antigens: Json = {name: {"series": []} for name in ("Alpha", "Beta")}
    for row in rows:
        antigens[row["targetDisease"]]["series"].append(row)
    for name, parts in more.pop("antigens", {}).items():
        antigens[name] |= parts
    groups = groups or {"Alpha": ["Alpha"], "Beta": ["Beta"]}
    return {
        "version": "small",
        "antigens": antigens,
        "schedule": {
            "vaccineGroups": {
                "vaccineGroup": [{"name": name, "administerFullVaccineGroup": whole} for name in groups]
            },
            "vaccineGroupToAntigenMap": {
                "vaccineGroupMap": [{"name": name, "antigen": list(parts)} for name, parts in groups.items()]
            },
            "cvxToAntigenMap": {
                "cvxMap": more.pop("vaccines", None)
                or [
                    {"cvx": cvx, "shortDescription": cvx, "association": [{"antigen": one} for one in parts]}
                    for cvx, parts in VACCINES.items()
                ]
            },
            "liveVirusConflicts": {"liveVirusConflict": more.pop("conflicts", [])},
            "observations": {
                "observation": [
                    {"observationCode": code, "observationTitle": code} for code in ("O1", "O2", "O3")
                ]
            },
        },
    } | more


def calendar(*rows: Json, switches: frozenset[str] = frozenset(), **more: Any) -> Calendar:
    return load(data(*rows, **more), switches)


def conflict(previous: str, current: str, minimum: str = "24 days", end: str = "28 days") -> Json:
    return {
        "previous": {"cvx": previous},
        "current": {"cvx": current},
        "conflictBeginInterval": "1 day",
        "minConflictEndInterval": minimum,
        "conflictEndInterval": end,
    }


class Look:
    """An evaluation with short ways to what tests ask; doses are (days after birth, vaccine) or whole."""

    def __init__(
        self,
        calendar: Calendar,
        *doses: "tuple[int, str] | DoseGiven",
        on: date = ON,
        observations: Sequence["str | Observation"] = (),
        **facts: Any,
    ) -> None:
        known = [Observation(one) if isinstance(one, str) else one for one in observations]
        person = Person(facts.pop("birth", BORN), observations=known, **facts)
        given = [one if isinstance(one, DoseGiven) else DoseGiven(day(one[0]), one[1]) for one in doses]
        self.evaluation: Evaluation = evaluate(person, given, calendar, on)

    def series(self, name: str) -> SeriesResult:
        return next(
            one
            for antigen in self.evaluation.antigens.values()
            for one in antigen.series
            if one.series.name == name
        )

    def has_series(self, name: str) -> bool:
        found = [one.series.name for antigen in self.evaluation.antigens.values() for one in antigen.series]
        return name in found

    def verdicts(self, name: str = "S") -> list[str]:
        return [verdict.status.value for verdict in self.series(name).verdicts]

    def verdict(self, position: int = 0, name: str = "S") -> Verdict:
        return self.series(name).verdicts[position]

    def rules(self, position: int = 0, name: str = "S") -> list[Rule]:
        return [reason.rule for reason in self.verdict(position, name).reasons]

    def reason(self, rule: Rule, position: int = 0, name: str = "S") -> Reason:
        return next(reason for reason in self.verdict(position, name).reasons if reason.rule is rule)

    def dates(self, name: str = "S") -> list[date | None]:
        return [decided.on if decided else None for decided in self.series(name).dates]

    def forecast(self, group: str = "Alpha", series_group: int = 1) -> Forecast:
        return next(
            one
            for one in self.evaluation.forecasts
            if one.vaccine_group == group and one.series_group == series_group
        )

    def winner(self, antigen: str = "Alpha", series_group: int = 1) -> str:
        selections = self.evaluation.antigens[antigen].selections
        return next(one.winner.series.name for one in selections if one.series_group == series_group)

    def best(self, antigen: str = "Alpha") -> list[str]:
        return [one.winner.series.name for one in self.evaluation.antigens[antigen].selections if one.best]
