"""What PostgreSQL writes for a field is what its resolver computes: for any row, in each language."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
import psycopg
import pytest
from graphql import GraphQLObjectType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.dialects import postgresql
from sqlmodel import SQLModel

from db.queries.woven import JsonObject, Parts, Scope, global_id, moment, present, text
from db.statement import compiled
from db.tables import Patient
from db.tables.base import table_of
from domain.access import Role, Viewer
from domain.attachment_rules import ListKind
from domain.language import Language
from resolvers import ids
from resolvers.declared import Computed
from resolvers.plan.compiler import declared_of
from schema.presenting import PRESENTED
from tests.conftest import Urls
from tests.contract.graph.documents import SCHEMA

LENGTH = re.compile(r"\(\d+\)")
TODAY = date(2026, 11, 26)
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]
WRITTEN = [
    (type_.name, name, declared)
    for type_ in SCHEMA.type_map.values()
    if isinstance(type_, GraphQLObjectType) and issubclass(PRESENTED.get(type_.name, object), SQLModel)
    for name, field in type_.fields.items()
    if isinstance(declared := declared_of(field), Computed) and declared.written is not None
]
ID = UUID("0193f0a0-0000-7000-8000-000000000001")
texts = st.one_of(
    st.sampled_from(["", "Әлия", "O'Brien-Қанат", 'a"b\\c', "x\ty\n", "{\"#\":0}", " ", "№ 9/а"]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12),
)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    str: texts,
    bool: st.booleans(),
    int: st.integers(0, 5_000),
    date: st.one_of(st.just(TODAY), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    UUID: st.just(ID),
}
KINDS = st.sampled_from(ListKind)
ROLES = st.sampled_from([Role.REGISTRAR, Role.AUDITOR])


@pytest.fixture(scope="module")
def connection(new_database: Any) -> Iterator[psycopg.Connection[Any]]:
    with new_database() as urls:
        assert isinstance(urls, Urls)
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            connection.execute("set timezone to 'UTC'")
            yield connection


def column_values(row: type[SQLModel], name: str) -> st.SearchStrategy[Any]:
    if row.__tablename__ == "doctor_list" and name == "kind":
        return KINDS
    column = table_of(row).c[name]
    kind = column.type.impl_instance.python_type if hasattr(column.type, "impl_instance") else column.type.python_type
    found = VALUES[kind]
    return st.one_of(st.none(), found) if column.nullable else found


def asked(connection: psycopg.Connection[Any], made: Any, row: type[SQLModel], values: dict[str, Any]) -> bytes:
    """One expression over a table that is this one row, as JSON."""
    table = table_of(row)
    statement = compiled(select(JsonObject({"made": made})).select_from(table))
    places = statement.filled({}).values
    columns = ", ".join(
        f"${number}::{LENGTH.sub('', table.c[name].type.compile(dialect=POSTGRESQL))} as {name}"
        for number, name in enumerate(values, start=len(places) + 1)
    )
    sql = f"with {table.name} as (select {columns or '1'}) {statement.sql}"
    given_ = [None if each is None else str(each).encode() for each in values.values()]
    result = connection.pgconn.exec_params(sql.encode(), [*places, *given_])
    assert result.get_value(0, 0) is not None, result.error_message
    return bytes(result.get_value(0, 0) or b"")


@pytest.mark.parametrize(("type_name", "name", "declared"), WRITTEN, ids=[f"{each[0]}.{each[1]}" for each in WRITTEN])
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), language=st.sampled_from(Language), role=ROLES, revealed=st.booleans())
def test_a_field_is_written_as_it_is_computed(
    connection: psycopg.Connection[Any],
    type_name: str,
    name: str,
    declared: Computed,
    data: st.DataObject,
    language: Language,
    role: Role,
    revealed: bool,
) -> None:
    row, needs = PRESENTED[type_name], declared.needs or ()
    assert declared.written is not None
    if role is Role.AUDITOR and name not in ("birthDate", "identityMasked"):
        role = Role.REGISTRAR  # masks are the columns' own, and tested there
    viewer = Viewer(role=role, revealed=(ID,) if revealed else ())
    values = {each: data.draw(column_values(row, each), each) for each in needs}
    if role is Role.AUDITOR and not revealed and "birth_date" in values:
        values["birth_date"] = values["birth_date"].replace(month=1, day=1)
    context: Any = SimpleNamespace(viewer=viewer, today=TODAY, language=language)

    made = declared.written(row, Scope(viewer, TODAY, language.value))
    if isinstance(made, Parts):
        made = present(made.there, JsonObject(made.parts))
    computed: Any = declared.compute(SimpleNamespace(**values), context)

    assert asked(connection, made, row, values) == orjson.dumps({"made": computed})


@pytest.mark.parametrize("name", sorted(name for name, row in PRESENTED.items() if issubclass(row, SQLModel)))
def test_a_global_id_is_written_as_elsewhere(connection: psycopg.Connection[Any], name: str) -> None:
    row = PRESENTED[name]
    if "id" in table_of(row).c:
        made = asked(connection, global_id(name, row), row, {"id": ID})
        assert made == orjson.dumps({"made": ids.global_id(name, ID)})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-(10**15), 10**16), st.booleans())
def test_a_moment_is_written_as_elsewhere(
    connection: psycopg.Connection[Any], microseconds: int, whole: bool
) -> None:
    at = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    at = at.replace(microsecond=0) if whole else at
    made = asked(connection, moment(table_of(Patient).c.registered_at), Patient, {"registered_at": at.isoformat()})

    assert made == orjson.dumps({"made": at})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_any_text_is_written_as_elsewhere_and_none_says_that_something_is_broken(
    connection: psycopg.Connection[Any], value: str
) -> None:
    made = asked(connection, text(value), Patient, {})

    assert made == orjson.dumps({"made": value})
    assert b'{"#":0}' not in made
