"""Doctors' lists: the load against the norm, and how lists of them are narrowed and ordered."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.tables import DoctorList
from domain.access import Role
from domain.attachment import ListKind
from resolvers import doctor_list, lists
from resolvers.lists import Window
from tests.api import town as towns
from tests.api.town import Surgery, Town

GP_NORM, THERAPIST_NORM, PAEDIATRICIAN_NORM = 1700, 2200, 900


@pytest.fixture
async def town(town: Town) -> Town:
    await town.set_people(town.here.lists[ListKind.GP], GP_NORM)
    await town.set_people(town.here.lists[ListKind.THERAPIST], THERAPIST_NORM + 1)
    await town.set_people(town.here.lists[ListKind.PAEDIATRICIAN], 90)
    return town


async def listed(town: Town, criteria: dict[str, Any], order: tuple[str, bool] | None = None) -> list[UUID]:
    async with town.operation(town.here.viewer()) as context:
        found = await lists.listed(context, "doctor_list", criteria, order, Window(first=50))
    return [row.id for row in found.rows]


def ids(surgery: Surgery, *kinds: ListKind) -> list[UUID]:
    return [surgery.lists[kind].id for kind in kinds]


async def test_lists_over_the_norm_are_more_than_full(town: Town) -> None:
    found = await listed(town, {"clinic_id": town.here.clinic.id, "over_norm": True})
    assert found == ids(town.here, ListKind.THERAPIST)


async def test_a_full_list_has_no_room(town: Town) -> None:
    here = {"clinic_id": town.here.clinic.id}
    assert await listed(town, here | {"has_room": True}) == ids(town.here, ListKind.PAEDIATRICIAN)
    without = await listed(town, here | {"has_room": False})
    assert set(without) == set(ids(town.here, ListKind.GP, ListKind.THERAPIST))


async def test_a_closed_list_has_no_room(town: Town) -> None:
    async with town.as_system() as tx:
        closed = await towns.doctor_list(tx, town.here.clinic.id, ListKind.GP, closed=True)
    assert closed.id not in await listed(town, {"has_room": True})
    async with town.operation(town.here.viewer()) as context:
        assert doctor_list.room(closed, context) == 0


async def test_the_fullest_come_first_by_ratio_not_by_people(town: Town) -> None:
    here = {"clinic_id": town.here.clinic.id}
    await town.set_people(town.here.lists[ListKind.PAEDIATRICIAN], 1000)
    assert await listed(town, here, ("RATIO", True)) == ids(
        town.here, ListKind.PAEDIATRICIAN, ListKind.THERAPIST, ListKind.GP
    )
    assert await listed(town, here, ("PEOPLE", True)) == ids(
        town.here, ListKind.THERAPIST, ListKind.GP, ListKind.PAEDIATRICIAN
    )


async def test_lists_are_found_by_region_and_kind(town: Town) -> None:
    found = await listed(town, {"region_code": towns.REGION, "kind": ListKind.GP})
    assert set(found) == {*ids(town.here, ListKind.GP), *ids(town.there, ListKind.GP)}
    assert await listed(town, {"region_code": "000000000"}) == []


@pytest.mark.parametrize(
    ("kind", "norm", "room", "is_over", "ratio"),
    [
        (ListKind.GP, GP_NORM, 0, False, 1.0),
        (ListKind.THERAPIST, THERAPIST_NORM, 0, True, 2201 / 2200),
        (ListKind.PAEDIATRICIAN, PAEDIATRICIAN_NORM, 810, False, 0.1),
    ],
)
async def test_the_load_is_told_against_the_norm_of_the_day(
    town: Town, kind: ListKind, norm: int, room: int, is_over: bool, ratio: float
) -> None:
    (row,) = await town.all("select * from doctor_list where id = :id", id=town.here.lists[kind].id)
    stored = DoctorList(**row._mapping)
    async with town.operation(town.here.viewer()) as context:
        told = [part(stored, context) for part in (doctor_list.norm, doctor_list.room, doctor_list.over_norm)]
        rule = doctor_list.norm_rule(stored, context)
        assert doctor_list.ratio(stored, context) == pytest.approx(ratio)
    assert told == [norm, room, is_over]
    assert rule is not None
    assert rule.source == "kz.otyrar.kz, 09.2022"


async def test_clinics_are_found_in_any_script_and_by_contract(town: Town) -> None:
    async with town.as_system() as tx:
        expired = text("update fund_contract set valid_to = :day where clinic_id = :clinic_id")
        await tx.execute(expired, {"clinic_id": town.there.clinic.id, "day": towns.LONG_AGO})
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        for criteria, expected in (
            ({"name": "birinshi"}, {town.here.clinic.id}),
            ({"name": "Бирінші поликлиника"}, {town.here.clinic.id}),
            ({"contracted": True, "region_code": towns.REGION}, {town.here.clinic.id}),
            ({"contracted": False}, {town.there.clinic.id}),
        ):
            found = await lists.listed(context, "clinic", criteria, None, Window(first=50))
            assert {row.id for row in found.rows} == expected, criteria


async def test_staff_are_found_by_name_and_by_where_they_work_that_day(town: Town) -> None:
    here = {"clinic_id": town.here.clinic.id}
    async with town.operation(town.here.viewer()) as context:
        for criteria, count in (
            (here, 3),
            (here | {"employed_on": towns.today()}, 3),
            (here | {"employed_on": date(2019, 12, 31)}, 0),
            ({"name": "dariger"}, 6),
            ({"name": "dariger", "category": "SECONDARY"}, 0),
        ):
            found = await lists.listed(context, "staff", criteria, None, Window(first=50))
            assert len(found.rows) == count, criteria
