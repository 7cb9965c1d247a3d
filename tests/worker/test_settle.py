"""The daily settling of attachments, and how it keeps out of the desks' way."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db.queries.search import search_token
from db.tables import Patient
from domain.access import SYSTEM
from domain.attachment import DetachmentReason, ListKind
from server.settle import Settled, settle
from tests.api import town as towns
from tests.api.town import Town, street_of, today

LAST_WEEK = datetime.now(UTC) - timedelta(days=7)
NEXT_MONTH = datetime.now(UTC) + timedelta(days=30)


async def moving(town: Town, starts_on: date) -> Patient:
    """A person whose attachment moves from there to here on a day, decided before."""
    patient = await town.person(town.there, search_tokens=[search_token(9, "аба")])
    ends = {"ends_on": starts_on, "end_reason": DetachmentReason.ATTACHED_ELSEWHERE}
    await town.attached(patient, town.there, ListKind.GP, **ends)
    await town.attached(patient, town.here, ListKind.GP, starts_on=starts_on)
    return patient


async def clinic_of(town: Town, patient: Patient) -> Any:
    return (await town.all("select clinic_id from patient where id = :id", id=patient.id))[0].clinic_id


async def attachments_of(town: Town, patient: Patient) -> list[Any]:
    return await town.all("select * from attachment where patient_id = :id order by starts_on", id=patient.id)


async def test_people_follow_the_attachment_that_starts_today(town: Town) -> None:
    patient = await moving(town, today())
    async with town.as_system() as tx:
        await tx.execute(text("update patient set clinic_id = :id"), {"id": town.there.clinic.id})
    assert (await settle(town.database)).followed == 1
    assert await clinic_of(town, patient) == town.here.clinic.id
    (row,) = await town.all("select search_tokens from patient")
    assert row.search_tokens == [search_token(town.here.clinic.number, "аба")]


async def test_nobody_follows_before_the_day(town: Town) -> None:
    patient = await moving(town, towns.tomorrow())
    assert (await settle(town.database)).followed == 0
    assert await clinic_of(town, patient) == town.there.clinic.id
    await settle(town.database, NEXT_MONTH)
    assert await clinic_of(town, patient) == town.here.clinic.id


async def test_more_people_than_one_step_takes_are_all_settled(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.settle.AT_ONCE", 1)
    street = await street_of(town, town.here.areas[ListKind.GP])
    foreigner = {"citizenship": "TEMPORARY_WITH_CONTRACT", "contract_until": date(2024, 1, 1)}
    for _ in range(3):
        await moving(town, today())
        await town.person(town.there, street=street, house="3", registered_at=LAST_WEEK)
        await town.attached(await town.person(town.here, **foreigner), town.here, ListKind.GP)
    async with town.as_system() as tx:
        await tx.execute(text("update patient set clinic_id = :id"), {"id": town.there.clinic.id})
    done = await settle(town.database)
    assert (done.followed, done.contracts, done.attached, done.refused) == (3, 3, 3, 0)


async def test_settling_twice_at_once_does_it_once(town: Town) -> None:
    street = await street_of(town, town.here.areas[ListKind.GP])
    for _ in range(5):
        await town.person(town.there, street=street, house="3", registered_at=LAST_WEEK)
    done = await asyncio.gather(settle(town.database), settle(town.database), return_exceptions=True)
    assert [type(part) for part in done] == [Settled, Settled]
    rows = await town.all("select * from attachment where ends_on is null")
    assert len(rows) == len({row.patient_id for row in rows}) == 5


async def test_a_foreigner_s_attachment_ends_with_a_contract_that_was_shortened(town: Town) -> None:
    until = today() - timedelta(days=3)
    foreigner = {"citizenship": "TEMPORARY_WITH_CONTRACT", "contract_until": until}
    patient = await town.person(town.here, **foreigner)
    await town.attached(patient, town.here, ListKind.GP)
    assert (await settle(town.database)).contracts == 1
    (row,) = await attachments_of(town, patient)
    assert (row.ends_on, row.end_reason) == (until + timedelta(days=1), DetachmentReason.CONTRACT_ENDED)
    (doctor_list,) = await town.all("select people from doctor_list where id = :id", id=row.list_id)
    assert doctor_list.people == 0
    assert (await settle(town.database)).contracts == 0


async def test_a_prolonged_contract_prolongs_the_attachment_but_revives_none(town: Town) -> None:
    until = today() + timedelta(days=60)
    foreigner = {"citizenship": "TEMPORARY_WITH_CONTRACT", "contract_until": until}
    ended = {"end_reason": DetachmentReason.CONTRACT_ENDED}
    running, over = [await town.person(town.here, **foreigner) for _ in range(2)]
    await town.attached(running, town.here, ListKind.GP, ends_on=towns.tomorrow(), **ended)
    await town.attached(over, town.here, ListKind.GP, ends_on=today() - timedelta(days=1), **ended)
    await settle(town.database)
    assert [row.ends_on for row in await attachments_of(town, running)] == [until + timedelta(days=1)]
    assert [row.ends_on for row in await attachments_of(town, over)] == [today() - timedelta(days=1)]


async def test_who_has_no_clinic_gets_the_doctor_of_their_address_and_age(town: Town) -> None:
    street = await street_of(town, town.here.areas[ListKind.PAEDIATRICIAN])
    born = today() - timedelta(days=2000)
    child = await town.person(town.there, street=street, house="5", birth_date=born, registered_at=LAST_WEEK)
    assert (await settle(town.database)).attached == 1
    (row,) = await attachments_of(town, child)
    assert (row.list_id, row.channel, row.resident) == (
        town.here.lists[ListKind.PAEDIATRICIAN].id,
        "DEFAULT",
        True,
    )
    (event,) = await town.all("select * from access_event")
    assert (event.role, event.patient_ids) == ("SYSTEM", [child.id])


@pytest.mark.parametrize(
    "details",
    [
        {"registered_at": datetime.now(UTC)},
        {"deceased_on": date(2024, 2, 2)},
        {"street": "Белгісіз көше"},
        {"kato": None},
        {"kato": "750000000"},
    ],
    ids=["registered today", "dead", "street of no area", "no place", "another city"],
)
async def test_the_desk_keeps_whom_the_job_cannot_judge(town: Town, details: dict[str, Any]) -> None:
    street = await street_of(town, town.here.areas[ListKind.GP])
    await town.person(town.here, **{"street": street, "house": "5", "registered_at": LAST_WEEK, **details})
    assert await settle(town.database) == Settled()


async def test_who_was_detached_is_not_attached_again_overnight(town: Town) -> None:
    street = await street_of(town, town.here.areas[ListKind.GP])
    patient = await town.person(town.here, street=street, house="5", registered_at=LAST_WEEK)
    gone = {"ends_on": today(), "end_reason": DetachmentReason.LEFT_COUNTRY}
    await town.attached(patient, town.here, ListKind.GP, **gone)
    assert await settle(town.database) == Settled()


async def test_a_refusal_by_the_job_is_not_repeated_every_hour(town: Town) -> None:
    street = await street_of(town, town.here.areas[ListKind.GP])
    foreigner = {"citizenship": "TEMPORARY_WITH_CONTRACT", "contract_until": date(2021, 1, 1)}
    await town.person(town.here, street=street, house="5", registered_at=LAST_WEEK, **foreigner)
    assert (await settle(town.database)).refused == 1
    assert (await settle(town.database)).refused == 0
    assert len(await town.all("select * from attachment_refusal")) == 1


async def test_a_person_whom_a_desk_has_in_hand_is_left_for_the_next_time(town: Town) -> None:
    await moving(town, today())
    async with town.as_system() as tx:
        await tx.execute(text("update patient set clinic_id = :id"), {"id": town.there.clinic.id})
    async with town.database.transaction(SYSTEM) as desk:
        await desk.rows(text("select id from patient for update"))
        assert (await asyncio.wait_for(settle(town.database), 20)).followed == 0
    assert (await settle(town.database)).followed == 1
