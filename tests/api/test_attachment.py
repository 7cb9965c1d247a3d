"""Attaching a person to a clinic, as the desk does it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db import reference
from db.tables import Attachment
from domain.access import Forbidden, Role
from domain.attachment import AttachmentReason, DetachmentReason, ListKind
from domain.refusal import Refusal, RefusalCode
from resolvers import attachment, lists
from resolvers.refusals import InvalidInput, NormExceeded
from tests.api import town as towns
from tests.api.town import Surgery, Town, street_of, today

NORM = 1700
FIRST_DAY = reference.working_days().next_working_day(today())


async def attach(
    town: Town, patient: Any, to: Surgery | None = None, role: Role = Role.REGISTRAR, **given: Any
) -> Attachment | Refusal:
    to = to or town.here
    asked = {
        "patient_id": patient.id,
        "list_id": to.lists[ListKind.GP].id,
        "reason": AttachmentReason.FIRST_ATTACHMENT,
        "home_visit_waiver": True,
    }
    async with town.operation(to.viewer(role)) as context:
        return await attachment.attach(context, asked | given)


def accepted(outcome: Attachment | Refusal) -> Attachment:
    assert isinstance(outcome, Attachment), outcome
    return outcome


def refused(outcome: Attachment | Refusal) -> RefusalCode:
    assert isinstance(outcome, Refusal), outcome
    return outcome.code


async def test_a_first_attachment_starts_on_the_next_working_day(town: Town) -> None:
    patient = await town.person(town.here)
    row = accepted(await attach(town, patient))
    assert (row.starts_on, row.ends_on, row.clinic_id) == (FIRST_DAY, None, town.here.clinic.id)
    assert row.recorded_by == town.here.viewer().account_id
    assert (await town.all("select people from doctor_list where id = :id", id=row.list_id))[0].people == 1


async def test_the_old_attachment_ends_the_day_the_new_one_starts(town: Town) -> None:
    patient = await town.person(town.there)
    old = await town.attached(patient, town.there, ListKind.GP)
    new = accepted(await attach(town, patient, reason=AttachmentReason.FREE_CHOICE))
    rows = await town.all("select * from attachment where id = :id", id=old.id)
    assert (rows[0].ends_on, rows[0].end_reason) == (new.starts_on, DetachmentReason.ATTACHED_ELSEWHERE)
    assert new.previous_id == old.id
    assert [
        row.people for row in await town.all("select people from doctor_list where id = :id", id=old.list_id)
    ] == [0]


async def test_the_losing_clinic_gets_a_message_that_names_nobody(town: Town) -> None:
    patient = await town.person(town.there)
    await town.attached(patient, town.there, ListKind.GP)
    new = accepted(await attach(town, patient, reason=AttachmentReason.FREE_CHOICE))
    (message,) = await town.all("select * from outbox")
    assert message.clinic_id == town.there.clinic.id
    assert message.payload["attachment_id"] == str(new.id)
    assert patient.family_name not in str(message.payload)


async def test_a_resident_is_always_taken_and_the_overload_is_flagged(town: Town) -> None:
    street = await street_of(town, town.here.areas[ListKind.GP])
    patient = await town.person(town.here, street=street, house="7")
    await town.set_people(town.here.lists[ListKind.GP], NORM + 500)
    row = accepted(await attach(town, patient, home_visit_waiver=False))
    assert (row.resident, row.home_visits, row.over_norm, row.list_limit) == (True, True, True, None)
    assert row.area_id == town.here.areas[ListKind.GP].id


@pytest.mark.parametrize(("people", "is_taken"), [(NORM - 1, True), (NORM, False), (NORM + 1, False)])
async def test_an_outsider_is_refused_over_the_norm(town: Town, people: int, is_taken: bool) -> None:
    patient = await town.person(town.here)
    await town.set_people(town.here.lists[ListKind.GP], people)
    outcome = await attach(town, patient)
    assert isinstance(outcome, Attachment) is is_taken


async def test_who_is_refused_over_the_norm_is_offered_doctors_with_room(town: Town) -> None:
    patient = await town.person(town.here)
    async with town.as_system() as tx:
        free = await towns.doctor_list(tx, town.here.clinic.id, ListKind.GP)
        await towns.doctor_list(tx, town.here.clinic.id, ListKind.GP, closed=True)
        await towns.doctor_list(tx, town.there.clinic.id, ListKind.GP)
    await town.set_people(town.here.lists[ListKind.GP], NORM + 1)
    outcome = await attach(town, patient)
    assert isinstance(outcome, NormExceeded)
    assert (outcome.people, outcome.norm) == (NORM + 1, NORM)
    assert [row.id for row in outcome.alternatives] == [free.id]


async def test_an_outsider_without_the_waiver_is_refused(town: Town) -> None:
    patient = await town.person(town.here)
    assert refused(await attach(town, patient, home_visit_waiver=False)) is RefusalCode.NO_HOME_VISIT_WAIVER


async def test_a_refusal_is_kept_on_record(town: Town) -> None:
    patient = await town.person(town.there)
    await town.set_people(town.here.lists[ListKind.GP], NORM + 1)
    await attach(town, patient)
    (row,) = await town.all("select * from attachment_refusal")
    assert (row.code, row.patient_id, row.refused_on) == ("NORM_EXCEEDED", patient.id, today())
    assert row.facts == {"people": NORM + 1, "norm": NORM}
    assert row.rule["source"]


async def test_a_person_of_another_clinic_follows_only_when_the_attachment_starts(town: Town) -> None:
    patient = await town.person(town.there, birth_date=today() - timedelta(days=3))
    await town.attached(patient, town.there, ListKind.GP, starts_on=today() - timedelta(days=2))
    accepted(await attach(town, patient, reason=AttachmentReason.FREE_CHOICE))
    assert (await _clinic_of(town, patient)) == town.there.clinic.id
    other = await town.person(town.there, birth_date=today() - timedelta(days=3))
    accepted(await attach(town, other, reason=AttachmentReason.NEWBORN))
    assert (await _clinic_of(town, other)) == town.here.clinic.id


async def _clinic_of(town: Town, patient: Any) -> Any:
    return (await town.all("select clinic_id from patient where id = :id", id=patient.id))[0].clinic_id


async def test_the_same_list_twice_is_refused(town: Town) -> None:
    patient = await town.person(town.here)
    accepted(await attach(town, patient))
    again = await attach(town, patient, reason=AttachmentReason.FREE_CHOICE)
    assert refused(again) is RefusalCode.ALREADY_ATTACHED_HERE


async def test_a_later_choice_takes_the_place_of_one_that_has_not_begun(town: Town) -> None:
    patient = await town.person(town.there)
    now = await town.attached(patient, town.there, ListKind.GP)
    later = accepted(await attach(town, patient, reason=AttachmentReason.FREE_CHOICE))
    back = accepted(await attach(town, patient, town.there, reason=AttachmentReason.CLINIC_REORGANISED))
    rows = await town.all("select id, starts_on, ends_on from attachment order by recorded_at, id")
    periods = {row.id: (row.starts_on, row.ends_on) for row in rows}
    assert periods[later.id] == (later.starts_on, later.starts_on)
    assert periods[now.id] == (towns.LONG_AGO, back.starts_on)
    assert periods[back.id] == (FIRST_DAY, None)


async def test_a_clinic_without_a_contract_may_attach_nobody(town: Town) -> None:
    async with town.as_system() as tx:
        await tx.execute(text("update fund_contract set valid_to = :day"), {"day": date(2020, 12, 31)})
    patient = await town.person(town.here)
    assert refused(await attach(town, patient)) is RefusalCode.CLINIC_WITHOUT_CONTRACT


async def test_a_list_without_a_doctor_at_work_takes_nobody(town: Town) -> None:
    async with town.as_system() as tx:
        await tx.execute(text("update employment set ended_on = :day"), {"day": today()})
    patient = await town.person(town.here)
    assert refused(await attach(town, patient)) is RefusalCode.DOCTOR_NOT_AVAILABLE


async def test_a_temporary_foreigner_is_attached_until_the_contract_ends(town: Town) -> None:
    until = today() + timedelta(days=90)
    patient = await town.person(town.here, citizenship="TEMPORARY_WITH_CONTRACT", contract_until=until)
    row = accepted(await attach(town, patient))
    assert (row.ends_on, row.end_reason) == (until + timedelta(days=1), DetachmentReason.CONTRACT_ENDED)


async def test_a_head_doctor_may_override_advice_and_the_reason_stays(town: Town) -> None:
    patient = await town.person(town.here)
    override = {"reason": "Комиссия шешімі № 4"}
    outcome = await attach(
        town, patient, role=Role.HEAD_DOCTOR, reason=AttachmentReason.NEWBORN, override=override
    )
    row = accepted(outcome)
    assert row.override_reason == "Комиссия шешімі № 4"


async def test_a_registrar_may_not_override(town: Town) -> None:
    patient = await town.person(town.here)
    with pytest.raises(Forbidden):
        await attach(town, patient, override={"reason": "Комиссия шешімі № 4"})


async def test_a_nurse_may_not_attach(town: Town) -> None:
    patient = await town.person(town.here)
    with pytest.raises(Forbidden):
        await attach(town, patient, role=Role.NURSE)
    assert await town.all("select 1 from attachment") == []


async def test_nobody_attaches_to_a_list_of_another_clinic(town: Town) -> None:
    patient = await town.person(town.here)
    outcome = await attach(town, patient, list_id=town.there.lists[ListKind.GP].id)
    assert refused(outcome) is RefusalCode.FORBIDDEN_HERE


async def test_all_problems_of_the_input_are_told_at_once(town: Town) -> None:
    patient = await town.person(town.here)
    outcome = await attach(
        town,
        patient,
        role=Role.HEAD_DOCTOR,
        reason=AttachmentReason.RESIDENCE_CHANGED,
        requested_on=towns.tomorrow(),
        override={"reason": "-"},
    )
    assert isinstance(outcome, InvalidInput)
    assert [problem.path for problem in outcome.problems] == [
        ("requestedOn",),
        ("evidence",),
        ("override", "reason"),
    ]


async def test_the_paper_that_shows_a_reason_is_read_by_who_may_know_the_person(town: Town) -> None:
    patient = await town.person(town.there)
    await town.attached(patient, town.there, ListKind.GP)
    paper = "Жалға алу шарты № 15, Оспанов"
    accepted(await attach(town, patient, reason=AttachmentReason.RESIDENCE_CHANGED, evidence=paper))
    registrar = town.here.viewer()
    masked = replace(registrar, role=Role.AUDITOR, clinic_id=None)
    revealed = replace(masked, revealed=(patient.id,))
    for viewer, seen in ((registrar, paper), (masked, None), (revealed, paper)):
        async with town.operation(viewer) as context:
            page = await lists.listed(context, "attachment", {"clinic_id": town.here.clinic.id}, None, lists.Window())
        assert [row.evidence for row in page.rows] == [seen]


async def test_the_paediatrician_s_youngest_have_a_norm_of_their_own(town: Town) -> None:
    young = today() - timedelta(days=400)
    children = [towns.person(town.here, id=uuid4(), birth_date=young) for _ in range(599)]
    await town.store(children)
    await town.store([towns.attachment(child, town.here, ListKind.PAEDIATRICIAN) for child in children])
    paediatrician: dict[str, Any] = {"list_id": town.here.lists[ListKind.PAEDIATRICIAN].id}
    at_the_norm = await town.person(town.here, birth_date=young)
    accepted(await attach(town, at_the_norm, **paediatrician))
    one_more = await town.person(town.here, birth_date=young)
    outcome = await attach(town, one_more, **paediatrician)
    assert isinstance(outcome, NormExceeded)
    assert (outcome.people, outcome.norm) == (600, 600)
    schoolchild = await town.person(town.here, birth_date=today() - timedelta(days=4000))
    accepted(await attach(town, schoolchild, **paediatrician))


async def test_the_database_refuses_what_the_rules_missed(town: Town) -> None:
    """The guard under the list's lock, reached by a count that changes behind the rules' back."""
    patient = await town.person(town.here)
    await town.set_people(town.here.lists[ListKind.GP], 5)
    async with town.as_system() as tx:
        with pytest.raises(IntegrityError) as caught:
            await tx.insert(towns.attachment(patient, town.here, ListKind.GP, list_limit=5))
    assert "list_limit" in str(caught.value)
