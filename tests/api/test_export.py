"""A list as a file: words of the viewer's language, and what an inspector needs beside the names."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.access import Role
from domain.attachment_request import AttachmentChannel
from domain.attachment_rules import ListKind
from domain.clinic import Ownership
from domain.export_words import CODED
from domain.language import Language
from domain.people import Citizenship, Sex
from resolvers import export
from resolvers.export import Exported, ExportKind
from tests.api.town import Town

CODES = {
    "SEX": Sex,
    "CITIZENSHIP": Citizenship,
    "CHANNEL": AttachmentChannel,
    "OWNERSHIP": Ownership,
    "LIST": ListKind,
}


def test_every_code_has_words_in_three_languages() -> None:
    assert {column: set(words) for column, words in CODED.items()} == {
        column: set(codes) for column, codes in CODES.items()
    }
    assert all(all(each) for words in CODED.values() for each in words.values())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (Language.KK, {"Жынысы": "ер", "Азаматтығы": "Қазақстан азаматы"}),
        (Language.RU, {"Пол": "мужской", "Гражданство": "гражданин Казахстана"}),
        (Language.EN, {"Sex": "male", "Citizenship": "citizen of Kazakhstan"}),
    ],
)
async def test_codes_become_words(town: Town, language: Language, words: dict[str, str]) -> None:
    await town.person(town.here, sex=Sex.MALE)

    (row,) = await rows(town, ExportKind.PATIENTS, language)

    assert words.items() <= row.items()
    clinic = {Language.KK: town.here.clinic.name_kk}.get(language, town.here.clinic.name_ru)
    assert clinic in row.values()


async def test_a_list_stands_with_its_norm_and_a_clinic_with_its_contract(town: Town) -> None:
    lists = await rows(town, ExportKind.DOCTOR_LISTS, Language.EN)
    clinics = await rows(town, ExportKind.CLINICS, Language.EN)

    assert {row["List"] for row in lists} <= {"general practice", "therapeutic", "paediatric"}
    assert all(row["Norm"] > 0 and row["Over the norm"] == "no" and row["List closed"] == "no" for row in lists)
    assert {row["Ownership"] for row in clinics} <= {"state", "private"}
    assert {row["Contract with the Fund"] for row in clinics} <= {"yes", "no"}
    assert all(row["Region"] for row in clinics)


async def rows(town: Town, kind: ExportKind, language: Language) -> list[dict[str, Any]]:
    """The lines under the head, without the count below them."""
    viewer = replace(
        town.here.viewer(Role.HEAD_DOCTOR), authenticated_at=datetime.now(UTC), language=language
    )
    async with town.operation(viewer) as context:
        made = await export.export(replace(context, language=language), {"what": kind})
    assert isinstance(made, Exported)
    (file,) = await town.all("select content from export where file_name = :name", name=made.file_name)
    heads, *lines = load_workbook(BytesIO(file.content)).active.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines[:-2]]
