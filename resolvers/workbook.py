"""A worksheet that opens right everywhere: text stays text, dates are dates, formulas can't run."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from domain.export_words import head, row_count, yes_or_no
from domain.language import Language

DEFUSED = ("=", "+", "-", "@", "\t", "\r")


def written(columns: Sequence[str], rows: Iterable[Sequence[Any]], language: Language) -> tuple[bytes, int]:
    """The xlsx file and the number of its rows, which stands under them too."""
    file = BytesIO()
    count = 0
    with Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Emhana")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, 18)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, head(column, language), bold)
        for count, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                _write(sheet, count, place, value, day, language)
        sheet.write_string(count + 2, 0, row_count(count, language), bold)
    return file.getvalue(), count


def _write(sheet: Any, line: int, place: int, value: Any, day: Any, language: Language) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(line, place, yes_or_no(value, language))
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, day)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value)
    else:
        sheet.write_string(line, place, defused(str(value)))


def defused(text: str) -> str:
    """A cell that a spreadsheet would take for a formula gets an apostrophe in front, also after a copy to CSV."""
    return f"'{text}" if text.startswith(DEFUSED) and not text[1:].strip().isdigit() else text
