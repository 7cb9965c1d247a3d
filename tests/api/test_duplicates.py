"""Who may be on record already, what an IIN tells, and the one search box, against a real database."""

from datetime import date
from typing import Any

import pytest

from db.tables import Patient
from domain.access import Forbidden, Role
from domain.duplicate import MatchField, MatchKind, MatchStrength
from domain.iin import make_iin
from domain.mrz import mrz_check_digit as digit
from domain.people import Sex
from domain.registration import WithoutIin
from resolvers import duplicates, iin, merge, patient, search
from resolvers.elsewhere import ElsewhereRow
from resolvers.search import Understanding
from tests.api.desk import City, attach, auditor_of, days_ago, new_iin, person_input

REASON = "Құжатпен салыстырылды"


async def register(city: City, **given: Any) -> Patient:
    async with city.at_desk() as context:
        row = await patient.register(context, person_input(override={"reason": REASON}, **given))
    assert isinstance(row, Patient), row
    return row


async def candidates(city: City, **given: Any) -> list[duplicates.Candidate]:
    async with city.at_desk() as context:
        return await duplicates.find(context, given)


def found(rows: list[duplicates.Candidate]) -> list[tuple[Any, MatchStrength]]:
    return [(row.patient and row.patient.id, row.strength) for row in rows]


async def test_the_same_person_in_another_script_is_likely(city: City) -> None:
    row = await register(city)
    rows = await candidates(
        city,
        family_name="Sarsenbaeva",
        given_name="Aigul",
        patronymic="Маратовна",
        birth_date=date(1987, 3, 14),
        sex=Sex.FEMALE,
    )
    assert found(rows) == [(row.id, MatchStrength.LIKELY)]
    name = next(match for match in rows[0].matches if match.field is MatchField.FAMILY_NAME)
    assert (name.kind, name.yours, name.theirs) == (MatchKind.SAME, "Sarsenbaeva", "Сәрсенбаева")


async def test_day_and_month_that_changed_places_are_found(city: City) -> None:
    row = await register(city, birth_date=date(1987, 3, 4))
    rows = await candidates(city, family_name="Сәрсенбаева", given_name="Айгүл", birth_date=date(1987, 4, 3))
    assert found(rows)[0][0] == row.id
    kinds = {match.field: match.kind for match in rows[0].matches}
    assert kinds[MatchField.BIRTH_DATE] is MatchKind.DAY_MONTH_SWAPPED


async def test_a_phone_and_a_name_with_a_typo_are_found(city: City) -> None:
    row = await register(city, phones=["+77011234567"])
    rows = await candidates(city, family_name="Сәрсенбаива", given_name="Айгүл", phones=["8 (701) 123-45-67"])
    assert found(rows) == [(row.id, MatchStrength.POSSIBLE)]


async def test_a_stranger_is_nobodys_double(city: City) -> None:
    await register(city)
    assert await candidates(city, family_name="Ким", given_name="Олег", birth_date=date(1950, 1, 1)) == []


async def test_the_record_itself_is_left_out(city: City) -> None:
    row = await register(city)
    assert await candidates(city, iin=row.iin, except_id=row.id) == []


async def test_people_of_another_clinic_are_candidates_by_the_exact_iin_only(city: City) -> None:
    row = await register(city, phones=["+77011234567"])
    await attach(city, row, city.here.list_id, days_ago(700))
    async with city.at_desk(desk=city.there) as context:
        by_name = await duplicates.find(
            context,
            {
                "family_name": row.family_name,
                "given_name": row.given_name,
                "birth_date": row.birth_date,
                "phones": ["+77011234567"],
            },
        )
        by_iin = await duplicates.find(context, {"iin": row.iin})
    assert by_name == []
    assert by_iin[0].patient is None
    assert by_iin[0].elsewhere == ElsewhereRow(
        row.id, "Сәрсенбаева А. М.", 1987, city.here.clinic.id, days_ago(700)
    )
    assert context.audit.purpose == "FIND_ELSEWHERE"
    assert row.id in context.audit.patient_ids


async def test_a_number_that_fits_fills_birth_date_and_sex(city: City) -> None:
    number = new_iin(date(1990, 2, 1), Sex.MALE)
    async with city.at_desk() as context:
        judged = await iin.judge(context, f"{number[:6]} {number[6:]}")
    assert (judged.valid, judged.birth_date, judged.sex) == (True, date(1990, 2, 1), Sex.MALE)
    assert (judged.warnings, judged.known, judged.problem) == ((), None, None)


async def test_a_contradiction_with_the_form_only_warns(city: City) -> None:
    number = new_iin(date(1990, 2, 1), Sex.MALE)
    async with city.at_desk() as context:
        judged = await iin.judge(context, number, date(1990, 2, 2), Sex.FEMALE)
    assert judged.valid
    assert [(warning.code, warning.facts) for warning in judged.warnings] == [
        ("IIN_BIRTH_DATE_DIFFERS", {"birth_date": "1990-02-01"}),
        ("IIN_SEX_DIFFERS", {"sex": "MALE"}),
    ]


async def test_a_wrong_check_digit_is_said_and_nobody_is_looked_up(city: City) -> None:
    async with city.at_desk() as context:
        judged = await iin.judge(context, "850101100003")
    assert not judged.valid
    assert judged.problem is not None
    assert judged.problem.code == "IIN_CHECK_DIGIT"
    assert context.audit.purpose is None


async def test_a_doctor_does_not_look_into_other_clinics(city: City) -> None:
    row = await register(city)
    async with city.at_desk(Role.DOCTOR, city.there) as context:
        judged = await iin.judge(context, row.iin or "")
        assert await iin.person_by_iin(context, row.iin or "") is None
    assert judged.known is None


async def test_a_typed_iin_opens_the_person(city: City) -> None:
    row = await register(city)
    async with city.at_desk() as context:
        outcome = await search.search(context, f" {row.iin} ")
    assert outcome.understood_as is Understanding.IIN
    assert [hit.patient.id for hit in outcome.people] == [row.id]


async def test_an_iin_of_another_clinic_is_shown_as_elsewhere(city: City) -> None:
    row = await register(city)
    async with city.at_desk(desk=city.there) as context:
        outcome = await search.search(context, row.iin or "")
    assert outcome.people == ()
    assert outcome.elsewhere is not None
    assert outcome.elsewhere.id == row.id


async def test_a_name_in_any_script_and_order_finds_the_person(city: City) -> None:
    row = await register(city, given_name="Ғалымжан", sex=Sex.MALE, patronymic=None)
    await register(city, family_name="Ким", given_name="Олег", sex=Sex.MALE)
    for text in ("galymzhan", "Сәрсенбаева Ғалым", "галымжан сарсенбаива"):
        async with city.at_desk() as context:
            outcome = await search.search(context, text)
        assert outcome.understood_as is Understanding.NAME
        assert [hit.patient.id for hit in outcome.people] == [row.id], text
        assert context.audit.patient_ids == {row.id}


async def test_a_phone_finds_whoever_has_it(city: City) -> None:
    row = await register(city, phones=["+77011234567"])
    async with city.at_desk() as context:
        outcome = await search.search(context, "8 701 123 45 67")
        wrong = await search.search(context, "12345")
    assert outcome.understood_as is Understanding.PHONE
    assert [hit.patient.id for hit in outcome.people] == [row.id]
    assert wrong.problem is not None
    assert wrong.problem.code == "PHONE_SHORT"


async def test_another_clinics_people_are_not_found_by_name_or_phone(city: City) -> None:
    await register(city, phones=["+77011234567"])
    async with city.at_desk(desk=city.there) as context:
        assert (await search.search(context, "Сәрсенбаева")).people == ()
        assert (await search.search(context, "+77011234567")).people == ()
    assert context.audit.patient_ids == set()


async def test_a_clinic_is_found_by_its_name(city: City) -> None:
    async with city.at_desk() as context:
        outcome = await search.search(context, "поликлиника")
        found = await search.clinics(outcome, context)
    assert {clinic.number for clinic in found} == {9, 17}


async def test_an_empty_box_finds_nothing(city: City) -> None:
    async with city.at_desk() as context:
        assert (await search.search(context, "  ")).understood_as is Understanding.EMPTY


async def test_a_scanned_card_opens_the_person_or_fills_the_form(city: City) -> None:
    number = make_iin(date(1987, 3, 14), Sex.FEMALE, 4242)
    assert number is not None
    async with city.at_desk() as context:
        unknown = await search.search(context, card_of(number))
    assert unknown.understood_as is Understanding.IDENTITY_CARD
    assert unknown.people == ()
    assert unknown.card is not None
    assert (unknown.card.iin, unknown.card.family_name) == (number, "Sarsenbayeva")
    row = await register(city, iin=number)
    async with city.at_desk() as context:
        known = await search.search(context, card_of(number))
    assert [hit.patient.id for hit in known.people] == [row.id]


async def test_a_misread_card_says_so(city: City) -> None:
    number = make_iin(date(1987, 3, 14), Sex.FEMALE, 4242)
    async with city.at_desk() as context:
        outcome = await search.search(context, card_of(number or "").replace("870314", "870315", 1))
    assert outcome.problem is not None
    assert outcome.problem.code.startswith("MRZ_")


async def test_merged_records_are_found_by_nobody(city: City) -> None:
    a, b = await register(city, phones=["+77011234567"]), await register(city, phones=["+77011234567"])
    async with city.at_desk() as context:
        await merge.merge(
            context,
            {
                "survivor_id": a.id,
                "survivor_version": 1,
                "merged_id": b.id,
                "merged_version": 1,
                "reason": REASON,
            },
        )
    async with city.at_desk() as context:
        for text in ("Сәрсенбаева", "+77011234567"):
            assert [hit.patient.id for hit in (await search.search(context, text)).people] == [a.id]
        assert (await search.search(context, b.iin or "")).people == ()
        assert b.id not in {
            c.patient and c.patient.id
            for c in await duplicates.find(
                context, {"phones": ["+77011234567"], "family_name": b.family_name}
            )
        }


async def test_an_auditor_searches_nobody(city: City) -> None:
    await register(city, without_iin=WithoutIin.UNKNOWN_PERSON)
    async with city.as_viewer(auditor_of(city)) as context:
        for act in (
            search.search(context, "Сәрсенбаева"),
            iin.judge(context, "850101100002"),
            duplicates.find(context, {}),
        ):
            with pytest.raises(Forbidden):
                await act


def card_of(number: str) -> str:
    """The three lines of a made-up identity card (TD1)."""
    document = "123456789"
    first = f"IDKAZ{document}{digit(document)}{number}".ljust(30, "<")
    birth, expiry = "870314", "350101"
    second = f"{birth}{digit(birth)}F{expiry}{digit(expiry)}KAZ".ljust(29, "<")
    second += digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    return "\n".join([first, second, "SARSENBAYEVA<<AIGUL".ljust(30, "<")])
