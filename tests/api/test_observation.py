"""Observations that rules ask for: recorded, ended, voided; seen by few, named by no explanation."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from db.queries.versioned import row_of
from db.reference.immunization import kazakhstan_calendar
from db.tables import Observation, Patient
from domain.access import Action, Forbidden, Role, Viewer
from domain.immunization.results import SeriesStatus
from domain.language import Language
from domain.observation import CONFIDENTIAL, ObservationKind, calendar_code
from domain.refusal import RefusalCode
from resolvers import observation
from resolvers.immunization import PatientImmunization, of_patient
from resolvers.recommendation_fhir import recommendations
from resolvers.refusals import InvalidInput, StaleVersion
from tests.api.test_dose import TODAY, child, due_of, record
from tests.api.town import Town


async def act(town: Town, what: Any, role: Role = Role.NURSE, **given: Any) -> Any:
    async with town.operation(town.here.viewer(role)) as context:
        return await what(context, given)


async def noted(town: Town, patient: Patient, kind: ObservationKind, **given: Any) -> Observation:
    row = await act(town, observation.record, patient_id=patient.id, kind=kind, **given)
    assert isinstance(row, Observation)
    return row


async def seen_by(town: Town, viewer: Viewer, patient: Patient) -> PatientImmunization:
    async with town.operation(viewer) as context:
        found = await of_patient(patient.id, context)
    assert found is not None
    return found


def status_of(found: PatientImmunization, group: str) -> SeriesStatus:
    return next(one.status for one in found.forecasts if one.vaccine_group == group)


def test_every_observation_of_the_calendar_can_be_recorded() -> None:
    assert {calendar_code(kind) for kind in ObservationKind} == set(kazakhstan_calendar().observations)


async def test_what_forbids_a_vaccine_takes_it_off_the_due_list_at_once(town: Town) -> None:
    one = await child(town, 400)
    await record(town, patient_id=one.id, code="88", source="ABROAD", given_on=TODAY - timedelta(days=5))
    before = await due_of(town, one)

    row = await noted(town, one, ObservationKind.HIV_DEFICIENCY)
    held = await due_of(town, one)
    voided = await act(
        town, observation.void, observation_id=row.id, version=1, reason="Басқа адамның қорытындысы"
    )
    after = await due_of(town, one)

    assert "BCG" in before
    assert "BCG" not in held
    assert after.keys() == before.keys()
    assert (voided.void_reason, voided.voided_by) == (
        "Басқа адамның қорытындысы",
        town.here.accounts[Role.NURSE].id,
    )


async def test_an_absent_scar_asks_for_one_repeat(town: Town) -> None:
    one = await child(town, 500)
    await record(
        town, patient_id=one.id, code="19", source="RECORDED_FROM_PAPER", given_on=one.birth_date + timedelta(days=2)
    )
    assert status_of(await seen_by(town, town.here.viewer(Role.NURSE), one), "BCG") is SeriesStatus.COMPLETE

    await noted(town, one, ObservationKind.BCG_NO_SCAR)

    assert (await due_of(town, one))["BCG"].dose_number == 2


async def test_a_pregnancy_that_is_over_holds_nothing_back(town: Town) -> None:
    woman = await town.person(town.here, birth_date=TODAY.replace(year=TODAY.year - 20), sex="FEMALE")
    row = await noted(town, woman, ObservationKind.PREGNANT, since=TODAY - timedelta(days=100))
    held = await seen_by(town, town.here.viewer(Role.NURSE), woman)

    ended = await act(town, observation.end, observation_id=row.id, version=1)
    free = await seen_by(town, town.here.viewer(Role.NURSE), woman)
    again = await act(town, observation.end, observation_id=row.id, version=2)

    assert status_of(held, "MMR") is SeriesStatus.CONTRAINDICATED
    assert ended.ended_on == TODAY
    assert status_of(free, "MMR") is not SeriesStatus.CONTRAINDICATED
    assert again.code is RefusalCode.NOTHING_TO_UNDO


async def test_what_was_known_on_a_day_is_judged_as_it_was_known(town: Town) -> None:
    one = await child(town, 400)
    await noted(town, one, ObservationKind.HIV_DEFICIENCY)

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        now = await of_patient(one.id, context)
        then = await of_patient(one.id, context, TODAY - timedelta(days=1))

    assert now is not None
    assert then is not None
    assert status_of(now, "BCG") is SeriesStatus.CONTRAINDICATED
    assert status_of(then, "BCG") is not SeriesStatus.CONTRAINDICATED


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DISPLAY}))
async def test_only_nurses_doctors_and_the_person_see_what_is_observed(town: Town, role: Role) -> None:
    one = await child(town, 400)
    row = await noted(town, one, ObservationKind.HIV_DEFICIENCY)
    nurse = town.here.viewer(Role.NURSE)
    own = one.id if role is Role.PATIENT else None
    viewer = replace(nurse, role=role, patient_id=own, scope="immunization.read")

    async with town.operation(viewer) as context:
        found = await row_of(context.tx, Observation, row.id)

    allowed = {Role.NURSE, Role.DOCTOR, Role.HEAD_DOCTOR, Role.PATIENT, Role.SYSTEM}
    assert (found is not None) == (role in allowed)


async def test_a_nurse_of_another_clinic_sees_nothing(town: Town) -> None:
    row = await noted(town, await child(town, 400), ObservationKind.HIV_DEFICIENCY)

    async with town.operation(town.there.viewer(Role.NURSE)) as context:
        assert await row_of(context.tx, Observation, row.id) is None
        refused = await observation.void(
            context, {"observation_id": row.id, "version": 1, "reason": "Біздікі емес адам"}
        )

    assert refused.code is RefusalCode.NOT_FOUND  # type: ignore[union-attr]


@pytest.mark.parametrize("language", sorted(Language))
async def test_no_explanation_names_what_is_confidential_or_tells_one_from_another(
    town: Town, language: Language
) -> None:
    """The plan is the same for a registrar, a client and the nurse; in words that fit all four."""
    said = set()
    for kind in sorted(CONFIDENTIAL):
        one = await child(town, 400)
        await noted(town, one, kind)
        for role in (Role.NURSE, Role.REGISTRAR, Role.INTEGRATION):
            viewer = replace(town.here.viewer(Role.NURSE), role=role, scope="immunization.read")
            async with town.operation(viewer) as context:
                asking = replace(context, language=language)
                found = await of_patient(one.id, asking)
                sent = str(await recommendations(asking, one.id, "http://here/fhir"))
            assert found is not None
            against = [f for f in found.forecasts if f.status is SeriesStatus.CONTRAINDICATED]
            texts = " ".join(each.text for f in found.forecasts for each in f.explanation)
            assert not any(word in (texts + sent).lower() for word in TELLING), (kind, texts)
            told = [each.text for f in against for each in f.explanation]
            said |= {text for text in told if any(word in text for word in ("врач", "doctor", "дәрігерге"))}

    assert said, "the reason is told, without its name"
    assert len(said) == 1, said


TELLING = (
    *("hiv", "вич", "аитв", "pregnan", "беремен", "жүктілік"),
    *("deficiency", "иммун тап", "дефицит", "бауырларында", "siblings", "братьев"),
)


async def test_mistakes_are_told_beside_their_fields(town: Town) -> None:
    one = await child(town, 400)
    early = await act(
        town,
        observation.record,
        patient_id=one.id,
        kind=ObservationKind.BCG_NO_SCAR,
        since=one.birth_date - timedelta(days=1),
    )
    row = await noted(town, one, ObservationKind.BCG_NO_SCAR)
    same = await noted(town, one, ObservationKind.BCG_NO_SCAR)
    stale = await act(town, observation.void, observation_id=row.id, version=7, reason="Қате жазылған")
    short = await act(town, observation.void, observation_id=row.id, version=1, reason="-")

    assert isinstance(early, InvalidInput)
    assert early.problems[0].path == ("since",)
    assert same.id == row.id
    assert isinstance(stale, StaleVersion)
    assert short.code is RefusalCode.REASON_TOO_SHORT
    for role in (Role.REGISTRAR, Role.CLINIC_ADMIN):
        with pytest.raises(Forbidden) as refused:
            await act(town, observation.record, role, patient_id=one.id, kind=ObservationKind.PREGNANT)
        assert refused.value.action is Action.RECORD_OBSERVATION
