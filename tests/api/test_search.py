"""Finding people: any script and word order, one typo, only in the viewer's own clinics."""

import itertools
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from db import migrate
from db.database import Database
from db.demo import name_tables
from db.queries.search import find_people, name_terms, search_token, search_tokens, typo_terms, understand
from domain.access import Forbidden, Role, Viewer
from domain.names import KAZAKH_ALPHABET, name_matches, words
from tests.api.town import Surgery, Town, person
from tests.conftest import BuiltTown, NewDatabase
from tests.contract.protocol.conftest import owner

TODAY = date(2026, 3, 18)
OF_BEFORE = """
with here as (
    insert into region (code, name_kk, name_ru, name_en, valid_from, source) values ('75', 'А', 'А', 'A', '1991-12-16', 'test')
), clinic as (
    insert into clinic (bin, name_kk, name_ru, kind, ownership, region_code, kato, address, is_demo, version)
    values ('900740000019', 'А', 'А', 'CITY_POLYCLINIC', 'STATE', '75', '75', 'А', true, 1) returning id
)
insert into patient (clinic_id, temporary_id, family_name, given_name, sort_key, search_key, search_tokens, sex, birth_date,
                     citizenship, language, is_demo, version)
select id, 'T' || place, 'А', 'А', 'а', 'a', tokens, 'FEMALE', '1990-01-01', 'CITIZEN', 'kk', true, 1
  from clinic, (values (1, %s::text[]), (2, %s::text[])) people (place, tokens)
"""
PEOPLE = (
    ("Ахметов", "Ғалымжан", "Серікұлы"),
    ("Ахметова", "Әлия", "Нұрланқызы"),
    ("Ахметов", "Нурлан", "Абаевич"),
    ("Алиев", "Ахмет", None),
    ("Иванов", "Иван", "Иванович"),
    ("Иванова", "Алия", "Петровна"),
    ("Ким", "Виктор", "Сергеевич"),
    ("Салтыков-Щедрин", "Михаил", None),
    ("Yılmaz", "Ayşe", None),
)


async def settle(town: Town, surgery: Surgery, *names: str | None, **details: Any) -> UUID:
    family, given_name, patronymic = (*names, None, None)[:3]
    tokens = search_tokens(surgery.clinic.number, family, given_name, patronymic)
    about = {
        "family_name": family,
        "given_name": given_name,
        "patronymic": patronymic,
        "search_tokens": tokens,
    }
    async with town.as_system() as tx:
        return (await tx.insert(person(surgery, **about, **details))).id


async def settle_all(town: Town) -> dict[UUID, str]:
    return {await settle(town, town.here, *names): " ".join(filter(None, names)) for names in PEOPLE}


@pytest.fixture(scope="module")
async def full(new_database: NewDatabase, built_town: BuiltTown) -> AsyncIterator[Town]:
    """A town for those who only look."""
    with new_database(template=built_town.database) as urls:
        database = Database(urls.server, wait_seconds=60)
        yield built_town.copied(database)
        await database.dispose()


@pytest.fixture(scope="module")
async def people(full: Town) -> dict[UUID, str]:
    return await settle_all(full)


async def found(town: Town, text: str, viewer: Viewer | None = None) -> list[UUID]:
    viewer = viewer or town.here.viewer()
    async with town.database.transaction(viewer) as tx:
        return [patient_id for patient_id, _ in await find_people(tx, viewer, text, TODAY)]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("galymzhan", "Ахметов Ғалымжан Серікұлы"),
        ("ғалымжан ахметов", "Ахметов Ғалымжан Серікұлы"),
        ("Ахметов Галимжан", "Ахметов Ғалымжан Серікұлы"),
        ("серикулы ахм", "Ахметов Ғалымжан Серікұлы"),
        ("ахметова элия", "Ахметова Әлия Нұрланқызы"),
        ("алия нурланкызы", "Ахметова Әлия Нұрланқызы"),
        ("ахмтеов нурлан", "Ахметов Нурлан Абаевич"),
        ("ахметов нурла", "Ахметов Нурлан Абаевич"),
        ("ахмет алиев", "Алиев Ахмет"),
        ("ivanov ivan", "Иванов Иван Иванович"),
        ("ким", "Ким Виктор Сергеевич"),
        ("ketovich", None),
        ("щедрин", "Салтыков-Щедрин Михаил"),
        ("салтыковщедрин", "Салтыков-Щедрин Михаил"),
        ("Салтыков-Щедрин Михал", "Салтыков-Щедрин Михаил"),
        ("yilmaz", "Yılmaz Ayşe"),
        ("салтыков ющедрин", "Салтыков-Щедрин Михаил"),
        ("сцерикулы галымжан", "Ахметов Ғалымжан Серікұлы"),
        ("гапымжан ахметов", "Ахметов Ғалымжан Серікұлы"),
        ("ганымщан ахметов", None),
        ("галымщан ахметов", "Ахметов Ғалымжан Серікұлы"),
    ],
)
async def test_a_person_is_found_first(
    full: Town, people: dict[UUID, str], asked: str, meant: str | None
) -> None:
    hits = await found(full, asked)
    assert (people[hits[0]] if hits else None) == meant


async def test_alia_finds_all_spellings(full: Town, people: dict[UUID, str]) -> None:
    assert {people[hit] for hit in await found(full, "алия")} >= {
        "Ахметова Әлия Нұрланқызы",
        "Иванова Алия Петровна",
    }


async def test_the_search_agrees_with_the_domain(full: Town, people: dict[UUID, str]) -> None:
    """Whatever `name_matches` accepts among all people is what the index finds, and nothing else."""
    for asked in (
        "ахметов",
        "ахмед",
        "алия",
        "ивано",
        "алев",
        "нурланкыз",
        "ivan",
        "а",
        "виктор ким",
        "ахметво нурлна",
    ):
        expected = {
            patient
            for patient, names in zip(people, PEOPLE, strict=True)
            if name_matches(asked, *names) is not None
        }
        assert set(await found(full, asked)) == expected, asked


async def test_people_of_other_clinics_are_not_found(town: Town) -> None:
    await settle_all(town)
    await settle(town, town.there, "Кенесары", "Наурызбай", phones=["+77091112233"])
    assert await found(town, "кенесары") == await found(town, "+7 709 111 22 33") == []
    assert len(await found(town, "кенесары", town.there.viewer())) == 1


async def test_no_argument_widens_the_search_to_another_clinic(town: Town) -> None:
    """The function believes the transaction's setting only, whoever calls it and with whatever terms."""
    stranger = await settle(town, town.there, "Кенесары", "Наурызбай")
    async with town.database.transaction(town.here.viewer()) as tx:
        for terms in (name_terms("Кенесары"), search_tokens(town.there.clinic.number, "Кенесары")):
            rows = await tx.rows(
                text("select id from search_people(cast(:lookups as jsonb), '[]', '', null, null, 9, 9)"),
                {"lookups": orjson.dumps([{"must": terms}]).decode()},
            )
            assert stranger not in {row.id for row in rows}


async def test_a_typo_is_found_among_people_of_several_clinics_of_one_viewer(town: Town) -> None:
    both = (town.here.clinic.id, town.there.clinic.id)
    ids = {await settle(town, surgery, "Кенесары", "Наурызбай") for surgery in (town.here, town.there)}
    viewer = Viewer(account_id=both[0], role=Role.HEAD_DOCTOR, clinic_id=both[0], clinic_ids=both)
    assert set(await found(town, "кенесрай", viewer)) == ids


async def test_somebody_without_the_right_is_refused(town: Town) -> None:
    with pytest.raises(Forbidden):
        await found(town, "алия", Viewer(role=Role.AUDITOR, clinic_ids=(town.here.clinic.id,)))


async def test_a_merged_record_is_not_found(town: Town) -> None:
    kept = await settle(town, town.here, "Кенесары", "Наурызбай")
    await settle(town, town.here, "Кенесары", "Наурызбай", merged_into=kept)
    assert await found(town, "кенесары наурызбай") == [kept]


async def test_a_birth_date_or_a_year_narrows(town: Town) -> None:
    born = {
        year: await settle(town, town.here, "Омарова", "Әлия", birth_date=date(year, 3, 12))
        for year in (1987, 1990)
    }
    assert await found(town, "алия 12.03.1987") == await found(town, "1987-03-12 омарова") == [born[1987]]
    assert await found(town, "омарова 1990") == [born[1990]]
    assert await found(town, "12.03.1990") == [born[1990]]
    assert (
        await found(town, "омарова 31.02.1990") == [born[1987], born[1990]]
        or len(await found(town, "омарова")) == 2
    )


async def test_a_phone_is_found_however_it_is_written(town: Town) -> None:
    owner = await settle(town, town.here, "Омарова", "Әлия", phones=["+77091112233"])
    for written in ("+7 (709) 111-22-33", "87091112233", "7091112233", "8 709 111 22 33"):
        assert await found(town, written) == [owner]


async def test_a_moved_person_is_found_where_they_are_now(town: Town) -> None:
    moved = await settle(town, town.here, "Кенесары", "Наурызбай")
    async with town.as_system() as tx:
        await tx.execute(text("select settle_patient(:id, :to)"), {"id": moved, "to": town.there.clinic.id})
    assert await found(town, "кенесары") == []
    assert await found(town, "кенесрай", town.there.viewer()) == [moved]


@pytest.mark.parametrize(
    "nothing", ["", "   ", "-", "!!!", "1", "99.99.9999", "\u0000", "'; drop table patient; --"]
)
async def test_what_means_nobody_finds_nobody(full: Town, people: dict[UUID, str], nothing: str) -> None:
    assert await found(full, nothing) == []


async def test_many_words_and_long_ones_are_no_burden(full: Town, people: dict[UUID, str]) -> None:
    assert await found(full, "ахметов " * 50) == []
    assert await found(full, "ахбв" * 5_000) == []


def test_a_year_of_birth_is_not_taken_from_a_phone() -> None:
    assert understand("8 701 198 71 99").phone == "+77011987199"
    assert understand("алия 1987").born == (date(1987, 1, 1), date(1987, 12, 31))


NAMES = sorted(
    {
        name
        for era in (*name_tables.KAZAKH_MEN.values(), *name_tables.RUSSIAN_WOMEN.values())
        for name in era.split()
    }
)


@given(st.sampled_from(NAMES), st.data())
def test_a_word_one_typo_away_is_among_its_typo_terms(name: str, data: st.DataObject) -> None:
    (right,) = words(name)
    at = data.draw(st.integers(0, len(name) - 1))
    letter = data.draw(st.sampled_from([*KAZAKH_ALPHABET, ""]))
    typed = (name[:at] + letter + name[at + 1 :]).lower()
    if len(typed) >= 4 and len(right) >= 4:
        assert f"-{right}" in typo_terms(typed)


async def test_the_database_makes_the_same_number_of_a_term(town: Town) -> None:
    numbers, terms = [1, 34, 2_147_483_647], name_terms("Ғалымжан", "Салтыков-Щедрин", "Ё")
    async with town.as_system() as tx:
        for number, term in itertools.product(numbers, terms):
            made = text("select search_token(:number, :term)")
            assert await tx.value(made, {"number": number, "term": term}) == search_token(number, term)


def test_people_from_before_are_found_by_the_numbers_of_their_terms(new_database: NewDatabase) -> None:
    """Their terms were texts that began with the number of their clinic."""
    with new_database("template0") as urls:
        migrate.upgrade(urls.owner, "0020")
        with owner(urls) as connection:
            connection.execute(OF_BEFORE, [[f"7:{term}" for term in name_terms("Әлия", "Ақ")], []])

        migrate.upgrade(urls.owner)

        with owner(urls) as connection:
            rows = connection.execute("select search_tokens from patient order by temporary_id").fetchall()
    assert rows == [(search_tokens(7, "Әлия", "Ақ"),), ([],)]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_the_terms_of_a_typo_are_what_the_ranking_accepts(typed: str, name: str) -> None:
    (key,) = words(name)
    accepted = name_matches(f"{typed} Иван", name, "Иван") is not None
    assert accepted == (f"-{key}" in typo_terms(typed.lower()))


def test_terms_of_a_hyphenated_name_count_as_one_word_too() -> None:
    assert {"-saltikov", "-shedrin", "-saltikovshedrin"} <= set(name_terms("Салтыков-Щедрин"))
