"""Files of old doses, made, sent, and looked at as the next test needs them."""

import io
from collections.abc import Mapping
from csv import writer
from datetime import date
from typing import Any

import httpx
from openpyxl import Workbook

from db.tables import DoseImport, Patient
from domain.access import Role
from domain.iin import make_iin
from domain.people import Sex
from resolvers import dose_import
from resolvers.ids import read_global_id
from tests.api import town as towns
from tests.api.door import Door
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
