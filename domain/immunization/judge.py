"""CDC's exam: run its cases, compare strictly, say what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.immunization.calendar import Calendar, SeriesKind
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven, Observation, Person
from domain.immunization.headline import dose_statuses, headline
from domain.immunization.results import Evaluation, Forecast
from domain.people import Sex

SEXES = {"F": Sex.FEMALE, "M": Sex.MALE}
EXAM_COUNTRY = "U.S."
GROUP_NAMES = {
    "dtap": "DTaP/Tdap/Td", "tdap": "DTaP/Tdap/Td", "td": "DTaP/Tdap/Td", "tdaptd": "DTaP/Tdap/Td",
    "pol": "Polio", "ipol": "Polio", "ipv": "Polio", "pcv": "Pneumococcal", "ppsv": "Pneumococcal",
    "var": "Varicella", "rota": "Rotavirus", "menb": "Meningococcal B", "mcv": "Meningococcal",
    "menacwy": "Meningococcal", "mening": "Meningococcal", "flu": "Influenza", "mpox": "Orthopoxvirus",
    "vaccinia": "Orthopoxvirus", "je": "Japanese Encephalitis", "yf": "Yellow Fever", "covid": "COVID-19",
    "zos": "Zoster", "rab": "Rabies", "typh": "Typhoid",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mismatch:
    expected: str | None
    got: str | None


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of the exam; `compared` counts each field that the case asks about."""

    id: str
    set: str
    mismatches: Mapping[str, Mismatch] = field(default_factory=dict)
    compared: Sequence[str] = ()

    @property
    def passed(self) -> bool:
        return not self.mismatches


def judge(cases: Iterable[Mapping[str, Any]], calendar: Calendar) -> list[CaseResult]:
    """Judge each case by the calendar; a case that cannot be read fails with the reason in `case`."""
    return [judge_case(case, calendar) for case in cases]


def judge_case(case: Mapping[str, Any], calendar: Calendar) -> CaseResult:
    identity, kind = str(case.get("id", "?")), str(case.get("set", ""))
    try:
        person, doses, on = read_case(case)
        group = group_name(str(case["vaccine_group"]), calendar)
    except (KeyError, ValueError, TypeError) as error:
        return CaseResult(identity, kind, {"case": Mismatch("readable", repr(error))}, ("case",))
    evaluation = evaluate(person, doses, calendar, on)
    expected = expectations(case)
    got = answers(case, evaluation, group)
    differences = {
        name: Mismatch(value, got[name][0]) for name, value in expected.items() if value not in got[name]
    }
    return CaseResult(identity, kind, differences, tuple(expected))


def read_case(case: Mapping[str, Any]) -> tuple[Person, list[DoseGiven], date]:
    observations = [
        Observation(str(one["code"]), _day(one.get("date"))) for one in case.get("observations") or ()
    ]
    person = Person(
        birth=date.fromisoformat(case["dob"]),
        sex=SEXES.get(str(case.get("gender") or "").upper()[:1]),
        country=EXAM_COUNTRY,
        observations=observations,
    )
    doses = [
        DoseGiven(date.fromisoformat(one["date"]), _cvx(one["cvx"]), manufacturer=str(one.get("mvx") or ""))
        for one in case.get("doses") or ()
    ]
    return person, doses, date.fromisoformat(case["assessment_date"])


def _cvx(code: object) -> str:
    """CVX codes have two digits at least; a table that lost the leading zero means the same vaccine."""
    return str(code).strip().zfill(2)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def group_name(written: str, calendar: Calendar) -> str:
    """The calendar's name for a vaccine group as the exam abbreviates it."""
    wanted = _letters(written)
    wanted = _letters(GROUP_NAMES.get(wanted, wanted))
    for name in calendar.groups:
        if _letters(name) == wanted:
            return name
    raise ValueError(f"unknown vaccine group {written!r}")


def _letters(name: str) -> str:
    return "".join(one for one in name.lower() if one.isalnum())


def expectations(case: Mapping[str, Any]) -> dict[str, str | None]:
    """Field by field what a case asks for; a blank expects a blank."""
    dates = case.get("expected_forecast") or {}
    expected: dict[str, str | None] = {"series_status": _word(case.get("series_status"))}
    for name in ("number", "earliest", "recommended", "past_due"):
        expected[name] = _text(dates.get(name))
    for number, dose in enumerate(case.get("doses") or (), 1):
        if dose.get("expected_status"):
            expected[f"dose_{number}"] = _word(dose["expected_status"])
    return expected


def answers(case: Mapping[str, Any], evaluation: Evaluation, group: str) -> dict[str, list[str | None]]:
    """What counts as right for each field, in the exam's words, the printed answer first.

    It is one answer; only a dose for which the case names a kind of series may have several.
    """
    chosen = headline(evaluation, group, risk_first=case.get("set") == "condition")
    answer: dict[str, list[str | None]] = {name: [text] for name, text in _forecast_answers(chosen).items()}
    doses = case.get("doses") or ()
    order = sorted(range(len(doses)), key=lambda index: str(doses[index]["date"]))
    for position, index in enumerate(order):
        statuses = dose_statuses(evaluation, group, chosen, position, _kind(doses[index]))
        answer[f"dose_{index + 1}"] = [status.lower() for status in statuses] or [None]
    return answer


def _kind(dose: Mapping[str, Any]) -> SeriesKind | None:
    named = _word(dose.get("expected_series_type"))
    return next((kind for kind in SeriesKind if kind.lower() == named), None)


def _forecast_answers(chosen: Forecast | None) -> dict[str, str | None]:
    if chosen is None:
        return {
            "series_status": None,
            "number": None,
            "earliest": None,
            "recommended": None,
            "past_due": None,
        }
    dates = chosen.dates
    return {
        "series_status": chosen.status.lower(),
        "number": None if chosen.dose_number is None else str(chosen.dose_number),
        "earliest": dates.earliest.on.isoformat() if dates.earliest else None,
        "recommended": dates.recommended.on.isoformat() if dates.recommended else None,
        "past_due": dates.past_due.on.isoformat() if dates.past_due else None,
    }


def _word(text: str | None) -> str | None:
    return " ".join(text.lower().split()) if text else None


def _text(value: object) -> str | None:
    return None if value in (None, "", "-") else str(value).strip()


def counts(results: Sequence[CaseResult]) -> dict[str, Counter[str]]:
    """Per field how many comparisons were right and wrong; doses are one field."""
    table: dict[str, Counter[str]] = {}
    for result in results:
        for name in result.compared:
            column = "dose status" if name.startswith("dose_") else name
            outcome = "wrong" if name in result.mismatches else "right"
            table.setdefault(column, Counter())[outcome] += 1
    return table
