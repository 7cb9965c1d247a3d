"""Pages by keyset: whoever was there before the walk is met once, in every order, while others come in between."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import psycopg
import pytest

from db.queries.cut import read_cursor
from domain.access import Role
from tests.contract.graph.conftest import CANARY, Ask, Person

MANY, PAGE = 10_000, 100
NEWCOMERS = count(1)
MADE = """
insert into patient (clinic_id, temporary_id, family_name, given_name, sort_key, search_key, sex, birth_date,
                     citizenship, language, phones, is_demo, registered_at, version)
select %(clinic)s, %(batch)s || '-' || n, 'Көп' || n %% 700, 'Адам', 'key ' || lpad((n %% 700)::text, 3, '0'), '-', 'FEMALE',
       date '1950-01-01' + n %% 900, 'CITIZEN', 'kk', '{}', true, now() - n %% 50 * interval '1 day', 1
  from generate_series(1, %(many)s) n
"""
ORDERS = ["NAME", "BIRTH_DATE", "REGISTERED_AT"]


@pytest.fixture(scope="module")
def crowd(known: psycopg.Connection[Any], people: dict[Role, Person]) -> Iterator[set[str]]:
    """Ten thousand people of the clinic, many of whom have equal keys; their temporary ids."""
    (clinic_id,) = people[Role.NURSE].clinic_ids
    known.execute("set session_replication_role = replica")
    known.execute(MADE, {"clinic": clinic_id, "batch": "old", "many": MANY})
    known.execute("analyze patient")
    yield {f"old-{n}" for n in range(1, MANY + 1)}
    known.execute("set session_replication_role = origin")


def somebody_comes(known: psycopg.Connection[Any], people: dict[Role, Person]) -> None:
    """Between the rows that are there, also where the walk has been."""
    (clinic_id,) = people[Role.NURSE].clinic_ids
    known.execute(MADE, {"clinic": clinic_id, "batch": f"new{next(NEWCOMERS)}", "many": 7})


WALK = """query Walk($order: PatientOrder!, $first: Int, $after: String, $last: Int, $before: String) {
  patients(orderBy: $order, first: $first, after: $after, last: $last, before: $before) {
    nodes { temporaryId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


@pytest.mark.parametrize(
    ("field", "direction", "backward"),
    [
        ("NAME", "ASC", False),
        ("NAME", "ASC", True),
        ("BIRTH_DATE", "DESC", False),
        ("BIRTH_DATE", "DESC", True),
        ("REGISTERED_AT", "DESC", False),
        ("REGISTERED_AT", "ASC", True),
    ],
)
async def test_each_old_row_is_met_once(
    field: str,
    direction: str,
    backward: bool,
    ask: Ask,
    crowd: set[str],
    known: psycopg.Connection[Any],
    people: dict[Role, Person],
) -> None:
    met: list[str] = []
    cursor, more, pages = None, True, 0
    while more:
        window = {"last": PAGE, "before": cursor} if backward else {"first": PAGE, "after": cursor}
        answer = await ask(Role.NURSE, WALK, order={"field": field, "direction": direction}, **window)
        found = answer["data"]["patients"]
        met += [row["temporaryId"] for row in found["nodes"] if row["temporaryId"] in crowd]
        cursor = found["pageInfo"]["startCursor" if backward else "endCursor"]
        more = found["pageInfo"]["hasPreviousPage" if backward else "hasNextPage"]
        pages += 1
        if pages % 25 == 0:
            somebody_comes(known, people)

    assert len(met) == len(crowd)
    assert set(met) == crowd


LISTS = {
    "attachments": Role.NURSE,
    "patients": Role.NURSE,
    "doctorLists": Role.NURSE,
    "areas": Role.NURSE,
    "staff": Role.NURSE,
    "clinics": Role.NURSE,
    "accounts": Role.CLINIC_ADMIN,
    "accessEvents": Role.HEAD_DOCTOR,
    "attachmentRefusals": Role.NURSE,
    "doses": Role.NURSE,
    "reminders": Role.NURSE,
    "clinicNotices": Role.NURSE,
    "dueImmunizations": Role.NURSE,
    "vaccineLots": Role.NURSE,
    "vaccines": Role.NURSE,
    "immunizationSessions": Role.NURSE,
    "organisedGroups": Role.NURSE,
}


@pytest.mark.parametrize("name", LISTS)
async def test_every_list_is_walked_both_ways_alike(name: str, ask: Ask) -> None:
    async def walk(size: str, position: str, end: str, more: str) -> list[str]:
        cursor, met = None, []
        for _ in range(5):
            document = (
                f"query W($c: String) {{ {name}({size}: 3, {position}: $c) "
                "{ edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
            )
            answer = await ask(LISTS[name], document, c=cursor)
            found = answer["data"][name]
            met.append([edge["node"]["id"] for edge in found["edges"]])
            cursor = found["pageInfo"][end]
            if not found["pageInfo"][more]:
                break
        return [each for page in (met if size == "first" else reversed(met)) for each in page]

    forward = await walk("first", "after", "endCursor", "hasNextPage")
    backward = await walk("last", "before", "startCursor", "hasPreviousPage")

    assert len(set(forward)) == len(forward)
    assert len(set(backward)) == len(backward)
    if len(forward) < 15 and name != "accessEvents":
        assert backward == forward


@pytest.mark.parametrize("field", ORDERS)
async def test_a_cursor_says_no_more_than_the_viewer_knows(
    field: str, ask: Ask, known: psycopg.Connection[Any]
) -> None:
    document = (
        f"{{ patients(first: 20, orderBy: {{ field: {field}, direction: ASC }}) "
        "{ edges { cursor } pageInfo { startCursor endCursor } } }"
    )
    answer = await ask(Role.AUDITOR, document)

    cursors = [edge["cursor"] for edge in answer["data"]["patients"]["edges"]]
    assert len(cursors) == 20
    keys = [read_cursor(cursor).key for cursor in cursors]
    assert field == "REGISTERED_AT" or keys == [None] * 20
    assert not any(CANARY.search(str(key)) for key in keys)


async def test_a_masked_viewer_walks_on_by_such_a_cursor(ask: Ask) -> None:
    document = (
        "query W($after: String) { patients(first: 50, after: $after, orderBy: { field: NAME, direction: ASC }) "
        "{ nodes { id } pageInfo { endCursor } } }"
    )
    one = await ask(Role.AUDITOR, document)
    two = await ask(Role.AUDITOR, document, after=one["data"]["patients"]["pageInfo"]["endCursor"])

    met = [node["id"] for answer in (one, two) for node in answer["data"]["patients"]["nodes"]]
    assert len(set(met)) == 100


@pytest.mark.parametrize(
    "window",
    [
        "first: 1000",
        "last: 101",
        "first: -1",
        "first: 1, last: 1",
        'first: 1, after: "мұндай жоқ"',
        'first: 1, after: "e30"',
    ],
)
@pytest.mark.parametrize("name", LISTS)
async def test_a_window_that_does_not_fit_is_bad_input(name: str, window: str, ask: Ask) -> None:
    answer = await ask(LISTS[name], f"{{ {name}({window}) {{ nodes {{ id }} }} }}")

    assert answer.codes == ["BAD_USER_INPUT"], answer.text[:300]
    assert not answer.get("data")
