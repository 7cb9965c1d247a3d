"""What somebody did in the last hour, with a way back, against a real database."""

from datetime import timedelta

from sqlalchemy import text

from db.tables import Merge, Patient
from domain.access import SYSTEM, Role
from resolvers import merge, patient, recent_action
from resolvers.recent_action import ActionKind
from tests.api.desk import City, attach, person_input

REASON = "Бір адамның екі жазбасы"


async def register(city: City) -> Patient:
    async with city.at_desk() as context:
        row = await patient.register(context, person_input(override={"reason": REASON}))
    assert isinstance(row, Patient), row
    return row


async def test_what_was_done_last_comes_first_with_a_way_back(city: City) -> None:
    a, b = await register(city), await register(city)
    registrar = city.here.viewers[Role.REGISTRAR].account_id
    attached = await attach(city, a, city.here.list_id, recorded_by=registrar)
    async with city.at_desk() as context:
        made = await merge.merge(
            context,
            {
                "survivor_id": a.id,
                "survivor_version": 1,
                "merged_id": b.id,
                "merged_version": 1,
                "reason": REASON,
            },
        )
    assert isinstance(made, Merge)
    async with city.at_desk() as context:
        done = await recent_action.recent(context)
    assert [action.what for action in done] == [
        ActionKind.MERGED,
        ActionKind.ATTACHED,
        ActionKind.REGISTERED,
        ActionKind.REGISTERED,
    ]
    assert [action.can_undo for action in done] == [True, True, False, False]
    assert done[1].undo_until == attached.recorded_at + timedelta(minutes=10)
    assert done[0].patient is not None
    assert done[0].patient.id == a.id
    assert {action.patient.id for action in done if action.patient} == {a.id, b.id}
    assert context.audit.patient_ids == {a.id, b.id}
    assert all(recent_action.words(action, context) for action in done)


async def test_each_sees_the_own_acts_of_the_last_hour(city: City) -> None:
    row = await register(city)
    async with city.at_desk(Role.HEAD_DOCTOR) as context:
        assert await recent_action.recent(context) == []
    async with city.database.transaction(SYSTEM) as tx:
        await tx.execute(
            text("update patient set registered_at = now() - interval '61 minutes' where id = :id"),
            {"id": row.id},
        )
    async with city.at_desk() as context:
        assert await recent_action.recent(context) == []


async def test_the_page_is_as_long_as_asked(city: City) -> None:
    for _ in range(3):
        await register(city)
    async with city.at_desk() as context:
        assert len(await recent_action.recent(context, 2)) == 2
        assert await recent_action.recent(context, 0) == []
