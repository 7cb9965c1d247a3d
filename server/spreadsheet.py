"""Reads a spreadsheet that somebody sent, .xlsx or .csv, in a process of its own with little memory and time."""

import asyncio
import csv
import io
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from domain.dose_import import HEAD_WITHIN, LONGEST_CELL, MOST_ROWS, Cell, DoseImportProblem, Problem, Sheet

LARGEST_MB = 5
LARGEST_UNPACKED = 80_000_000
MOST_PARTS = 500
MOST_COLUMNS = 50
MEMORY_BYTES = 1_500_000_000
SECONDS = 30
DELIMITERS = ";\t,"
Read = dict[str, Any]


async def read(content: bytes) -> Sheet | Problem:
    """Whatever happens to the reader, the server only learns that the file cannot be read."""
    reader = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "server.spreadsheet"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(2 * SECONDS):
            answer, _ = await reader.communicate(content)
        found: Read = json.loads(answer)
    except (TimeoutError, ValueError):
        return Problem(DoseImportProblem.FILE_UNREADABLE)
    finally:
        with suppress(ProcessLookupError):
            reader.kill()
        await reader.wait()
    if "problem" in found:
        return Problem(found["problem"], found.get("facts", {}))
    return Sheet([[_cell(cell) for cell in row] for row in found["rows"]], found["from_1904"])


def _cell(value: Any) -> Cell:
    return date.fromisoformat(value["day"]) if isinstance(value, dict) else value


def rows_of(content: bytes) -> Read:
    """Text and numbers as JSON has them, days as objects. Any exception means that the file cannot be read."""
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    return {"rows": _few(csv_rows(decoded(content))), "from_1904": False}


def _few(rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """With the head and a title above it; empty rows at the end are none. Raises TooMany."""
    kept: list[Sequence[Any]] = []
    empty = 0
    for row in rows:
        if not any(cell not in (None, "") for cell in row):
            empty += 1
            continue
        kept += [[]] * empty
        empty = 0
        kept.append(list(row[:MOST_COLUMNS]))
        if len(kept) > MOST_ROWS + HEAD_WITHIN:
            raise TooMany
    return kept


class TooMany(Exception):
    """More rows than one import has."""


def decoded(content: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or the Windows table of Kazakhstan, which has 1251's letters."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    if b"\0" in content:
        raise ValueError("not a text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("kz1048")


def csv_rows(text: str) -> Iterator[list[str]]:
    """Records, so that a line break inside a cell makes no row; a line that is empty is one, as on the screen."""
    head = next((line for line in text.splitlines() if any(sign in line for sign in DELIMITERS)), "")
    delimiter = max(DELIMITERS, key=head.count)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        yield [cell[:LONGEST_CELL] for cell in row]


def _workbook(content: bytes) -> Read:
    """The first sheet that anybody sees. Sizes are looked at before anything is unpacked, and hold while it is."""
    from openpyxl import load_workbook
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        return {"problem": DoseImportProblem.FILE_TOO_LARGE, "facts": {"most": LARGEST_MB}}
    # Values that were calculated when the file was saved; a formula itself is never looked at.
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
    # What the file says of its own size may be wrong.
    sheet.reset_dimensions()
    rows = ([_plain(cell) for cell in row] for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
    return {"rows": _few(rows), "from_1904": book.epoch == CALENDAR_MAC_1904}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return {"day": f"{value:%Y-%m-%d}"}
    if isinstance(value, bool) or value is None:
        return None
    return value if isinstance(value, int | float) else str(value)[:LONGEST_CELL].replace("\0", "")


def main() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        found = rows_of(sys.stdin.buffer.read())
    except TooMany:
        found = {"problem": DoseImportProblem.TOO_MANY_ROWS, "facts": {"most": MOST_ROWS}}
    except Exception:
        found = {"problem": DoseImportProblem.FILE_UNREADABLE}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
