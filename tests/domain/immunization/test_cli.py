"""`emhana immunization` as people call it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from db.reference import immunization as files
from server.immunization_cli import app

CASES = Path(__file__).parent / "cdc_cases.json"
CALENDAR = Path(files.__file__).parent / files.KAZAKHSTAN


@pytest.fixture
def few(tmp_path: Path) -> Path:
    wanted = ("2013-0001", "2013-0003", "2016-UC-0167")
    cases = [case for case in json.loads(CASES.read_text(encoding="utf-8")) if case["id"] in wanted]
    path = tmp_path / "few.json"
    path.write_text(json.dumps(cases), encoding="utf-8")
    return path


def test_judge_counts_every_field_and_ends_with_passed_and_failed(few: Path, tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    result = CliRunner().invoke(app, ["judge", str(few), "--out", str(out)])
    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "2 passed, 1 failed"
    assert "number      2 right      1 wrong" in result.output
    assert json.loads(out.read_text(encoding="utf-8")) == [
        {"id": "2013-0001", "passed": True, "mismatches": {}},
        {"id": "2013-0003", "passed": True, "mismatches": {}},
        {"id": "2016-UC-0167", "passed": False, "mismatches": {"number": {"expected": "6", "got": "2"}}},
    ]


def test_judge_takes_another_schedule_and_names_what_is_wrong_in_it(few: Path, tmp_path: Path) -> None:
    schedule = Path(files.__file__).parent / files.CDC
    good = CliRunner().invoke(app, ["judge", str(few), "--schedule", str(schedule)])
    assert good.output.splitlines()[-1] == "2 passed, 1 failed"
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps({"version": "1", "antigens": {"A": {"series": [{}]}}}), encoding="utf-8")
    bad = CliRunner().invoke(app, ["judge", str(few), "--schedule", str(broken)])
    assert bad.exit_code == 2
    assert "calendar/A/series 1/seriesName: is missing" in bad.output


def test_diff_names_the_changes_and_counts_the_people(few: Path, tmp_path: Path) -> None:
    data = json.loads(CALENDAR.read_text(encoding="utf-8"))
    data["antigens"]["Hib"]["series"][0]["seriesDose"][0]["age"][0]["earliestRecAge"] = "10 weeks"
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(data), encoding="utf-8")
    result = CliRunner().invoke(app, ["diff", str(CALENDAR), str(changed), "--people", str(few)])
    assert result.exit_code == 0, result.output
    assert "Hib, childhood/doses/V1/ages/1/earliest" in result.output
    assert "places that differ: 1" in result.output
    assert "of 3 people have another forecast" in result.output


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "is not JSON"),
        (b"\xff\xfe[", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"cases": []}', "a JSON list is expected, not dict"),
    ],
)
def test_judge_stops_at_a_file_that_is_no_list_of_cases(
    content: bytes, complaint: str, tmp_path: Path
) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(content)
    result = CliRunner().invoke(app, ["judge", str(path)])
    assert (result.exit_code, complaint in result.output) == (2, True)


def test_judge_takes_an_empty_list_and_says_where_it_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_bytes(b"\xef\xbb\xbf[]")
    assert CliRunner().invoke(app, ["judge", str(path)]).output == "0 passed, 0 failed\n"
    result = CliRunner().invoke(app, ["judge", str(path), "--out", str(tmp_path / "none" / "out.json")])
    assert (result.exit_code, "cannot be written" in result.output) == (2, True)


def test_judge_shows_ids_of_any_script_and_half_characters(tmp_path: Path) -> None:
    path, out = tmp_path / "cases.json", tmp_path / "out.json"
    path.write_text('[{"id": "қызылша-1"}, {"id": "\\ud800"}, 7]', encoding="utf-8")
    result = CliRunner().invoke(app, ["judge", str(path), "--out", str(out)])
    assert result.exit_code == 0
    assert "қызылша-1  case: expected readable, got dob: is missing" in result.output
    assert "case 3  case" in result.output
    assert [one["id"] for one in json.loads(out.read_text(encoding="utf-8"))] == [
        "қызылша-1",
        "\ud800",
        "case 3",
    ]


def test_diff_names_the_person_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "people.json"
    path.write_text('[{"dob": "2020-01-01", "assessment_date": "soon"}]', encoding="utf-8")
    result = CliRunner().invoke(app, ["diff", str(CALENDAR), str(CALENDAR), "--people", str(path)])
    assert (result.exit_code, "person 1: assessment_date: not a date: 'soon'" in result.output) == (2, True)
