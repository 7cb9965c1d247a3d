"""The spreadsheet to fill in old doses: headings that will be known, and every name of a vaccine that will be."""

from io import BytesIO

from xlsxwriter import Workbook

from db.queries import dose_import as imports
from db.reference.immunization import kazakhstan_calendar
from domain.access import Action
from domain.dose_import import HEADS, MOST_ROWS, SOURCES, Column
from domain.language import Language
from resolvers.context import OperationContext
from resolvers.immunization import vaccine_name
from resolvers.workbook import defused

SHEETS = {
    Language.KK: ("Егулер", "Вакциналар", "Код", "Атауы", "Препарат"),
    Language.RU: ("Прививки", "Вакцины", "Код", "Название", "Препараты"),
    Language.EN: ("Doses", "Vaccines", "Code", "Name", "Products"),
}


async def template(context: OperationContext) -> bytes:
    """As .xlsx, its columns of the right kind, so that an IIN keeps its zeros."""
    context.viewer.must(Action.IMPORT_DOSES)
    trade_names: dict[str, list[str]] = {}
    for row in await imports.products(context.tx):
        trade_names.setdefault(row.cvx, []).append(row.trade_name)
    file, language = BytesIO(), context.language
    doses, vaccines, *heads = SHEETS[language]
    with Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, as_text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(doses)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(Column):
            # Days too are text: then nobody's settings turn 05.03 into the third of May.
            sheet.set_column(place, place, 22, as_text)
            sheet.write_string(0, place, HEADS[column][language][0], bold)
        sources = [words[list(Language).index(language)] for words in SOURCES.values()]
        last = list(Column).index(Column.SOURCE)
        sheet.data_validation(1, last, MOST_ROWS, last, {"validate": "list", "source": sources})
        names = book.add_worksheet(vaccines)
        names.set_column(0, 2, 34)
        for place, head in enumerate(heads):
            names.write_string(0, place, head, bold)
        for line, cvx in enumerate(kazakhstan_calendar().vaccines, start=1):
            told = (cvx, vaccine_name(cvx, language), ", ".join(trade_names.get(cvx, [])))
            for place, text in enumerate(told):
                names.write_string(line, place, defused(text), as_text)
    return file.getvalue()
