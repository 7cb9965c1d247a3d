"""Two records of one person made one and parted again, against a real database."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.tables import Merge, Patient
from domain.access import SYSTEM, Forbidden, Role
from domain.people import FamilyTie
from domain.refusal import Refusal, RefusalCode
from domain.registration import WithoutIin
from resolvers import family_link, lists, merge, patient
from resolvers.refusals import StaleVersion
from tests.api.desk import TODAY, City, attach, days_ago, person_input

REASON = "Бір адамның екі жазбасы"
PERSON = "select to_jsonb(p) - 'version' - 'updated_at' from patient p where id = any (:ids) order by id"
ATTACHMENTS = """
select to_jsonb(a) - 'version' from attachment a
 where patient_id = any (:ids) and (ends_on is null or ends_on > starts_on) order by id
"""


async def register(city: City, **given: Any) -> Patient:
    given.setdefault("override", {"reason": REASON})
    async with city.at_desk() as context:
        row = await patient.register(context, person_input(**given))
    assert isinstance(row, Patient), row
    return row


async def fresh(city: City, *people: Patient) -> list[Patient]:
    async with city.database.transaction(SYSTEM) as tx:
        found = {
            row.id: Patient(**row._mapping)
            for row in await tx.rows(
                text("select * from patient where id = any (:ids)"), {"ids": [p.id for p in people]}
            )
        }
    return [found[p.id] for p in people]


async def stored(city: City, *people: Patient) -> list[Any]:
    """Everything that is kept of these people, but for what counts changes."""
    ids = {"ids": [person.id for person in people]}
    async with city.database.transaction(SYSTEM) as tx:
        return [[row[0] for row in await tx.rows(text(sql), ids)] for sql in (PERSON, ATTACHMENTS)]


async def do_merge(city: City, survivor: Patient, merged: Patient, role: Role = Role.REGISTRAR) -> Any:
    survivor, merged = await fresh(city, survivor, merged)
    async with city.at_desk(role) as context:
        return await merge.merge(
            context,
            {
                "survivor_id": survivor.id,
                "survivor_version": survivor.version,
                "merged_id": merged.id,
                "merged_version": merged.version,
                "reason": REASON,
            },
        )


async def undo(city: City, made: Merge) -> Any:
    async with city.at_desk() as context:
        return await merge.unmerge(context, {"merge_id": made.id, "reason": "Екі бөлек адам екен"})


async def test_the_survivor_is_given_what_it_lacked(city: City) -> None:
    a = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON, phones=["+77010000001"])
    b = await register(
        city,
        phones=["+77010000002", "+77010000001"],
        email="b@example.kz",
        address={"street": "Абай", "house": "3"},
    )
    made = await do_merge(city, a, b)
    assert isinstance(made, Merge)
    a_now, b_now = await fresh(city, a, b)
    assert a_now.iin == b.iin
    assert a_now.temporary_id == a.temporary_id
    assert a_now.phones == ["+77010000001", "+77010000002"]
    assert (a_now.email, a_now.street, a_now.house) == ("b@example.kz", "Абай", "3")
    assert b_now.merged_into == a.id
    assert b_now.iin == b.iin


async def test_what_the_survivor_has_is_not_overwritten(city: City) -> None:
    a = await register(city, email="a@example.kz", address={"street": "Абай"})
    b = await register(city, email="b@example.kz", address={"street": "Сейфуллин", "house": "3"})
    await do_merge(city, a, b)
    (a_now,) = await fresh(city, a)
    assert (a_now.iin, a_now.email, a_now.street, a_now.house) == (a.iin, "a@example.kz", "Абай", None)


async def test_an_undone_merge_leaves_both_as_they_were_to_the_byte(city: City) -> None:
    a = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON, phones=["+77010000001"])
    b = await register(city, phones=["+77010000002"], email="b@example.kz", birth_date=date(1987, 3, 15))
    await attach(city, b, city.here.list_id, days_ago(400))
    before = await stored(city, a, b)
    made = await do_merge(city, a, b)
    assert await stored(city, a, b) != before
    undone = await undo(city, made)
    assert isinstance(undone, Merge)
    assert undone.undone_at is not None
    assert await stored(city, a, b) == before


async def test_the_survivor_takes_over_the_attachment_and_the_list_counts_the_person_once(city: City) -> None:
    a, b = await register(city), await register(city)
    old = await attach(city, b, city.here.list_id, days_ago(30))
    await do_merge(city, a, b)
    _, rows = await stored(city, a, b)
    ended = next(row for row in rows if row["id"] == str(old.id))
    assert (ended["ends_on"], ended["end_reason"]) == (TODAY.isoformat(), "DUPLICATE")
    taken = next(row for row in rows if row["patient_id"] == str(a.id))
    assert (taken["starts_on"], taken["ends_on"]) == (TODAY.isoformat(), None)
    assert taken["previous_id"] == str(old.id)
    assert await people_on(city, city.here.list_id) == 1


async def test_two_attachments_become_the_survivors_one(city: City) -> None:
    a, b = await register(city), await register(city)
    await attach(city, a, city.here.list_id, days_ago(10))
    await attach(city, b, city.here.other_list_id, days_ago(20))
    before = await stored(city, a, b)
    made = await do_merge(city, a, b)
    assert await people_on(city, city.here.list_id) == 1
    assert await people_on(city, city.here.other_list_id) == 0
    await undo(city, made)
    assert await stored(city, a, b) == before
    assert await people_on(city, city.here.other_list_id) == 1


async def test_what_was_added_since_stays_with_the_survivor(city: City) -> None:
    a = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON, phones=["+77010000001"])
    b = await register(city, phones=["+77010000002"], email="b@example.kz")
    made = await do_merge(city, a, b)
    (now,) = await fresh(city, a)
    async with city.at_desk() as context:
        await patient.update(
            context,
            {
                "id": a.id,
                "version": now.version,
                "email": "new@example.kz",
                "phones": [*now.phones, "+77010000003"],
            },
        )
    await undo(city, made)
    a_now, b_now = await fresh(city, a, b)
    assert (a_now.iin, a_now.email) == (None, "new@example.kz")
    assert a_now.phones == ["+77010000001", "+77010000003"]
    assert (b_now.iin, b_now.email, b_now.merged_into) == (b.iin, "b@example.kz", None)


async def test_an_attachment_changed_since_stays_too(city: City) -> None:
    a, b = await register(city), await register(city)
    await attach(city, b, city.here.list_id, days_ago(30))
    made = await do_merge(city, a, b)
    async with city.database.transaction(SYSTEM) as tx:
        await tx.execute(
            text(
                "update attachment set ends_on = starts_on + 1, end_reason = 'LEFT_COUNTRY', ended_at = now()"
                " where patient_id = :id"
            ),
            {"id": a.id},
        )
    await undo(city, made)
    _, rows = await stored(city, a, b)
    assert [(row["patient_id"], row["end_reason"]) for row in rows] == [
        (str(b.id), None),
        (str(a.id), "LEFT_COUNTRY"),
    ]


async def test_the_first_of_two_merges_can_be_undone_alone(city: City) -> None:
    a = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON)
    b = await register(city, email="b@example.kz")
    c = await register(city, email="c@example.kz")
    first = await do_merge(city, a, b)
    await do_merge(city, a, c)
    await undo(city, first)
    a_now, b_now, c_now = await fresh(city, a, b, c)
    assert (a_now.iin, a_now.email) == (c.iin, "c@example.kz")
    assert b_now.merged_into is None
    assert c_now.merged_into == a.id


async def test_a_merge_below_another_can_be_undone_alone(city: City) -> None:
    a = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON)
    b = await register(city, email="b@example.kz")
    c = await register(city, without_iin=WithoutIin.UNKNOWN_PERSON)
    await attach(city, b, city.here.list_id, days_ago(5))
    before = await stored(city, b)
    first = await do_merge(city, a, b)
    await do_merge(city, c, a)
    assert (await fresh(city, c))[0].iin == b.iin
    await undo(city, first)
    a_now, c_now = await fresh(city, a, c)
    assert (a_now.merged_into, a_now.iin) == (c.id, None)
    assert (c_now.iin, c_now.email) == (None, None)
    assert await stored(city, b) == before
    assert await people_on(city, city.here.list_id) == 1


async def test_the_merged_record_leaves_the_lists(city: City) -> None:
    a, b = await register(city), await register(city)
    await do_merge(city, a, b)
    async with city.at_desk() as context:
        page = await lists.listed(context, "patient", {}, None, lists.Window())
        assert page.count is not None
        assert await page.count() == 1
    assert [row.id for row in page.rows] == [a.id]


async def test_the_merged_record_offers_nothing_and_takes_nothing(city: City) -> None:
    a, b = await register(city), await register(city)
    await do_merge(city, a, b)
    (b_now,) = await fresh(city, b)
    async with city.at_desk() as context:
        refusal = await patient.update(
            context, {"id": b.id, "version": b_now.version, "email": "b@example.kz"}
        )
        assert patient.available_actions(b_now, context) == []
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.PATIENT_MERGED


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        (("a", "a"), RefusalCode.CANNOT_MERGE_WITH_ITSELF),
        (("a", "b"), RefusalCode.ALREADY_MERGED),
        (("b", "c"), RefusalCode.ALREADY_MERGED),
        (("a", "elsewhere"), RefusalCode.NOT_FOUND),
    ],
)
async def test_what_cannot_be_merged_is_refused(city: City, pair: tuple[str, str], code: RefusalCode) -> None:
    people = {name: await register(city) for name in "abc"}
    async with city.at_desk(desk=city.there) as context:
        elsewhere = await patient.register(context, person_input())
    assert isinstance(elsewhere, Patient)
    people["elsewhere"] = elsewhere
    await do_merge(city, people["a"], people["b"])
    refusal = await do_merge(city, people[pair[0]], people[pair[1]])
    assert isinstance(refusal, Refusal)
    assert refusal.code is code


async def test_somebody_who_is_about_to_leave_for_another_clinic_is_not_closed_here(city: City) -> None:
    a, b = await register(city), await register(city)
    await attach(city, b, city.there.list_id, TODAY + timedelta(days=40), clinic_id=city.there.clinic.id)
    refusal = await do_merge(city, a, b)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.FORBIDDEN_HERE


async def test_a_stale_record_is_not_merged(city: City) -> None:
    a, b = await register(city), await register(city)
    async with city.at_desk() as context:
        stale = await merge.merge(
            context,
            {
                "survivor_id": a.id,
                "survivor_version": 1,
                "merged_id": b.id,
                "merged_version": 7,
                "reason": REASON,
            },
        )
    assert isinstance(stale, StaleVersion)
    assert stale.current.id == b.id


async def test_a_merge_is_undone_once(city: City) -> None:
    a, b = await register(city), await register(city)
    made = await do_merge(city, a, b)
    await undo(city, made)
    again = await undo(city, made)
    assert isinstance(again, Refusal)
    assert again.code is RefusalCode.NOTHING_TO_UNDO


async def test_a_record_whose_iin_somebody_has_got_since_does_not_come_back(city: City) -> None:
    a, b = await register(city), await register(city)
    made = await do_merge(city, a, b)
    await register(city, iin=b.iin, family_name="Ким", given_name="Ольга")
    before = await stored(city, a, b)
    refusal = await undo(city, made)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.DUPLICATE_PERSON
    assert await stored(city, a, b) == before


async def move_away(city: City, person: Patient) -> None:
    """The person attaches to the other clinic; the record follows."""
    async with city.database.transaction(SYSTEM) as tx:
        await tx.execute(
            text(
                "update attachment set ends_on = :today, end_reason = 'ATTACHED_ELSEWHERE', ended_at = now()"
                " where patient_id = :id and ends_on is null"
            ),
            {"id": person.id, "today": TODAY},
        )
    await attach(city, person, city.there.list_id, clinic_id=city.there.clinic.id)


async def undo_there(city: City, made: Merge) -> Any:
    async with city.at_desk(desk=city.there) as context:
        return await merge.unmerge(context, {"merge_id": made.id, "reason": "Екі бөлек адам екен"})


async def test_merged_records_follow_the_survivor_to_the_next_clinic_which_can_part_them(city: City) -> None:
    a, b = await register(city), await register(city, email="b@example.kz")
    made = await do_merge(city, a, b)
    await move_away(city, a)
    assert [row.clinic_id for row in await fresh(city, a, b)] == [city.there.clinic.id] * 2
    async with city.at_desk(desk=city.there) as context:
        assert [row.id for row in (await merge.merges_of(context, [a.id]))[a.id]] == [made.id]
    assert isinstance(await undo_there(city, made), Merge)
    assert [row.merged_into for row in await fresh(city, b)] == [None]


async def test_a_clinic_does_not_reopen_what_another_clinic_had(city: City) -> None:
    a, b = await register(city), await register(city)
    await attach(city, b, city.here.list_id, days_ago(30))
    made = await do_merge(city, a, b)
    await move_away(city, a)
    refusal = await undo_there(city, made)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.FORBIDDEN_HERE


async def test_an_undone_merge_is_told_only_to_who_may_see_both(city: City) -> None:
    a, b = await register(city), await register(city)
    made = await do_merge(city, a, b)
    await undo(city, made)
    await move_away(city, a)
    for desk in (city.here, city.there):
        async with city.at_desk(desk=desk) as context:
            assert await merge.merges_of(context, [a.id, b.id]) == {a.id: [], b.id: []}


async def test_the_family_of_a_merged_record_is_the_survivors(city: City) -> None:
    a, b, child = (
        await register(city),
        await register(city),
        await register(
            city, without_iin=WithoutIin.NEWBORN, given_name="Дана", birth_date=TODAY, family_name="Ким"
        ),
    )
    async with city.at_desk() as context:
        await family_link.link(
            context, {"patient_id": child.id, "relative_id": b.id, "tie": FamilyTie.MOTHER}
        )
    await do_merge(city, a, b)
    async with city.at_desk() as context:
        family = await family_link.family_of(context, [a.id, child.id])
    assert [(view.relative_id, view.tie) for view in family[a.id]] == [(child.id, FamilyTie.CHILD)]
    assert [view.relative_id for view in family[child.id]] == [a.id]


async def test_of_two_merges_of_one_record_at_once_one_wins(city: City) -> None:
    a, b, c = await register(city), await register(city), await register(city)
    outcomes = await asyncio.gather(do_merge(city, a, c), do_merge(city, b, c), do_merge(city, c, a))
    assert sum(isinstance(outcome, Merge) for outcome in outcomes) == 1
    assert all(
        isinstance(outcome, (StaleVersion, Merge)) or outcome.code is RefusalCode.ALREADY_MERGED
        for outcome in outcomes
    )


async def test_the_merges_of_a_person_are_read_from_both_sides(city: City) -> None:
    a, b = await register(city), await register(city)
    made = await do_merge(city, a, b)
    async with city.at_desk() as context:
        found = await merge.merges_of(context, [a.id, b.id])
        assert merge.available_actions(made, context) == ["UNMERGE"]
    assert [[row.id for row in rows] for rows in found.values()] == [[made.id], [made.id]]
    async with city.at_desk(Role.DOCTOR) as context:
        assert merge.available_actions(made, context) == []
    async with city.at_desk(desk=city.there) as context:
        assert await merge.merges_of(context, [a.id]) == {a.id: []}


@pytest.mark.parametrize("role", [Role.NURSE, Role.DOCTOR, Role.OPERATOR])
async def test_who_may_not_merge_is_stopped(city: City, role: Role) -> None:
    async with city.at_desk(role) as context:
        with pytest.raises(Forbidden):
            await merge.merge(context, {})
        with pytest.raises(Forbidden):
            await merge.unmerge(context, {})


async def people_on(city: City, list_id: UUID) -> int:
    async with city.database.transaction(SYSTEM) as tx:
        return int(await tx.value(text("select people from doctor_list where id = :id"), {"id": list_id}))
