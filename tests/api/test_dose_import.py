"""Old doses from a file: recorded as a whole, undone as a whole."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import text

from db.tables import DoseImport, Patient
from db.tidying import tidy
from domain.access import SYSTEM, Role
from domain.dose import DoseSource
from domain.iin import make_iin
from domain.people import Sex
from domain.refusal import RefusalCode
from resolvers import adverse_event, dose_import
from resolvers import dose as doses
from resolvers.refusals import StaleVersion
from tests.api import town as towns
from tests.api.door import Door
from tests.api.dose_file import BORN, HEAD, act, applied, child, codes, csv, recorded, rows_of, uploaded, xlsx
from tests.api.test_dose import due_of


async def two_children(door: Door) -> tuple[Patient, Patient, Any]:
    one, other = await child(door.town), await child(door.town, 2)
    lines = [[one.iin, "05.03.2019", "БЦЖ"], [one.iin, "05.05.2019", "Гексаксим"], [other.iin, "06.03.2019", "БЦЖ"]]
    return one, other, await uploaded(door, csv([HEAD, *lines]), source="STATED_WITHOUT_PAPERS")


async def test_applying_records_every_row_with_where_it_came_from_and_plans_anew(door: Door) -> None:
    one, other, file = await two_children(door)
    assert "BCG" not in await due_of(door.town, one)

    row = await applied(door.town, file)

    assert (row.state, row.version) == ("APPLIED", 2)
    first, second = await recorded(door.town, one)
    assert (first.cvx, second.cvx) == ("19", "132")
    assert {dose.source for dose in (first, second)} == {DoseSource.STATED_WITHOUT_PAPERS}
    assert {dose.import_id for dose in (first, second)} == {file.id}
    assert first.recorded_by == door.town.here.accounts[Role.NURSE].id
    rows = await rows_of(door, file)
    assert {each.state for each in rows.values()} == {"IMPORTED"}
    assert rows[2].dose_id == first.id
    assert rows[2].cells == {}, "what stood in the file is kept no longer than it is needed"
    assert await due_of(door.town, one)
    plans = await door.town.all("select holds_until from immunization_planning where patient_id = :id", id=other.id)
    assert plans[0].holds_until > date(2000, 1, 1)


async def test_wrong_rows_stop_the_whole_unless_they_are_left_out(door: Door) -> None:
    one = await child(door.town)
    file = await uploaded(door, csv([HEAD, [one.iin, "05.03.2019", "БЦЖ"], [one.iin, "?", "БЦЖ"]]))
    asked = {"import_id": file.id, "version": 1}

    refused = await act(door.town, dose_import.apply, asked)
    none = await recorded(door.town, one)
    row = await act(door.town, dose_import.apply, asked | {"skip_wrong": True})

    assert (refused.code, refused.facts) == (RefusalCode.IMPORT_HAS_ERRORS, {"people": 1})
    assert none == []
    assert isinstance(row, DoseImport)
    assert len(await recorded(door.town, one)) == 1


async def test_a_file_is_applied_once_whoever_asks_and_how_often(door: Door) -> None:
    one, _, file = await two_children(door)
    asked = {"import_id": file.id, "version": 1}

    outcomes = await asyncio.gather(*(act(door.town, dose_import.apply, asked) for _ in range(4)))

    assert sum(isinstance(each, DoseImport) for each in outcomes) == 1
    assert sum(isinstance(each, StaleVersion) for each in outcomes) == 3
    assert len(await recorded(door.town, one)) == 2
    again = await act(door.town, dose_import.apply, asked | {"version": 2})
    assert again.code is RefusalCode.IMPORT_ALREADY_APPLIED


async def test_the_same_file_again_is_the_same_proposal_and_after_applying_all_on_record(door: Door) -> None:
    one = await child(door.town)
    content = csv([HEAD, [one.iin, "05.03.2019", "БЦЖ"]])

    first, second = await uploaded(door, content), await uploaded(door, content)
    await applied(door.town, first)
    third = await uploaded(door, content)
    nothing = await act(door.town, dose_import.apply, {"import_id": third.id, "version": 1})

    assert (first.id, third.id == first.id) == (second.id, False)
    assert [codes(row) for row in (await rows_of(door, third)).values()] == [[(None, "IMPORT_ON_RECORD")]]
    assert nothing.code is RefusalCode.IMPORT_NOTHING_READY
    assert len(await recorded(door.town, one)) == 1


async def test_a_dose_recorded_and_a_person_gone_between_look_and_deed_are_told(door: Door) -> None:
    one, other, file = await two_children(door)
    third = await child(door.town, 3)
    more = await uploaded(door, csv([HEAD, [third.iin, "05.03.2019", "БЦЖ"], [one.iin, "07.03.2019", "ККП"]]))
    await act(
        door.town,
        doses.record,
        {"patient_id": one.id, "code": "19", "given_on": date(2019, 3, 5), "source": DoseSource.ABROAD},
    )
    await door.town.all(
        "update patient set clinic_id = :there where id = :id returning id", there=door.town.there.clinic.id, id=third.id
    )

    await applied(door.town, file)
    await applied(door.town, more)

    states = {row.number: (row.state, codes(row)) for row in (await rows_of(door, file)).values()}
    assert states == {2: ("DUPLICATE", [(None, "IMPORT_ON_RECORD")]), 3: ("IMPORTED", []), 4: ("IMPORTED", [])}
    gone = (await rows_of(door, more))[2]
    assert (gone.state, codes(gone)) == ("WRONG", [(None, "IMPORT_PERSON_NOT_HERE")])
    assert await recorded(door.town, third) == []
    assert len(await recorded(door.town, other)) == 1


async def test_undoing_voids_what_nobody_touched_and_tells_what_is_left(door: Door) -> None:
    one, other, file = await two_children(door)
    await applied(door.town, file)
    (bcg, hexavalent), (theirs,) = await recorded(door.town, one), await recorded(door.town, other)
    await act(
        door.town,
        doses.correct,
        {"dose_id": hexavalent.id, "version": 1, "reason": "Күні қате", "given_on": date(2019, 5, 6)},
    )
    await act(
        door.town,
        adverse_event.report,
        {"dose_id": theirs.id, "severity": "MILD", "description": "қызба", "began_on": date(2019, 3, 7)},
    )
    asked = {"import_id": file.id, "version": 2, "reason": "Басқа емхананың файлы"}

    short = await act(door.town, dose_import.undo, asked | {"reason": "-"})
    stale = await act(door.town, dose_import.undo, asked | {"version": 1})
    row = await act(door.town, dose_import.undo, asked, Role.HEAD_DOCTOR)
    again = await act(door.town, dose_import.undo, asked | {"version": 3})

    assert short.code is RefusalCode.REASON_TOO_SHORT
    assert isinstance(stale, StaleVersion)
    assert (row.state, row.undo_reason) == ("UNDONE", asked["reason"])
    assert again.code is RefusalCode.NOTHING_TO_UNDO
    states = {each.number: each.state for each in (await rows_of(door, file)).values()}
    assert states == {2: "UNDONE", 3: "LEFT", 4: "LEFT"}
    after = {each.id: each for each in await recorded(door.town, one)}
    assert (after[bcg.id].void_reason, after[bcg.id].voided_by) == (
        asked["reason"],
        door.town.here.accounts[Role.HEAD_DOCTOR].id,
    )
    assert sum(each.voided_at is None for each in after.values()) == 1, "the correction stays"
    assert (await recorded(door.town, other))[0].voided_at is None
    async with door.town.operation(door.town.here.viewer(Role.NURSE)) as context:
        counted = (await dose_import.row_counts(context, [file.id]))[file.id]
    assert (counted.undone, counted.left, counted.imported) == (1, 2, 0)


async def test_another_clinic_neither_sees_nor_applies_it(door: Door) -> None:
    _, _, file = await two_children(door)

    async with door.town.operation(door.town.there.viewer(Role.NURSE)) as context:
        refused = await dose_import.apply(context, {"import_id": file.id, "version": 1})
        seen = await context.tx.rows(text("select 1 from dose_import union all select 1 from dose_import_row"))

    assert not isinstance(refused, DoseImport)
    assert refused.code is RefusalCode.NOT_FOUND
    assert list(seen) == []


async def test_ten_thousand_rows_are_one_transaction_and_the_planner_has_the_rest(door: Door) -> None:
    people = 500
    made = (make_iin(BORN, Sex.MALE, 100 + number) for number in range(people))
    iins = sorted(iin for iin in made if iin)
    await door.town.store([towns.person(door.town.here, birth_date=BORN, iin=iin) for iin in iins])
    lines = [
        [iins[n % len(iins)], f"{BORN + timedelta(days=60 + 40 * (n // len(iins))):%d.%m.%Y}", "Гексаксим"]
        for n in range(10_000)
    ]

    file = await uploaded(door, xlsx([HEAD, *lines]))
    await applied(door.town, file)

    (counted,) = await door.town.all("select count(*) n from dose where import_id = :id", id=file.id)
    assert counted.n == 10_000
    async with door.town.operation(door.town.here.viewer(Role.NURSE)) as context:
        waiting = (await dose_import.waiting(context, [file.id]))[file.id]
        counts = (await dose_import.row_counts(context, [file.id]))[file.id]
    assert (counts.imported, waiting) == (10_000, len(iins) - dose_import.PLANNED_AT_ONCE)


async def test_a_proposal_that_nobody_applied_goes_after_a_day_and_an_applied_one_never(door: Door) -> None:
    one, _, file = await two_children(door)
    kept = await uploaded(door, csv([HEAD, [one.iin, "07.03.2019", "ККП"]]))
    await applied(door.town, kept)

    async with door.town.database.transaction(SYSTEM) as tx:
        await tidy(tx, datetime.now(UTC) + timedelta(hours=23))
        early = await tx.rows(text("select id from dose_import"))
        await tidy(tx, datetime.now(UTC) + timedelta(hours=25))
        late = await tx.rows(text("select id from dose_import"))

    assert {row.id for row in early} == {file.id, kept.id}
    assert [row.id for row in late] == [kept.id]
