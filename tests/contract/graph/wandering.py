"""Documents that wander through the schema at random: aliases, arguments, variables, fragments, directives."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import orjson
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_required_argument,
    is_required_input_field,
)

from tests.contract.graph.documents import QUERY, SCHEMA

Values = Mapping[str, Sequence[Any]]

# Every answer of these is another one: the moment and the trail itself are in them.
UNSTEADY = frozenset({"sessionExpiresAt"})


@dataclass(slots=True)
class Wanderer:
    """`values` has what may be given to an argument, by its name or its type."""

    random: Random
    values: Values
    variables: dict[str, Any] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)

    def document(self) -> str:
        names = [name for name in QUERY.fields if name not in UNSTEADY]
        asked = [
            self._field(QUERY, self.random.choice(names), 3, f"r{number}") for number in range(self._few())
        ]
        head = ", ".join(f"${name}: {type_}" for name, type_ in self.types.items())
        return f"query Wander{f'({head})' if head else ''} {{ {' '.join(asked)} }} {' '.join(self.fragments)}"

    def _few(self) -> int:
        return self.random.choice((1, 1, 1, 2))

    def _selection(self, output: GraphQLOutputType, depth: int) -> str:
        named = get_named_type(output)
        if is_leaf_type(named):
            return ""
        if is_abstract_type(named):
            kinds = self.random.sample(
                list(SCHEMA.get_possible_types(named)), k=min(3, len(SCHEMA.get_possible_types(named)))
            )
            parts = [f"... on {kind.name} {{ {self._fields(kind, depth, kind.name)} }}" for kind in kinds]
            return "{ __typename " + " ".join(parts) + " }"
        assert isinstance(named, GraphQLObjectType)
        return "{ " + self._fields(named, depth, "") + " }"

    def _fields(self, of: GraphQLObjectType, depth: int, prefix: str) -> str:
        names = [
            name
            for name, declared in of.fields.items()
            if depth > 0
            or is_leaf_type(get_named_type(declared.type))
            or of.name.endswith(("Connection", "Edge"))
            if name not in UNSTEADY
        ]
        chosen = [self.random.choice(names) for _ in range(self.random.randint(1, 5))] if names else []
        written = [
            self._field(
                of, name, depth, f"{prefix}{name}_{number}" if prefix or chosen.count(name) > 1 else ""
            )
            for number, name in enumerate(chosen)
        ]
        if self.random.random() < 0.2 or not written:
            written.append(f"{prefix}kind: __typename")
        return " ".join(self._wrapped(of, each) for each in written)

    def _field(self, of: GraphQLObjectType, name: str, depth: int, alias: str) -> str:
        declared = of.fields[name]
        alias = alias or (f"an_{name}" if self.random.random() < 0.15 else "")
        inner = depth if of.name.endswith(("Connection", "Edge")) else depth - 1
        text = f"{name}{self._arguments(declared)}{self._directive()} {self._selection(declared.type, inner)}"
        return f"{alias}: {text}" if alias else text

    def _wrapped(self, of: GraphQLObjectType, text: str) -> str:
        """As it is, in a fragment on the spot, or in a named one."""
        chance = self.random.random()
        if chance < 0.1:
            return f"... on {of.name}{self._directive()} {{ {text} }}"
        if chance < 0.15:
            return f"... {{ {text} }}"
        if chance < 0.25:
            name = f"Part{len(self.fragments)}"
            self.fragments.append(f"fragment {name} on {of.name} {{ {text} }}")
            return f"...{name}{self._directive()}"
        return text

    def _directive(self) -> str:
        chance = self.random.random()
        if chance > 0.12:
            return ""
        value = self.random.random() < 0.6
        condition = self._variable("Boolean!", value) if chance < 0.08 else str(value).lower()
        return f" @{self.random.choice(('skip', 'include'))}(if: {condition})"

    def _arguments(self, declared: GraphQLField) -> str:
        given = {}
        for name, argument in declared.args.items():
            if is_required_argument(argument) or self.random.random() < 0.4:
                value = self._value(name, argument.type, 0)
                if value is not None:
                    given[name] = self._given(argument, value)
        if "first" in given and "last" in given and self.random.random() < 0.95:
            del given["last"]
        return f"({', '.join(f'{name}: {text}' for name, text in given.items())})" if given else ""

    def _given(self, argument: GraphQLArgument, value: Any) -> str:
        if self.random.random() < 0.5:
            return self._variable(str(argument.type), value)
        return _literal(value, argument.type)

    def _variable(self, type_: str, value: Any) -> str:
        name = f"v{len(self.variables)}"
        self.variables[name], self.types[name] = value, type_
        return f"${name}"

    def _value(self, name: str, type_: Any, depth: int) -> Any:
        if is_list_type(get_nullable_type(type_)):
            inner = get_nullable_type(type_).of_type
            return [self._value(name, inner, depth) for _ in range(self.random.randint(0, 3))]
        named = get_named_type(type_)
        if isinstance(named, GraphQLInputObjectType):
            return {
                key: self._value(key, each.type, depth + 1)
                for key, each in named.fields.items()
                if is_required_input_field(each) or self.random.random() < 0.3
            }
        if isinstance(named, GraphQLEnumType):
            return self.random.choice(list(named.values))
        known = self.values.get(name) or self.values.get(named.name) or ("?",)
        return self.random.choice(known)


def _literal(value: Any, type_: Any) -> str:
    named = get_named_type(type_)
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item, named) for item in value) + "]"
    if isinstance(named, GraphQLInputObjectType):
        fields = (f"{key}: {_literal(item, named.fields[key].type)}" for key, item in value.items())
        return "{" + ", ".join(fields) + "}"
    if isinstance(named, GraphQLEnumType):
        return str(value)
    return orjson.dumps(value).decode()
