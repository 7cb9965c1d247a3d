"""What people decide beside the calendar: deferrals, consents, refusals, tests; each moves the plan at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from db.tables import AdverseEvent, Consent, Deferral, TuberculinTest
from domain.access import Forbidden, Role
from domain.adverse_event import AdverseEventSeverity
from domain.consent import ConsentDecision, RefusalGround, Signer
from domain.refusal import RefusalCode
from domain.tuberculin_test import Referral, TuberculinKind, TuberculinOutcome
from resolvers import adverse_event, consent, deferral, tuberculin_test, vaccine_lot
from resolvers.refusals import StaleVersion
from tests.api.test_dose import TODAY, child, due_of, left, lot_of, record
from tests.api.town import Town

IN_A_MONTH = TODAY + timedelta(days=30)


async def act(town: Town, what: Any, role: Role, given: Any, *more: Any) -> Any:
    async with town.operation(town.here.viewer(role)) as context:
        return await what(context, given, *more)


async def test_a_deferral_holds_until_its_day_and_its_end_opens_the_way(town: Town) -> None:
    one = await child(town, 70)
    asked = {"patient_id": one.id, "vaccine_groups": ["DT"], "until": IN_A_MONTH, "reason": "Жедел ауру"}
    row = await act(town, deferral.defer, Role.HEAD_DOCTOR, asked)
    held = await due_of(town, one)

    ended = await act(
        town, deferral.end, Role.HEAD_DOCTOR, {"deferral_id": row.id, "version": 1, "reason": "Жазылып кетті"}
    )

    assert isinstance(row, Deferral)
    assert (held["DT"].act_on, held["DT"].obstacles) == (IN_A_MONTH, ["DEFERRED"])
    assert held["DT"].due_on < TODAY
    assert held["Pneumococcal"].obstacles == []
    assert isinstance(ended, Deferral)
    assert (await due_of(town, one))["DT"].obstacles == []


async def test_a_deferral_for_good_needs_its_commission(town: Town) -> None:
    one = await child(town, 70)
    asked = {"patient_id": one.id, "vaccine_groups": [], "reason": "Анафилаксия"}

    refused = await act(town, deferral.defer, Role.HEAD_DOCTOR, asked)
    row = await act(town, deferral.defer, Role.HEAD_DOCTOR, asked | {"commission": "ДКК № 12"})

    assert [problem.path for problem in refused.problems] == [("commission",)]
    assert isinstance(row, Deferral)
    assert all("EXEMPT" in due.obstacles for due in (await due_of(town, one)).values())
    assert {due.act_on for due in (await due_of(town, one)).values()} == {None}


async def test_a_nurse_defers_nobody(town: Town) -> None:
    with pytest.raises(Forbidden):
        await act(town, deferral.defer, Role.NURSE, {})


async def test_a_refusal_takes_the_place_of_a_consent_and_both_stay(town: Town) -> None:
    one = await child(town, 4100)
    paper = {"patient_id": one.id, "vaccine_group": "HPV", "signed_by": Signer.MOTHER}

    agreed = await act(town, consent.record, Role.NURSE, paper, ConsentDecision.CONSENT)
    twice = await act(town, consent.record, Role.NURSE, paper, ConsentDecision.CONSENT)
    refused = await act(
        town,
        consent.record,
        Role.NURSE,
        paper | {"ground": RefusalGround.DISTRUST},
        ConsentDecision.REFUSAL,
    )

    assert isinstance(agreed, Consent)
    assert twice.code is RefusalCode.CONSENT_STANDS
    assert isinstance(refused, Consent)
    rows = await town.all("select decision, revoked_on from consent where patient_id = :id", id=one.id)
    assert {(row.decision, row.revoked_on) for row in rows} == {("CONSENT", TODAY), ("REFUSAL", None)}


async def test_two_consents_at_once_leave_one(town: Town) -> None:
    one = await child(town, 4100)
    paper = {"patient_id": one.id, "vaccine_group": "HPV", "signed_by": Signer.MOTHER}

    outcomes = await asyncio.gather(
        *(act(town, consent.record, Role.NURSE, paper, ConsentDecision.CONSENT) for _ in range(5))
    )

    assert sum(isinstance(one, Consent) for one in outcomes) == 1


async def test_a_revoked_refusal_opens_the_way_again(town: Town) -> None:
    one = await child(town, 70)
    paper = {
        "patient_id": one.id,
        "vaccine_group": "DT",
        "signed_by": Signer.FATHER,
        "ground": RefusalGround.RELIGION,
    }
    row = await act(town, consent.record, Role.NURSE, paper, ConsentDecision.REFUSAL)
    closed = (await due_of(town, one))["DT"]

    revoked = await act(town, consent.revoke, Role.NURSE, {"consent_id": row.id, "version": 1})
    stale = await act(town, consent.revoke, Role.NURSE, {"consent_id": row.id, "version": 1})

    assert (closed.act_on, closed.obstacles) == (None, ["REFUSED"])
    assert isinstance(revoked, Consent)
    assert isinstance(stale, StaleVersion)
    assert (await due_of(town, one))["DT"].act_on is not None


async def test_bcg_waits_for_a_negative_test_and_a_positive_one_forbids_it(town: Town) -> None:
    one = await child(town, 200)
    made = {
        "patient_id": one.id,
        "kind": TuberculinKind.MANTOUX,
        "made_on": TODAY - timedelta(days=3),
        "papule_mm": 0,
    }
    await act(town, tuberculin_test.record, Role.NURSE, {**made, "papule_mm": None})
    waiting = (await due_of(town, one))["BCG"].obstacles

    await act(town, tuberculin_test.record, Role.NURSE, made)
    free = (await due_of(town, one))["BCG"].obstacles
    await act(town, tuberculin_test.record, Role.NURSE, made | {"papule_mm": 12})

    assert (waiting, free) == (["TEST_NEEDED"], [])
    assert "BCG" not in await due_of(town, one)


async def test_a_reading_is_classed_and_a_turn_sends_the_child_on(town: Town) -> None:
    one = await child(town, 2500)
    before = {"patient_id": one.id, "kind": TuberculinKind.MANTOUX, "papule_mm": 3}
    await act(
        town,
        tuberculin_test.record,
        Role.NURSE,
        before | {"made_on": TODAY - timedelta(days=300), "read_on": TODAY - timedelta(days=297)},
    )
    made = await act(
        town,
        tuberculin_test.record,
        Role.NURSE,
        {"patient_id": one.id, "kind": TuberculinKind.MANTOUX, "made_on": TODAY - timedelta(days=3)},
    )

    row = await act(
        town, tuberculin_test.read, Role.NURSE, {"test_id": made.id, "version": 1, "papule_mm": 10}
    )
    again = await act(
        town, tuberculin_test.read, Role.NURSE, {"test_id": made.id, "version": 2, "papule_mm": 10}
    )

    assert isinstance(row, TuberculinTest)
    assert (row.outcome, row.referrals) == (TuberculinOutcome.POSITIVE, [Referral.TURN])
    assert again.code is RefusalCode.TEST_ALREADY_READ


async def test_a_serious_event_asks_for_its_notice_until_it_is_sent(town: Town) -> None:
    one, lot = await child(town, 70), await lot_of(town, "132")
    dose = await record(town, patient_id=one.id, lot_id=lot.id)
    asked = {"dose_id": dose.id, "severity": AdverseEventSeverity.SEVERE, "description": "Анафилаксия"}

    row = await act(town, adverse_event.report, Role.NURSE, asked)
    sent = await act(
        town,
        adverse_event.notice,
        Role.NURSE,
        {"event_id": row.id, "version": 1, "whom": "Санитарлық департамент"},
    )

    assert isinstance(sent, AdverseEvent)
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        assert adverse_event.notice_needed(row, context)
        assert not adverse_event.notice_needed(sent, context)


async def test_stock_is_the_sum_of_its_movements(town: Town) -> None:
    lot = await lot_of(town, "132", doses=0)
    delivery = {"vaccine_id": lot.vaccine_id, "series": lot.series, "expires_on": lot.expires_on}

    await act(town, vaccine_lot.receive, Role.NURSE, delivery | {"doses": 10})
    other = await act(
        town, vaccine_lot.receive, Role.NURSE, delivery | {"doses": 5, "expires_on": IN_A_MONTH}
    )
    off = {"lot_id": lot.id, "reason": "Құты сынған"}
    await act(town, vaccine_lot.write_off, Role.NURSE, off | {"doses": 4})
    too_many = await act(town, vaccine_lot.write_off, Role.NURSE, off | {"doses": 7})

    assert other.code is RefusalCode.LOT_EXISTS
    assert too_many.code is RefusalCode.LOT_EMPTY
    assert await left(town, lot) == 6
    (row,) = await town.all(
        "select sum(change) as doses from vaccine_lot_movement where lot_id = :id", id=lot.id
    )
    assert row.doses == 6
