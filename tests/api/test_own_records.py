"""A person sees what stands in the records merged into theirs: on the page, in the exchange, under row-level security."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from sqlalchemy import text

from db.tables import Dose, Patient
from domain.access import Role, Viewer
from domain.observation import ObservationKind
from resolvers import lists, observation
from resolvers.immunization import of_patient
from resolvers.immunization_fhir import immunization, immunizations
from tests.api.test_dose import TODAY, child, record
from tests.api.town import Town

BASE = "http://here/fhir"


async def earlier(town: Town, one: Patient, code: str, days: int) -> Dose:
    given_on = one.birth_date + timedelta(days=days)
    row = await record(town, patient_id=one.id, code=code, source="RECORDED_FROM_PAPER", given_on=given_on)
    assert isinstance(row, Dose), row
    return row


def as_patient(town: Town, patient_id: UUID) -> Viewer:
    nurse = town.here.viewer(Role.NURSE)
    return replace(nurse, role=Role.PATIENT, clinic_id=None, clinic_ids=(), patient_id=patient_id)


async def merged(town: Town, *chain: Patient) -> None:
    """Each record into the one before it."""
    async with town.as_system() as tx:
        for into, one in pairwise(chain):
            await tx.execute(
                text("update patient set merged_into = :into where id = :id"), {"into": into.id, "id": one.id}
            )


async def test_a_patient_has_the_doses_of_the_records_merged_into_theirs(town: Town) -> None:
    mine, second, third, stranger = [await child(town, 400) for _ in range(4)]
    given = [await earlier(town, one, "08", 1 + n * 70) for n, one in enumerate((mine, second, third))]
    alien = await earlier(town, stranger, "08", 1)
    await merged(town, mine, second, third)

    seen = {}
    for viewer in (as_patient(town, mine.id), town.here.viewer(Role.NURSE)):
        async with town.operation(viewer) as context:
            page = await of_patient(mine.id, context)
            sent = await immunizations(context, mine.id, BASE)
            single = [await immunization(context, row.id, BASE) for row in given]
            theirs = await immunization(context, alien.id, BASE)
            listed = await lists.listed(context, "dose", {}, None, lists.Window(first=50))
        assert page is not None
        assert sent is not None
        assert [one and one["id"] for one in single] == [str(row.id) for row in given]
        seen[viewer.role] = (page, {one["id"] for one in sent})
        if viewer.role is Role.PATIENT:
            assert theirs is None
            assert {row.id for row in listed.rows} == {row.id for row in given}

    assert seen[Role.PATIENT] == seen[Role.NURSE]
    assert len(seen[Role.PATIENT][1]) == 3
    assert next(f for f in seen[Role.PATIENT][0].forecasts if f.vaccine_group == "HepB").counted == 3


async def test_a_plan_knows_what_was_observed_in_a_merged_record(town: Town) -> None:
    mine, second = await child(town, 400), await child(town, 400)
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        await observation.record(context, {"patient_id": second.id, "kind": ObservationKind.HIV_DEFICIENCY})
    await merged(town, mine, second)

    for viewer in (as_patient(town, mine.id), town.here.viewer(Role.REGISTRAR)):
        async with town.operation(viewer) as context:
            page = await of_patient(mine.id, context)
        assert page is not None
        bcg = next(f for f in page.forecasts if f.vaccine_group == "BCG")
        assert bcg.status.name == "CONTRAINDICATED", viewer.role


async def test_row_level_security_alone_shows_own_and_merged_rows_and_no_others(town: Town) -> None:
    mine, second, stranger = [await child(town, 400) for _ in range(3)]
    for one in (mine, second, stranger):
        await earlier(town, one, "08", 1)
    await merged(town, mine, second)

    async with town.database.transaction(as_patient(town, mine.id)) as tx:
        people = {row.patient_id for row in await tx.rows(text("select patient_id from dose"))}
        records = {row.id for row in await tx.rows(text("select id from patient"))}

    assert people == records == {mine.id, second.id}


async def test_what_is_parted_again_is_no_longer_seen(town: Town) -> None:
    mine, second = await child(town, 400), await child(town, 400)
    row = await earlier(town, second, "08", 1)
    await merged(town, mine, second)
    async with town.as_system() as tx:
        await tx.execute(text("update patient set merged_into = null where id = :id"), {"id": second.id})

    async with town.operation(as_patient(town, mine.id)) as context:
        assert await immunization(context, row.id, BASE) is None
        page = await of_patient(mine.id, context)

    assert page is not None
    assert page.doses == ()
    assert page.on == TODAY
