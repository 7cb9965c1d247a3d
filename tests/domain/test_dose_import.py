"""What a cell of a spreadsheet says, however the spreadsheet has mangled it."""

from datetime import date

import pytest

from domain.dose import DoseSource
from domain.dose_import import (
    HEADS,
    SOURCES,
    Column,
    Layout,
    Named,
    Problem,
    Vocabulary,
    layout_of,
    read_day,
    read_iin,
    read_millilitres,
    read_source,
    said,
)
from domain.language import Language
from domain.messages import message

FIFTH_OF_MARCH = date(2019, 3, 5)


@pytest.mark.parametrize(
    "cell", ["05.03.2019", "5.3.2019", "2019-03-05", "2019-03-05 00:00:00", "43529", 43529, 43529.0, FIFTH_OF_MARCH]
)
def test_a_day_is_read_as_people_and_spreadsheets_write_it(cell: object) -> None:
    assert read_day(cell) == FIFTH_OF_MARCH  # type: ignore[arg-type]


def test_a_day_counted_from_1904_is_four_years_on() -> None:
    assert read_day(43529 - 1462, from_1904=True) == FIFTH_OF_MARCH


@pytest.mark.parametrize("cell", ["31.02.2019", "2019", "05/03/2019", "05.03.19", "вчера", "2019-13-01", 7, "99999999"])
def test_what_is_no_day_is_told_and_never_guessed(cell: str | int) -> None:
    found = read_day(cell)

    assert isinstance(found, Problem)
    assert str(cell) in message(found.code, Language.RU, **found.facts)


@pytest.mark.parametrize("cell", ["010203300025", "0102 0330 0025", 10203300025, 10203300025.0, "10203300025"])
def test_an_iin_gets_back_the_zeros_that_a_number_lost(cell: str | float) -> None:
    assert read_iin(cell) == "010203300025"


def test_three_lost_zeros_come_back_too() -> None:
    assert read_iin(229500008) == "000229500008"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "IMPORT_CELL_EMPTY"),
        (None, "IMPORT_CELL_EMPTY"),
        ("1,02033E+11", "IMPORT_IIN_ROUNDED"),
        ("9.01011E+11", "IMPORT_IIN_ROUNDED"),
        ("850101100003", "IIN_CHECK_DIGIT"),
        ("85010110000", "IIN_LENGTH"),
        ("85O101100002", "IIN_NOT_DIGITS"),
        ("990140000017", "IIN_IS_A_BIN"),
    ],
)
def test_what_is_no_iin_is_told(cell: str | None, code: str) -> None:
    found = read_iin(cell)

    assert isinstance(found, Problem)
    assert found.code == code


def test_a_volume_may_have_a_comma_and_its_unit() -> None:
    assert [read_millilitres(cell) for cell in ("0,5", "0.5 мл", 0.5, None, "")] == [0.5, 0.5, 0.5, None, None]
    assert isinstance(read_millilitres("пол-литра"), Problem)


def test_a_source_is_known_in_every_language_and_empty_is_the_file_s() -> None:
    for source, words in SOURCES.items():
        assert {read_source(word.upper(), DoseSource.ABROAD) for word in (*words, source.value)} == {source}
    assert read_source(None, DoseSource.STATED_WITHOUT_PAPERS) is DoseSource.STATED_WITHOUT_PAPERS
    assert isinstance(read_source("осында салынды", DoseSource.ABROAD), Problem)


def test_a_vaccine_is_known_by_product_kind_and_code_and_never_guessed() -> None:
    words = Vocabulary(
        [("Гексаксим", Named("132", "h")), ("Общий", Named("10", "a")), ("Общий", Named("02", "b"))],
        [("АбКДС+Хиб+ВГВ+ИПВ", Named("132")), ("08", Named("08")), ("132", Named("132"))],
    )

    assert words.read(" гексаксим ") == Named("132", "h")
    assert words.read("АбКДС + Хиб + ВГВ + ИПВ") == Named("132")
    assert words.read(8) == Named("08"), "a number has no leading zero"
    assert words.read("132") == Named("132")
    for cell, code in (("Общий", "AMBIGUOUS"), ("Гексасим", "UNKNOWN"), (None, "EMPTY")):
        found = words.read(cell)
        assert isinstance(found, Problem)
        assert found.code.endswith(code)


@pytest.mark.parametrize("language", list(Language))
def test_the_head_is_known_in_every_language_below_a_title_and_in_any_order(language: Language) -> None:
    heads = [f" {HEADS[column][language][0].upper()}: " for column in reversed(Column)]

    found = layout_of([["Поликлиника № 5"], [], ["ФИО", *heads]])

    assert isinstance(found, Layout)
    assert found.head == 3
    assert [found.places[column] for column in Column] == [7, 6, 5, 4, 3, 2, 1]
    assert found.ignored == ("ФИО",)


def test_a_head_that_is_not_known_says_what_is_missing() -> None:
    found = layout_of([["ИИН", "Когда", "Вакцина"], ["010203300025", "05.03.2019", "БЦЖ"]])

    assert isinstance(found, Problem)
    assert found.facts == {"columns": "Дата прививки"}


def test_a_text_is_what_people_see() -> None:
    assert [said(cell) for cell in ("'=1+1", 5.0, None, " a ", FIFTH_OF_MARCH, "'n")] == [
        "=1+1",
        "5",
        "",
        "a",
        "05.03.2019",
        "'n",
    ]
