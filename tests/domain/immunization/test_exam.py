"""CDC's exam: every case passes but the rows that contradict CDC's data, which differ exactly as ruled."""

import json
from pathlib import Path
from typing import Any

import pytest

from db.reference.immunization import cdc_calendar
from domain.immunization.cases import read_case
from domain.immunization.judge import CaseResult, counts, group_name, judge

HERE = Path(__file__).parent


def read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def results() -> list[CaseResult]:
    return judge(read("cdc_cases.json"), cdc_calendar())


@pytest.fixture(scope="module")
def rulings() -> dict[str, Any]:
    return {row["id"]: row for row in read("rulings.json")["rulings"]}


def differences(result: CaseResult) -> dict[str, dict[str, str | None]]:
    return {name: {"expected": one.expected, "got": one.got} for name, one in result.mismatches.items()}


def test_every_case_of_the_healthy_passes(results: list[CaseResult]) -> None:
    healthy = [one for one in results if one.set == "healthy"]
    assert len(healthy) == 716
    assert {one.id: differences(one) for one in healthy if not one.passed} == {}


def test_every_case_with_conditions_passes_or_differs_exactly_as_ruled(
    results: list[CaseResult], rulings: dict[str, Any]
) -> None:
    failed = {one.id: differences(one) for one in results if not one.passed}
    assert failed == {identity: row["mismatches"] for identity, row in rulings.items()}


def test_every_ruling_gives_its_reason(rulings: dict[str, Any]) -> None:
    assert all("CDSi" in row["reason"] or "row" in row["reason"] for row in rulings.values())


def test_every_field_and_dose_of_every_case_is_compared(results: list[CaseResult]) -> None:
    compared = {name: sum(column.values()) for name, column in counts(results).items()}
    assert compared.pop("dose status") == 1884
    assert compared == dict.fromkeys(("series_status", "number", "earliest", "recommended", "past_due"), 890)


def test_a_blank_that_is_not_blank_is_a_mismatch() -> None:
    case = next(one for one in read("cdc_cases.json") if one["series_status"] == "Not complete")
    case["expected_forecast"]["past_due"] = None
    assert set(judge([case], cdc_calendar())[0].mismatches) == {"past_due"}


HEALTHY: dict[str, Any] = {
    "dob": "2024-03-05",
    "assessment_date": "2024-03-05",
    "vaccine_group": "MMR",
    "gender": "F",
}
ASKED = {"series_status": "Not complete", "expected_forecast": {}}


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({"dob": "2020-13-01"}, ["dob: not a date: '2020-13-01'"]),
        ({"dob": None, "assessment_date": ""}, ["dob: is missing", "assessment_date: is missing"]),
        ({"dob": "9999-12-31"}, ["dob: not a plausible date"]),
        ({"vaccine_group": "Measels"}, ["vaccine_group: unknown vaccine group 'Measels'"]),
        ({"doses": {}, "observations": {"code": "1"}}, ["observations: a list is expected"]),
        (
            {"doses": [None, {"date": "x"}]},
            ["doses 1: an object is expected", "doses 2/date: not a date: 'x'"],
        ),
        ({"observations": [{"code": None}]}, ["observations 1/code: is missing"]),
        ({"expected_forecast": "2024"}, ["expected_forecast: an object is expected"]),
    ],
)
def test_a_case_that_cannot_be_read_fails_and_names_every_place(change: Any, places: list[str]) -> None:
    (result,) = judge([HEALTHY | ASKED | change], cdc_calendar())
    said = str(result.mismatches["case"].got)
    assert (result.id, list(result.mismatches)) == ("case 1", ["case"])
    assert [place for place in places if place not in said] == []


@pytest.mark.parametrize("junk", [None, "x", 1.5, [], True])
def test_what_is_no_case_at_all_fails_and_the_others_are_judged(junk: Any) -> None:
    results = judge([junk, HEALTHY | {"series_status": "Not complete"}], cdc_calendar())
    assert [one.passed for one in results] == [False, True]
    assert "an object is expected" in str(results[0].mismatches["case"].got)


def test_a_case_in_which_the_engine_breaks_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("domain.immunization.judge.evaluate", broken)
    (result,) = judge([HEALTHY | ASKED], cdc_calendar())
    assert result.mismatches["case"].got == "ZeroDivisionError('boom')"


def test_a_case_is_asked_about_what_it_names_and_one_that_asks_nothing_fails() -> None:
    status = {"series_status": "Not complete"}
    forecast: dict[str, Any] = {"expected_forecast": {"number": 1, "earliest": "2025-03-05T00:00:00"}}
    nothing, one, whole = judge([HEALTHY, {**HEALTHY, **status}, {**HEALTHY, **forecast}], cdc_calendar())
    assert nothing.mismatches["case"].expected == "an expectation"
    assert (one.passed, one.compared) == (True, ("series_status",))
    assert whole.compared == ("number", "earliest", "recommended", "past_due")
    assert whole.mismatches.keys() == {"recommended", "past_due"}


def test_the_order_of_doses_in_a_case_and_two_on_one_day_are_no_matter() -> None:
    case = next(one for one in read("cdc_cases.json") if one["id"] == "2013-0565")
    assert judge([case | {"doses": case["doses"][::-1]}], cdc_calendar())[0].passed
    twice = case | {"doses": [*case["doses"], case["doses"][-1] | {"expected_status": "Extraneous"}]}
    assert judge([twice], cdc_calendar())[0].passed


def test_doses_nobody_can_judge_do_not_disturb_the_others() -> None:
    """Of an unknown vaccine or without any, before birth, after the assessment; only the first are nowhere."""
    case = next(one for one in read("cdc_cases.json") if one["id"] == "2013-0565")
    odd: list[dict[str, Any]] = [
        {"date": "2024-05-01", "cvx": "987", "mvx": "ЖЖЖ"},
        {"date": "2024-05-02", "cvx": None},
    ]
    ahead = {"date": "2030-05-01", "cvx": "03"}
    before = {"date": "2020-05-01", "cvx": "03", "expected_status": "Not Valid"}
    assert judge([case | {"doses": [before, *case["doses"], *odd, ahead]}], cdc_calendar())[0].passed
    (result,) = judge([case | {"doses": [odd[0] | {"expected_status": "Valid"}]}], cdc_calendar())
    assert result.mismatches["dose_1"].got is None


def test_a_birth_after_the_assessment_and_a_missing_sex_are_judged() -> None:
    late = HEALTHY | {"assessment_date": "2023-01-01", "gender": None, "series_status": "Not complete"}
    assert judge([late], cdc_calendar())[0].passed


def test_a_case_without_a_set_is_one_of_conditions_if_it_has_observations() -> None:
    case = next(one for one in read("cdc_cases.json") if one["id"] == "2016-UC-0068")
    assert judge([{key: value for key, value in case.items() if key != "set"}], cdc_calendar())[0].passed


def test_vaccine_groups_are_known_by_the_exam_s_abbreviations_and_codes_without_their_zero() -> None:
    calendar = cdc_calendar()
    written = {"DTAP": "DTaP/Tdap/Td", "IPOL": "Polio", "MenB": "Meningococcal B", "covid 19": "COVID-19"}
    assert {name: group_name(name, calendar) for name in written} == written
    dose = {"date": "2020-02-01", "cvx": 8}
    _, doses, _ = read_case({"dob": "2020-01-01", "assessment_date": "2021-01-01", "doses": [dose]})
    assert doses[0].cvx == "08"
