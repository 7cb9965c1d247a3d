"""The last place on a doctor's list, wanted by many desks; bench/attachment_race.py has it in full."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bench import attachment_race
from db.database import Database
from db.failures import Failure, failure_of
from db.queries.attachment_writing import ListsTaken
from domain.attachment import AttachmentReason, ListKind
from resolvers import attachment, attachment_decision
from resolvers.refusals import NormExceeded
from tests.api import town as towns
from tests.api.town import Town, today
from tests.conftest import Urls


@pytest.fixture
async def town(town: Town, urls: Urls) -> AsyncIterator[Town]:
    database = Database(urls.server, pool_size=12, wait_seconds=60)
    yield replace(town, database=database)
    await database.dispose()


async def test_one_gets_the_last_place_and_the_others_are_offered_another_doctor(town: Town) -> None:
    races = [
        await attachment_race.run(town, await attachment_race.gather_people(town, 40)) for _ in range(2)
    ]
    assert all(race.fair for race in races), races


async def test_who_waits_long_for_a_list_looks_again_and_is_told_it_is_full(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk that holds the list takes the last place: nobody waits for it to finish, nobody sees a time-out."""
    monkeypatch.setattr(attachment_decision, "PATIENCE_SECONDS", 0.1)
    wanted, patient = town.here.lists[ListKind.GP], await town.person(town.here)
    limit = attachment_race.limit()
    await town.set_people(wanted, limit - 1)
    given = {"patient_id": patient.id, "list_id": wanted.id, "home_visit_waiver": True}
    given["reason"] = AttachmentReason.FREE_CHOICE

    async def desk() -> object:
        async with town.operation(town.here.viewer()) as context:
            return await attachment.attach(context, given)

    async with town.as_system() as holder:
        lists = {"people": limit, "id": wanted.id}
        await holder.execute(text("update doctor_list set people = :people where id = :id"), lists)
        waiting = asyncio.create_task(desk())
        await asyncio.sleep(0.3)
        assert not waiting.done()
    assert isinstance(await waiting, NormExceeded)


async def test_who_waits_for_a_list_in_vain_is_asked_to_come_back_later(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachment_decision, "PATIENCE_SECONDS", 0.05)
    wanted, patient = town.here.lists[ListKind.GP], await town.person(town.here)
    given = {"patient_id": patient.id, "list_id": wanted.id, "reason": AttachmentReason.FREE_CHOICE}
    async with town.as_system() as holder:
        await holder.execute(text("select from doctor_list where id = :id for update"), {"id": wanted.id})
        with pytest.raises(ListsTaken) as raised:
            async with town.operation(town.here.viewer()) as context:
                await attachment.attach(context, given | {"home_visit_waiver": True})
    assert failure_of(raised.value) is Failure.UNAVAILABLE
    assert await town.all("select from attachment where list_id = :id", id=wanted.id) == []


async def test_who_is_refused_frees_the_list_before_the_refusal_is_written(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen from another connection while the desk is still in its transaction."""
    wanted, patient = town.here.lists[ListKind.GP], await town.person(town.here)
    await town.set_people(wanted, attachment_race.limit() - 1)
    judge = attachment_decision._judge
    looks = 0

    async def judged(*facts: Any) -> Any:
        """Between the first look and the second somebody takes the last place."""
        nonlocal looks
        looks += 1
        if looks == 1:
            seen = await judge(*facts)
            await town.set_people(wanted, attachment_race.limit())
            return seen
        return await judge(*facts)

    monkeypatch.setattr(attachment_decision, "_judge", judged)
    given = {"patient_id": patient.id, "list_id": wanted.id, "reason": AttachmentReason.FREE_CHOICE}
    async with town.operation(town.here.viewer()) as context:
        outcome = await attachment.attach(context, given | {"home_visit_waiver": True})
        assert isinstance(outcome, NormExceeded)
        free = await town.all("select id from doctor_list where id = :id for no key update nowait", id=wanted.id)
        assert len(free) == 1
    assert looks == 2


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
