"""Classes over the years: renamed, closed, a grade up with their children; who may know their names."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db import migrate
from db.queries.versioned import row_of
from db.tables import Deferral, ImmunizationSession, OrganisedGroup, VaccineLot
from domain.access import Role
from domain.names import sort_key
from domain.organised_group import OrganisedGroupKind, next_class
from domain.refusal import RefusalCode
from resolvers import deferral, lists, organised_group, vaccine_lot
from resolvers.organised_group import MovedUp
from resolvers.refusals import InvalidInput, StaleVersion
from tests.api.test_dose import TODAY, child, left, lot_of
from tests.api.test_immunization_session import act, planned, school_class
from tests.api.town import Town
from tests.conftest import Urls
from tests.contract.protocol.conftest import owner


async def class_of(town: Town, name: str, people: int = 1, school: str = "№ 5 мектеп") -> OrganisedGroup:
    kind = OrganisedGroupKind.SCHOOL
    group: OrganisedGroup = await act(town, organised_group.add, kind=kind, name=school, class_name=name)
    for _ in range(people):
        one = await child(town, 3000)
        await act(town, organised_group.join, patient_id=one.id, group_id=group.id, since=TODAY - timedelta(days=90))
    return group


async def names(town: Town) -> dict[str, tuple[bool, int]]:
    """Each class of the clinic: whether it is closed, and how many children it has."""
    rows = await town.all(
        "select class_name, closed, (select count(*) from organised_group_member m where m.group_id = g.id "
        "and (m.until is null or m.until > :on)) as people from organised_group g", on=TODAY
    )
    return {row.class_name: (row.closed, row.people) for row in rows}


@pytest.mark.parametrize(
    ("name", "above"), [("1 «А»", "2 «А»"), ("9б", "10б"), ("10 Б", "11 Б"), ("11 «А»", None)]
)
def test_a_class_is_a_grade_up_a_year_later(name: str, above: str | None) -> None:
    assert next_class(name) == above


async def test_a_school_goes_up_with_its_children_once_a_year(town: Town) -> None:
    for name, people in (("1 «А»", 2), ("2 «А»", 1), ("11 «А»", 3)):
        await class_of(town, name, people)
    await class_of(town, "Балапан")

    done = await act(town, organised_group.move_up, name="№ 5 мектеп")
    again = await act(town, organised_group.move_up, name="№ 5 мектеп")

    assert done == MovedUp(classes=2, left=1)
    assert await names(town) == {
        "2 «А»": (False, 2), "3 «А»": (False, 1), f"11 «А», {TODAY.year}": (True, 0), "Балапан": (False, 1)
    }  # fmt: skip
    assert again.code is RefusalCode.SCHOOL_MOVED_UP
    assert again.facts["day"] == TODAY


async def test_two_nurses_move_a_school_up_once(town: Town) -> None:
    await class_of(town, "1 «А»")

    answers = await asyncio.gather(*(act(town, organised_group.move_up, name="№ 5 мектеп") for _ in range(2)))

    assert sorted(type(one).__name__ for one in answers) == ["MovedUp", "Refusal"]
    assert "2 «А»" in await names(town)


async def test_classes_from_before_are_listed_by_grade_too(town: Town, urls: Urls) -> None:
    """Their keys were made of the name as it is written, in which 10 comes before 2."""
    for name in ("10 «Б»", "2 «А»", "1 «А»", "Балапан"):
        row = await class_of(town, name)
        async with town.as_system() as tx:
            old = {"id": row.id, "key": sort_key(row.name, name)}
            await tx.execute(text("update organised_group set sort_key = :key where id = :id"), old)
    assert (await listed(town))[:2] == ["1 «А»", "10 «Б»"]
    with owner(urls) as connection:
        connection.execute("update alembic_version set version_num = '0019'")

    migrate.upgrade(urls.owner, "0020")

    assert await listed(town) == ["1 «А»", "2 «А»", "10 «Б»", "Балапан"]
    with owner(urls) as connection:
        forced = "select relforcerowsecurity from pg_class where relname = 'organised_group'"
        assert connection.execute(forced).fetchone() == (True,)


async def listed(town: Town) -> list[str]:
    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        page = await lists.listed(context, "organised_group", {}, None, lists.Window(first=50))
    return [row.class_name for row in page.rows]


async def test_a_class_is_renamed_and_closed_as_it_was_seen(town: Town) -> None:
    first, second = await class_of(town, "1 «А»", 2), await class_of(town, "1 «Б»")

    taken = await act(town, organised_group.update, group_id=first.id, version=1, class_name="1 «Б»")
    empty = await act(town, organised_group.update, group_id=first.id, version=1, class_name=" ")
    renamed = await act(town, organised_group.update, group_id=first.id, version=1, class_name="1 «В»")
    stale = await act(town, organised_group.update, group_id=first.id, version=1, closed=True)
    closed = await act(town, organised_group.update, group_id=first.id, version=2, closed=True)

    assert taken.code is RefusalCode.CLASS_EXISTS
    assert isinstance(empty, InvalidInput)
    assert renamed.class_name == "1 «В»"
    assert isinstance(stale, StaleVersion)
    assert closed.closed
    assert (await names(town))["1 «В»"] == (True, 0)
    async with town.operation(town.there.viewer(Role.NURSE)) as context:
        foreign = await organised_group.update(context, {"group_id": second.id, "version": 1, "closed": True})
    assert foreign.code is RefusalCode.NOT_FOUND  # type: ignore[union-attr]


async def test_an_auditor_is_told_no_class_no_place_and_no_deferred_vaccine(town: Town) -> None:
    one = await child(town, 3000)
    group = await school_class(town, [one])
    session = await planned(town, "03", group)
    row = await act(
        town, deferral.defer, Role.HEAD_DOCTOR, patient_id=one.id, vaccine_groups=["BCG"], reason="Жедел ауру",
        until=TODAY + timedelta(days=30),
    )  # fmt: skip
    assert isinstance(row, Deferral)
    auditor = replace(town.here.viewer(Role.NURSE), role=Role.AUDITOR, clinic_id=None)

    for viewer in (auditor, replace(auditor, revealed=(one.id,))):
        async with town.operation(viewer) as context:
            seen = [
                await row_of(context.tx, OrganisedGroup, group.id),
                await row_of(context.tx, ImmunizationSession, session.id),
            ]
            paper = await row_of(context.tx, Deferral, row.id)
            found = await lists.listed(context, "organised_group", {"name": "мектеп"}, None, lists.Window(first=9))
        assert "мектеп" not in str(seen)
        assert found.rows == []
        assert paper is not None
        assert paper.vaccine_groups == (["BCG"] if viewer.revealed else [])


async def test_a_stock_that_was_counted_is_corrected_with_a_reason(town: Town) -> None:
    lot = await lot_of(town, "03")

    async def correct(change: int, reason: str = "Санағанда кем шықты") -> Any:
        return await act(town, vaccine_lot.correct, lot_id=lot.id, change=change, reason=reason)

    fewer, nothing, too_many, short = [
        await correct(-3), await correct(0), await correct(-8), await correct(1, "-")
    ]  # fmt: skip

    assert isinstance(fewer, VaccineLot)
    assert fewer.doses_left == 7 == await left(town, lot)
    assert isinstance(nothing, InvalidInput)
    assert too_many.code is RefusalCode.LOT_EMPTY
    assert short.code is RefusalCode.REASON_TOO_SHORT
    (moved,) = await town.all(
        "select change, reason, moved_by from vaccine_lot_movement where lot_id = :id and kind = 'CORRECTED'", id=lot.id
    )
    assert (moved.change, moved.reason) == (-3, "Санағанда кем шықты")
    assert moved.moved_by == town.here.accounts[Role.NURSE].id
