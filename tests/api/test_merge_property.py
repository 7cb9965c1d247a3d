"""Whatever is merged and undone in whatever order, what is there is what the standing merges would make."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from db.database import Database, Transaction
from db.queries import patient as people
from db.tables import Attachment, Merge, Patient
from db.vault import Vault
from domain.access import Role
from domain.attachment import AttachmentChannel, AttachmentReason
from domain.language import Language
from domain.people import Sex
from resolvers import merge
from resolvers.context import OperationContext
from tests.api.desk import NOW, TODAY, City, days_ago, found_city, new_iin
from tests.conftest import NewDatabase

PEOPLE = 4
REASON = "Бір адам"

PERSON = """
select jsonb_build_object(
           'iin', iin, 'phones', array(select unnest(phones) order by 1), 'email', email, 'street', street,
           'house', house, 'deceased', deceased_on, 'into', merged_into, 'warnings', warnings)
  from patient where id = any (:ids) order by array_position(:ids, id)
"""
ATTACHED = """
select patient_id::text, list_id::text, starts_on, ends_on, end_reason
  from attachment where patient_id = any (:ids) and (ends_on is null or ends_on > starts_on) order by 1, 3, 2
"""
ROWS = """
select to_jsonb(p) - 'version' - 'updated_at' as row, p.id from patient p where id = any (:ids)
union all
select to_jsonb(a) - 'version', a.id from attachment a
 where patient_id = any (:ids) and (ends_on is null or ends_on > starts_on) order by 2
"""


@dataclass(frozen=True, slots=True)
class Step:
    """Merge two of the people, or undo one of the merges that stand; numbers count modulo what there is."""

    undo: bool
    first: int
    second: int


steps = st.lists(
    st.builds(Step, undo=st.booleans(), first=st.integers(0, 9), second=st.integers(0, 9)), max_size=8
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """What a record has before anything is merged."""

    iin: bool
    phones: tuple[int, ...]
    email: bool
    house: bool
    attached: bool


somebody = st.builds(
    Somebody,
    iin=st.booleans(),
    phones=st.lists(st.integers(1, 3), max_size=2, unique=True).map(tuple),
    email=st.booleans(),
    house=st.booleans(),
    attached=st.booleans(),
)


class RolledBack(Exception):
    """Rolls an example back."""


@pytest.fixture(scope="module")
def city(new_database: NewDatabase) -> Iterator[City]:
    with new_database() as urls:
        loop = asyncio.new_event_loop()
        database = Database(urls.server)
        made = loop.run_until_complete(found_city(database))
        made_in[id(made)] = loop
        yield made
        loop.run_until_complete(database.dispose())
        loop.close()


made_in: dict[int, asyncio.AbstractEventLoop] = {}


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # an example is a hundred statements: too slow to shrink
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records=st.lists(somebody, min_size=PEOPLE, max_size=PEOPLE), taken=steps)
def test_what_stands_is_what_the_standing_merges_would_make(
    city: City, records: list[Somebody], taken: list[Step]
) -> None:
    made_in[id(city)].run_until_complete(_example(city, records, taken))


async def _example(city: City, records: Sequence[Somebody], taken: Sequence[Step]) -> None:
    viewer = city.here.viewers[Role.REGISTRAR]
    with contextlib.suppress(RolledBack):
        async with city.database.transaction(viewer) as tx:
            context = OperationContext(
                viewer=viewer, tx=tx, now=NOW, today=TODAY, language=Language.EN, vault=Vault("tests")
            )
            ids = [await _add(city, context, number, record) for number, record in enumerate(records)]
            await _check(context, ids, taken)
            raise RolledBack


async def _check(context: OperationContext, ids: list[UUID], taken: Sequence[Step]) -> None:
    tx = context.tx
    before = await _stored(tx, ROWS, ids)
    standing: list[Merge] = []
    with contextlib.suppress(RolledBack):
        async with tx.savepoint():
            for step in taken:
                await _take(context, ids, standing, step)
            seen = await _seen(tx, ids)
            again = [(row.survivor_id, row.merged_id) for row in standing]
            for row in list(standing):
                assert isinstance(await _unmerge(context, row), Merge)
            assert await _stored(tx, ROWS, ids) == before
            raise RolledBack
    for survivor, merged in again:
        assert isinstance(await _merge(context, survivor, merged), Merge)
    assert await _seen(tx, ids) == seen


async def _take(context: OperationContext, ids: list[UUID], standing: list[Merge], step: Step) -> None:
    if step.undo and standing:
        row = standing.pop(step.first % len(standing))
        assert isinstance(await _unmerge(context, row), Merge)
    elif not step.undo:
        made = await _merge(context, ids[step.first % PEOPLE], ids[step.second % PEOPLE])
        if isinstance(made, Merge):
            standing.append(made)


async def _merge(context: OperationContext, survivor: UUID, merged: UUID) -> Any:
    rows = await people.locked(context.tx, [survivor, merged])
    return await merge.merge(
        context,
        {
            "survivor_id": survivor,
            "survivor_version": rows[survivor].version,
            "merged_id": merged,
            "merged_version": rows[merged].version,
            "reason": REASON,
        },
    )


async def _unmerge(context: OperationContext, row: Merge) -> Any:
    return await merge.unmerge(context, {"merge_id": row.id, "reason": REASON})


async def _add(city: City, context: OperationContext, number: int, record: Somebody) -> UUID:
    row = await context.tx.insert(
        Patient(
            clinic_id=city.here.clinic.id,
            iin=new_iin(date(1990, 1, 1), Sex.MALE) if record.iin else None,
            temporary_id=f"T-{new_iin(date(1990, 1, 1), Sex.MALE)}",
            family_name="Ким",
            given_name=f"{number}",
            sort_key=str(number),
            search_key=str(number),
            sex=Sex.FEMALE,
            birth_date=date(1990, 1, 1),
            phones=[f"+7701000000{phone}" for phone in record.phones],
            email=f"{number}@example.kz" if record.email else None,
            street="Абай" if record.house else None,
            house=str(number) if record.house else None,
        )
    )
    if record.attached:
        await context.tx.insert(_attachment(city, row.id, number))
    return row.id


def _attachment(city: City, person: UUID, number: int) -> Attachment:
    return Attachment(
        patient_id=person,
        clinic_id=city.here.clinic.id,
        list_id=city.here.list_id if number % 2 else city.here.other_list_id,
        starts_on=days_ago(30 + number),
        channel=AttachmentChannel.DESK,
        reason=AttachmentReason.FIRST_ATTACHMENT,
        requested_on=days_ago(30 + number),
    )


async def _seen(tx: Transaction, ids: list[UUID]) -> list[Any]:
    return [await _stored(tx, PERSON, ids), await _stored(tx, ATTACHED, ids)]


async def _stored(tx: Transaction, sql: str, ids: list[UUID]) -> list[Any]:
    return [tuple(row) for row in await tx.rows(text(sql), {"ids": ids})]
