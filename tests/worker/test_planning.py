"""The planner: everybody whose plan no longer holds, once; stopped and started it goes on where it was."""

import asyncio
import sys
from datetime import timedelta

import psutil
import pytest
from sqlalchemy import text

from db.database import Database
from domain.access import SYSTEM, Role
from domain.people import Sex
from resolvers import immunization_planning as planning
from server.immunization_planning import plan_apart, plan_everybody, plan_year, years_to_plan
from server.jobs import PLAN, queue
from server.settings import Settings
from tests.api import town as towns
from tests.api.test_dose import TODAY, child, due_of, lot_of, record
from tests.api.town import Town
from tests.conftest import Urls


async def waiting(town: Town) -> int:
    async with town.as_system() as tx:
        return sum(people for _, people in await planning.to_plan(tx, TODAY))


async def plan_all(database: Database) -> int:
    done = 0
    for year, _ in await years_to_plan(database, TODAY):
        done += await plan_year(database, year, TODAY)
    return done


async def test_a_newcomer_is_planned_once(town: Town) -> None:
    people = [await child(town, days) for days in (10, 70, 400, 3000)]

    assert await waiting(town) == 4
    assert await plan_all(town.database) == 4
    assert await waiting(town) == 0
    assert await plan_all(town.database) == 0
    assert (await due_of(town, people[1]))["DT"].dose_number == 1


async def test_a_stopped_planner_goes_on_where_it_was(town: Town) -> None:
    for days in (10, 400, 800, 1200, 5000):
        await child(town, days)
    (first, _), *others = await years_to_plan(town.database, TODAY)

    done = await plan_year(town.database, first, TODAY)

    assert 0 < done < 5
    assert len(await years_to_plan(town.database, TODAY)) == len(others)
    assert await plan_all(town.database) == 5 - done


async def test_a_new_calendar_plans_everybody_anew(town: Town) -> None:
    for days in (10, 400):
        await child(town, days)
    await plan_all(town.database)
    async with town.as_system() as tx:
        await tx.execute(text("update immunization_planning set calendar = 'an older one'"))

    assert await plan_all(town.database) == 2


async def test_a_new_day_plans_only_for_whom_it_may_change_something(town: Town) -> None:
    one, other = await child(town, 55), await child(town, 9000)
    await plan_all(town.database)

    later = TODAY + timedelta(days=20)
    async with town.as_system() as tx:
        turning = [await planning.born_in(tx, year, later) for year, _ in await planning.to_plan(tx, later)]

    assert one.id in turning[0]
    assert other.id not in [key for some in turning for key in some]


async def test_what_changes_a_record_behind_our_back_is_planned_again(town: Town) -> None:
    """Whoever writes: an import, a correction of the birth date, a merge."""
    one, other = await child(town, 400), await child(town, 430)
    await plan_all(town.database)
    changes = (
        "update patient set birth_date = birth_date - 30 where id = :id",
        "update patient set sex = 'FEMALE' where id = :id",
        "insert into dose (patient_id, clinic_id, cvx, given_on, source, purpose, version)"
        " select id, clinic_id, '08', birth_date, 'RECORDED_FROM_PAPER', 'ROUTINE', 1 from patient where id = :id",
        "insert into deferral (patient_id, clinic_id, since, reason, version)"
        " select id, clinic_id, '2026-01-01', '-', 1 from patient where id = :id",
    )
    for change in changes:
        async with town.as_system() as tx:
            await tx.execute(text(change), {"id": one.id})
        assert await plan_all(town.database) == 1, change
    async with town.as_system() as tx:
        merge = text("update patient set merged_into = :other where id = :id")
        await tx.execute(merge, {"id": one.id, "other": other.id})

    assert await plan_all(town.database) == 2
    assert await due_of(town, one) == {}
    assert (await due_of(town, other))["HepB"].dose_number == 2


async def test_who_died_owes_nothing(town: Town) -> None:
    one = await child(town, 400)
    await plan_all(town.database)
    async with town.as_system() as tx:
        await tx.execute(
            text("update patient set deceased_on = :on where id = :id"), {"on": TODAY, "id": one.id}
        )

    await plan_all(town.database)

    assert await due_of(town, one) == {}


async def test_a_nurse_at_work_is_not_overruled(town: Town) -> None:
    """Who is being recorded is left to that act, which plans the person itself."""
    one, lot = await child(town, 70), await lot_of(town, "132")
    async with town.database.transaction(SYSTEM) as busy:
        await busy.execute(text("select from patient where id = :id for no key update"), {"id": one.id})
        async with town.as_system() as tx:
            assert await planning.plan_batch(tx, [one.id], TODAY) == 0
    await record(town, patient_id=one.id, lot_id=lot.id)

    assert await plan_all(town.database) == 0
    assert (await due_of(town, one))["DT"].dose_number == 2


async def test_a_clinic_cannot_plan_another_s_people(town: Town) -> None:
    one = await child(town, 70)
    async with town.operation(town.there.viewer(Role.NURSE)) as context:
        found = "select store_immunization_plans(cast(:plans as jsonb)) as plans"
        plan = (
            f'[{{"patient_id": "{one.id}", "calendar": "X", "planned_on": "2026-01-01", '
            '"holds_until": "2026-01-01", "counted": {}, "due": []}]'
        )
        row = await context.tx.row(text(found), {"plans": plan})
    assert row is not None
    assert row.plans == 0


async def test_everybody_is_planned_in_processes_of_their_own(urls: Urls, town: Town) -> None:
    people = [await child(town, days) for days in (10, 400, 3000)]
    async with town.as_system() as tx:
        await tx.insert(towns.person(town.here, sex=Sex.FEMALE))
    seen: list[tuple[int, int]] = []

    done = await asyncio.to_thread(plan_everybody, urls.server, TODAY, 2, lambda *of: seen.append(of))

    assert done == 4
    assert (seen[0], seen[-1]) == ((0, 4), (4, 4))
    assert [bool(await due_of(town, one)) for one in people] == [True] * 3
    assert await plan_apart(urls.server, TODAY) == 0


def planners() -> list[psutil.Process]:
    children = psutil.Process().children()
    return [one for one in children if any("spawn_main" in part for part in one.cmdline())]


async def at_work(planning_apart: asyncio.Task[int]) -> psutil.Process:
    async with asyncio.timeout(30):
        while not (found := planners()):
            assert not planning_apart.done()
            await asyncio.sleep(0.01)
    return found[0]


async def test_one_process_apart_plans_everybody_and_is_gone(urls: Urls, town: Town) -> None:
    people = [await child(town, days) for days in (10, 400, 3000)]

    assert await plan_apart(urls.server, TODAY) == 3

    assert [bool(await due_of(town, one)) for one in people] == [True] * 3
    assert planners() == []


async def test_a_planner_ends_with_whoever_waits_for_it(urls: Urls, town: Town) -> None:
    await child(town, 400)
    planning_apart = asyncio.create_task(plan_apart(urls.server, TODAY))
    process = await at_work(planning_apart)

    planning_apart.cancel()
    await asyncio.wait({planning_apart})

    assert planning_apart.cancelled()
    assert not process.is_running()
    assert await plan_all(town.database) == 1


async def test_a_killed_planner_is_said_to_have_failed(urls: Urls, town: Town) -> None:
    await child(town, 400)
    planning_apart = asyncio.create_task(plan_apart(urls.server, TODAY))

    (await at_work(planning_apart)).kill()

    with pytest.raises(RuntimeError, match="before its work"):
        await planning_apart


ALL_IN_TWO = """
import sys, time
from datetime import date
from server.immunization_planning import plan_everybody

plan_everybody(sys.argv[1], date.fromisoformat(sys.argv[2]), 2, lambda done, _total: done and time.sleep(60))
"""


async def test_whoever_plans_everybody_is_killed_and_leaves_no_process_behind(urls: Urls, town: Town) -> None:
    await child(town, 400)
    parent = psutil.Popen([sys.executable, "-c", ALL_IN_TWO, urls.server, TODAY.isoformat()])
    async with asyncio.timeout(60):
        while not (left := [one for one in parent.children() if "spawn_main" in " ".join(one.cmdline())]):
            assert parent.poll() is None
            await asyncio.sleep(0.05)

    parent.kill()
    parent.wait()

    _, alive = await asyncio.to_thread(psutil.wait_procs, left, 15)
    for process in alive:
        process.kill()
    assert alive == []


async def test_a_worker_that_is_told_to_stop_leaves_planning_half_way(urls: Urls, town: Town) -> None:
    await child(town, 400)
    settings, leaving = Settings(database_url=urls.server), asyncio.Event()
    app = queue(settings)
    async with app.open_async():
        await app.configure_task(PLAN).defer_async(timestamp=0)
        given = {"database": town.database, "settings": settings, "leaving": leaving}
        leaving.set()
        await app.run_worker_async(wait=False, concurrency=1, additional_context=given)

    assert planners() == []
    assert await waiting(town) == 1
