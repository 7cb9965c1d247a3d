"""Detaching, and taking an attachment back while it is fresh."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.tables import Attachment
from domain.access import Role, Viewer
from domain.attachment import AttachmentReason, DetachmentReason, ListKind
from domain.available import AvailableAction
from domain.refusal import Refusal, RefusalCode
from resolvers import attachment, detachment
from resolvers.refusals import InvalidInput, StaleVersion
from tests.api.town import Town, today


async def attached_from_elsewhere(
    town: Town, reason: AttachmentReason = AttachmentReason.FREE_CHOICE
) -> Attachment:
    patient = await town.person(town.there, birth_date=today() - timedelta(days=9))
    await town.attached(patient, town.there, ListKind.GP, starts_on=today() - timedelta(days=5))
    given = {
        "patient_id": patient.id,
        "list_id": town.here.lists[ListKind.GP].id,
        "reason": reason,
        "home_visit_waiver": True,
    }
    async with town.operation(town.here.viewer()) as context:
        outcome = await attachment.attach(context, given)
    assert isinstance(outcome, Attachment)
    return outcome


async def undo(
    town: Town, row: Attachment, viewer: Viewer | None = None, **clock: Any
) -> Attachment | Refusal:
    async with town.operation(viewer or town.here.viewer(), **clock) as context:
        return await attachment.undo(context, {"attachment_id": row.id, "version": row.version})


async def detach(town: Town, row: Attachment, reason: DetachmentReason, **given: Any) -> Attachment | Refusal:
    asked = {"attachment_id": row.id, "version": row.version, "reason": reason}
    async with town.operation(town.here.viewer()) as context:
        return await detachment.detach(context, asked | given)


async def people(town: Town) -> dict[Any, int]:
    return {row.id: row.people for row in await town.all("select id, people from doctor_list")}


@pytest.mark.parametrize("reason", [AttachmentReason.FREE_CHOICE, AttachmentReason.NEWBORN])
async def test_what_was_replaced_holds_again(town: Town, reason: AttachmentReason) -> None:
    before = await people(town)
    row = await attached_from_elsewhere(town, reason)
    outcome = await undo(town, row)
    assert isinstance(outcome, Attachment)
    assert (outcome.ends_on, outcome.end_reason) == (row.starts_on, DetachmentReason.ERROR)
    (old,) = await town.all("select * from attachment where id = :id", id=row.previous_id)
    assert (old.ends_on, old.end_reason, old.ended_at, old.version) == (None, None, None, 3)
    (patient,) = await town.all("select clinic_id from patient where id = :id", id=row.patient_id)
    assert patient.clinic_id == town.there.clinic.id
    assert await people(town) == before | {town.there.lists[ListKind.GP].id: 1}


async def test_a_choice_that_had_not_begun_comes_back_too(town: Town) -> None:
    later = await attached_from_elsewhere(town)
    given = {
        "patient_id": later.patient_id,
        "list_id": town.here.lists[ListKind.PAEDIATRICIAN].id,
        "reason": AttachmentReason.NEWBORN,
        "home_visit_waiver": True,
    }
    async with town.operation(town.here.viewer()) as context:
        sooner = await attachment.attach(context, given)
    assert isinstance(sooner, Attachment)
    assert isinstance(await undo(town, sooner), Attachment)
    rows = await town.all(
        "select id, starts_on, ends_on from attachment where ends_on is null or ends_on > starts_on"
    )
    assert {row.id: row.ends_on for row in rows} == {later.previous_id: later.starts_on, later.id: None}


async def test_a_first_attachment_is_undone_too(town: Town) -> None:
    patient = await town.person(town.here)
    given = {
        "patient_id": patient.id,
        "list_id": town.here.lists[ListKind.GP].id,
        "reason": AttachmentReason.FIRST_ATTACHMENT,
        "home_visit_waiver": True,
    }
    async with town.operation(town.here.viewer()) as context:
        row = await attachment.attach(context, given)
    assert isinstance(row, Attachment)
    assert isinstance(await undo(town, row), Attachment)
    assert await town.all("select 1 from attachment where ends_on is null") == []


async def test_the_clinic_of_the_record_cannot_detach_what_another_clinic_made(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    given = {"attachment_id": row.id, "version": row.version, "reason": DetachmentReason.ERROR}
    async with town.operation(town.there.viewer()) as context:
        outcome = await detachment.detach(context, given)
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.FORBIDDEN_HERE


async def test_after_ten_minutes_it_is_too_late(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    outcome = await undo(town, row, now=datetime.now(UTC) + timedelta(minutes=11))
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.UNDO_TOO_LATE


async def test_the_losing_clinic_cannot_undo(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    outcome = await undo(town, row, town.there.viewer())
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.FORBIDDEN_HERE


async def test_nothing_is_undone_twice(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    undone = await undo(town, row)
    assert isinstance(undone, Attachment)
    outcome = await undo(town, undone)
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.NOTHING_TO_UNDO


async def test_a_stale_version_shows_the_row_as_it_is(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    await detach(town, row, DetachmentReason.LEFT_COUNTRY)
    for outcome in (await undo(town, row), await detach(town, row, DetachmentReason.LEFT_COUNTRY)):
        assert isinstance(outcome, StaleVersion)
        assert outcome.current.end_reason == DetachmentReason.LEFT_COUNTRY


async def test_detaching_frees_a_place_on_the_list(town: Town) -> None:
    row = await attached_from_elsewhere(town, AttachmentReason.NEWBORN)
    outcome = await detach(town, row, DetachmentReason.LEFT_COUNTRY)
    assert isinstance(outcome, Attachment)
    assert (outcome.ends_on, outcome.ended_by) == (today(), town.here.viewer().account_id)
    assert (await people(town))[town.here.lists[ListKind.GP].id] == 0


async def test_an_ended_attachment_cannot_end_again(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    ended = await detach(town, row, DetachmentReason.DEATH)
    assert isinstance(ended, Attachment)
    outcome = await detach(town, ended, DetachmentReason.DEATH)
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.NOT_ATTACHED


async def test_attaching_elsewhere_is_no_reason_that_a_clerk_gives(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    outcome = await detach(
        town, row, DetachmentReason.ATTACHED_ELSEWHERE, ends_on=row.starts_on - timedelta(days=1)
    )
    assert isinstance(outcome, InvalidInput)
    assert [problem.path for problem in outcome.problems] == [("reason",), ("endsOn",)]


async def test_the_card_offers_what_the_viewer_may_do(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    now = row.recorded_at
    mine, late = town.here.viewer(), now + timedelta(hours=1)
    assert attachment.available_actions(row, mine, now) == [AvailableAction.DETACH, AvailableAction.UNDO]
    assert attachment.available_actions(row, mine, late) == [AvailableAction.DETACH]
    assert attachment.available_actions(row, town.there.viewer(), now) == []
    assert attachment.available_actions(row, town.here.viewer(Role.NURSE), now) == []


async def take_back(
    town: Town, row: Attachment, viewer: Viewer | None = None, **clock: Any
) -> Attachment | Refusal:
    async with town.operation(viewer or town.here.viewer(), **clock) as context:
        return await detachment.undo(context, {"attachment_id": row.id, "version": row.version})


async def detached(town: Town, reason: DetachmentReason, **given: Any) -> Attachment:
    row = await attached_from_elsewhere(town, AttachmentReason.NEWBORN)
    outcome = await detach(town, row, reason, **given)
    assert isinstance(outcome, Attachment), outcome
    return outcome


async def test_a_detachment_that_was_a_mistake_is_taken_back(town: Town) -> None:
    ended = await detached(town, DetachmentReason.LEFT_COUNTRY)
    outcome = await take_back(town, ended)
    assert isinstance(outcome, Attachment)
    assert (outcome.id, outcome.ends_on, outcome.end_reason, outcome.ended_at) == (ended.id, None, None, None)
    assert (await people(town))[town.here.lists[ListKind.GP].id] == 1
    again = await take_back(town, outcome)
    assert isinstance(again, Refusal)
    assert again.code is RefusalCode.NOTHING_TO_UNDO


async def test_a_death_is_on_the_record_and_taken_back_with_the_detachment(town: Town) -> None:
    died = today() - timedelta(days=2)
    ended = await detached(town, DetachmentReason.DEATH, ends_on=died)
    deceased = "select deceased_on, version from patient where id = :id"
    assert [tuple(row) for row in await town.all(deceased, id=ended.patient_id)] == [(died, 2)]
    assert ended.ends_on == ended.starts_on == today(), "who died before it began had not a day of it"
    assert isinstance(await take_back(town, ended), Attachment)
    assert [tuple(row) for row in await town.all(deceased, id=ended.patient_id)] == [(None, 3)]


async def test_nobody_has_died_tomorrow_and_no_citizen_has_a_contract(town: Town) -> None:
    row = await attached_from_elsewhere(town)
    outcome = await detach(town, row, DetachmentReason.DEATH, ends_on=today() + timedelta(days=1))
    assert isinstance(outcome, InvalidInput)
    assert [problem.path for problem in outcome.problems] == [("endsOn",)]
    refused = await detach(town, row, DetachmentReason.CONTRACT_ENDED)
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.path) == (RefusalCode.REASON_DOES_NOT_FIT, ("reason",))
    assert refused.rule is not None


@pytest.mark.parametrize("reason", [DetachmentReason.COMMISSION_DECISION, DetachmentReason.ERROR])
async def test_a_decision_and_an_error_need_a_word(town: Town, reason: DetachmentReason) -> None:
    row = await attached_from_elsewhere(town, AttachmentReason.NEWBORN)
    refused = await detach(town, row, reason, note="  ")
    assert isinstance(refused, InvalidInput)
    assert [problem.path for problem in refused.problems] == [("note",)]
    assert isinstance(await detach(town, row, reason, note="№ 14 хаттама"), Attachment)


async def test_a_detachment_is_not_taken_back_late_or_over_a_new_attachment_or_by_another_clinic(
    town: Town,
) -> None:
    ended = await detached(town, DetachmentReason.LEFT_COUNTRY)
    assert ended.ended_at is not None
    late = await take_back(town, ended, now=ended.ended_at + timedelta(minutes=11))
    foreign = await take_back(town, ended, town.there.viewer())
    given = {
        "patient_id": ended.patient_id,
        "list_id": town.there.lists[ListKind.GP].id,
        "reason": AttachmentReason.FIRST_ATTACHMENT,
        "home_visit_waiver": True,
    }
    async with town.operation(town.there.viewer()) as context:
        assert isinstance(await attachment.attach(context, given), Attachment)
    meanwhile = await take_back(town, ended)
    assert [refusal.code for refusal in (late, meanwhile) if isinstance(refusal, Refusal)] == [
        RefusalCode.UNDO_TOO_LATE
    ] * 2
    assert isinstance(foreign, Refusal)
    assert foreign.code in (RefusalCode.FORBIDDEN_HERE, RefusalCode.NOT_FOUND)


async def test_a_place_that_somebody_else_has_by_now_is_not_taken_back(town: Town) -> None:
    ended = await detached(town, DetachmentReason.LEFT_COUNTRY)
    await town.set_people(town.here.lists[ListKind.GP], 99_999)
    outcome = await take_back(town, ended)
    assert isinstance(outcome, Refusal)
    assert outcome.code is RefusalCode.NORM_EXCEEDED


async def test_the_card_offers_to_take_a_fresh_detachment_back(town: Town) -> None:
    ended = await detached(town, DetachmentReason.LEFT_COUNTRY)
    assert ended.ended_at is not None
    mine, late = town.here.viewer(), ended.ended_at + timedelta(minutes=11)
    assert attachment.available_actions(ended, mine, ended.ended_at) == [AvailableAction.UNDO_DETACHMENT]
    assert attachment.available_actions(ended, mine, late) == []
