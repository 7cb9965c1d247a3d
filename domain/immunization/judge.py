"""CDC's exam: run its cases, compare strictly, say what differs."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.immunization.calendar import Calendar, SeriesKind
from domain.immunization.cases import CaseError, is_condition, iso_day, read_case
from domain.immunization.engine import evaluate
from domain.immunization.facts import DoseGiven
from domain.immunization.headline import dose_statuses, headline
from domain.immunization.results import Evaluation, Forecast

DATES = ("earliest", "recommended", "past_due")
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


def judge(cases: Iterable[Any], calendar: Calendar) -> list[CaseResult]:
    """Judge each case by the calendar; a case that cannot be read or judged fails with the reason in `case`."""
    return [judge_case(case, calendar, number) for number, case in enumerate(cases, 1)]


def judge_case(case: Any, calendar: Calendar, number: int = 1) -> CaseResult:
    """One case; `number` names it if it has no id of its own."""
    identity, kind = f"case {number}", ""
    if isinstance(case, Mapping):
        identity, kind = str(case.get("id") or identity), str(case.get("set") or "")
    try:
        person, doses, on = read_case(case)
        group = group_name(str(case.get("vaccine_group") or ""), calendar)
    except CaseError as error:
        return CaseResult(identity, kind, {"case": Mismatch("readable", str(error))}, ("case",))
    expected = expectations(case)
    if not expected:
        return CaseResult(identity, kind, {"case": Mismatch("an expectation", None)}, ("case",))
    try:
        got = answers(case, doses, evaluate(person, doses, calendar, on), group)
    except Exception as error:  # one case that the engine cannot bear must not hide the others
        return CaseResult(identity, kind, {"case": Mismatch("an evaluation", repr(error))}, ("case",))
    differences = {
        name: Mismatch(value, got[name][0]) for name, value in expected.items() if value not in got[name]
    }
    return CaseResult(identity, kind, differences, tuple(expected))


def group_name(written: str, calendar: Calendar) -> str:
    """The calendar's name for a vaccine group as the exam abbreviates it."""
    letters = _letters(written)
    for wanted in (letters, _letters(GROUP_NAMES.get(letters, ""))):
        for name in calendar.groups:
            if wanted and _letters(name) == wanted:
                return name
    raise CaseError([f"vaccine_group: unknown vaccine group {written!r}"])


def _letters(name: str) -> str:
    return "".join(one for one in name.lower() if one.isalnum())


def expectations(case: Mapping[str, Any]) -> dict[str, str | None]:
    """Field by field what a case asks for.

    A forecast that the case gives is compared whole, and its blanks expect blanks; what the case leaves out
    altogether (the status, the forecast, the status of a dose) it does not ask for.
    """
    expected: dict[str, str | None] = {}
    if "series_status" in case:
        expected["series_status"] = _word(case["series_status"])
    if "expected_forecast" in case:
        dates = case["expected_forecast"] or {}
        expected["number"] = _text(dates.get("number"))
        expected |= {name: _day_text(dates.get(name)) for name in DATES}
    for number, dose in enumerate(case.get("doses") or (), 1):
        if dose.get("expected_status"):
            expected[f"dose_{number}"] = _word(dose["expected_status"])
    return expected


def answers(
    case: Mapping[str, Any], doses: Sequence[DoseGiven], evaluation: Evaluation, group: str
) -> dict[str, list[str | None]]:
    """What counts as right for each field, in the exam's words, the printed answer first.

    It is one answer; only a dose for which the case names a kind of series may have several.
    """
    chosen = headline(evaluation, group, risk_first=is_condition(case))
    answer: dict[str, list[str | None]] = {name: [text] for name, text in _forecast_answers(chosen).items()}
    in_time = sorted(range(len(doses)), key=lambda index: doses[index].given_on)
    for position, index in enumerate(in_time):
        statuses = dose_statuses(evaluation, group, chosen, position, _kind(case["doses"][index]))
        answer[f"dose_{index + 1}"] = [status.lower() for status in statuses] or [None]
    return answer


def _kind(dose: Mapping[str, Any]) -> SeriesKind | None:
    named = _word(dose.get("expected_series_type"))
    return next((kind for kind in SeriesKind if kind.lower() == named), None)


def _forecast_answers(chosen: Forecast | None) -> dict[str, str | None]:
    if chosen is None:
        return dict.fromkeys(("series_status", "number", *DATES))
    return {
        "series_status": chosen.status.lower(),
        "number": None if chosen.dose_number is None else str(chosen.dose_number),
    } | {
        name: decided.on.isoformat() if decided else None
        for name, decided in zip(DATES, chosen.dates, strict=False)
    }


def _word(text: object) -> str | None:
    return " ".join(str(text).lower().split()) if text else None


def _text(value: object) -> str | None:
    text = "" if value is None else str(value).strip()
    return None if text in ("", "-") else text


def _day_text(value: object) -> str | None:
    """A date as the answers are written; what is no date stays as it is and equals no answer."""
    text = _text(value)
    try:
        return text and iso_day(text).isoformat()
    except ValueError:
        return text


def counts(results: Sequence[CaseResult]) -> dict[str, Counter[str]]:
    """Per field how many comparisons were right and wrong; doses are one field."""
    table: dict[str, Counter[str]] = {}
    for result in results:
        for name in result.compared:
            column = "dose status" if name.startswith("dose_") else name
            outcome = "wrong" if name in result.mismatches else "right"
            table.setdefault(column, Counter())[outcome] += 1
    return table
