"""Files that mean harm: they are weighed, not unpacked, and stay text."""

import io
import zipfile

from domain.access import Role
from tests.api.door import Door
from tests.api.dose_file import HEAD, applied, child, csv, recorded, rows_of, send, uploaded, xlsx


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
