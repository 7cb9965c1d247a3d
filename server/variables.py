"""A request's variables → the values that an operation runs with, as its definitions want them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from graphql import (
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
)
from graphql.execution import get_variable_values
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.utilities import coerce_input_value

MOST_ERRORS = 50


class Plain(NamedTuple):
    """A variable of a scalar or an enumeration."""

    name: str
    signature: GraphQLVariableSignature
    required: bool


def plain(schema: GraphQLSchema, node: OperationDefinitionNode) -> Sequence[Plain] | None:
    """The operation's variables; None when one of them is of another kind, or has a default."""
    found = []
    for definition in node.variable_definitions or ():
        signature = get_variable_signature(schema, definition)
        if isinstance(signature, GraphQLError) or definition.default_value:
            return None
        if not is_leaf_type(get_nullable_type(signature.type)):
            return None
        found.append(Plain(signature.name, signature, is_non_null_type(signature.type)))
    return found


def fitting(
    schema: GraphQLSchema,
    node: OperationDefinitionNode,
    known: Sequence[Plain] | None,
    given: Mapping[str, Any],
) -> VariableValues | list[GraphQLError]:
    """The values, or what is wrong with them; where all variables are `known` to be plain, without detours."""
    values = None if known is None else _values(known, given)
    if values is not None:
        return values
    definitions = node.variable_definitions or ()
    return get_variable_values(schema, definitions, dict(given), MOST_ERRORS, hide_suggestions=True)


def _values(known: Sequence[Plain], given: Mapping[str, Any]) -> VariableValues | None:
    """None when anything is wrong: whoever knows how to say it looks again."""
    sources: dict[str, VariableValueSource] = {}
    coerced: dict[str, Any] = {}
    for name, signature, required in known:
        value = given.get(name, Undefined)
        sources[name] = VariableValueSource(signature, value)
        if value is not Undefined:
            fitted = coerce_input_value(value, signature.type)
            if fitted is Undefined:
                return None
            coerced[name] = fitted
        elif required:
            return None
    return VariableValues(sources, coerced)
