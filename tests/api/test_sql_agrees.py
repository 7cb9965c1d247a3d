"""What SQL says a second time is what the domain says: masks, and the order of names."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import cast, literal, select
from sqlalchemy.dialects import postgresql

from db.queries.masks import PATIENT_MASKS
from db.tables import Patient
from db.tables.base import table_of
from domain.masking import mask_birth_date, mask_iin, mask_name
from domain.names import KAZAKH_ALPHABET, sort_key
from tests.conftest import Urls


@pytest.fixture
def connection(urls: Urls) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        yield connection


def masked(connection: psycopg.Connection[Any], name: str, value: Any) -> Any:
    table = table_of(Patient)
    statement = select(PATIENT_MASKS[name](cast(literal(value), table.c[name].type)))
    compiled = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call]
    row = connection.execute(str(compiled).replace("%%", "%").encode()).fetchone()
    assert row
    return row[0]


names = st.text(KAZAKH_ALPHABET + KAZAKH_ALPHABET.upper() + "-", min_size=1, max_size=12)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names, st.dates(date(1900, 1, 1), date(2026, 11, 22)), st.from_regex("[0-9]{12}", fullmatch=True))
def test_a_person_is_masked_alike_in_sql(
    connection: psycopg.Connection[Any], name: str, birth_date: date, iin: str
) -> None:
    assert masked(connection, "family_name", name) == mask_name(name)
    assert masked(connection, "birth_date", birth_date) == mask_birth_date(birth_date)
    assert masked(connection, "iin", iin) == mask_iin(iin)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(names, names), max_size=20))
def test_postgresql_lists_names_as_python_does(
    connection: psycopg.Connection[Any], people: list[tuple[str, str]]
) -> None:
    keys = [sort_key(*person) for person in people]
    rows = connection.execute("select key from unnest(%s::varchar[]) key order by key", (keys,)).fetchall()
    assert [row[0] for row in rows] == sorted(keys)
