"""`emhana immunization`: the engine's exam, and what a new calendar changes."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.immunization.calendar import Calendar
from domain.immunization.judge import CaseResult, counts, judge
from domain.immunization.loader import load
from domain.immunization.reading import CalendarError

app = typer.Typer(help="The immunization engine: examine it, compare calendars.", no_args_is_help=True)

CASES = typer.Argument(help="Cases in the form of CDC's exam: a JSON list.", exists=True, dir_okay=False)
SCHEDULE = typer.Option(help="Another calendar file than CDC's 4.64.", exists=True, dir_okay=False)


@app.command("judge")
def judge_command(
    cases: Annotated[Path, CASES],
    schedule: Annotated[Path | None, SCHEDULE] = None,
    out: Annotated[Path | None, typer.Option(help="Write each case's result here, as JSON.")] = None,
) -> None:
    """Run the cases of an exam, compare strictly, count per field; the last line says how many passed."""
    results = judge(_json(cases), _calendar(schedule))
    if out is not None:
        out.write_text(json.dumps([_row(one) for one in results], ensure_ascii=False, indent=1), encoding="utf-8")
    for one in results:
        for field, mismatch in one.mismatches.items():
            typer.echo(f"{one.id}  {field}: expected {mismatch.expected}, got {mismatch.got}")
    for field, column in counts(results).items():
        typer.echo(f"{field:>14}  {column['right']:5} right  {column['wrong']:5} wrong")
    failed = sum(not one.passed for one in results)
    typer.echo(f"{len(results) - failed} passed, {failed} failed")


def _row(one: CaseResult) -> dict[str, Any]:
    mismatches = {field: asdict(mismatch) for field, mismatch in one.mismatches.items()}
    return {"id": one.id, "passed": one.passed, "mismatches": mismatches}


def _calendar(path: Path | None) -> Calendar:
    if path is None:
        from db.reference.immunization import cdc_calendar

        return cdc_calendar()
    try:
        return load(_json(path))
    except CalendarError as error:
        typer.echo(f"{path} is not a calendar:", err=True)
        for problem in error.problems:
            typer.echo(f"  {problem}", err=True)
        raise typer.Exit(2) from error


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        typer.echo(f"{path} is not JSON: {error}", err=True)
        raise typer.Exit(2) from error
