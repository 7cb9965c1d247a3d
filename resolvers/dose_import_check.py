"""A file of old doses looked at row by row: everything that is wrong with it at once, and nothing recorded yet."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from db.queries import dose_import as imports
from db.reference.immunization import kazakhstan_calendar
from db.tables import Patient, Vaccine
from domain.dose import DoseSource
from domain.dose_import import (
    Cell,
    Column,
    DoseImportProblem,
    DoseImportRowState,
    Layout,
    Named,
    Problem,
    Sheet,
    Vocabulary,
    read_day,
    read_iin,
    read_millilitres,
    read_source,
    said,
    shown,
)
from resolvers.context import OperationContext
from resolvers.dose_input import dose_problems

READY, DUPLICATE, WRONG, *_ = DoseImportRowState
AT_A_TIME = 100
# Which column a field of a dose stands in.
COLUMNS = {
    "givenOn": Column.DAY,
    "doseMl": Column.MILLILITRES,
    "series": Column.SERIES,
    "place": Column.PLACE,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A dose as a file says it: of no lot of ours. Ten thousand of these cost what a hundred rows would."""

    given_on: date
    source: DoseSource
    dose_ml: float | None
    lot_id: UUID | None = None


@dataclass(slots=True)
class Line:
    """A row of the file: what it says so far, and what is wrong with it."""

    number: int
    cells: Mapping[Column, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    state: DoseImportRowState = READY

    def take(self, name: str, column: Column, read: Any) -> None:
        """A value, or the problem of its cell."""
        if isinstance(read, Problem):
            self.blame(column, read.code, read.facts)
        else:
            self.values[name] = read

    def blame(
        self,
        column: Column | None,
        code: str,
        facts: Mapping[str, Any],
        state: DoseImportRowState = WRONG,
    ) -> None:
        kept = {name: str(fact) if isinstance(fact, date) else fact for name, fact in facts.items()}
        self.problems.append({"column": column, "code": code, "facts": kept})
        self.state = state


async def checked(
    context: OperationContext, sheet: Sheet, layout: Layout, source: DoseSource
) -> list[dict[str, Any]]:
    """The rows to store, in the file's order."""
    words = vocabulary(await imports.products(context.tx))
    lines = [_read(line, sheet, words, source) async for line in _slowly(_lines(sheet, layout))]
    people = await imports.people_of(context.tx, {line.values["iin"] for line in lines if "iin" in line.values})
    async for line in _slowly(lines):
        _match(line, people, context.today)
    there = await imports.on_record(context.tx, {one.id for one in people.values()})
    _tell_repeated(lines, there)
    context.audit.showed(line.values.get("patient_id") for line in lines)
    return [_stored(line) async for line in _slowly(lines)]


async def _slowly(lines: Iterable[Line]) -> AsyncIterator[Line]:
    """So that nobody else waits for ten thousand rows."""
    for count, line in enumerate(lines):
        if count % AT_A_TIME == 0:
            await asyncio.sleep(0)
        yield line


def vocabulary(products: Sequence[Vaccine]) -> Vocabulary:
    """Trade names lead to the product; every other name and the code to the kind."""
    kinds: list[tuple[str, Named]] = []
    for cvx, vaccine in kazakhstan_calendar().vaccines.items():
        names = {cvx, vaccine.name, *vaccine.names.values()}
        kinds += [(name, Named(cvx)) for name in names]
    for row in products:
        kinds += [(name, Named(row.cvx)) for name in (row.name_kk, row.name_ru, row.name_en)]
    return Vocabulary([(row.trade_name, Named(row.cvx, row.id)) for row in products], kinds)


def _lines(sheet: Sheet, layout: Layout) -> Iterator[Line]:
    """Rows below the head; an empty one is only passed over, so that the others keep their numbers."""
    for number, row in enumerate(sheet.rows[layout.head :], start=layout.head + 1):
        if any(said(cell) for cell in row):
            cells = {column: row[at] for column, at in layout.places.items() if at < len(row)}
            yield Line(number, cells)


def _read(line: Line, sheet: Sheet, words: Vocabulary, source: DoseSource) -> Line:
    cells = line.cells
    line.take("iin", Column.IIN, read_iin(cells.get(Column.IIN)))
    line.take("given_on", Column.DAY, read_day(cells.get(Column.DAY), sheet.from_1904))
    line.take("vaccine", Column.VACCINE, words.read(cells.get(Column.VACCINE)))
    line.take("dose_ml", Column.MILLILITRES, read_millilitres(cells.get(Column.MILLILITRES)))
    line.take("source", Column.SOURCE, read_source(cells.get(Column.SOURCE), source))
    for name, column in (("series", Column.SERIES), ("place", Column.PLACE)):
        line.values[name] = said(cells.get(column)) or None
    return line


def _match(line: Line, people: Mapping[str, Patient], today: date) -> None:
    """Whose dose it is, and whether it can be theirs at all."""
    if "iin" not in line.values:
        return
    person = people.get(line.values["iin"])
    if person is None:
        line.blame(Column.IIN, DoseImportProblem.PERSON_NOT_HERE, {})
        return
    line.values["patient_id"] = person.id
    if "given_on" not in line.values:
        return
    source = line.values.get("source") or DoseSource.RECORDED_FROM_PAPER
    dose = Written(line.values["given_on"], source, line.values.get("dose_ml"))
    for problem in dose_problems(dose, line.values, person, today):
        line.blame(COLUMNS.get(problem.path[0]), problem.code, problem.facts)


def _tell_repeated(lines: Sequence[Line], there: set[tuple[UUID, date, str]]) -> None:
    """A dose is recorded once, however often the file says it, and not again when it is on record."""
    seen: dict[tuple[UUID, date, str], int] = {}
    for line in lines:
        if line.state is not READY:
            continue
        key = (line.values["patient_id"], line.values["given_on"], line.values["vaccine"].cvx)
        if key in there:
            line.blame(None, DoseImportProblem.ON_RECORD, {}, DUPLICATE)
        elif key in seen:
            line.blame(None, DoseImportProblem.REPEATED, {"row": seen[key]}, DUPLICATE)
        else:
            seen[key] = line.number


def _stored(line: Line) -> dict[str, Any]:
    values, named = line.values, line.values.get("vaccine")
    return {
        "number": line.number,
        "state": line.state,
        "patient_id": values.get("patient_id"),
        "cvx": named.cvx if named else None,
        "vaccine_id": named.vaccine_id if named else None,
        "problems": line.problems,
        "cells": {column.value: shown(said(cell)) for column, cell in line.cells.items() if said(cell)},
        **{name: values.get(name) for name in ("given_on", "series", "dose_ml", "place", "source")},
    }
