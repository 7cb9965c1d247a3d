"""Family and guardians, stored once and read from both sides, against a real database."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from db.tables import Patient
from domain.access import Forbidden, Role
from domain.people import FamilyTie, Sex
from domain.refusal import Refusal, RefusalCode
from resolvers import family_link, patient
from resolvers.family_link import FamilyView
from resolvers.refusals import InvalidInput
from tests.api.desk import TODAY, City, ClinicDesk, auditor_of, days_ago, person_input


async def register(city: City, desk: ClinicDesk | None = None, **given: Any) -> Patient:
    async with city.at_desk(desk=desk) as context:
        row = await patient.register(
            context, person_input(override={"reason": "Басқа адам екені анықталды"}, **given)
        )
    assert isinstance(row, Patient), row
    return row


async def link(city: City, one: Patient, other: Patient, tie: FamilyTie, **more: Any) -> FamilyView | Refusal:
    async with city.at_desk(Role.NURSE) as context:
        return await family_link.link(
            context, {"patient_id": one.id, "relative_id": other.id, "tie": tie, **more}
        )


async def family(city: City, *people: Patient) -> dict[Any, list[tuple[Any, FamilyTie]]]:
    async with city.at_desk() as context:
        found = await family_link.family_of(context, [person.id for person in people])
    return {key: [(view.relative_id, view.tie) for view in views] for key, views in found.items()}


async def mother_and_child(city: City) -> tuple[Patient, Patient]:
    return await register(city), await register(city, given_name="Дана", birth_date=days_ago(1000))


@pytest.mark.parametrize(
    ("tie", "seen_from_the_other_side"),
    [
        (FamilyTie.MOTHER, FamilyTie.CHILD),
        (FamilyTie.GUARDIAN, FamilyTie.WARD),
        (FamilyTie.WARD, FamilyTie.GUARDIAN),
        (FamilyTie.GRANDPARENT, FamilyTie.GRANDCHILD),
        (FamilyTie.SIBLING, FamilyTie.SIBLING),
        (FamilyTie.SPOUSE, FamilyTie.SPOUSE),
        (FamilyTie.OTHER, FamilyTie.OTHER),
    ],
)
async def test_a_link_is_read_from_both_sides(
    city: City, tie: FamilyTie, seen_from_the_other_side: FamilyTie
) -> None:
    mother, child = await mother_and_child(city)
    linked = await link(city, child, mother, tie)
    assert isinstance(linked, FamilyView)
    assert (linked.patient_id, linked.relative_id, linked.tie) == (child.id, mother.id, tie)
    assert await family(city, child, mother) == {
        child.id: [(mother.id, tie)],
        mother.id: [(child.id, seen_from_the_other_side)],
    }


async def test_a_child_linked_from_the_parents_side_has_a_mother_or_a_father(city: City) -> None:
    mother, child = await mother_and_child(city)
    father = await register(city, given_name="Марат", sex=Sex.MALE)
    await link(city, mother, child, FamilyTie.CHILD)
    await link(city, father, child, FamilyTie.CHILD)
    assert sorted((await family(city, child))[child.id], key=lambda seen: seen[1]) == [
        (father.id, FamilyTie.FATHER),
        (mother.id, FamilyTie.MOTHER),
    ]


async def test_the_same_link_is_not_stored_twice_from_either_side(city: City) -> None:
    mother, child = await mother_and_child(city)
    await link(city, child, mother, FamilyTie.MOTHER)
    assert problems(await link(city, mother, child, FamilyTie.CHILD)) == ["FAMILY_ALREADY_LINKED"]
    await link(city, mother, child, FamilyTie.SPOUSE)
    assert problems(await link(city, child, mother, FamilyTie.SPOUSE)) == ["FAMILY_ALREADY_LINKED"]


async def test_of_many_equal_links_at_once_one_is_stored(city: City) -> None:
    mother, child = await mother_and_child(city)
    outcomes = await asyncio.gather(
        *(link(city, child, mother, FamilyTie.MOTHER) for _ in range(4)),
        *(link(city, mother, child, FamilyTie.CHILD) for _ in range(4)),
    )
    assert sum(isinstance(outcome, FamilyView) for outcome in outcomes) == 1


async def test_nobody_has_two_mothers(city: City) -> None:
    mother, child = await mother_and_child(city)
    another = await register(city, family_name="Ким", given_name="Ольга")
    await link(city, child, mother, FamilyTie.MOTHER)
    assert problems(await link(city, child, another, FamilyTie.MOTHER)) == ["FAMILY_ANOTHER_PARENT"]


async def test_what_cannot_be_is_refused_all_at_once(city: City) -> None:
    mother, child = await mother_and_child(city)
    refusal = await link(city, mother, child, FamilyTie.FATHER, since=TODAY + timedelta(days=1))
    assert problems(refusal) == ["FAMILY_TIE_SEX", "FAMILY_TIE_AGE", "FAMILY_SINCE_IN_FUTURE"]
    assert problems(await link(city, mother, mother, FamilyTie.SIBLING)) == ["FAMILY_WITH_ONESELF"]


async def test_a_link_ends_today_and_stays_on_record(city: City) -> None:
    mother, child = await mother_and_child(city)
    linked = await link(city, child, mother, FamilyTie.GUARDIAN, since=date(2025, 1, 1))
    assert isinstance(linked, FamilyView)
    async with city.at_desk() as context:
        ended = await family_link.end(context, {"link_id": linked.id})
        again = await family_link.end(context, {"link_id": linked.id})
        seen = await family_link.family_of(context, [child.id])
    assert isinstance(ended, FamilyView)
    assert ended.until == TODAY
    assert again == ended
    assert [view.until for view in seen[child.id]] == [TODAY]
    assert isinstance(await link(city, child, mother, FamilyTie.GUARDIAN), FamilyView)


async def test_people_of_two_clinics_are_not_linked_and_not_shown(city: City) -> None:
    mother, child = await mother_and_child(city)
    stranger = await register(city, city.there)
    refusal = await link(city, child, stranger, FamilyTie.SIBLING)
    assert isinstance(refusal, Refusal)
    assert refusal.code is RefusalCode.NOT_FOUND
    linked = await link(city, child, mother, FamilyTie.MOTHER)
    assert isinstance(linked, FamilyView)
    async with city.at_desk(Role.NURSE, city.there) as context:
        assert await family_link.family_of(context, [child.id]) == {child.id: []}
        hidden = await family_link.end(context, {"link_id": linked.id})
    assert isinstance(hidden, Refusal)
    assert hidden.code is RefusalCode.NOT_FOUND


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.CLINIC_ADMIN])
async def test_who_may_not_link_is_stopped(city: City, role: Role) -> None:
    async with city.at_desk(role) as context:
        with pytest.raises(Forbidden):
            await family_link.link(context, {})
        with pytest.raises(Forbidden):
            await family_link.end(context, {})


async def test_an_auditor_sees_that_there_is_a_family(city: City) -> None:
    mother, child = await mother_and_child(city)
    await link(city, child, mother, FamilyTie.MOTHER)
    async with city.as_viewer(auditor_of(city)) as context:
        seen = await family_link.family_of(context, [child.id, mother.id])
    assert [view.tie for views in seen.values() for view in views] == [FamilyTie.MOTHER, FamilyTie.CHILD]


async def test_families_of_many_people_are_read_in_one_statement(city: City) -> None:
    mother, child = await mother_and_child(city)
    await link(city, child, mother, FamilyTie.MOTHER)
    async with city.at_desk() as context:
        before = context.tx.statements
        await family_link.family_of(context, [mother.id, child.id])
        assert context.tx.statements - before == 1


def problems(outcome: FamilyView | Refusal) -> list[str]:
    assert isinstance(outcome, InvalidInput), outcome
    return [problem.code for problem in outcome.problems]


async def test_a_guardianship_ends_on_the_day_that_it_ended(city: City) -> None:
    guardian, child = await mother_and_child(city)
    linked = await link(city, child, guardian, FamilyTie.GUARDIAN, since=days_ago(30))
    assert isinstance(linked, FamilyView)
    for until in (TODAY + timedelta(days=1), days_ago(31)):
        async with city.at_desk(Role.NURSE) as context:
            refused = await family_link.end(context, {"link_id": linked.id, "until": until})
        assert isinstance(refused, InvalidInput)
        assert [problem.path for problem in refused.problems] == [("until",)]
    async with city.at_desk(Role.NURSE) as context:
        ended = await family_link.end(context, {"link_id": linked.id, "until": days_ago(3)})
    assert isinstance(ended, FamilyView)
    assert ended.until == days_ago(3)
