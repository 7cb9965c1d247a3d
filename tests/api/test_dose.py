"""Doses: recorded, judged, planned anew; corrected and voided with a trail; races decided by the database."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db.queries import dose as stored
from db.queries.vaccine_lot import move
from db.tables import Consent, Dose, Patient, VaccineLot
from domain.access import Forbidden, Role, Viewer
from domain.attachment import ListKind
from domain.consent import ConsentDecision, Signer
from domain.dose import DoseSource
from domain.refusal import RefusalCode
from domain.vaccine_lot import LotMovementKind
from resolvers import dose as doses
from resolvers import lists
from resolvers.immunization import of_patient
from resolvers.refusals import DoseAlreadyRecorded, DoseNotAdvised
from tests.api import town as towns
from tests.api.town import Town

TODAY = towns.today()


async def lot_of(town: Town, cvx: str, **details: Any) -> VaccineLot:
    """Ten doses in the refrigerator, unless said otherwise."""
    count = details.pop("doses", 10)
    async with town.as_system() as tx:
        (found,) = await town.all("select id from vaccine where cvx = :cvx limit 1", cvx=cvx)
        row = await tx.insert(
            VaccineLot(
                **{
                    "clinic_id": town.here.clinic.id,
                    "vaccine_id": found.id,
                    "series": f"S-{next(towns.numbers)}",
                    "expires_on": TODAY + timedelta(days=300),
                }
                | details
            )
        )
        if count:
            await move(tx, row, LotMovementKind.RECEIVED, count)
    return row


async def record(town: Town, **given: Any) -> Any:
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        return await doses.record(context, given)


async def child(town: Town, days: int) -> Patient:
    return await town.person(town.here, birth_date=TODAY - timedelta(days=days))


async def due_of(town: Town, patient: Patient) -> dict[str, Any]:
    rows = await town.all("select * from immunization_due where patient_id = :id", id=patient.id)
    return {row.vaccine_group: row for row in rows}


async def left(town: Town, lot: VaccineLot) -> int:
    (row,) = await town.all("select doses_left from vaccine_lot where id = :id", id=lot.id)
    return int(row.doses_left)


async def test_a_dose_moves_the_plan_and_the_stock_in_one_go(town: Town) -> None:
    patient, lot = await child(town, 70), await lot_of(town, "132")

    row = await record(town, patient_id=patient.id, lot_id=lot.id)

    assert isinstance(row, Dose)
    assert (row.cvx, row.series, row.given_on, row.advice) == ("132", lot.series, TODAY, [])
    due = await due_of(town, patient)
    assert (due["DT"].dose_number, due["DT"].earliest_on) == (2, TODAY + timedelta(days=28))
    assert await left(town, lot) == 9


async def test_an_early_dose_asks_for_a_reason_and_is_then_kept_with_both(town: Town) -> None:
    patient, lot = await child(town, 90), await lot_of(town, "132")
    await record(town, patient_id=patient.id, lot_id=lot.id, given_on=TODAY - timedelta(days=10))

    advised = await record(town, patient_id=patient.id, lot_id=lot.id)
    kept = await record(town, patient_id=patient.id, lot_id=lot.id, override={"reason": "Бала көшіп барады"})

    assert isinstance(advised, DoseNotAdvised)
    assert any("28" in one.text for one in advised.advice)
    assert isinstance(kept, Dose)
    assert kept.override_reason == "Бала көшіп барады"
    assert [one["text"] for one in kept.advice] == [one.text for one in advised.advice]
    assert await left(town, lot) == 8


async def test_a_refusal_on_paper_advises_and_does_not_block(town: Town) -> None:
    patient, lot = await child(town, 70), await lot_of(town, "133")
    async with town.as_system() as tx:
        await tx.insert(
            Consent(
                patient_id=patient.id,
                clinic_id=town.here.clinic.id,
                vaccine_group="Pneumococcal",
                decision=ConsentDecision.REFUSAL,
                written_on=TODAY - timedelta(days=3),
                signed_by=Signer.MOTHER,
            )
        )

    advised = await record(town, patient_id=patient.id, lot_id=lot.id)
    kept = await record(town, patient_id=patient.id, lot_id=lot.id, override={"reason": "Анасы келісті"})

    assert isinstance(advised, DoseNotAdvised)
    assert [one.rules for one in advised.advice] == [("measure/refused",)]
    assert isinstance(kept, Dose)


async def test_a_dose_abroad_or_from_papers_needs_no_lot_and_no_advice(town: Town) -> None:
    patient = await child(town, 400)

    abroad = await record(
        town,
        patient_id=patient.id,
        code="146",
        source=DoseSource.ABROAD,
        given_on=patient.birth_date + timedelta(days=20),
    )

    assert isinstance(abroad, Dose)
    assert (abroad.lot_id, abroad.advice) == (None, [])
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        seen = await of_patient(patient.id, context)
    assert seen is not None
    assert [one.counts for one in seen.doses] == [False]
    assert all(one.explanation.text for one in seen.doses[0].verdicts)


async def test_a_dose_stated_without_papers_is_kept_and_shifts_nothing(town: Town) -> None:
    patient = await child(town, 400)

    await record(
        town,
        patient_id=patient.id,
        code="132",
        source=DoseSource.STATED_WITHOUT_PAPERS,
        given_on=patient.birth_date + timedelta(days=61),
    )

    assert (await due_of(town, patient))["DT"].dose_number == 1


async def test_an_empty_lot_gives_nothing_with_or_without_a_reason(town: Town) -> None:
    patient, lot = await child(town, 70), await lot_of(town, "132", doses=0)

    for override in (None, {"reason": "Тоңазытқышта бар"}):
        refused = await record(town, patient_id=patient.id, lot_id=lot.id, override=override)
        assert refused.code is RefusalCode.LOT_EMPTY


async def test_an_expired_lot_is_used_only_with_a_reason_of_which_the_head_hears(town: Town) -> None:
    patient = await child(town, 70)
    lot = await lot_of(town, "132", expires_on=TODAY - timedelta(days=1))

    refused = await record(town, patient_id=patient.id, lot_id=lot.id)
    kept = await record(town, patient_id=patient.id, lot_id=lot.id, override={"reason": "Егіліп қойған"})

    assert refused.code is RefusalCode.LOT_EXPIRED
    assert refused.facts == {"expires_on": lot.expires_on}
    assert isinstance(kept, Dose)
    (told,) = await town.all("select * from outbox where topic = 'dose.expired_lot'")
    assert told.payload["dose_id"] == str(kept.id)
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        seen = await of_patient(patient.id, context)
    assert seen is not None
    assert [one.counts for one in seen.doses] == [False]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"given_on": TODAY + timedelta(days=1)}, "GIVEN_IN_FUTURE"),
        ({"given_on": TODAY - timedelta(days=71)}, "GIVEN_BEFORE_BIRTH"),
        ({"dose_ml": 50.0}, "NUMBER_OUT_OF_RANGE"),
        ({"lot_id": None, "code": "132"}, "LOT_NEEDED"),
        ({"lot_id": None, "code": "никакая"}, "VACCINE_UNKNOWN"),
        ({"lot_id": None}, "VACCINE_MISSING"),
    ],
)
async def test_what_cannot_be_is_a_problem_of_its_field(town: Town, given: Any, code: str) -> None:
    patient, lot = await child(town, 70), await lot_of(town, "132")

    refused = await record(town, **{"patient_id": patient.id, "lot_id": lot.id} | given)

    assert [problem.code for problem in refused.problems] == [code]


async def test_a_corrected_dose_stays_beside_the_one_that_took_its_place(town: Town) -> None:
    patient, lot, other = await child(town, 90), await lot_of(town, "132"), await lot_of(town, "132")
    before = await record(town, patient_id=patient.id, lot_id=lot.id)

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        after = await doses.correct(
            context,
            {
                "dose_id": before.id,
                "version": 1,
                "reason": "Басқа серия екен",
                "lot_id": other.id,
                "given_on": TODAY - timedelta(days=5),
            },
        )

    assert isinstance(after, Dose)
    assert (after.replaces_id, after.version, after.given_on) == (before.id, 2, TODAY - timedelta(days=5))
    (old,) = await town.all("select * from dose where id = :id", id=before.id)
    assert (old.void_reason, old.voided_by) == (
        "Басқа серия екен",
        town.here.accounts[Role.NURSE].id,
    )
    assert (await left(town, lot), await left(town, other)) == (10, 9)
    assert (await due_of(town, patient))["DT"].earliest_on == TODAY + timedelta(days=23)


async def test_a_voided_dose_gives_the_lot_its_dose_back_and_is_due_again(town: Town) -> None:
    patient, lot = await child(town, 90), await lot_of(town, "132")
    row = await record(town, patient_id=patient.id, lot_id=lot.id)

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        voided = await doses.void(context, {"dose_id": row.id, "version": 1, "reason": "Басқа бала еді"})
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        again = await doses.void(context, {"dose_id": row.id, "version": 1, "reason": "Басқа бала еді"})

    assert isinstance(voided, Dose)
    assert voided.voided_at is not None
    assert again.code is RefusalCode.DOSE_VOIDED  # type: ignore[union-attr]
    assert await left(town, lot) == 10
    assert (await due_of(town, patient))["DT"].dose_number == 1
    assert isinstance(await record(town, patient_id=patient.id, lot_id=lot.id), Dose)


async def test_another_clinic_reads_the_dose_of_a_person_who_moved_and_may_not_change_it(town: Town) -> None:
    patient, lot = await child(town, 90), await lot_of(town, "132")
    row = await record(town, patient_id=patient.id, lot_id=lot.id)
    await town.attached(patient, town.there, ListKind.PAEDIATRICIAN, starts_on=TODAY)

    async with town.operation(town.there.viewer(Role.NURSE)) as context:
        seen = await of_patient(patient.id, context)
        refused = await doses.void(context, {"dose_id": row.id, "version": 1, "reason": "Қате жазылған"})

    assert seen is not None
    assert [one.dose_id for one in seen.doses] == [row.id]
    assert refused.code is RefusalCode.FORBIDDEN_HERE  # type: ignore[union-attr]
    (due,) = await town.all(
        "select distinct clinic_id from immunization_due where patient_id = :id", id=patient.id
    )
    assert due.clinic_id == town.there.clinic.id


async def test_history_says_what_was_known_on_a_day(town: Town) -> None:
    patient = await child(town, 400)
    given_on = patient.birth_date + timedelta(days=61)
    row = await record(
        town, patient_id=patient.id, code="132", source=DoseSource.RECORDED_FROM_PAPER, given_on=given_on
    )
    async with town.as_system() as tx:
        moved = "update dose set recorded_at = now() - interval '30 days' where id = :id"
        await tx.execute(text(moved), {"id": row.id})
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        await doses.void(context, {"dose_id": row.id, "version": 1, "reason": "Басқа бала еді"})

    async def counted(days_ago: int) -> int:
        async with town.operation(town.here.viewer(Role.NURSE)) as context:
            seen = await of_patient(patient.id, context, TODAY - timedelta(days=days_ago))
        assert seen is not None
        return len(seen.doses)

    assert [await counted(days) for days in (40, 20, 0)] == [0, 1, 0]


async def test_an_auditor_sees_the_month_of_a_dose_and_no_forecast(town: Town) -> None:
    """The days of doses tell the birth date; a revealed identity opens them."""
    patient, lot = await child(town, 70), await lot_of(town, "132")
    await record(town, patient_id=patient.id, lot_id=lot.id, given_on=TODAY - timedelta(days=3))
    masked = Viewer(
        account_id=town.here.accounts[Role.NURSE].id, role=Role.AUDITOR, clinic_ids=(town.here.clinic.id,)
    )

    for viewer, opened in ((masked, False), (replace(masked, revealed=(patient.id,)), True)):
        async with town.operation(viewer) as context:
            page = await lists.listed(context, "dose", {}, None, lists.Window())
            due = await lists.listed(context, "immunization_due", {}, None, lists.Window())
            seen = await of_patient(patient.id, context)
        (row,) = page.rows
        first_of_month = (TODAY - timedelta(days=3)).replace(day=1)
        assert row.given_on == (TODAY - timedelta(days=3) if opened else first_of_month)
        assert ({one.due_on.day for one in due.rows} == {1}) is not opened
        assert (seen is not None) is opened


@pytest.mark.parametrize("role", [Role.CLINIC_ADMIN, Role.REGISTRAR])
async def test_who_does_not_vaccinate_records_no_dose(town: Town, role: Role) -> None:
    async with town.operation(town.here.viewer(role)) as context:
        with pytest.raises(Forbidden):
            await doses.record(context, {})


# --- Races: the database has the last word ---


async def test_two_nurses_with_one_child_and_one_vaccine_leave_one_dose(town: Town) -> None:
    patient, lot = await child(town, 70), await lot_of(town, "132")

    outcomes = await asyncio.gather(*(record(town, patient_id=patient.id, lot_id=lot.id) for _ in range(2)))

    (kept,) = [one for one in outcomes if isinstance(one, Dose)]
    (refused,) = [one for one in outcomes if isinstance(one, DoseAlreadyRecorded)]
    assert refused.current.id == kept.id
    assert await left(town, lot) == 9


async def test_without_the_lock_the_unique_index_still_keeps_one(town: Town) -> None:
    patient = await child(town, 70)
    row: dict[str, Any] = {
        "patient_id": patient.id,
        "clinic_id": town.here.clinic.id,
        "cvx": "132",
        "given_on": TODAY,
    }
    async with town.as_system() as tx:
        assert await stored.add(tx, Dose(**row)) is not None
        assert await stored.add(tx, Dose(**row)) is None


async def test_the_last_dose_of_a_lot_goes_to_one_of_a_hundred_nurses(town: Town) -> None:
    lot = await lot_of(town, "132", doses=1)
    people = [await child(town, 70) for _ in range(100)]

    outcomes = await asyncio.gather(*(record(town, patient_id=one.id, lot_id=lot.id) for one in people))

    assert sum(isinstance(one, Dose) for one in outcomes) == 1
    assert {one.code for one in outcomes if not isinstance(one, Dose)} == {RefusalCode.LOT_EMPTY}
    assert await left(town, lot) == 0
    (count,) = await town.all("select count(*) as doses from dose where lot_id = :id", id=lot.id)
    assert count.doses == 1
