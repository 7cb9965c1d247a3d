"""How large an operation may be: each limit at its edge, and what others use to stop a server."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from graphql import build_schema, get_introspection_query

from server import graphql_documents
from server.graphql_body import GraphQLRequest
from server.graphql_documents import Documents, Prepared, document_id
from server.graphql_errors import Code, RequestError
from server.limits import Limits

SCHEMA = build_schema(
    """
    interface Node { id: ID! }
    type Query {
      hello(name: String): String
      me: Person
      node(id: ID!): Node
      nodes(ids: [ID!]!): [Node]!
      people(first: Int, last: Int, after: String): PersonConnection!
      recent(first: Int = 10): [Person!]!
      search(first: Int = 20): Found!
    }
    type Person implements Node {
      id: ID! name: String! tags: [String!]! friend: Person siblings: [Person!]!
      friends(first: Int, last: Int): PersonConnection!
    }
    type PersonConnection { edges: [PersonEdge!]! nodes: [Person!]! pageInfo: PageInfo! totalCount: Int! }
    type Found { people: [Person!]! understoodAs: String! }
    type PersonEdge { cursor: String! node: Person! }
    type PageInfo { hasNextPage: Boolean! }
    type Mutation { leave: Boolean }
    """
)
STALL = 0.25


def prepare(query: str, limits: Limits | None = None, **variables: Any) -> Prepared:
    documents = Documents(SCHEMA, limits or Limits(), introspection=True)
    return documents.prepare(GraphQLRequest(query, variables=variables))


def points(query: str, **variables: Any) -> int:
    return prepare(query, Limits(cost=10**9), **variables).measure.points


def refused(query: str, **variables: Any) -> RequestError:
    """The refusal, which must come sooner than anybody beside it would notice."""
    caught: list[RequestError] = []

    def ask() -> None:
        with pytest.raises(RequestError) as refusal:
            prepare(query, **variables)
        caught.append(refusal.value)

    assert seconds(ask) < STALL
    return caught[0]


def seconds(act: Callable[[], object]) -> float:
    """The processor's time of the quicker of two runs: other programs of the machine are not meant."""
    times = []
    for _ in range(2):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times)


def nested(depth: int) -> str:
    return "{ me " + "{ friend " * (depth - 2) + "{ id }" + " }" * (depth - 2) + " }"


def aliases(count: int) -> str:
    return "{" + " ".join(f"a{n}: hello" for n in range(count)) + "}"


def friends(rows: int) -> str:
    return f"{{ people(first: 100) {{ nodes {{ id friends(first: {rows}) {{ nodes {{ id }} }} }} }} }}"


def spread(on: str, count: int, body: str) -> str:
    names = " ".join(f"...F{n}" for n in range(count))
    operation = f"{{ {names} }}" if on == "Query" else f"{{ me {{ {names} }} }}"
    return operation + " ".join(f"fragment F{n} on {on} {{ {body} }}" for n in range(count))


def chain(levels: int, body: str = "...F{next} ...F{next}") -> str:
    """Fragments that each spread the next one twice: 2 to the power of `levels` in the end."""
    links = [f"fragment F{n} on Person {{ {body.replace('{next}', str(n + 1))} }}" for n in range(levels)]
    return "{ me { ...F0 } } " + " ".join(links) + f" fragment F{levels} on Person {{ id }}"


def test_cost_is_an_object_or_ten_plain_values() -> None:
    assert points("{ hello }") == 1
    assert points("{ " + " ".join(f"a{n}: hello" for n in range(20)) + " }") == 2
    assert points("{ me { id } }") == 2
    assert points("{ __typename }") == 0


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("{ people(first: 50) { edges { node { id name } } } }", {}, 61),
        ("{ people(last: 50) { edges { node { id name } } } }", {}, 61),
        ("{ people(first: 50) { nodes { id name } } }", {}, 61),
        ("{ people { edges { node { id name } } } }", {}, 25),
        ("query($n: Int) { people(first: $n) { nodes { id name } } }", {"n": 50}, 61),
        ("query($n: Int = 50) { people(first: $n) { nodes { id name } } }", {}, 61),
        ("query($n: Int) { people(first: $n) { nodes { id name } } }", {"n": 50.0}, 61),
        ("query($n: Int) { people(first: $n) { nodes { id name } } }", {"n": None}, 25),
        ("{ people(first: 10) { nodes { friends(first: 10) { nodes { id } } } } }", {}, 131),
        ("{ me { siblings { id } } }", {}, 12),
        ("{ recent { id } }", {}, 12),
        ("{ search { people { id } } }", {}, 23),
        ("{ search(first: 5) { people { id } } }", {}, 12),
        ('{ nodes(ids: ["a", "b", "c"]) { id } }', {}, 4),
        ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a"] * 30}, 33),
        ("{ ...F ...F } fragment F on Query { people(first: 50) { nodes { id name } } }", {}, 122),
        ("{ people(first: 0) { nodes { id } } }", {}, 1),
    ],
)
def test_cost_multiplies_by_the_rows_that_are_asked_for(
    query: str, variables: dict[str, Any], expected: int
) -> None:
    assert points(query, **variables) == expected


def test_a_document_is_measured_again_for_other_pages() -> None:
    documents = Documents(SCHEMA, Limits())
    query = "query($n: Int) { people(first: $n) { nodes { id } } }"
    measured = [
        documents.prepare(GraphQLRequest(query, variables={"n": n})).measure.points for n in (10, 100, 10)
    ]
    assert measured == [12, 111, 12]
    with pytest.raises(RequestError):
        documents.prepare(GraphQLRequest(query, variables={"n": 101}))


@pytest.mark.parametrize(
    ("allowed", "too_much"),
    [
        (nested(12), nested(13)),
        (aliases(30), aliases(31)),
        ("{" + " hello @skip(if: false)" * 50 + "}", "{" + " hello @skip(if: false)" * 51 + "}"),
        ("{" + " hello" * 141 + "}", "{" + " hello" * 142 + "}"),
        ("{" + " me { id }" * 21 + "}", "{" + " me { id }" * 22 + "}"),
        (friends(42), friends(45)),
        ("{ hello(name: \"" + "a" * 49_000 + "\") }", "{ hello(name: \"" + "a" * 50_000 + "\") }"),
        ("{ hello " + "#\n" * 200 + "}", "{ hello " + "#\n" * 201 + "}"),
    ],
    ids=["depth", "aliases", "directives", "values", "objects", "cost", "length", "comments"],
)  # fmt: skip
def test_each_limit_holds_at_its_edge(allowed: str, too_much: str) -> None:
    assert prepare(allowed)
    assert refused(too_much).code is Code.TOO_COSTLY


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ people(first: 101) { nodes { id } } }", {}),
        ("{ people(first: -1) { nodes { id } } }", {}),
        ("query($n: Int) { people(first: $n) { nodes { id } } }", {"n": 1_000}),
        ("query($n: Int) { people(first: $n) { nodes { id } } }", {"n": 1_000.0}),
        ("query($n: Int = 1000) { people(first: $n) { nodes { id } } }", {}),
        ("{ people(first: 1, last: 1000) { nodes { id } } }", {}),
        ("{ people(first: 2) { nodes { friends(first: 51) { nodes { id } } } } }", {}),
        ("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a"] * 101}),
    ],
)
def test_a_page_that_is_too_large_is_bad_input(query: str, variables: dict[str, Any]) -> None:
    assert refused(query, **variables).code is Code.BAD_USER_INPUT


@pytest.mark.parametrize(
    "query",
    [
        chain(26),
        chain(26, "friend { ...F{next} } x: friend { ...F{next} }"),
        chain(180),
        "{ me " + "{ friend " * 5_000 + "{ id }" + " }" * 5_000 + " }",
        "{ me { ...F } } fragment F on Person { friend { ...F } }" + " friend { ...F }" * 200,
        "{ me {" + " friend { id }" * 490 + "} }",
        "{" + " me { friend { friend { id } } }" * 190 + "}",
        "{ people { nodes { friends(first: 50) { nodes { friends(first: 50) { nodes { id } } } } } } }",
        spread("Person", 290, "id"),
        spread("Query", 110, "me { friend { id } }"),
        "{" + " ... { me { friend { id } } }" * 180 + "}",
        "{" + " ... { me { friend { friend { friend { id name } } } } }" * 90 + "}",
        "{ hello(name: " + "[" * 10_000 + "]" * 10_000 + ") }",
        "{ hello } " * 1_000,
        "query(" + " ".join(f"$v{n}: Int" for n in range(900)) + ") { hello }",
        "#" * 60_000,
        "{ hello(name: \"\"\"" + "\\\"\"\"" * 20_000 + "\"\"\") }",
    ],
    ids=[
        "chain", "nested chain", "long chain", "depth", "cycle", "one field 490 times", "190 branches",
        "pages of pages", "290 fragments", "110 fragments", "180 branches inline", "90 deep branches",
        "lists in lists", "1,000 operations", "900 variables", "a long comment", "a long text",
    ],
)  # fmt: skip
def test_what_would_stop_others_is_refused_at_once(query: str) -> None:
    assert refused(query).code in {
        Code.TOO_COSTLY,
        Code.GRAPHQL_PARSE_FAILED,
        Code.GRAPHQL_VALIDATION_FAILED,
        Code.OPERATION_RESOLUTION_FAILURE,
    }


def test_a_fragment_that_spreads_itself_is_not_valid() -> None:
    query = (
        "{ me { ...F } } fragment F on Person { friend { ...G } } fragment G on Person { friend { ...F } }"
    )
    assert refused(query).code is Code.GRAPHQL_VALIDATION_FAILED


def test_the_largest_documents_that_are_allowed_are_checked_in_time() -> None:
    branch = "{ friend " * 10 + "{ id }" + " }" * 10
    for query in (
        spread("Query", 21, "me { friend { id } }"),
        "{ me {" + " friend { id siblings { id } }" * 21 + "} }",
        "{" + f" me {branch}" * 21 + "}",
        "{" + " hello" * 141 + "}",
        '{ hello(name: "' + "x" * 49_000 + '") }',
    ):
        assert seconds(partial(prepare, query)) < STALL


def test_memory_for_documents_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphql_documents, "_REMEMBERED_DOCUMENTS", 10)
    monkeypatch.setattr(graphql_documents, "_REMEMBERED_CHARACTERS", 100_000)
    documents = Documents(SCHEMA, Limits())
    for number in range(12):
        documents.prepare(GraphQLRequest(f'{{ hello(name: "{number}") }}'))
    assert len(documents._remembered) == 10
    for number in range(4):
        documents.prepare(GraphQLRequest(f'{{ hello(name: "{number}{"x" * 45_000}") }}'))
    assert len(documents._remembered) == 2


def test_introspection_is_for_developers() -> None:
    query = get_introspection_query(input_value_deprecation=True)
    assert prepare(query).measure.points == 1
    with pytest.raises(RequestError) as caught:
        Documents(SCHEMA, Limits()).prepare(GraphQLRequest(query))
    assert caught.value.code is Code.GRAPHQL_VALIDATION_FAILED


def test_introspection_cannot_go_round_in_circles() -> None:
    fields = "fields { type { " * 4 + "name" + " } }" * 4
    assert refused(f"{{ __schema {{ types {{ {fields} }} }} }}").code is Code.GRAPHQL_VALIDATION_FAILED


OWN = "{ hello }"
KNOWN = "query Known { " + " ".join(f"a{n}: hello" for n in range(40)) + " }"


def registered() -> Documents:
    return Documents(SCHEMA, Limits(), trusted={document_id(KNOWN): KNOWN}, only_trusted=True)


def test_a_registered_document_runs_by_its_hash_and_past_the_limits_of_shape() -> None:
    prepared = registered().prepare(GraphQLRequest(None, document_id=document_id(KNOWN)), may_write_own=False)
    assert prepared.document.trusted
    assert prepared.measure.aliases == 40


def test_a_browser_in_production_runs_registered_documents_only() -> None:
    assert registered().prepare(GraphQLRequest(KNOWN), may_write_own=False)
    with pytest.raises(RequestError) as caught:
        registered().prepare(GraphQLRequest(OWN), may_write_own=False)
    assert caught.value.code is Code.PERSISTED_QUERY_NOT_FOUND
    assert registered().prepare(GraphQLRequest(OWN))


def test_a_registered_document_is_still_limited_by_cost() -> None:
    query = "query($n: Int) { people(first: 100) { nodes { friends(first: $n) { nodes { id name } } } } }"
    documents = Documents(SCHEMA, Limits(), trusted={document_id(query): query})
    request = GraphQLRequest(None, document_id=document_id(query), variables={"n": 50})
    with pytest.raises(RequestError) as caught:
        documents.prepare(request)
    assert caught.value.code is Code.TOO_COSTLY
