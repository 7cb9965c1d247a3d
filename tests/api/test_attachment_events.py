"""Open windows hear of attachments: when they are committed, of both clinics, with ids and no names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
import pytest
from sqlalchemy import text

from db.tables import Attachment
from domain.attachment import AttachmentReason, DetachmentReason, ListKind
from resolvers import attachment
from resolvers.attachment_decision import CHANNEL
from server.settle import settle
from tests.api.town import Town, today
from tests.conftest import Urls


@dataclass(slots=True)
class Window:
    """What a server process hears for the windows that are open."""

    connection: psycopg.Connection[Any]

    def heard(self) -> list[dict[str, Any]]:
        return [orjson.loads(notice.payload) for notice in self.connection.notifies(timeout=0.5)]


@pytest.fixture
def window(town: Town, urls: Urls) -> Iterator[Window]:
    with psycopg.connect(urls.server, autocommit=True) as connection:
        connection.execute(f"listen {CHANNEL}")
        yield Window(connection)


async def moved(town: Town) -> Attachment:
    patient = await town.person(town.there)
    await town.attached(patient, town.there, ListKind.GP)
    given = {
        "patient_id": patient.id,
        "list_id": town.here.lists[ListKind.GP].id,
        "reason": AttachmentReason.FREE_CHOICE,
        "home_visit_waiver": True,
    }
    async with town.operation(town.here.viewer()) as context:
        outcome = await attachment.attach(context, given)
    assert isinstance(outcome, Attachment)
    return outcome


async def test_both_clinics_hear_of_a_move_and_of_its_undoing(town: Town, window: Window) -> None:
    row = await moved(town)
    async with town.operation(town.here.viewer()) as context:
        await attachment.undo(context, {"attachment_id": row.id, "version": row.version})
    heard = window.heard()
    both = sorted([str(town.here.clinic.id), str(town.there.clinic.id)])
    assert [event["what"] for event in heard] == ["ATTACHED", "UNDONE"]
    for event in heard:
        assert event["clinic_ids"] == both
        assert set(event["attachment_ids"]) == {str(row.id), str(row.previous_id)}
        assert event["patient_id"] == str(row.patient_id)


async def test_nothing_is_heard_of_what_is_rolled_back(town: Town, window: Window) -> None:
    patient = await town.person(town.here)
    given = {
        "patient_id": patient.id,
        "list_id": town.here.lists[ListKind.GP].id,
        "reason": AttachmentReason.FIRST_ATTACHMENT,
        "home_visit_waiver": True,
    }

    async def attach_and_fail() -> None:
        async with town.operation(town.here.viewer()) as context:
            assert isinstance(await attachment.attach(context, given), Attachment)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await attach_and_fail()
    assert window.heard() == []


async def test_of_a_settled_day_each_person_is_told_apart(town: Town, window: Window) -> None:
    people = [await town.person(town.there) for _ in range(3)]
    for patient in people:
        ends = {"ends_on": today(), "end_reason": DetachmentReason.ATTACHED_ELSEWHERE}
        await town.attached(patient, town.there, ListKind.GP, **ends)
        await town.attached(patient, town.here, ListKind.GP, starts_on=today())
    async with town.as_system() as tx:
        await tx.execute(text("update patient set clinic_id = :id"), {"id": town.there.clinic.id})
    await settle(town.database)
    heard = window.heard()
    assert {event["patient_id"] for event in heard} == {str(patient.id) for patient in people}
    assert {event["what"] for event in heard} == {"STARTED"}
