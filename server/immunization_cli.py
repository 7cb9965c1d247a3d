"""`emhana immunization`: the engine's exam, and what a new calendar changes."""

import asyncio
import json
import os
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.immunization.calendar import Calendar
from domain.immunization.cases import CaseError, read_case
from domain.immunization.differences import changed_people, diff
from domain.immunization.facts import DoseGiven, Person
from domain.immunization.judge import CaseResult, counts, judge
from domain.immunization.loader import load
from domain.immunization.reading import CalendarError

app = typer.Typer(help="The immunization engine: examine it, compare calendars.", no_args_is_help=True)

CALENDAR = typer.Argument(help="A calendar file.", exists=True, dir_okay=False)
PEOPLE = typer.Option(help="People and doses in the form of the exam's cases.", exists=True, dir_okay=False)
HERE = typer.Option("--here", help="Count the people of this installation.")
CASES = typer.Argument(help="Cases in the form of CDC's exam: a JSON list.", exists=True, dir_okay=False)
SCHEDULE = typer.Option(help="Another calendar file than CDC's 4.64.", exists=True, dir_okay=False)


@app.command("judge")
def judge_command(
    cases: Annotated[Path, CASES],
    schedule: Annotated[Path | None, SCHEDULE] = None,
    out: Annotated[Path | None, typer.Option(help="Write each case's result here, as JSON.")] = None,
) -> None:
    """Run the cases of an exam, compare strictly, count per field; the last line says how many passed.

    A case that cannot be read fails and says where it is wrong. The exit code is 0 when every case was judged,
    whatever it got, and 2 when a file cannot be read or written.
    """
    results = judge(_list(cases), _calendar(schedule))
    if out is not None:
        _write(out, json.dumps([_row(one) for one in results], ensure_ascii=False, indent=1))
    for one in results:
        for field, mismatch in one.mismatches.items():
            _say(f"{one.id}  {field}: expected {mismatch.expected}, got {mismatch.got}")
    for field, column in counts(results).items():
        _say(f"{field:>14}  {column['right']:5} right  {column['wrong']:5} wrong")
    failed = sum(not one.passed for one in results)
    _say(f"{len(results) - failed} passed, {failed} failed")


@app.command("diff")
def diff_command(
    before: Annotated[Path, CALENDAR],
    after: Annotated[Path, CALENDAR],
    people: Annotated[Path | None, PEOPLE] = None,
    here: Annotated[bool, HERE] = False,
) -> None:
    """What a new calendar changes, place by place; with people, for how many of them the forecast changes.

    With `--here` they are those of this installation, as of today, read and not written.
    """
    old, new = _calendar(before), _calendar(after)
    differences = diff(old, new)
    for one in differences:
        typer.echo(f"{one.place}: {one.before} → {one.after}")
    typer.echo(f"places that differ: {len(differences)}")
    if here:
        _changes(*asyncio.run(_of_here(old, new)))
    if people is None:
        return
    rows = [_person(case, number) for number, case in enumerate(_list(people), 1)]
    changed: Counter[str] = Counter()
    count = 0
    for person, doses, on in rows:
        for change in changed_people([(person, doses)], old, new, on):
            count += 1
            changed.update(change.groups)
    _changes(changed, count, len(rows))


async def _of_here(old: Calendar, new: Calendar) -> tuple[Counter[str], int, int]:
    from db.database import Database
    from server.immunization_planning import changes, today
    from server.installed import installed_database
    from server.settings import settings_from

    changed: Counter[str] = Counter()
    count = total = 0
    with installed_database(settings_from(os.environ)) as ready:
        database = Database(ready.database_url)
        async for some, found in changes(database, old, new, today()):
            total, count = total + some, count + len(found)
            changed.update(group for one in found for group in one.groups)
        await database.dispose()
    return changed, count, total


def _changes(changed: Counter[str], count: int, total: int) -> None:
    for group, number in changed.most_common():
        typer.echo(f"{group:>28}  {number:6} people")
    typer.echo(f"{count} of {total} people have another forecast")


def _row(one: CaseResult) -> dict[str, Any]:
    mismatches = {field: asdict(mismatch) for field, mismatch in one.mismatches.items()}
    return {"id": one.id, "passed": one.passed, "mismatches": mismatches}


def _person(case: Any, number: int) -> tuple[Person, list[DoseGiven], date]:
    try:
        return read_case(case)
    except CaseError as error:
        raise _stop(f"person {number}: {error}") from error


def _calendar(path: Path | None) -> Calendar:
    if path is None:
        from db.reference.immunization import cdc_calendar

        return cdc_calendar()
    try:
        return load(_json(path))
    except CalendarError as error:
        raise _stop(f"{path} is not a calendar:", *(f"  {problem}" for problem in error.problems)) from error


def _list(path: Path) -> list[Any]:
    found = _json(path)
    if not isinstance(found, list):
        raise _stop(f"{path}: a JSON list is expected, not {type(found).__name__}")
    return found


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _stop(f"{path} is not JSON: {error}") from error


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise _stop(f"{path} cannot be written: {error.strerror}") from error


def _say(line: str, err: bool = False) -> None:
    """What no terminal can show (half a character out of a file) is shown by its number."""
    typer.echo(line.encode("utf-8", "backslashreplace").decode("utf-8"), err=err)


def _stop(*lines: str) -> typer.Exit:
    for line in lines:
        _say(line, err=True)
    return typer.Exit(2)
