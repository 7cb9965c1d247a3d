"""What the schema promises: committed, described, presented by real columns, never broken by surprise."""

from pathlib import Path

import pytest
from graphql import GraphQLObjectType, build_schema, find_breaking_changes
from sqlmodel import SQLModel
from strawberry.printer import print_schema

from schema.presenting import PRESENTED
from schema.root import schema
from tests.contract.graph.documents import MUTATION, QUERY, SCHEMA

FOLDER = Path(__file__).parents[3] / "schema"


def test_the_committed_schema_is_the_one_that_is_served() -> None:
    committed = (FOLDER / "schema.graphql").read_text(encoding="utf-8")

    assert committed == print_schema(schema) + "\n", "print it anew: emhana schema > schema/schema.graphql"


def test_nothing_that_was_released_breaks_unless_it_was_deprecated_first() -> None:
    released = build_schema((FOLDER / "released.graphql").read_text(encoding="utf-8"))

    broken = [change.description for change in find_breaking_changes(released, SCHEMA)]

    assert [text for text in broken if not _was_deprecated(text, released.type_map)] == []


def _was_deprecated(description: str, types: object) -> bool:
    """«Standard member Clinic.phone was removed.» is no surprise after `@deprecated`."""
    name = next((word for word in description.split() if "." in word.rstrip(".")), "").rstrip(".")
    of, _, field = name.partition(".")
    declared = getattr(types, "get", lambda _: None)(of)
    fields = getattr(declared, "fields", {})
    return field in fields and fields[field].deprecation_reason is not None


@pytest.mark.parametrize("name", sorted(name for name in SCHEMA.type_map if not name.startswith("__")))
def test_every_type_says_what_it_is(name: str) -> None:
    declared = SCHEMA.type_map[name]
    plain = {"String", "Int", "Float", "Boolean", "ID", "Query", "Mutation", "Subscription"}

    assert name in plain or name.endswith(("Result", "OrderField")) or declared.description


@pytest.mark.parametrize("root", [QUERY, MUTATION, SCHEMA.subscription_type], ids=str)
def test_every_operation_says_what_it_does(root: GraphQLObjectType) -> None:
    assert [name for name, field in root.fields.items() if not field.description] == []


@pytest.mark.parametrize("name", sorted(PRESENTED))
def test_every_plain_field_is_a_column_or_a_value_of_what_it_presents(name: str) -> None:
    row = PRESENTED[name]
    declared = schema.get_type_by_name(name)
    plain = [field.python_name for field in declared.fields if field.base_resolver is None]  # type: ignore[union-attr]

    known = set(row.model_fields) if issubclass(row, SQLModel) else _names_of(row)
    assert [field for field in plain if field not in known] == []


def _names_of(row: type) -> set[str]:
    return {name for each in row.__mro__ for name in (*getattr(each, "__annotations__", {}), *vars(each))}
