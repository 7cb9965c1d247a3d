"""Our own validation rules, beside those of the specification."""

from collections.abc import Sequence
from typing import Any

from graphql import (
    FieldNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    ValidationRule,
    specified_rules,
)
from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule


class OneMutationField(ValidationRule):
    """One operation is one transaction, one act on record and one answer to repeat."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *_args: Any) -> None:
        if node.operation is not OperationType.MUTATION:
            return
        selections = node.selection_set.selections
        if len(selections) != 1 or not isinstance(selections[0], FieldNode):
            self.report_error(
                GraphQLError("A mutation has exactly one field at its root, and no fragment there.", node)
            )


def rules(*, introspection: bool) -> Sequence[type[Any]]:
    ours = (OneMutationField, MaybeNullValidationRule, OneOfInputValidationRule)
    closed = () if introspection else (NoSchemaIntrospectionCustomRule,)
    return (*specified_rules, *ours, *closed)
