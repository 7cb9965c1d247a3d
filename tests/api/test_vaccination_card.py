"""The card of preventive vaccinations: what stands on the paper, in both languages, for whom, on record."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from db.reference import immunization_forms
from domain.access import Role
from domain.language import Language
from domain.vaccination_card import WORDS, number_of, words
from resolvers.ids import global_id
from resolvers.paper import drawn
from tests.api import town as towns
from tests.api.door import Door
from tests.api.test_fhir import child_with_doses

TODAY = towns.today()


def text_of(pdf: bytes) -> str:
    """The words of a PDF in one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("language", [Language.KK, Language.RU])
async def test_the_card_says_who_what_when_and_who_printed_it(door: Door, language: Language) -> None:
    patient, given = await child_with_doses(door.town)

    answer = await door.get(f"/files/vaccination-cards/{patient.id}?language={language}")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["cache-control"] == "no-store"
    said, words_of = text_of(answer.content), words(language)
    house = door.town.here.clinic
    for expected in (
        words_of["title"],
        "065/у",
        f"{patient.family_name} {patient.given_name}",
        f"{patient.birth_date:%d.%m.%Y}",
        house.name_kk if language is Language.KK else house.name_ru,
        "K-7",
        "0,5",
        "қызарды",
        door.town.here.accounts[Role.NURSE].name,
        words_of["printed"],
    ):
        assert expected in said, expected
    for row in given[:3]:
        assert f"{row.given_on:%d.%m.%Y}" in said
    assert f"{given[3].given_on:%d.%m.%Y}" not in said, "recorded in error"
    (page,) = PdfReader(BytesIO(answer.content)).pages
    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842), "A4"


def test_no_long_word_runs_into_the_next_column() -> None:
    """«АбКДС+Хиб+ВГВ+ИПВ» once hid the series beside it: a cell's words stay within its width."""
    dose = ["01.02.2026", "АбКДС+Хиб+ВГВ+ИПВ", "AB12" * 9, "0,5", "Ж" * 40, "Ш" * 40, "иә"]
    card = {"words": words(Language.KK), "language": "kk", "number": None, "person": [], "doses": [dose], "due": [],
            "calendar": "", "printed_at": "", "printed_by": ""}  # fmt: skip

    pdf = drawn("vaccination_card", card)

    lines = PdfReader(BytesIO(pdf)).pages[0].extract_text().replace("\u200b", "").splitlines()
    for word in (*dose[1:3], *dose[4:6]):
        assert all(word not in line for line in lines), f"{word} stands in one line"
    assert all(len(line) < 40 for line in lines if "Ж" in line)


async def test_a_text_of_a_person_is_never_read_as_markup(door: Door) -> None:
    patient = await door.town.person(
        door.town.here, family_name='#read("/etc/passwd")', birth_date=TODAY - timedelta(days=90)
    )

    answer = await door.get(f"/files/vaccination-cards/{patient.id}")

    assert '#read("/etc/passwd")' in text_of(answer.content)


async def test_who_may_not_see_the_person_gets_nothing(door: Door) -> None:
    stranger = await door.town.person(door.town.there)
    mine = await door.town.person(door.town.here)

    assert (await door.get(f"/files/vaccination-cards/{stranger.id}")).status_code == 404
    assert (await door.get(f"/files/vaccination-cards/{mine.id}", None)).status_code == 404
    assert (await door.get(f"/files/vaccination-cards/{mine.id}", Role.CLINIC_ADMIN)).status_code == 404
    assert (await door.get("/files/vaccination-cards/somebody")).status_code == 404
    assert (await door.get(f"/files/vaccination-cards/{global_id('Patient', mine.id)}")).status_code == 200
    events = await door.town.all(
        "select outcome, patient_ids from access_event where operation = 'vaccinationCard' order by id"
    )
    assert [(one.outcome, one.patient_ids) for one in events] == [
        ("OK", []),
        ("FORBIDDEN", []),
        ("OK", []),
        ("OK", [mine.id]),
    ]


def test_the_number_of_the_form_goes_by_its_day() -> None:
    numbers = immunization_forms()

    assert number_of("VACCINATION_CARD", numbers, date(2019, 5, 1)) == "063/у"
    assert number_of("VACCINATION_CARD", numbers, TODAY) == "065/у"
    assert number_of("VACCINATION_CARD", numbers, date(1990, 1, 1)) is None


def test_every_word_is_there_in_both_languages() -> None:
    assert all(len(said) == 2 and all(said) for said in WORDS.values())
