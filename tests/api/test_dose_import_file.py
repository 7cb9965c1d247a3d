"""Old doses from real files, good and broken: how they are read, and what is told of them."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from domain.access import Role
from domain.language import Language
from domain.messages import message
from tests.api.door import Door
from tests.api.dose_file import (
    HEAD,
    TODAY,
    UPLOAD,
    applied,
    child,
    codes,
    csv,
    recorded,
    rows_of,
    send,
    uploaded,
    xlsx,
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
async def test_text_is_read_in_every_table_and_with_every_sign_between(
    door: Door, encoding: str, delimiter: str
) -> None:
    one = await child(door.town)
    line = [one.iin, "05.03.2019", "Гексаксим", "A-1", "0.5", "Роддом № 2", "за рубежом"]

    file = await uploaded(door, csv([HEAD, line], delimiter, encoding))
    await applied(door.town, file)

    (row,) = await recorded(door.town, one)
    assert (row.cvx, row.given_on, row.series, row.dose_ml, row.place, row.source) == (
        "132",
        date(2019, 3, 5),
        "A-1",
        0.5,
        "Роддом № 2",
        "ABROAD",
    )
    assert (file.file_name, row.import_id, row.clinic_id) == ("прив.csv", file.id, door.town.here.clinic.id)
    (product,) = await door.town.all("select trade_name from vaccine where id = :id", id=row.vaccine_id)
    assert product.trade_name == "Гексаксим"


async def test_a_workbook_is_read_whatever_its_cells_are(door: Door) -> None:
    zero = await child(door.town, 7, birth_date=date(2003, 2, 1))
    assert zero.iin is not None
    assert zero.iin.startswith("03")
    as_day = datetime(2019, 3, 5, tzinfo=UTC).replace(tzinfo=None)
    lines = [
        [int(zero.iin), as_day, "БЦЖ", "K-7", 0.05],
        [zero.iin, 43529 + 100, 8, None, None],
        [float(zero.iin), "2019-09-01", "АКДС", None, "0,5"],
    ]

    file = await uploaded(door, xlsx([["Поликлиника № 5"], [], HEAD, *lines]))

    rows = await rows_of(door, file)
    assert [(number, row.state, row.cvx, row.given_on, row.dose_ml) for number, row in rows.items()] == [
        (4, "READY", "19", date(2019, 3, 5), 0.05),
        (5, "READY", "08", date(2019, 6, 13), None),
        (6, "READY", "01", date(2019, 9, 1), 0.5),
    ]
    assert {row.patient_id for row in rows.values()} == {zero.id}


async def test_a_workbook_of_1904_counts_its_days_from_there(door: Door) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    one = await child(door.town)
    content = xlsx([HEAD, [one.iin, 43529 - 1462, "БЦЖ"]], epoch=CALENDAR_MAC_1904)

    (row,) = (await rows_of(door, await uploaded(door, content))).values()

    assert row.given_on == date(2019, 3, 5)


async def test_everything_that_is_wrong_is_told_at_once_with_the_spreadsheet_s_own_numbers(door: Door) -> None:
    one, other = await child(door.town), await child(door.town, of=door.town.there, serial=2)
    gone = await child(door.town, 3, deceased_on=date(2020, 1, 1))
    lines = [
        [one.iin, "05.03.2019", "БЦЖ"],
        [],
        ["85O101100002", "вчера", "Гексасим", "", "много", "", "слухи"],
        [other.iin, "05.03.2019", "БЦЖ"],
        [one.iin, "01.01.2019", "БЦЖ"],
        [gone.iin, "05.03.2021", "БЦЖ"],
        [one.iin, f"{TODAY + timedelta(days=2):%d.%m.%Y}", "БЦЖ"],
        ["", "", "", "x" * 600],
        [one.iin, "05.03.2019", "19"],
        [one.iin, "06.03.2019", "БЦЖ", "многострочная\nсерия".replace("\n", " "), "11"],
    ]

    file = await uploaded(door, csv([HEAD, *lines]))

    rows = await rows_of(door, file)
    assert {number: codes(row) for number, row in rows.items()} == {
        2: [],
        4: [
            ("IIN", "IIN_NOT_DIGITS"),
            ("DAY", "IMPORT_DAY_UNREADABLE"),
            ("VACCINE", "IMPORT_VACCINE_UNKNOWN"),
            ("MILLILITRES", "IMPORT_NUMBER_UNREADABLE"),
            ("SOURCE", "IMPORT_SOURCE_UNKNOWN"),
        ],
        5: [("IIN", "IMPORT_PERSON_NOT_HERE")],
        6: [("DAY", "GIVEN_BEFORE_BIRTH")],
        7: [("DAY", "PATIENT_DECEASED")],
        8: [("DAY", "GIVEN_IN_FUTURE")],
        9: [
            ("IIN", "IMPORT_CELL_EMPTY"),
            ("DAY", "IMPORT_CELL_EMPTY"),
            ("VACCINE", "IMPORT_CELL_EMPTY"),
        ],
        10: [(None, "IMPORT_REPEATED")],
        11: [("MILLILITRES", "NUMBER_OUT_OF_RANGE")],
    }
    assert rows[10].problems[0]["facts"] == {"row": 2}
    assert rows[4].cells == {
        "IIN": "85O101100002",
        "DAY": "вчера",
        "VACCINE": "Гексасим",
        "MILLILITRES": "много",
        "SOURCE": "слухи",
    }
    for language in Language:
        for row in rows.values():
            for one_problem in row.problems:
                said = message(one_problem["code"], language, **one_problem["facts"])
                assert "{" not in said
    assert await recorded(door.town, one) == [], "a look records nothing"


async def test_merged_cells_are_told_as_empty_ones_that_must_be_split(door: Door) -> None:
    one = await child(door.town)
    content = xlsx(
        [HEAD, [one.iin, "05.03.2019", "БЦЖ"], [None, "05.05.2019", "Гексаксим"]], merged=["A2:A3"]
    )

    rows = await rows_of(door, await uploaded(door, content))

    assert [codes(row) for row in rows.values()] == [[], [("IIN", "IMPORT_CELL_EMPTY")]]
    assert "объединены" in message("IMPORT_CELL_EMPTY", Language.RU)


async def test_a_line_break_in_a_cell_moves_no_row(door: Door) -> None:
    one = await child(door.town)
    content = (
        f'ИИН;Дата прививки;Вакцина;Где сделана\r\n{one.iin};05.03.2019;БЦЖ;"дом\r\n5"\r\n;;;\r\n123;05.03.2019;БЦЖ;\r\n'
    ).encode()

    rows = await rows_of(door, await uploaded(door, content))

    assert [(number, codes(row)) for number, row in rows.items()] == [(2, []), (4, [("IIN", "IIN_LENGTH")])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "IMPORT_HEAD_UNKNOWN"),
        (csv([["Кто", "Когда", "Что"], ["850101100002", "05.03.2019", "БЦЖ"]]), "IMPORT_HEAD_UNKNOWN"),
        (csv([HEAD]), "IMPORT_FILE_EMPTY"),
        (b"PK\x03\x04 and then nothing of a workbook", "IMPORT_FILE_UNREADABLE"),
        (b"%PDF-1.7\x00\x01\x02", "IMPORT_FILE_UNREADABLE"),
        ('ИИН;Дата;Вакцина\n"never closed;1;2'.encode(), "IMPORT_FILE_UNREADABLE"),
        (xlsx([["Лист", "пуст"]]), "IMPORT_HEAD_UNKNOWN"),
        (csv([HEAD, *[["850101100002", "05.03.2019", "БЦЖ"]] * 10_001]), "IMPORT_TOO_MANY_ROWS"),
    ],
)
@pytest.mark.parametrize("language", ["kk", "en"])
async def test_a_file_that_is_none_is_told_in_the_reader_s_language(
    door: Door, content: bytes, code: str, language: str
) -> None:
    answer = await send(door, content, headers={"Accept-Language": language})

    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == code
    said = answer.json()["message"]
    assert ("The" in said) == (language == "en")
    assert await door.town.all("select 1 from dose_import") == []


@pytest.mark.parametrize("language", list(Language))
async def test_the_template_is_understood_when_it_comes_back(door: Door, language: Language) -> None:
    one = await child(door.town)
    answer = await door.get(f"{UPLOAD}/template", Role.NURSE, **{"Accept-Language": str(language)})
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    sheet, names = book.worksheets
    assert len(list(names.rows)) > 30
    for at, value in enumerate([one.iin, "05.03.2019", names.cell(2, 2).value], start=1):
        sheet.cell(2, at, value)
    file = io.BytesIO()
    book.save(file)

    (row,) = (await rows_of(door, await uploaded(door, file.getvalue()))).values()

    assert (row.state, codes(row)) == ("READY", [])
