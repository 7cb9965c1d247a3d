"""Documents made from the schema: every field that can be reached, asked for at every door."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

from schema.root import schema

SCHEMA = schema._schema


def _root(found: GraphQLObjectType | None) -> GraphQLObjectType:
    assert found is not None
    return found


QUERY = _root(SCHEMA.query_type)
MUTATION = _root(SCHEMA.mutation_type)
SUBSCRIPTION = _root(SCHEMA.subscription_type)
PAGED = "first"


@dataclass(slots=True)
class Writer:
    """Writes selections down to a depth and remembers which fields it has asked for."""

    page: int = 5
    asked: set[tuple[str, str]] = field(default_factory=set)

    def selection(self, output: GraphQLOutputType, depth: int) -> str | None:
        """Everything of a type; nothing when only objects too deep would be left."""
        named = get_named_type(output)
        if is_leaf_type(named):
            return ""
        if isinstance(named, GraphQLInterfaceType | GraphQLUnionType):
            parts = [self._fragment(each, depth) for each in SCHEMA.get_possible_types(named)]
            return "{ __typename " + " ".join(part for part in parts if part) + " }"
        assert isinstance(named, GraphQLObjectType)
        fields = list(self._fields(named, depth))
        return "{ " + " ".join(fields) + " }" if fields else None

    def _fragment(self, of: GraphQLObjectType, depth: int) -> str | None:
        # Two types of a union may have a field of one name and different types: aliases keep them apart.
        fields = " ".join(
            f"{of.name}_{text.split('(')[0].split(' ')[0]}: {text}" for text in self._fields(of, depth)
        )
        return f"... on {of.name} {{ {fields} }}" if fields else None

    def _fields(self, of: GraphQLObjectType, depth: int) -> Iterator[str]:
        for name, declared in of.fields.items():
            if any(is_required_argument(argument) for argument in declared.args.values()):
                continue
            inner_depth = depth if of.name.endswith(("Connection", "Edge")) else depth - 1
            if not is_leaf_type(get_named_type(declared.type)) and inner_depth < 0:
                continue
            inner = self.selection(declared.type, inner_depth)
            if inner is not None:
                self.asked.add((of.name, name))
                yield f"{name}{self._page(declared)} {inner}".strip()

    def _page(self, declared: GraphQLField) -> str:
        return f"({PAGED}: {self.page})" if PAGED in declared.args else ""

    def root(self, name: str, depth: int, arguments: Mapping[str, str]) -> str:
        """A query of one root field, its required arguments given as written in GraphQL."""
        declared = QUERY.fields[name]
        given = dict(arguments) | ({PAGED: str(self.page)} if PAGED in declared.args else {})
        written = ", ".join(f"{key}: {value}" for key, value in given.items())
        self.asked.add(("Query", name))
        return f"{{ {name}{f'({written})' if written else ''} {self.selection(declared.type, depth) or ''} }}"


def presented_object_fields() -> set[tuple[str, str]]:
    """Every field of every object that a client can reach, refusals and inputs aside."""
    return {
        (named.name, name)
        for named in SCHEMA.type_map.values()
        if isinstance(named, GraphQLObjectType) and not named.name.startswith("__")
        if named not in (QUERY, MUTATION, SUBSCRIPTION)
        for name in named.fields
    }
