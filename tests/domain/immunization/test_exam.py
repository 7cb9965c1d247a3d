"""CDC's exam: every case passes but the rows that contradict CDC's data, which differ exactly as ruled."""

import json
from pathlib import Path
from typing import Any

import pytest

from db.reference.immunization import cdc_calendar
from domain.immunization.judge import CaseResult, counts, group_name, judge, read_case

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


def test_a_case_that_cannot_be_read_fails_and_says_why() -> None:
    bad = {
        "id": "x",
        "set": "healthy",
        "dob": "2020-13-01",
        "assessment_date": "2021-01-01",
        "vaccine_group": "MMR",
    }
    unknown = bad | {"dob": "2020-12-01", "vaccine_group": "Measels"}
    first, second = judge([bad, unknown], cdc_calendar())
    assert not first.passed
    assert "month" in str(first.mismatches["case"].got)
    assert "Measels" in str(second.mismatches["case"].got)


def test_vaccine_groups_are_known_by_the_exam_s_abbreviations_and_codes_without_their_zero() -> None:
    calendar = cdc_calendar()
    written = {"DTAP": "DTaP/Tdap/Td", "IPOL": "Polio", "MenB": "Meningococcal B", "covid 19": "COVID-19"}
    assert {name: group_name(name, calendar) for name in written} == written
    dose = {"date": "2020-02-01", "cvx": 8}
    _, doses, _ = read_case({"dob": "2020-01-01", "assessment_date": "2021-01-01", "doses": [dose]})
    assert doses[0].cvx == "08"
