"""Finding attachments and people: filters, days, and what an auditor may not find out by filtering."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from domain.access import Role, Viewer
from domain.attachment import AttachmentReason, DetachmentReason, ListKind
from resolvers import attachment, lists
from resolvers.lists import Window
from tests.api import town as towns
from tests.api.town import Town, street_of, today

MARCH, JULY, SEPTEMBER = date(2023, 3, 1), date(2023, 7, 1), date(2023, 9, 1)
ENDED = {"ends_on": JULY, "end_reason": DetachmentReason.LEFT_COUNTRY}


async def found(
    town: Town, what: str, criteria: dict[str, Any], viewer: Viewer | None = None, as_of: date | None = None
) -> set[UUID]:
    async with town.operation(viewer or town.here.viewer()) as context:
        page = await lists.listed(context, what, criteria, None, Window(first=50), as_of)
    return {row.id for row in page.rows}


def auditor(town: Town) -> Viewer:
    both = (town.here.clinic.id, town.there.clinic.id)
    return Viewer(role=Role.AUDITOR, clinic_ids=both, regions=(towns.REGION,))


async def test_as_of_answers_for_any_day(town: Town) -> None:
    patient = await town.person(town.here)
    row = await town.attached(patient, town.here, ListKind.GP, starts_on=MARCH, **ENDED)
    days = {
        MARCH - timedelta(days=1): set(),
        MARCH: {row.id},
        JULY - timedelta(days=1): {row.id},
        JULY: set(),
    }
    for day, expected in days.items():
        assert await found(town, "attachment", {}, as_of=day) == expected, day


async def test_changes_between_two_days_are_starts_and_ends(town: Town) -> None:
    patient = await town.person(town.here)
    row = await town.attached(patient, town.here, ListKind.GP, starts_on=MARCH, **ENDED)
    undone = {"ends_on": SEPTEMBER, "end_reason": DetachmentReason.ERROR}
    await town.attached(patient, town.here, ListKind.GP, starts_on=SEPTEMBER, **undone)
    for first, last, expected in (
        (MARCH, MARCH, {row.id}),
        (JULY, JULY, {row.id}),
        (MARCH + timedelta(days=1), JULY - timedelta(days=1), set()),
        (SEPTEMBER, SEPTEMBER, set()),
    ):
        criteria = {"changed_from": first, "changed_to": last}
        assert await found(town, "attachment", criteria) == expected, criteria


async def test_attachments_are_found_by_every_field(town: Town) -> None:
    patient, other = [await town.person(town.here) for _ in range(2)]
    row = await town.attached(
        patient, town.here, ListKind.GP, over_norm=True, resident=False, starts_on=MARCH
    )
    await town.attached(other, town.here, ListKind.THERAPIST, reason=AttachmentReason.CAMPAIGN)
    for criteria in (
        {"list_id": town.here.lists[ListKind.GP].id},
        {"patient_id": patient.id},
        {"reason": AttachmentReason.FIRST_ATTACHMENT},
        {"over_norm": True},
        {"resident": False},
        {"started_from": MARCH, "started_to": MARCH},
        {
            "clinic_id": town.here.clinic.id,
            "region_code": towns.REGION,
            "over_norm": True,
            "channel": "REGISTER",
        },
    ):
        assert await found(town, "attachment", criteria) == {row.id}, criteria
    assert await found(town, "attachment", {"clinic_id": town.there.clinic.id}) == set()


async def test_people_are_found_by_list_and_by_having_none(town: Town) -> None:
    listed, free = [await town.person(town.here) for _ in range(2)]
    await town.attached(listed, town.here, ListKind.GP, starts_on=MARCH)
    gp = {"list_id": town.here.lists[ListKind.GP].id}
    assert await found(town, "patient", gp) == {listed.id}
    assert await found(town, "patient", gp, as_of=MARCH - timedelta(days=1)) == set()
    assert await found(town, "patient", {"unattached": True}) == {free.id}
    assert await found(town, "patient", {"unattached": False}) == {listed.id}


async def test_people_are_found_by_the_beginning_of_any_name(town: Town) -> None:
    one = await town.person(town.here, family_name="Ғалымжанов", given_name="Әли")
    await town.person(town.here, family_name="Сейітов", given_name="Нұрлан")
    for name in ("galym", "Али Галымжан", "ғалымжанов"):
        assert await found(town, "patient", {"name": name}) == {one.id}, name
    assert await found(town, "patient", {"name": "%"}) == set()


async def test_an_auditor_cannot_find_out_by_filtering_what_is_masked(town: Town) -> None:
    born = date(1980, 5, 17)
    patient = await town.person(town.here, family_name="Ғалымжанов", birth_date=born)
    exactly = {"born_from": born, "born_to": born}
    same_year = {"born_from": date(1980, 1, 1), "born_to": date(1980, 12, 31)}
    assert await found(town, "patient", exactly) == {patient.id}
    assert await found(town, "patient", exactly, auditor(town)) == set()
    assert await found(town, "patient", same_year, auditor(town)) == {patient.id}
    assert await found(town, "patient", {"name": "Ғалымжанов"}, auditor(town)) == set()


async def test_who_leaves_is_still_among_the_old_clinic_s_attachments(town: Town) -> None:
    patient = await town.person(town.here)
    old = await town.attached(patient, town.here, ListKind.GP, starts_on=MARCH, **ENDED)
    await town.attached(patient, town.there, ListKind.GP, starts_on=JULY)
    assert await found(town, "attachment", {}) == {old.id}
    assert await found(town, "patient", {}) == set()
    assert await found(town, "attachment", {}, auditor(town)) > {old.id}


async def test_the_desk_is_offered_the_doctor_of_the_address(town: Town) -> None:
    area = town.here.areas[ListKind.PAEDIATRICIAN]
    child = await town.person(
        town.here, street=await street_of(town, area), house="4", birth_date=today() - timedelta(days=900)
    )
    async with town.operation(town.here.viewer()) as context:
        offered = await attachment.options(context, {"patient_id": child.id})
        assert context.audit.patient_ids == {child.id}
    assert (offered.area and offered.area.id, offered.resident) == (area.id, True)
    assert offered.proposed
    assert offered.proposed.id == town.here.lists[ListKind.PAEDIATRICIAN].id
    assert {row.kind for row in offered.lists} == {"PAEDIATRICIAN", "GP"}
    reasons = {option.reason: option for option in offered.reasons}
    assert reasons[AttachmentReason.FIRST_ATTACHMENT].open
    assert reasons[AttachmentReason.ACTUAL_RESIDENCE].open
    assert not reasons[AttachmentReason.DOCTOR_CHOICE].open
    assert AttachmentReason.DEFAULT_BY_ADDRESS not in reasons
    assert offered.starts_on >= today()


async def test_an_outsider_is_offered_the_emptiest_doctor_with_room(town: Town) -> None:
    patient = await town.person(town.there)
    await town.attached(patient, town.there, ListKind.GP)
    await town.set_people(town.here.lists[ListKind.GP], 1600)
    await town.set_people(town.here.lists[ListKind.THERAPIST], 100)
    async with town.operation(town.here.viewer()) as context:
        offered = await attachment.options(context, {"patient_id": patient.id})
    assert (offered.patient, offered.current, offered.area) == (None, None, None)
    assert offered.proposed
    assert offered.proposed.id == town.here.lists[ListKind.THERAPIST].id
    first = next(o for o in offered.reasons if o.reason is AttachmentReason.FIRST_ATTACHMENT)
    assert first.why is not None


async def test_behind_a_list_s_number_are_exactly_the_people_whom_it_counts(town: Town) -> None:
    here, tomorrow = town.here, today() + timedelta(days=1)
    stays, comes, goes = [await town.person(here) for _ in range(3)]
    await town.attached(stays, here, ListKind.GP, starts_on=MARCH)
    await town.attached(comes, here, ListKind.GP, starts_on=tomorrow)
    leaving = {"ends_on": tomorrow, "end_reason": DetachmentReason.LEFT_COUNTRY}
    await town.attached(goes, here, ListKind.GP, starts_on=MARCH, **leaving)
    of_list, of_clinic = {"list_id": here.lists[ListKind.GP].id}, {"clinic_id": here.clinic.id}
    for where in (of_list, of_clinic, of_list | of_clinic):
        for viewer in (here.viewer(), auditor(town)):
            assert await found(town, "patient", where | {"staying": True}, viewer) == {stays.id, comes.id}
    assert await found(town, "patient", of_list) == {stays.id, goes.id}
    assert goes.id in await found(town, "patient", of_clinic | {"staying": False})
