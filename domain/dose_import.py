"""Old doses from a spreadsheet: what its columns are called and a cell says; a cell is an answer or a problem."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from domain.dose import DoseSource
from domain.iin import IdentityNumberProblem, bare_number, parse_iin
from domain.language import Language

MOST_ROWS = 10_000
HEAD_WITHIN = 10
LONGEST_CELL = 500

Cell = str | int | float | date | None
"""As a reader of files gives it: text, a number, or a day where the file says that it is one."""


class DoseImportState(StrEnum):
    CHECKED = "CHECKED"
    APPLIED = "APPLIED"
    UNDONE = "UNDONE"


class DoseImportRowState(StrEnum):
    """`LEFT`: undone without it, for somebody has changed or used the dose since."""

    READY = "READY"
    DUPLICATE = "DUPLICATE"
    WRONG = "WRONG"
    IMPORTED = "IMPORTED"
    UNDONE = "UNDONE"
    LEFT = "LEFT"


class DoseImportProblem(StrEnum):
    """What can be wrong with a file or a row; words in domain/messages_of_imports.py."""

    FILE_UNREADABLE = "IMPORT_FILE_UNREADABLE"
    FILE_TOO_LARGE = "IMPORT_FILE_TOO_LARGE"
    FILE_EMPTY = "IMPORT_FILE_EMPTY"
    HEAD_UNKNOWN = "IMPORT_HEAD_UNKNOWN"
    TOO_MANY_ROWS = "IMPORT_TOO_MANY_ROWS"
    EMPTY = "IMPORT_CELL_EMPTY"
    IIN_ROUNDED = "IMPORT_IIN_ROUNDED"
    PERSON_NOT_HERE = "IMPORT_PERSON_NOT_HERE"
    DAY_UNREADABLE = "IMPORT_DAY_UNREADABLE"
    VACCINE_UNKNOWN = "IMPORT_VACCINE_UNKNOWN"
    VACCINE_AMBIGUOUS = "IMPORT_VACCINE_AMBIGUOUS"
    NUMBER_UNREADABLE = "IMPORT_NUMBER_UNREADABLE"
    SOURCE_UNKNOWN = "IMPORT_SOURCE_UNKNOWN"
    REPEATED = "IMPORT_REPEATED"
    ON_RECORD = "IMPORT_ON_RECORD"


class Column(StrEnum):
    IIN = "IIN"
    DAY = "DAY"
    VACCINE = "VACCINE"
    SERIES = "SERIES"
    MILLILITRES = "MILLILITRES"
    PLACE = "PLACE"
    SOURCE = "SOURCE"


NEEDED = (Column.IIN, Column.DAY, Column.VACCINE)
# The first of each language is what the template says.
HEADS: Mapping[Column, Mapping[Language, tuple[str, ...]]] = {
    Column.IIN: {Language.KK: ("ЖСН",), Language.RU: ("ИИН",), Language.EN: ("IIN",)},
    Column.DAY: {
        Language.KK: ("Егу күні", "Күні"),
        Language.RU: ("Дата прививки", "Дата", "Дата вакцинации"),
        Language.EN: ("Date given", "Date", "Given on"),
    },
    Column.VACCINE: {
        Language.KK: ("Вакцина", "Препарат"),
        Language.RU: ("Вакцина", "Препарат", "Прививка", "Название вакцины"),
        Language.EN: ("Vaccine", "Product"),
    },
    Column.SERIES: {
        Language.KK: ("Сериясы", "Серия"),
        Language.RU: ("Серия", "Номер серии"),
        Language.EN: ("Series", "Lot"),
    },
    Column.MILLILITRES: {
        Language.KK: ("Мөлшері, мл", "Мөлшері"),
        Language.RU: ("Доза, мл", "Доза"),
        Language.EN: ("Dose, ml", "Dose"),
    },
    Column.PLACE: {
        Language.KK: ("Қайда егілген", "Орны"),
        Language.RU: ("Где сделана", "Место"),
        Language.EN: ("Where given", "Place"),
    },
    Column.SOURCE: {Language.KK: ("Негізі",), Language.RU: ("Основание",), Language.EN: ("Source",)},
}
SOURCES: Mapping[DoseSource, tuple[str, str, str]] = {
    DoseSource.RECORDED_FROM_PAPER: ("қағаздан", "с бумаги", "from a paper"),
    DoseSource.ABROAD: ("шетелде", "за рубежом", "abroad"),
    DoseSource.STATED_WITHOUT_PAPERS: ("құжатсыз", "без документов", "without papers"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell; `facts` fill its words."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as read: its rows from the first on, empty ones too, so that a row's place is its number less one."""

    rows: Sequence[Sequence[Cell]]
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns stand; the data begins below row `head`, counted from one."""

    head: int
    places: Mapping[Column, int]
    ignored: tuple[str, ...]


def plain(text: str) -> str:
    """As names are compared: without case, accents of typing, or spaces around signs."""
    return re.sub(r"\s*([+,.()/-])\s*", r"\1", re.sub(r"\s+", " ", text.casefold().replace("ё", "е"))).strip(" .:*'")


_COLUMN_OF = {
    plain(name): column for column, spoken in HEADS.items() for names in spoken.values() for name in names
}


def layout_of(rows: Sequence[Sequence[Cell]]) -> Layout | Problem:
    """The first row that names all that is needed; a title may stand above it."""
    best: tuple[Column, ...] = ()
    for number, row in enumerate(rows[:HEAD_WITHIN], start=1):
        heads = [plain(said(cell)) for cell in row]
        places = {_COLUMN_OF[name]: at for at, name in reversed([*enumerate(heads)]) if name in _COLUMN_OF}
        if all(column in places for column in NEEDED):
            taken = set(places.values())
            ignored = [said(cell) for at, cell in enumerate(row) if at not in taken and said(cell)]
            return Layout(number, places, tuple(ignored))
        best = max(best, tuple(places), key=len)
    missing = ", ".join(HEADS[column][Language.RU][0] for column in NEEDED if column not in best)
    return Problem(DoseImportProblem.HEAD_UNKNOWN, {"columns": missing})


def said(cell: Cell) -> str:
    """A cell as people see it; a spreadsheet's apostrophe before a formula's sign is none of the text."""
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    text = "" if cell is None else re.sub(r"\s*[\r\n]\s*", " ", str(cell).strip())
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def read_iin(cell: Cell) -> str | Problem:
    """Twelve digits. Zeros that a number lost in front are put back where the check digit agrees."""
    text = bare_number(said(cell))
    if not text:
        return Problem(DoseImportProblem.EMPTY)
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+", text):
        return Problem(DoseImportProblem.IIN_ROUNDED)
    whole = text.zfill(12) if re.fullmatch(r"[0-9]{8,11}", text) else text
    found = parse_iin(whole)
    if not isinstance(found, IdentityNumberProblem):
        return found.number
    return Problem(found.code if whole == text else parse_short(text))


def parse_short(text: str) -> str:
    """The code of what is wrong with a number that is too short for an IIN."""
    found = parse_iin(text)
    assert isinstance(found, IdentityNumberProblem), "too short to be one"
    return found.code


def read_day(cell: Cell, from_1904: bool = False) -> date | Problem:
    """A day of the file's own, 05.03.2019, 2019-03-05, or the number by which spreadsheets count days."""
    if isinstance(cell, date):
        return cell
    text = said(cell)
    if not text:
        return Problem(DoseImportProblem.EMPTY)
    written = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: г\.?)?", text)
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", text)
    try:
        if written:
            day, month, year = map(int, written.groups())
            return date(year, month, day)
        if iso:
            return date(*map(int, iso.groups()))
        # From 1954 to 2064, so that neither a year nor an age is taken for a day.
        if re.fullmatch(r"[2-5][0-9]{4}", text):
            return (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)) + timedelta(days=int(text))
    except ValueError:
        pass
    return Problem(DoseImportProblem.DAY_UNREADABLE, {"text": shown(text)})


def read_millilitres(cell: Cell) -> float | Problem | None:
    """A dose's volume as people write it, 0,5 мл for one; null when the cell is empty."""
    text = said(cell).removesuffix("мл").removesuffix("ml").strip().replace(",", ".")
    if not text:
        return None
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", text):
        return float(text)
    return Problem(DoseImportProblem.NUMBER_UNREADABLE, {"text": shown(text)})


_SOURCE_OF = {plain(word): source for source, words in SOURCES.items() for word in (*words, source.value)}


def read_source(cell: Cell, otherwise: DoseSource) -> DoseSource | Problem:
    """What the row rests on; `otherwise` where it does not say."""
    text = said(cell)
    if not text:
        return otherwise
    known = _SOURCE_OF.get(plain(text))
    return known or Problem(DoseImportProblem.SOURCE_UNKNOWN, {"text": shown(text)})


def shown(text: str) -> str:
    """As much of a cell as a sentence can bear, without signs that do not print."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:60])


@dataclass(frozen=True, slots=True)
class Named:
    """A vaccine as a file may name it: the calendar's code, and the product where a trade name was written."""

    cvx: str
    vaccine_id: Any = None


class Vocabulary:
    """Every name by which a vaccine is known: trade names first, then names of kinds, then codes."""

    def __init__(self, products: Iterable[tuple[str, Named]], kinds: Iterable[tuple[str, Named]]) -> None:
        self._names: list[dict[str, set[Named]]] = []
        for names in (products, kinds):
            known: dict[str, set[Named]] = {}
            for name, named in names:
                known.setdefault(plain(name), set()).add(named)
            self._names.append(known)

    def read(self, cell: Cell) -> Named | Problem:
        text = said(cell)
        if not text:
            return Problem(DoseImportProblem.EMPTY)
        # A code that was taken for a number has lost its zero.
        wanted = plain(text.zfill(2) if text.isdecimal() else text)
        for known in self._names:
            found = known.get(wanted, set())
            if len({named.cvx for named in found}) > 1:
                return Problem(DoseImportProblem.VACCINE_AMBIGUOUS, {"text": shown(text)})
            if found:
                return next(iter(found)) if len(found) == 1 else Named(next(iter(found)).cvx)
        return Problem(DoseImportProblem.VACCINE_UNKNOWN, {"text": shown(text)})
