"""Registering people and correcting their records, against a real database."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from db.tables import Patient
from domain.access import Forbidden, Role
from domain.duplicate import MatchStrength
from domain.people import Citizenship, Sex
from domain.refusal import Refusal, RefusalCode
from domain.registration import WithoutIin
from resolvers import account, family_link, patient
from resolvers.elsewhere import ElsewhereRow
from resolvers.refusals import DuplicatePerson, InvalidInput, StaleVersion
from tests.api.desk import TODAY, City, attach, days_ago, new_iin, person_input

REASON = "Құжатпен салыстырылды"


async def register(city: City, **given: object) -> Patient:
    async with city.at_desk() as context:
        row = await patient.register(context, person_input(**given))
    assert isinstance(row, Patient), row
    return row


async def test_a_person_is_registered_as_in_the_document(city: City) -> None:
    row = await register(city, family_name="  Сәрсенбаева ", phones=["8 701 123-45-67", "+77011234567"])
    assert (row.family_name, row.phones) == ("Сәрсенбаева", ["+77011234567"])
    assert (row.clinic_id, row.version) == (city.here.clinic.id, 1)
    assert row.registered_by == city.here.viewers[Role.REGISTRAR].account_id
    assert row.warnings == []


async def test_the_audit_note_has_ids_and_never_names_or_numbers(city: City) -> None:
    row = await register(city)
    note = city.contexts[-1].audit
    assert row.id in note.patient_ids
    assert str(row.id) in str(note.changes)
    assert not any(secret in str(note.changes) for secret in (row.iin or "", row.family_name, row.given_name))


async def test_all_problems_of_a_form_are_told_at_once(city: City) -> None:
    async with city.at_desk() as context:
        refusal = await patient.register(
            context,
            person_input(
                iin="850101100003",
                family_name="Иван0в",
                given_name="",
                birth_date=TODAY + timedelta(days=1),
                phones=["123"],
                email="nobody",
                address={"kato": "75"},
            ),
        )
    assert isinstance(refusal, InvalidInput)
    assert {(".".join(problem.path), problem.code) for problem in refusal.problems} == {
        ("iin", "IIN_CHECK_DIGIT"),
        ("familyName", "NAME_NOT_LETTERS"),
        ("givenName", "REQUIRED"),
        ("birthDate", "BIRTH_DATE_IN_FUTURE"),
        ("phones.0", "PHONE_SHORT"),
        ("email", "EMAIL_SHAPE"),
        ("address.kato", "KATO_SHAPE"),
    }


async def test_a_contradiction_with_the_iin_is_kept_as_a_warning_and_not_refused(city: City) -> None:
    iin = new_iin(date(1987, 3, 14), Sex.FEMALE)
    row = await register(city, iin=iin, birth_date=date(1987, 3, 15), sex=Sex.MALE)
    assert {warning["code"] for warning in row.warnings} == {
        "IIN_BIRTH_DATE_DIFFERS",
        "IIN_SEX_DIFFERS",
    }
    assert row.warnings[0]["facts"] == {"birth_date": "1987-03-14"}


async def test_a_person_without_an_iin_gets_a_temporary_id(city: City) -> None:
    first = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON, family_name="Белгісіз")
    second = await register(
        city, without_iin=WithoutIin.FOREIGNER, family_name="Smith", citizenship=Citizenship.STATELESS
    )
    assert first.iin is None
    assert first.temporary_id == f"T-9-{TODAY:%y}-000001"
    assert second.temporary_id == f"T-9-{TODAY:%y}-000002"


async def test_a_newborn_has_the_mother_and_her_address(city: City) -> None:
    mother = await register(city, address={"street": "Абай көшесі", "house": "12"})
    child = await register(
        city,
        without_iin=WithoutIin.NEWBORN,
        given_name="Қыз",
        birth_date=TODAY,
        mother_id=mother.id,
    )
    assert (child.street, child.house) == ("Абай көшесі", "12")
    async with city.at_desk() as context:
        family = await family_link.family_of(context, [child.id, mother.id])
    assert [(view.relative_id, view.tie) for view in family[child.id]] == [(mother.id, "MOTHER")]
    assert [(view.relative_id, view.tie) for view in family[mother.id]] == [(child.id, "CHILD")]


async def test_a_newborn_of_the_same_town_is_in_the_area_of_the_mother(city: City) -> None:
    home = {"kato": "751110000", "locality": "Алматы", "street": "Абай көшесі", "house": "12"}
    mother = await register(city, address=home)
    newborn = {"without_iin": WithoutIin.NEWBORN, "birth_date": TODAY, "mother_id": mother.id}
    near = await register(city, given_name="Қыз", address={"locality": "Алматы", "street": "Сәтбаев"}, **newborn)
    far = await register(city, given_name="Егіз", address={"locality": "Шымкент", "street": "Сәтбаев"}, **newborn)
    assert (near.kato, far.kato) == ("751110000", None)


async def test_a_mother_is_older_than_her_child(city: City) -> None:
    child = await register(city, given_name="Қыз", birth_date=TODAY)
    newborn = {"without_iin": WithoutIin.NEWBORN, "birth_date": days_ago(1), "mother_id": child.id}
    async with city.at_desk() as context:
        refusal = await patient.register(context, person_input(given_name="Ана", **newborn))
    assert isinstance(refusal, InvalidInput)
    assert [(problem.path, problem.code) for problem in refusal.problems] == [(("motherId",), "FAMILY_TIE_AGE")]


async def test_somebody_elses_iin_is_refused_with_that_person(city: City) -> None:
    known = await register(city)
    async with city.at_desk() as context:
        refusal = await patient.register(
            context, person_input(iin=known.iin, family_name="Ким", override={"reason": REASON})
        )
    assert isinstance(refusal, DuplicatePerson)
    assert [(c.strength, c.patient and c.patient.id) for c in refusal.candidates] == [
        (MatchStrength.CERTAIN, known.id)
    ]


async def test_an_iin_of_another_clinic_shows_the_least_identity_and_is_on_record(city: City) -> None:
    known = await register(city)
    async with city.at_desk(desk=city.there) as context:
        refusal = await patient.register(context, person_input(iin=known.iin))
    assert isinstance(refusal, DuplicatePerson)
    found = refusal.candidates[0].elsewhere
    assert found == ElsewhereRow(known.id, "Сәрсенбаева А. М.", 1987, city.here.clinic.id, None)
    assert known.id in context.audit.patient_ids
    assert context.audit.purpose == "FIND_ELSEWHERE"


async def test_a_likely_double_needs_a_reason(city: City) -> None:
    await register(city, phones=["+77011234567"])
    again = person_input(given_name="Айгул", phones=["87011234567"])
    async with city.at_desk() as context:
        refusal = await patient.register(context, again)
        short = await patient.register(context, again | {"override": {"reason": "."}})
    assert isinstance(refusal, DuplicatePerson)
    assert refusal.candidates[0].strength is MatchStrength.LIKELY
    assert isinstance(short, Refusal)
    assert short.code is RefusalCode.REASON_TOO_SHORT
    async with city.at_desk() as context:
        row = await patient.register(context, again | {"override": {"reason": REASON}})
    assert isinstance(row, Patient)
    assert context.audit.purpose == REASON


async def test_of_two_registrations_of_one_iin_at_once_one_wins(city: City) -> None:
    iin = new_iin(date(1990, 1, 1), Sex.MALE)

    async def one(desk: object) -> object:
        async with city.at_desk(desk=desk) as context:  # type: ignore[arg-type]
            return await patient.register(
                context, person_input(iin=iin, sex=Sex.MALE, birth_date=date(1990, 1, 1))
            )

    outcomes = await asyncio.gather(*(one(desk) for desk in (city.here, city.there) * 4))
    assert sum(isinstance(outcome, Patient) for outcome in outcomes) == 1
    losers = [outcome for outcome in outcomes if isinstance(outcome, DuplicatePerson)]
    assert len(losers) == 7
    assert all(loser.candidates for loser in losers)


async def test_twins_are_only_possibly_one_person(city: City) -> None:
    await register(city, phones=["+77011234567"], address={"street": "Абай", "house": "1"})
    twin = await register(
        city, given_name="Жанар", phones=["+77011234567"], address={"street": "Абай", "house": "1"}
    )
    assert twin.version == 1


async def test_a_correction_of_the_address_needs_no_reason_and_keeps_the_rest(city: City) -> None:
    row = await register(city, address={"street": "Абай көшесі", "house": "12"})
    async with city.at_desk() as context:
        updated = await patient.update(
            context, {"id": row.id, "version": 1, "address": {"house": "14"}, "phones": ["87011112233"]}
        )
    assert isinstance(updated, Patient)
    assert (updated.street, updated.house, updated.phones) == ("Абай көшесі", "14", ["+77011112233"])
    assert (updated.version, updated.iin) == (2, row.iin)
    assert context.audit.changes["updated"] == ["house", "phones"]


async def test_a_new_name_needs_a_reason_and_finds_the_person_again(city: City) -> None:
    row = await register(city)
    change = {"id": row.id, "version": 1, "family_name": "Қасымова"}
    async with city.at_desk() as context:
        refusal = await patient.update(context, change)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.REASON_TOO_SHORT
    async with city.at_desk() as context:
        updated = await patient.update(context, change | {"reason": "Неке қию туралы куәлік"})
    assert isinstance(updated, Patient)
    assert updated.sort_key != row.sort_key
    assert context.audit.purpose == "Неке қию туралы куәлік"


async def test_a_temporary_person_gets_the_iin_once_it_is_known(city: City) -> None:
    row = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON)
    iin = new_iin(date(1987, 3, 14), Sex.FEMALE)
    async with city.at_desk() as context:
        updated = await patient.update(context, {"id": row.id, "version": 1, "iin": iin, "reason": REASON})
    assert isinstance(updated, Patient)
    assert (updated.iin, updated.temporary_id) == (iin, row.temporary_id)


async def test_an_update_to_an_iin_on_record_is_refused(city: City) -> None:
    known = await register(city)
    row = await register(city, family_name="Ким", given_name="Ольга", birth_date=date(1970, 5, 5))
    async with city.at_desk() as context:
        refusal = await patient.update(
            context, {"id": row.id, "version": 1, "iin": known.iin, "reason": REASON}
        )
    assert isinstance(refusal, DuplicatePerson)
    assert refusal.candidates[0].patient is not None
    assert refusal.candidates[0].patient.id == known.id


async def test_a_stale_version_is_refused_with_the_record_as_it_is(city: City) -> None:
    row = await register(city)
    async with city.at_desk() as context:
        await patient.update(context, {"id": row.id, "version": 1, "email": "a@example.kz"})
        stale = await patient.update(context, {"id": row.id, "version": 1, "email": "b@example.kz"})
    assert isinstance(stale, StaleVersion)
    assert stale.current.email == "a@example.kz"


async def test_of_fifty_editors_of_one_record_one_is_right_and_each_loser_is_told(city: City) -> None:
    row = await register(city)

    async def edit(number: int) -> object:
        async with city.at_desk() as context:
            return await patient.update(
                context, {"id": row.id, "version": 1, "email": f"{number}@example.kz"}
            )

    outcomes = await asyncio.gather(*(edit(number) for number in range(50)))
    assert sum(isinstance(outcome, Patient) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, StaleVersion) for outcome in outcomes) == 49


async def test_a_person_of_another_clinic_is_not_found(city: City) -> None:
    row = await register(city)
    async with city.at_desk(desk=city.there) as context:
        refusal = await patient.update(context, {"id": row.id, "version": 1, "email": "a@example.kz"})
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.NOT_FOUND


async def test_death_lies_between_birth_and_today(city: City) -> None:
    row = await register(city)
    async with city.at_desk() as context:
        early = await patient.update(context, {"id": row.id, "version": 1, "deceased_on": date(1980, 1, 1)})
        updated = await patient.update(context, {"id": row.id, "version": 1, "deceased_on": TODAY})
    assert isinstance(early, InvalidInput)
    assert isinstance(updated, Patient)
    assert "ATTACH" not in patient.available_actions(updated, context)


async def test_who_has_died_leaves_the_doctors_list(city: City) -> None:
    row = await register(city)
    await attach(city, row, city.here.list_id, days_ago(400))
    await attach(city, await register(city, given_name="Жанар"), city.here.list_id, days_ago(3))
    async with city.at_desk() as context:
        await patient.update(context, {"id": row.id, "version": 1, "deceased_on": days_ago(2)})
        ended = await context.tx.row(
            text("select ends_on, end_reason from attachment where patient_id = :id"), {"id": row.id}
        )
        left = await context.tx.value(
            text("select people from doctor_list where id = :id"), {"id": city.here.list_id}
        )
    assert ended is not None
    assert tuple(ended) == (days_ago(2), "DEATH")
    assert left == 1


@pytest.mark.parametrize("role", [Role.NURSE, Role.DOCTOR, Role.OPERATOR])
async def test_who_may_not_register_is_stopped(city: City, role: Role) -> None:
    async with city.at_desk(role) as context:
        with pytest.raises(Forbidden):
            await patient.register(context, person_input())
        with pytest.raises(Forbidden):
            await patient.update(context, {})


async def test_colleagues_are_named_and_others_are_not(city: City) -> None:
    row = await register(city)
    assert row.registered_by is not None
    async with city.at_desk(Role.DOCTOR) as context:
        assert await account.names(context, [row.registered_by]) == {row.registered_by: "REGISTRAR 9"}
    async with city.at_desk(desk=city.there) as context:
        assert await account.names(context, [row.registered_by]) == {}
