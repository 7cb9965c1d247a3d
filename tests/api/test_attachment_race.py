"""The last place on a doctor's list, wanted by many desks; bench/attachment_race.py has it in full."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bench import attachment_race
from db.database import Database
from domain.attachment import AttachmentReason, ListKind
from resolvers import attachment
from tests.api import town as towns
from tests.api.town import Town, today
from tests.conftest import Urls


@pytest.fixture
async def town(urls: Urls) -> AsyncIterator[Town]:
    database = Database(urls.server, pool_size=12, wait_seconds=60)
    yield await towns.build(database)
    await database.dispose()


async def test_one_gets_the_last_place_and_the_others_are_offered_another_doctor(town: Town) -> None:
    races = [await attachment_race.run(town, desks=40) for _ in range(2)]
    assert all(race.fair for race in races), races


async def test_two_lists_that_swap_people_do_not_block_each_other(town: Town) -> None:
    """Each act locks both lists; without one order of locks this is the textbook deadlock."""
    a, b = town.here.lists[ListKind.GP], town.here.lists[ListKind.THERAPIST]
    async with town.as_system() as tx:
        people = [await tx.insert(towns.person(town.here)) for _ in range(24)]
        for number, patient in enumerate(people):
            kind = ListKind.GP if number % 2 else ListKind.THERAPIST
            await tx.insert(towns.attachment(patient, town.here, kind))

    async def swap(number: int) -> object:
        async with town.operation(town.here.viewer()) as context:
            given = {
                "patient_id": people[number].id,
                "list_id": b.id if number % 2 else a.id,
                "reason": AttachmentReason.DOCTOR_CHOICE,
                "home_visit_waiver": True,
            }
            return await attachment.attach(context, given)

    outcomes = await asyncio.gather(*map(swap, range(24)))
    assert {type(outcome).__name__ for outcome in outcomes} == {"Attachment"}
    counts = await town.all("select people from doctor_list where id in (:a, :b)", a=a.id, b=b.id)
    assert [row.people for row in counts] == [12, 12]


async def test_one_person_at_two_desks_is_attached_once(town: Town) -> None:
    patient = await town.person(town.here)

    async def desk(kind: ListKind) -> object:
        async with town.operation(town.here.viewer()) as context:
            given = {
                "patient_id": patient.id,
                "list_id": town.here.lists[kind].id,
                "reason": AttachmentReason.FREE_CHOICE,
                "home_visit_waiver": True,
            }
            return await attachment.attach(context, given)

    await asyncio.gather(*(desk(kind) for kind in (ListKind.GP, ListKind.THERAPIST) * 4))
    rows = await town.all("select * from attachment where ends_on is null")
    assert len(rows) == 1
    assert rows[0].starts_on >= today()
