"""Old doses from real files, good and broken: looked at first, recorded as a whole, undone as a whole."""

import asyncio
import io
import zipfile
from collections.abc import Mapping
from csv import writer
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import text

from db.tables import DoseImport, Patient
from db.tidying import tidy
from domain.access import SYSTEM, Role
from domain.dose import DoseSource
from domain.iin import make_iin
from domain.language import Language
from domain.messages import message
from domain.people import Sex
from domain.refusal import RefusalCode
from resolvers import adverse_event, dose_import
from resolvers import dose as doses
from resolvers.ids import read_global_id
from resolvers.refusals import StaleVersion
from tests.api import town as towns
from tests.api.door import Door
from tests.api.test_dose import due_of
from tests.api.town import Town

TODAY = towns.today()
BORN = date(2019, 1, 2)
HEAD = ["ИИН", "Дата прививки", "Вакцина", "Серия", "Доза, мл", "Где сделана", "Основание"]
UPLOAD = "/files/dose-imports"
Rows = list[Any]


async def child(town: Town, serial: int = 1, **details: Any) -> Patient:
    """Born in the first days of 2019, so that the IIN begins with neither zero; `serial` makes them different."""
    born = details.pop("birth_date", BORN)
    return await town.person(
        details.pop("of", town.here), birth_date=born, iin=make_iin(born, Sex.MALE, serial), **details
    )


def csv(rows: Rows, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    written = io.StringIO(newline="")
    writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def xlsx(rows: Rows, **more: Any) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for cells in more.get("merged", ()):
        sheet.merge_cells(cells)
    if "epoch" in more:
        book.epoch = more["epoch"]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def send(
    door: Door,
    content: bytes,
    role: Role | None = Role.NURSE,
    source: str = "",
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    from tests.contract.protocol.conftest import token_for

    door.client.cookies.clear()
    account = door.town.here.accounts[role].id if role else None
    cookie = {"Cookie": f"emhana={await token_for(door.urls, account)}"} if account else {}
    given = {"X-Emhana-Client": "web", "X-File-Name": "%D0%BF%D1%80%D0%B8%D0%B2.csv", **cookie, **(headers or {})}
    return await door.client.post(f"{UPLOAD}?source={source}", content=content, headers=given)


async def uploaded(door: Door, content: bytes, **more: Any) -> DoseImport:
    answer = await send(door, content, **more)
    assert answer.status_code == 200, answer.text
    name, key = read_global_id(answer.json()["id"])
    assert name == "DoseImport"
    (row,) = await door.town.all("select * from dose_import where id = :id", id=key)
    return row  # type: ignore[no-any-return]


async def rows_of(door: Door, file: Any) -> dict[int, Any]:
    rows = await door.town.all("select * from dose_import_row where import_id = :id order by number", id=file.id)
    return {row.number: row for row in rows}


def codes(row: Any) -> list[tuple[str | None, str]]:
    return [(one["column"], one["code"]) for one in row.problems]


async def act(town: Town, what: Any, given: dict[str, Any], role: Role = Role.NURSE) -> Any:
    async with town.operation(town.here.viewer(role)) as context:
        return await what(context, given)


async def applied(town: Town, file: Any, **more: Any) -> DoseImport:
    row = await act(town, dose_import.apply, {"import_id": file.id, "version": 1, **more})
    assert isinstance(row, DoseImport), row
    return row


async def recorded(town: Town, patient: Patient) -> list[Any]:
    return await town.all("select * from dose where patient_id = :id order by given_on, cvx", id=patient.id)


# --- Files as clinics have them ---


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


# --- All that is wrong at once ---


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


# --- Hostile ones ---


def bomb() -> bytes:
    """A workbook of a few kilobytes that unpacks to 200 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([HEAD]))) as whole, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for part in whole.infolist():
            made.writestr(part, whole.read(part))
        made.writestr("xl/sharedStrings2.xml", b" " * 200_000_000)
    return file.getvalue()


async def test_a_bomb_is_weighed_and_not_unpacked(door: Door) -> None:
    content = bomb()
    assert len(content) < 1_000_000

    answer = await send(door, content)

    assert (answer.status_code, answer.json()["code"]) == (422, "IMPORT_FILE_TOO_LARGE")


async def test_entities_that_grow_are_not_followed(door: Door) -> None:
    grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    evil = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{grow}]><worksheet><sheetData>&e11;</sheetData></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([HEAD]))) as whole, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for part in whole.infolist():
            content = whole.read(part) if part.filename != "xl/worksheets/sheet1.xml" else evil.encode()
            made.writestr(part.filename, content)

    answer = await send(door, file.getvalue())

    assert answer.status_code == 422
    assert answer.json()["code"] in {"IMPORT_FILE_UNREADABLE", "IMPORT_HEAD_UNKNOWN"}


async def test_the_door_is_as_narrow_as_that_of_graphql(door: Door) -> None:
    content = csv([HEAD])

    codes_of = [
        (await send(door, content, None)).status_code,
        (await send(door, content, Role.REGISTRAR)).status_code,
        (await send(door, content, headers={"X-Emhana-Client": ""})).status_code,
        (await send(door, content, headers={"Origin": "https://elsewhere.example"})).status_code,
        (await send(door, content, headers={"Sec-Fetch-Site": "cross-site"})).status_code,
        (await send(door, b"x" * 5_000_001)).status_code,
    ]

    assert codes_of == [401, 403, 403, 403, 403, 413]
    events = await door.town.all("select outcome from access_event where operation = 'uploadDoseImport'")
    assert [one.outcome for one in events] == ["FORBIDDEN"]


async def test_what_looks_like_a_formula_is_a_text_here_and_in_every_export(door: Door) -> None:
    one = await child(door.town)
    evil = '=HYPERLINK("http://evil.example","x")'

    content = xlsx([HEAD, [one.iin, "05.03.2019", "БЦЖ", "'" + evil, None, "@SUM(1)"]])
    await applied(door.town, await uploaded(door, content))
    formula = xlsx([HEAD, [one.iin, "06.03.2019", "БЦЖ", evil]])
    (row,) = (await rows_of(door, await uploaded(door, formula))).values()

    (dose,) = await recorded(door.town, one)
    assert (dose.series, dose.place) == (evil, "@SUM(1)")
    assert row.series is None, "a formula that was never calculated has no value, and is not calculated here"


# --- Applying and undoing ---


async def two_children(door: Door) -> tuple[Patient, Patient, Any]:
    one, other = await child(door.town), await child(door.town, 2)
    lines = [[one.iin, "05.03.2019", "БЦЖ"], [one.iin, "05.05.2019", "Гексаксим"], [other.iin, "06.03.2019", "БЦЖ"]]
    return one, other, await uploaded(door, csv([HEAD, *lines]), source="STATED_WITHOUT_PAPERS")


async def test_applying_records_every_row_with_where_it_came_from_and_plans_anew(door: Door) -> None:
    one, other, file = await two_children(door)
    assert "BCG" not in await due_of(door.town, one)

    row = await applied(door.town, file)

    assert (row.state, row.version) == ("APPLIED", 2)
    first, second = await recorded(door.town, one)
    assert (first.cvx, second.cvx) == ("19", "132")
    assert {dose.source for dose in (first, second)} == {DoseSource.STATED_WITHOUT_PAPERS}
    assert {dose.import_id for dose in (first, second)} == {file.id}
    assert first.recorded_by == door.town.here.accounts[Role.NURSE].id
    rows = await rows_of(door, file)
    assert {each.state for each in rows.values()} == {"IMPORTED"}
    assert rows[2].dose_id == first.id
    assert rows[2].cells == {}, "what stood in the file is kept no longer than it is needed"
    assert await due_of(door.town, one)
    plans = await door.town.all("select holds_until from immunization_planning where patient_id = :id", id=other.id)
    assert plans[0].holds_until > date(2000, 1, 1)


async def test_wrong_rows_stop_the_whole_unless_they_are_left_out(door: Door) -> None:
    one = await child(door.town)
    file = await uploaded(door, csv([HEAD, [one.iin, "05.03.2019", "БЦЖ"], [one.iin, "?", "БЦЖ"]]))
    asked = {"import_id": file.id, "version": 1}

    refused = await act(door.town, dose_import.apply, asked)
    none = await recorded(door.town, one)
    row = await act(door.town, dose_import.apply, asked | {"skip_wrong": True})

    assert (refused.code, refused.facts) == (RefusalCode.IMPORT_HAS_ERRORS, {"people": 1})
    assert none == []
    assert isinstance(row, DoseImport)
    assert len(await recorded(door.town, one)) == 1


async def test_a_file_is_applied_once_whoever_asks_and_how_often(door: Door) -> None:
    one, _, file = await two_children(door)
    asked = {"import_id": file.id, "version": 1}

    outcomes = await asyncio.gather(*(act(door.town, dose_import.apply, asked) for _ in range(4)))

    assert sum(isinstance(each, DoseImport) for each in outcomes) == 1
    assert sum(isinstance(each, StaleVersion) for each in outcomes) == 3
    assert len(await recorded(door.town, one)) == 2
    again = await act(door.town, dose_import.apply, asked | {"version": 2})
    assert again.code is RefusalCode.IMPORT_ALREADY_APPLIED


async def test_the_same_file_again_is_the_same_proposal_and_after_applying_all_on_record(door: Door) -> None:
    one = await child(door.town)
    content = csv([HEAD, [one.iin, "05.03.2019", "БЦЖ"]])

    first, second = await uploaded(door, content), await uploaded(door, content)
    await applied(door.town, first)
    third = await uploaded(door, content)
    nothing = await act(door.town, dose_import.apply, {"import_id": third.id, "version": 1})

    assert (first.id, third.id == first.id) == (second.id, False)
    assert [codes(row) for row in (await rows_of(door, third)).values()] == [[(None, "IMPORT_ON_RECORD")]]
    assert nothing.code is RefusalCode.IMPORT_NOTHING_READY
    assert len(await recorded(door.town, one)) == 1


async def test_a_dose_recorded_and_a_person_gone_between_look_and_deed_are_told(door: Door) -> None:
    one, other, file = await two_children(door)
    third = await child(door.town, 3)
    more = await uploaded(door, csv([HEAD, [third.iin, "05.03.2019", "БЦЖ"], [one.iin, "07.03.2019", "ККП"]]))
    await act(
        door.town,
        doses.record,
        {"patient_id": one.id, "code": "19", "given_on": date(2019, 3, 5), "source": DoseSource.ABROAD},
    )
    await door.town.all(
        "update patient set clinic_id = :there where id = :id returning id", there=door.town.there.clinic.id, id=third.id
    )

    await applied(door.town, file)
    await applied(door.town, more)

    states = {row.number: (row.state, codes(row)) for row in (await rows_of(door, file)).values()}
    assert states == {2: ("DUPLICATE", [(None, "IMPORT_ON_RECORD")]), 3: ("IMPORTED", []), 4: ("IMPORTED", [])}
    gone = (await rows_of(door, more))[2]
    assert (gone.state, codes(gone)) == ("WRONG", [(None, "IMPORT_PERSON_NOT_HERE")])
    assert await recorded(door.town, third) == []
    assert len(await recorded(door.town, other)) == 1


async def test_undoing_voids_what_nobody_touched_and_tells_what_is_left(door: Door) -> None:
    one, other, file = await two_children(door)
    await applied(door.town, file)
    (bcg, hexavalent), (theirs,) = await recorded(door.town, one), await recorded(door.town, other)
    await act(
        door.town,
        doses.correct,
        {"dose_id": hexavalent.id, "version": 1, "reason": "Күні қате", "given_on": date(2019, 5, 6)},
    )
    await act(
        door.town,
        adverse_event.report,
        {"dose_id": theirs.id, "severity": "MILD", "description": "қызба", "began_on": date(2019, 3, 7)},
    )
    asked = {"import_id": file.id, "version": 2, "reason": "Басқа емхананың файлы"}

    short = await act(door.town, dose_import.undo, asked | {"reason": "-"})
    stale = await act(door.town, dose_import.undo, asked | {"version": 1})
    row = await act(door.town, dose_import.undo, asked, Role.HEAD_DOCTOR)
    again = await act(door.town, dose_import.undo, asked | {"version": 3})

    assert short.code is RefusalCode.REASON_TOO_SHORT
    assert isinstance(stale, StaleVersion)
    assert (row.state, row.undo_reason) == ("UNDONE", asked["reason"])
    assert again.code is RefusalCode.NOTHING_TO_UNDO
    states = {each.number: each.state for each in (await rows_of(door, file)).values()}
    assert states == {2: "UNDONE", 3: "LEFT", 4: "LEFT"}
    after = {each.id: each for each in await recorded(door.town, one)}
    assert (after[bcg.id].void_reason, after[bcg.id].voided_by) == (
        asked["reason"],
        door.town.here.accounts[Role.HEAD_DOCTOR].id,
    )
    assert sum(each.voided_at is None for each in after.values()) == 1, "the correction stays"
    assert (await recorded(door.town, other))[0].voided_at is None
    async with door.town.operation(door.town.here.viewer(Role.NURSE)) as context:
        counted = (await dose_import.row_counts(context, [file.id]))[file.id]
    assert (counted.undone, counted.left, counted.imported) == (1, 2, 0)


async def test_another_clinic_neither_sees_nor_applies_it(door: Door) -> None:
    _, _, file = await two_children(door)

    async with door.town.operation(door.town.there.viewer(Role.NURSE)) as context:
        refused = await dose_import.apply(context, {"import_id": file.id, "version": 1})
        seen = await context.tx.rows(text("select 1 from dose_import union all select 1 from dose_import_row"))

    assert not isinstance(refused, DoseImport)
    assert refused.code is RefusalCode.NOT_FOUND
    assert list(seen) == []


async def test_ten_thousand_rows_are_one_transaction_and_the_planner_has_the_rest(door: Door) -> None:
    people = 500
    async with door.town.as_system() as tx:
        for number in range(people):
            iin = make_iin(BORN, Sex.MALE, 100 + number)
            if iin:
                await tx.insert(towns.person(door.town.here, birth_date=BORN, iin=iin))
    iins = [row.iin for row in await door.town.all("select iin from patient where iin is not null order by iin")]
    lines = [
        [iins[n % len(iins)], f"{BORN + timedelta(days=60 + 40 * (n // len(iins))):%d.%m.%Y}", "Гексаксим"]
        for n in range(10_000)
    ]

    file = await uploaded(door, xlsx([HEAD, *lines]))
    await applied(door.town, file)

    (counted,) = await door.town.all("select count(*) n from dose where import_id = :id", id=file.id)
    assert counted.n == 10_000
    async with door.town.operation(door.town.here.viewer(Role.NURSE)) as context:
        waiting = (await dose_import.waiting(context, [file.id]))[file.id]
        counts = (await dose_import.row_counts(context, [file.id]))[file.id]
    assert (counts.imported, waiting) == (10_000, len(iins) - dose_import.PLANNED_AT_ONCE)


async def test_a_proposal_that_nobody_applied_goes_after_a_day_and_an_applied_one_never(door: Door) -> None:
    one, _, file = await two_children(door)
    kept = await uploaded(door, csv([HEAD, [one.iin, "07.03.2019", "ККП"]]))
    await applied(door.town, kept)

    async with door.town.database.transaction(SYSTEM) as tx:
        await tidy(tx, datetime.now(UTC) + timedelta(hours=23))
        early = await tx.rows(text("select id from dose_import"))
        await tidy(tx, datetime.now(UTC) + timedelta(hours=25))
        late = await tx.rows(text("select id from dose_import"))

    assert {row.id for row in early} == {file.id, kept.id}
    assert [row.id for row in late] == [kept.id]


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
