"""A session: a class planned, worked through, undone, closed; and the lists and counts around it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from db.tables import (
    Dose,
    ImmunizationSession,
    ImmunizationSessionPerson,
    OrganisedGroup,
    OrganisedGroupMember,
    Patient,
)
from domain.access import Forbidden, Role
from domain.immunization_session import SessionOutcome, SessionPlace
from domain.organised_group import OrganisedGroupKind
from domain.refusal import RefusalCode
from resolvers import coverage, immunization_due, immunization_session, lists, organised_group
from resolvers import dose as doses
from resolvers.refusals import StaleVersion
from tests.api.test_dose import TODAY, child, left, lot_of, record
from tests.api.town import Town


async def act(town: Town, what: Any, role: Role = Role.NURSE, **given: Any) -> Any:
    async with town.operation(town.here.viewer(role)) as context:
        return await what(context, given)


async def school_class(town: Town, people: list[Patient]) -> OrganisedGroup:
    group = await act(
        town, organised_group.add, kind=OrganisedGroupKind.SCHOOL, name="№ 5 мектеп", class_name="1 «А»"
    )
    for one in people:
        await act(town, organised_group.join, patient_id=one.id, group_id=group.id)
    made: OrganisedGroup = group
    return made


async def planned(town: Town, cvx: str, group: OrganisedGroup, **given: Any) -> ImmunizationSession:
    lot = given.pop("lot", None) or await lot_of(town, cvx)
    session = await act(
        town,
        immunization_session.plan,
        vaccine_id=lot.vaccine_id,
        lot_id=lot.id,
        place_kind=SessionPlace.SCHOOL,
        place="№ 5 мектеп, 1 «А»",
        group_id=group.id,
        **given,
    )
    assert isinstance(session, ImmunizationSession)
    return session


async def on_list(town: Town, session: ImmunizationSession) -> dict[UUID, Any]:
    query = "select * from immunization_session_person where session_id = :id"
    return {row.patient_id: row for row in await town.all(query, id=session.id)}


async def due_child(town: Town, days: int = 400) -> Patient:
    """A child whose plan is made: born so long ago, with no dose at all."""
    one = await child(town, days)
    await record(town, patient_id=one.id, code="88", source="ABROAD", given_on=TODAY - timedelta(days=5))
    return one


async def test_the_list_of_a_session_is_of_those_for_whom_the_vaccine_is_due(town: Town) -> None:
    ready, too_young = await due_child(town), await due_child(town, 200)
    group = await school_class(town, [ready, too_young])

    due = await planned(town, "03", group)
    whole = await planned(town, "03", group, whole_group=True)

    assert (await on_list(town, due)).keys() == {ready.id}
    assert (await on_list(town, whole)).keys() == {ready.id, too_young.id}


async def test_a_dose_in_a_session_takes_its_lot_and_marks_the_child(town: Town) -> None:
    one, lot = await due_child(town), await lot_of(town, "03")
    session = await planned(town, "03", await school_class(town, [one]), lot=lot)

    row = await record(town, patient_id=one.id, session_id=session.id)

    assert isinstance(row, Dose)
    assert (row.lot_id, row.session_id) == (lot.id, session.id)
    seen = (await on_list(town, session))[one.id]
    assert (seen.outcome, seen.dose_id) == (SessionOutcome.GIVEN, row.id)
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        progress = (await immunization_session.progress(context, [session.id]))[session.id]
    assert (progress.people, progress.given, progress.waiting) == (1, 1, 0)


async def test_an_undone_dose_stays_on_record_and_the_child_waits_again(town: Town) -> None:
    one, lot = await due_child(town), await lot_of(town, "03")
    session = await planned(town, "03", await school_class(town, [one]), lot=lot)
    row = await record(town, patient_id=one.id, session_id=session.id)

    undone = await act(town, immunization_session.undo, dose_id=row.id, version=1)
    again = await record(town, patient_id=one.id, session_id=session.id)

    assert isinstance(undone, Dose)
    assert undone.void_reason == immunization_session.UNDONE
    assert isinstance(again, Dose)
    assert await left(town, lot) == 9
    assert (await on_list(town, session))[one.id].dose_id == again.id


async def test_who_is_absent_is_marked_and_stays_due(town: Town) -> None:
    one = await due_child(town)
    session = await planned(town, "03", await school_class(town, [one]))

    marked = await act(
        town,
        immunization_session.mark,
        session_id=session.id,
        patient_id=one.id,
        outcome=SessionOutcome.ABSENT,
        note="Ауырып қалды",
    )

    assert isinstance(marked, ImmunizationSessionPerson)
    assert marked.outcome == SessionOutcome.ABSENT
    (due,) = await town.all(
        "select act_on from immunization_due where patient_id = :id and vaccine_group = 'MMR'", id=one.id
    )
    assert due.act_on <= TODAY


async def test_who_was_marked_by_a_slip_waits_again(town: Town) -> None:
    one = await due_child(town)
    session = await planned(town, "03", await school_class(town, [one]))
    target: dict[str, Any] = {"session_id": session.id, "patient_id": one.id}
    await act(town, immunization_session.mark, **target, outcome=SessionOutcome.REFUSED)

    waiting = await act(town, immunization_session.mark, **target, outcome=None)

    assert isinstance(waiting, ImmunizationSessionPerson)
    seen = (await on_list(town, session))[one.id]
    assert (seen.outcome, seen.seen_at, seen.seen_by, seen.version) == (None, None, None, 3)


async def test_a_closed_session_takes_nothing_more(town: Town) -> None:
    one = await due_child(town)
    session = await planned(town, "03", await school_class(town, [one]))
    closed = await act(town, immunization_session.close, session_id=session.id, version=1)

    stale = await act(town, immunization_session.close, session_id=session.id, version=1)
    refused = await record(town, patient_id=one.id, session_id=session.id)

    assert isinstance(closed, ImmunizationSession)
    assert stale.code is RefusalCode.SESSION_CLOSED
    assert refused.code is RefusalCode.SESSION_CLOSED


async def test_a_lot_chosen_on_an_old_view_is_refused_with_the_session_as_it_is(town: Town) -> None:
    one, other = await due_child(town), await lot_of(town, "03")
    session = await planned(town, "03", await school_class(town, [one]))
    chosen = await act(
        town, immunization_session.choose_lot, session_id=session.id, version=1, lot_id=other.id
    )

    stale = await act(
        town, immunization_session.choose_lot, session_id=session.id, version=1, lot_id=other.id
    )

    assert chosen.lot_id == other.id
    assert isinstance(stale, StaleVersion)
    assert stale.current.version == 2


async def test_a_child_is_in_one_class_at_a_time(town: Town) -> None:
    one = await due_child(town)
    first = await school_class(town, [one])
    second = await act(
        town, organised_group.add, kind=OrganisedGroupKind.SCHOOL, name="№ 6 мектеп", class_name="1 «А»"
    )

    moved = await act(town, organised_group.join, patient_id=one.id, group_id=second.id)

    assert isinstance(moved, OrganisedGroupMember)
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        sizes = await organised_group.sizes(context, [first.id, second.id])
        mine = await organised_group.of_patients(context, [one.id])
    assert dict(sizes) == {second.id: 1}
    assert mine[one.id].id == second.id


async def test_the_counts_of_a_list_are_the_rows_behind_them(town: Town) -> None:
    people = [await due_child(town) for _ in range(3)]
    group = await school_class(town, people[:2])

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        every = await immunization_due.due(context, {}, None, (100, None, None, None))
        mmr = await immunization_due.due(
            context, {"vaccine_group": "MMR", "group_id": group.id}, None, (100, None, None, None)
        )
        assert every.count
        assert mmr.count
        counted = [await every.count(), await mmr.count()]

    assert counted == [len(every.rows), len(mmr.rows)]
    assert {row.patient_id for row in mmr.rows} == {one.id for one in people[:2]}


async def test_the_plan_of_a_month_counts_a_product_once_for_each_person(town: Town) -> None:
    people, lot = [await due_child(town) for _ in range(2)], await lot_of(town, "03", doses=1)
    month = TODAY.replace(day=1)

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        plan = {one.vaccine.code: one for one in await coverage.plan(context, month, town.here.clinic.id)}
        asked = {"immunization": {"code": "03", "act_until": plan["03"].act_until}}
        behind = await lists.listed(context, "patient", asked, None, lists.Window(first=100))

    assert (plan["03"].doses, plan["03"].stock, plan["03"].missing) == (2, 1, 1)
    assert {row.id for row in behind.rows} == {one.id for one in people}
    assert lot.id


async def test_coverage_opens_with_its_own_filters(town: Town) -> None:
    people = [await due_child(town) for _ in range(3)]
    lot = await lot_of(town, "03")
    for one in people[:2]:
        await record(town, patient_id=one.id, lot_id=lot.id)
    year = people[0].birth_date.year

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        found = await coverage.coverage(context, {"born_from_year": year, "born_to_year": year})
        (mmr,) = [one for one in found if (one.vaccine_group, one.dose) == ("MMR", 1)]
        numbers = []
        for name in ("asked_doses", "doses"):
            asked = {
                "born_from": mmr.born_from,
                "born_to": mmr.born_to,
                "immunization": {"vaccine_group": "MMR", name: 1},
            }
            page = await lists.listed(context, "patient", asked, None, lists.Window(first=100))
            numbers.append(len(page.rows))

    assert (mmr.people, mmr.vaccinated) == (3, 2) == tuple(numbers)
    assert mmr.share == pytest.approx(2 / 3)


async def test_a_registrar_plans_no_session_and_records_no_dose(town: Town) -> None:
    for what in (immunization_session.plan, doses.record):
        with pytest.raises(Forbidden):
            await act(town, what, Role.REGISTRAR)
