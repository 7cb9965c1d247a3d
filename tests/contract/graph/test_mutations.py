"""What holds for every mutation: done once, on record, whole or nothing, and never over somebody else's change."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, LiteralString
from uuid import UUID

import orjson
import psycopg
import pytest
from graphql import GraphQLInputObjectType, get_named_type
from psycopg.sql import SQL, Identifier, Literal

from domain.access import Action, Role, may
from resolvers.ids import global_id
from tests.contract.graph.actions import ACTIONS, OPEN
from tests.contract.graph.conftest import Ask, Person
from tests.contract.graph.documents import MUTATION, QUERY, Writer
from tests.contract.graph.doing import ACTORS, document, done, given_to
from tests.contract.graph.samples import SERIALS, Sampler, arguments_of, written

NAMES = sorted(MUTATION.fields)
# Before signing in there is no account whose key it could be; a second signing in is a second session.
NOT_REPEATABLE = frozenset({"signIn"})
# The account's session has ended with the first; the second finds nobody and ends nothing.
ENDS_ITS_CALLER = frozenset({"signOut"})
# The answer comes with another cookie, which is told once; the cookie before is nobody's.
RENEWS_ITS_CALLER = frozenset({"changePassword", "confirmIdentity"})
REPEATABLE = [name for name in NAMES if name not in NOT_REPEATABLE | ENDS_ITS_CALLER | RENEWS_ITS_CALLER]
ABOUT_PEOPLE = frozenset(
    {"attachPatient", "detachPatient", "endFamilyLink", "linkFamily", "mergePatients", "registerPatient"}
    | {
        "recordDose",
        "correctDose",
        "voidDose",
        "undoDose",
        "deferImmunization",
        "endDeferral",
        "recordConsent",
        "issueImmunizationCertificate",
        "applyDoseImport",
        "undoDoseImport",
        "revokeImmunizationCertificate",
    }
    | {"recordRefusal", "revokeConsent", "recordTuberculinTest", "readTuberculinTest", "reportAdverseEvent"}
    | {"recordObservation", "endObservation", "voidObservation"}
    | {
        "noteAdverseEventNotice",
        "joinOrganisedGroup",
        "leaveOrganisedGroup",
        "addToSession",
        "markSessionPerson",
    }
    | {"retryReminder", "optOutOfReminders", "optInToReminders"}
    | {"revealIdentity", "undoAttachment", "undoDetachment", "unmergePatients", "updatePatient"}
)
NOT_COMPARED = frozenset({"access_event", "alembic_version", "idempotency_key", "session"})
VERSIONED = {
    name: [field for field in input_type.fields if field.lower().endswith("version")]
    for name, declared in MUTATION.fields.items()
    for argument in declared.args.values()
    if isinstance(input_type := get_named_type(argument.type), GraphQLInputObjectType)
    if any(field.lower().endswith("version") for field in input_type.fields)
}


@pytest.fixture(scope="module")
def sampler(known: psycopg.Connection[Any], people: dict[Role, Person]) -> Sampler:
    (clinic_id,) = people[Role.REGISTRAR].clinic_ids
    return Sampler(known, clinic_id)


@pytest.fixture(scope="module", autouse=True)
async def signed_in(ask: Ask, people: dict[Role, Person]) -> None:
    """Everybody has a session before anything is compared."""
    for role in people:
        await ask(role, "{ me { role } }")


def contents(known: psycopg.Connection[Any]) -> dict[str, Any]:
    """A print of every table in which each row that was written shows, were it with what it said before."""
    tables = known.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    compared = [
        name for (name,) in tables if name not in NOT_COMPARED and not name.startswith("procrastinate")
    ]
    each = SQL("select {}, count(*), sum(xmin::text::bigint) from {}")
    prints = [each.format(Literal(name), Identifier(name)) for name in compared]
    # Being seen moves a session on.
    sessions = "select 'session', count(*), count(revoked_at) from session"
    return {row[0]: row[1:] for row in known.execute(SQL(" union all ").join([*prints, SQL(sessions)]))}


def newest_event(known: psycopg.Connection[Any]) -> UUID:
    """Everything on record by now; later events have later ids, for one connection writes them here."""
    (event_id,) = known.execute("select max(id::text)::uuid from access_event").fetchone()  # type: ignore[misc]
    return event_id or UUID(int=0)


def events_after(known: psycopg.Connection[Any], event_id: UUID) -> list[tuple[Any, ...]]:
    return known.execute(
        "select operation, outcome, patient_ids, changes, purpose from access_event where id > %s", [event_id]
    ).fetchall()


def key() -> dict[str, str]:
    return {"Idempotency-Key": f"key-{next(SERIALS)}"}


# --- Once ---


@pytest.mark.parametrize("name", REPEATABLE)
async def test_the_same_key_gives_the_same_bytes_and_one_effect(
    name: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any]
) -> None:
    given, headers = await given_to(name, ask, sampler), key()
    before = contents(known)

    first = await done(name, ask, given, headers=headers)
    after = contents(known)
    second = await ask(ACTORS[name], document(name), headers=headers, **given)

    assert second.text == first.text
    assert contents(known) == after != before


@pytest.mark.parametrize("name", REPEATABLE)
async def test_the_same_key_with_another_body_is_refused(
    name: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any]
) -> None:
    given, headers = await given_to(name, ask, sampler), key()
    await done(name, ask, given, headers=headers)
    after = contents(known)

    for other_document, other_given in _other_bodies(name, given):
        answer = await ask(ACTORS[name], other_document, headers=headers, **other_given)
        assert answer.codes == ["BAD_USER_INPUT"], answer.text[:300]
        assert "data" not in answer
    assert contents(known) == after


def _other_bodies(name: str, given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Another document; and the same one with one letter of the input changed."""
    yield written(name, "{ __typename }"), given
    if not given:
        return
    changeable = [item for item in given["input"].items() if not item[0].lower().endswith("id")]
    for field, value in changeable[:1]:
        yield document(name), {"input": given["input"] | {field: _other(value)}}
    if not changeable:
        yield (
            document(name),
            {"input": {field: global_id("FamilyLink", UUID(int=2)) for field in given["input"]}},
        )


def _other(value: Any) -> Any:
    if isinstance(value, list):
        return [*value, *value]
    if not isinstance(value, str):
        return value + 1
    return {"RU": "EN", "CLINICS": "PATIENTS", "UNKNOWN_PERSON": "NEWBORN"}.get(value, f"{value}A")


@pytest.mark.parametrize("name", REPEATABLE)
async def test_two_at_the_same_time_are_one(
    name: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any]
) -> None:
    given, headers = await given_to(name, ask, sampler), key()
    seen = newest_event(known)

    two = await asyncio.gather(
        *(ask(ACTORS[name], document(name), headers=headers, **given) for _ in range(2))
    )

    assert two[0].text == two[1].text
    assert "errors" not in two[0], two[0].text[:300]
    assert [answer.repeated for answer in two].count(True) == 1
    assert len(events_after(known, seen)) == 1


async def test_signing_out_twice_is_signing_out(ask: Ask) -> None:
    headers = key()

    answers = [await ask(ACTORS["signOut"], document("signOut"), headers=headers) for _ in range(2)]

    assert answers[0].text == answers[1].text


# --- On record ---


@pytest.mark.parametrize("name", sorted(set(NAMES) - NOT_REPEATABLE))
async def test_each_leaves_one_event_without_names(
    name: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any]
) -> None:
    given = await given_to(name, ask, sampler)
    seen = newest_event(known)

    await done(name, ask, given)

    ((operation, outcome, patient_ids, changes, _),) = events_after(known, seen)
    assert (operation, outcome) == (name, "OK")
    assert bool(patient_ids) == (name in ABOUT_PEOPLE)
    assert {global_id("Patient", each) for each in patient_ids} >= _people_of(given)
    assert not _says_who(changes)


def _people_of(given: dict[str, Any]) -> set[str]:
    named = ("patientId", "relativeId", "survivorId", "mergedId")
    return {value for field, value in given.get("input", {}).items() if field in named}


def _says_who(changes: Any) -> bool:
    """Letters that only names are written in, or the digits of an IIN or a phone, ids aside."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", orjson.dumps(changes).decode())
    return bool(re.search(r"[А-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ@]|\d{10}", text))


async def test_a_failed_signing_in_is_on_record(
    ask: Ask, known: psycopg.Connection[Any], sampler: Sampler
) -> None:
    seen = newest_event(known)

    await ask(None, document("signIn"), **await given_to("signIn", ask, sampler))

    ((operation, _, patient_ids, changes, _),) = events_after(known, seen)
    assert operation == "signIn"
    assert (patient_ids, "nobody" in str(changes)) == ([], False)


@pytest.mark.parametrize("name", sorted(ACTIONS.keys() & set(NAMES)))
async def test_who_may_not_is_on_record_too(
    name: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any], people: dict[Role, Person]
) -> None:
    given = await given_to(name, ask, sampler)
    refused = next((role for role in people if not may(role, ACTIONS[name])), None)
    if refused is None:
        assert ACTIONS[name] in (Action.READ_REFERENCE, Action.SECURE_OWN_ACCOUNT)
        return
    before, seen = contents(known), newest_event(known)

    await ask(refused, document(name), **given)

    ((operation, outcome, patient_ids, _, _),) = events_after(known, seen)
    assert (operation, outcome, patient_ids) == (name, "FORBIDDEN", [])
    assert contents(known) == before


@pytest.fixture
def unwritable(known: psycopg.Connection[Any]) -> Iterator[None]:
    """Nobody may add to the audit trail."""
    whom: LiteralString = "emhana_staff, emhana_patient, emhana_public, emhana_directory, emhana_transfer"
    known.execute(f"revoke insert on access_event from {whom}")
    yield
    known.execute(f"grant insert on access_event to {whom}")


@pytest.mark.parametrize("name", NAMES)
async def test_what_cannot_be_recorded_does_not_happen(
    name: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any], request: pytest.FixtureRequest
) -> None:
    given = await given_to(name, ask, sampler)
    before = contents(known)
    request.getfixturevalue("unwritable")

    answer = await ask(ACTORS[name], document(name), **given)

    assert answer.codes == ["UNAVAILABLE"], answer.text[:300]
    assert not answer.get("data")
    if name not in NOT_REPEATABLE:
        assert contents(known) == before


@pytest.mark.parametrize("name", sorted(QUERY.fields))
async def test_what_cannot_be_recorded_is_not_shown(
    name: str, ask: Ask, sampler: Sampler, people: dict[Role, Person], unwritable: None
) -> None:
    query = Writer(page=1).root(name, 1, arguments_of(name, sampler))
    role = next(role for role in people if name in OPEN or may(role, ACTIONS[name]))

    answer = await ask(role, query)

    assert answer.codes == ["UNAVAILABLE"], answer.text[:300]
    assert not answer.get("data")


# --- Not over somebody else's change ---

TABLES = {"Patient": "patient", "Attachment": "attachment", "Account": "account"}


@pytest.mark.parametrize(
    ("name", "field"), [(name, field) for name in VERSIONED for field in VERSIONED[name]]
)
async def test_a_record_that_has_moved_on_is_not_overwritten(
    name: str, field: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any]
) -> None:
    given = await given_to(name, ask, sampler)
    given["input"][field] -= 1
    before, seen = contents(known), newest_event(known)

    stale = written(name, "{ __typename ... on StaleVersion { code current { __typename id } } }")
    answer = await ask(ACTORS[name], stale, **given)

    refused = answer["data"][name]
    assert (refused["__typename"], refused["code"]) == ("StaleVersion", "STALE_VERSION"), answer.text[:300]
    assert refused["current"]["id"] in given["input"].values()
    assert contents(known) == before
    assert [outcome for _, outcome, *_ in events_after(known, seen)] == ["REFUSED"]


# --- Whole or nothing ---


@pytest.mark.parametrize("name", sorted(set(NAMES) - NOT_REPEATABLE))
async def test_a_fault_after_the_work_undoes_the_work(
    name: str, ask: Ask, sampler: Sampler, known: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = await given_to(name, ask, sampler)
    before, seen = contents(known), newest_event(known)
    declared = MUTATION.fields[name]
    resolve = declared.resolve

    async def broken(*args: Any, **more: Any) -> Any:
        assert resolve is not None
        await resolve(*args, **more)
        raise RuntimeError("Планда жоқ қате")

    monkeypatch.setattr(declared, "resolve", broken)
    answer = await ask(ACTORS[name], document(name), headers=key(), **given)

    assert answer.codes == ["INTERNAL_SERVER_ERROR"]
    assert "Планда" not in answer.text
    assert contents(known) == before
    assert [event[:2] for event in events_after(known, seen)] == [(name, "FAILED")]
