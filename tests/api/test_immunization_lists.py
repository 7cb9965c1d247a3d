"""Counts about immunization and the lists behind them: the same people, for whom may see them, on screen and in a file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

from openpyxl import load_workbook

from domain.access import Role, Viewer
from resolvers import coverage, export, immunization_due, lists
from resolvers.context import OperationContext
from resolvers.export import Exported, ExportKind
from tests.api.test_dose import TODAY, lot_of, record
from tests.api.test_immunization_session import due_child, school_class
from tests.api.town import Town

EVERY = lists.Window(first=100)


async def test_each_count_of_a_months_plan_opens_as_many_people(town: Town) -> None:
    """Doses to give, and of them those left over from before: the filters that the page puts into its links."""
    for _ in range(2):
        await due_child(town)
    await due_child(town, 350)
    month = (TODAY + timedelta(days=20)).replace(day=1)
    before = month - timedelta(days=1)

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        plan = {one.vaccine.code: one for one in await coverage.plan(context, month, None)}
        for code, planned in plan.items():
            for until, count in ((planned.act_until, planned.doses), (before, planned.waiting)):
                asked = {"immunization": {"code": code, "act_until": until}}
                page = await lists.listed(context, "patient", asked, None, EVERY)
                assert len(page.rows) == count, (code, until)

    assert plan["03"].waiting == 2
    assert sum(one.doses for one in plan.values()) > 3


async def test_coverage_counts_the_same_for_an_auditor_who_sees_years_only(town: Town) -> None:
    people, lot = [await due_child(town) for _ in range(3)], await lot_of(town, "03")
    await record(town, patient_id=people[0].id, lot_id=lot.id)
    auditor = replace(town.here.viewer(Role.NURSE), role=Role.AUDITOR, clinic_id=None)

    async with town.operation(auditor) as context:
        found = await coverage.coverage(context, {"vaccine_groups": ["MMR"]})
        for row in found:
            assert await behind(context, row) == (row.people, row.vaccinated)

    assert [(row.people, row.vaccinated) for row in found if row.people] == [(3, 1)]


async def test_nobody_is_uncovered_for_whom_a_dose_is_not_yet_due(town: Town) -> None:
    """A cohort too young for it has no share, and a dose is not missed before the person's own day for it."""
    lot = await lot_of(town, "03")
    infant, toddler, late = await due_child(town, 200), await due_child(town, 800), await due_child(town, 2300)
    never = await due_child(town, 3000)
    for one in (toddler, late):
        await record(town, patient_id=one.id, lot_id=lot.id)

    async with town.operation(town.here.viewer(Role.NURSE)) as context:
        asked = {"vaccine_groups": ["MMR"], "born_from_year": TODAY.year - 10}
        found = {(row.birth_year, row.dose): row for row in await coverage.coverage(context, asked)}
        opened = {key: await behind(context, row) for key, row in found.items()}

    counted = {key: (row.people, row.vaccinated, row.share) for key, row in found.items()}
    assert counted == {
        (infant.birth_date.year, 1): (0, 0, None),
        (infant.birth_date.year, 2): (0, 0, None),
        (toddler.birth_date.year, 1): (1, 1, 1.0),
        (toddler.birth_date.year, 2): (0, 0, None),
        (late.birth_date.year, 1): (1, 1, 1.0),
        (late.birth_date.year, 2): (0, 0, None),
        (never.birth_date.year, 1): (1, 0, 0.0),
        (never.birth_date.year, 2): (1, 0, 0.0),
    }
    assert opened == {key: (row.people, row.vaccinated) for key, row in found.items()}


async def behind(context: OperationContext, row: coverage.Coverage) -> tuple[int, int]:
    """How many people open behind each of the two numbers, by the filters that the page puts into its links."""
    born, counts = {"born_from": row.born_from, "born_to": row.born_to}, []
    for name in ("asked_doses", "doses"):
        asked = born | {"immunization": {"vaccine_group": row.vaccine_group, name: row.dose}}
        counts.append(len((await lists.listed(context, "patient", asked, None, EVERY)).rows))
    return counts[0], counts[1]


async def test_who_may_not_read_immunizations_learns_nothing_by_filtering(town: Town) -> None:
    """An account manager sees people, and may not ask which of them has which dose, or sits in which class."""
    one = await due_child(town)
    group = await school_class(town, [one])
    questions = (
        {"immunization": {"vaccine_group": "MMR", "doses": 0}},
        {"immunization": {"vaccine_group": "MMR"}},
        {"group_id": group.id},
    )
    seen = {}
    for role in (Role.CLINIC_ADMIN, Role.NURSE):
        async with town.operation(town.here.viewer(role)) as context:
            pages = [await lists.listed(context, "patient", asked, None, EVERY) for asked in questions]
        seen[role] = [len(page.rows) for page in pages]

    assert seen == {Role.CLINIC_ADMIN: [0, 0, 0], Role.NURSE: [1, 1, 1]}


async def test_the_file_of_the_due_list_has_exactly_the_filtered_rows(town: Town) -> None:
    people = [await due_child(town) for _ in range(3)]
    group = await school_class(town, people[:2])
    asked = {"vaccine_group": "MMR", "group_id": group.id}

    head_doctor = replace(town.here.viewer(Role.HEAD_DOCTOR), authenticated_at=datetime.now(UTC))
    given = {"what": ExportKind.DUE_IMMUNIZATIONS, "immunization_due_filter": asked}
    async with town.operation(head_doctor) as context:
        listed = await immunization_due.due(context, asked, None, (100, None, None, None))
        made = await export.export(context, given)
        shown = set(context.audit.patient_ids)
    rows = await _rows(town, head_doctor, made)

    assert isinstance(made, Exported)
    assert len(listed.rows) == made.row_count == len(rows) == 2
    assert {row["Адам"] for row in rows} == {f"{one.family_name} {one.given_name}" for one in people[:2]}
    assert {row["Сынып немесе топ"] for row in rows} == {"№ 5 мектеп, 1 «А»"}
    assert {row["Екпе"] for row in rows} == {immunization_due.name(listed.rows[0], context)}
    assert shown >= {one.id for one in people[:2]}


async def test_the_file_holds_what_is_due_until_today_unless_days_are_asked_for(town: Town) -> None:
    await due_child(town, 200)
    head_doctor = replace(town.here.viewer(Role.HEAD_DOCTOR), authenticated_at=datetime.now(UTC))
    counted = []
    for asked in ({}, {"due_until": TODAY + timedelta(days=5000)}):
        async with town.operation(head_doctor) as context:
            given = {"what": ExportKind.DUE_IMMUNIZATIONS, "immunization_due_filter": asked}
            made = await export.export(context, given)
            page = await immunization_due.due(context, asked, None, (100, None, None, None))
        assert isinstance(made, Exported)
        assert made.row_count == len(page.rows)
        counted.append(made.row_count)

    assert 0 < counted[0] < counted[1]


async def _rows(town: Town, viewer: Viewer, made: object) -> list[dict[str, str]]:
    """The lines of the file under its head, without the count below them."""
    assert isinstance(made, Exported)
    (row,) = await town.all("select content from export where file_name = :name", name=made.file_name)
    heads, *lines = load_workbook(BytesIO(row.content)).active.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines[:-2]]
