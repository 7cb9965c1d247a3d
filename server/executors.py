"""What runs a prepared operation by its resolvers, and what is said of how it ended."""

from typing import Any, cast

import strawberry
from graphql import ExecutionResult, GraphQLError, assert_valid_schema
from graphql.execution import Executor, default_field_resolver, default_type_resolver
from graphql.execution.collect_fields import FragmentDetails
from graphql.execution.values import VariableValues
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from db.failures import Failure, failure_of
from db.queries.access_event import Outcome
from domain.access import Forbidden
from resolvers.context import AuditNote, OperationContext
from server.graphql_documents import Prepared
from server.graphql_errors import Code, RequestError, declared_code
from server.variables import fitting


class Executors:
    """Of one schema, one for each operation that is run."""

    def __init__(self, schema: strawberry.Schema) -> None:
        self.schema = schema._schema
        assert_valid_schema(self.schema)
        self.executor_class: type[Executor[Any]] = (
            schema.execution_context_class or StrawberryGraphQLCoreExecutionContext
        )

    def new(self, prepared: Prepared, root: Any = None) -> Executor[Any]:
        """Raises BAD_USER_INPUT when the variables don't fit, before a connection is taken."""
        return self._made(prepared, self.variables(prepared), root)

    def _made(self, prepared: Prepared, variables: VariableValues, root: Any = None) -> Executor[Any]:
        fragments = prepared.document.fragments
        return self.executor_class(
            self.schema,
            fragments,
            {name: FragmentDetails(fragment) for name, fragment in fragments.items()},
            root,
            None,
            prepared.node,
            variables,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            hide_suggestions=True,
        )

    def reader(self, prepared: Prepared) -> Executor[Any]:
        """What a plan needs of an executor, which is nothing that changes while it runs. Raises as `new`."""
        operation = prepared.operation
        if operation.reader is None:
            operation.reader = self._made(prepared, VariableValues({}, {}))
        made = object.__new__(self.executor_class)
        made.__dict__.update(operation.reader.__dict__)
        made.variable_values = self.variables(prepared)
        return made

    def variables(self, prepared: Prepared) -> VariableValues:
        operation = prepared.operation
        values = fitting(self.schema, operation.node, operation.plain_variables, prepared.variables)
        if isinstance(values, list):
            raise RequestError(Code.BAD_USER_INPUT, "The variables do not fit.", errors=values)
        return values


async def executed(
    executor: Executor[Any], context: OperationContext, *, event: bool = False
) -> ExecutionResult:
    executor.context_value = context
    result = executor.execute_operation(False) if event else executor.execute_operation()
    if executor.is_awaitable(result):
        result = await result
    return cast(ExecutionResult, result)


class Undone(Exception):
    """The operation ended with errors and its transaction is rolled back."""

    def __init__(self, result: ExecutionResult, note: AuditNote) -> None:
        super().__init__("undone")
        self.result = result
        self.note = note

    @property
    def failure(self) -> Failure | None:
        """The database's failure among the errors: the one that another attempt may cure comes first."""
        found = {failure_of(error.original_error) for error in self.result.errors or ()}
        worst = (Failure.CONFLICT, Failure.UNAVAILABLE, Failure.TOO_SLOW, Failure.BAD_TEXT, Failure.OTHER)
        return next((failure for failure in worst if failure in found), None)


def undo_if_needed(prepared: Prepared, result: ExecutionResult, note: AuditNote) -> None:
    """A mutation is whole or nothing; and after a failed statement the transaction can say nothing more."""
    undone = Undone(result, note)
    if result.errors and (prepared.is_mutation or undone.failure is not None):
        raise undone


def judged(note: AuditNote, result: ExecutionResult) -> AuditNote:
    if result.errors and note.outcome == Outcome.OK:
        note.outcome = Outcome.FORBIDDEN if any(map(_is_forbidden, result.errors)) else Outcome.FAILED
    return note


def _is_forbidden(error: GraphQLError) -> bool:
    return isinstance(error.original_error, Forbidden) or declared_code(error) is Code.FORBIDDEN
