"""The reading engine: finds or makes an operation's plan, and runs it."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphql import GraphQLField, GraphQLSchema, OperationType
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetails, collect_fields

from db.database import Reading
from db.queries.visible import kind_of, with_slots
from db.queries.woven import Scope
from resolvers.context import OperationContext
from resolvers.plan.compiler import Compiler
from resolvers.plan.records import Records
from resolvers.plan.run import Run, Took, Unplanned
from resolvers.plan.selection import Shown
from resolvers.plan.values import Arguments, Complete, Later
from resolvers.record import Asked

REMEMBERED_PLANS = 500


@dataclass(slots=True)
class Root:
    """One field of the operation itself."""

    key: str
    field: GraphQLField
    details: list[FieldDetails]
    arguments: Arguments
    complete: Complete
    records: Records


class Plan:
    """One operation, compiled for one kind of viewer."""

    def __init__(self, executor: Executor[Any], scope: Scope, presented: Mapping[str, type]) -> None:
        self.compiler = compiler = Compiler(executor, scope, presented)
        assert executor.schema.query_type is not None
        self.type = executor.schema.query_type
        grouped = collect_fields(
            compiler.schema,
            executor.fragments,
            executor.variable_values,
            self.type,
            executor.operation,
            True,
        ).grouped_field_set
        self.start: Shown = {
            key: self.type.name if _names_type(details) else None for key, details in grouped.items()
        }
        self.roots = [self._root(key, found) for key, found in grouped.items() if not _names_type(found)]

    def _root(self, key: str, details: list[FieldDetails]) -> Root:
        node = details[0].node
        field = self.type.fields.get(node.name.value)
        if field is None:
            raise Unplanned(f"`{node.name.value}` is about the schema")
        compiler = self.compiler
        arguments = compiler.arguments(field, node)
        complete = Later(lambda: compiler.complete(field.type, details))
        return Root(key, field, details, arguments, complete, Records(compiler, key, details))

    async def data(self, run: Run) -> Shown:
        """The finished `data`. Raises Unplanned, or what a resolver raises."""
        shown = dict(self.start)
        for root in self.roots:
            info = run.info(root.field, [each.node for each in root.details], self.type, root.key)
            assert root.field.resolve is not None
            value = root.field.resolve(None, info, **root.arguments(run))
            run.when_resolved([value], partial(self._finish, run, root, shown))
        await run.finish()
        return shown

    def _finish(self, run: Run, root: Root, shown: Shown, values: Sequence[Any]) -> None:
        (value,) = values
        if isinstance(value, Asked):
            root.records.read(run, values, lambda found: shown.update({root.key: found[0]}))
        elif isinstance(value, list) and any(isinstance(item, Asked) for item in value):
            root.records.read(run, value, lambda found: shown.update({root.key: found}))
        else:
            (shown[root.key],) = root.complete(run, values)


def _names_type(details: list[FieldDetails]) -> bool:
    return details[0].node.name.value == "__typename"


class Engine:
    """Plans by document, operation, kind of viewer and what is skipped; the oldest are forgotten."""

    def __init__(self, schema: GraphQLSchema, presented: Mapping[str, type]) -> None:
        self.schema = schema
        self.presented = presented
        self.unplanned = 0
        self._plans: OrderedDict[Hashable, Plan] = OrderedDict()

    def forget(self) -> None:
        """Compile everything anew: the rules of who sees what have changed."""
        self._plans.clear()

    async def data(
        self, of: Hashable, executor: Executor[Any], context: OperationContext, tx: Reading
    ) -> tuple[Shown, Sequence[Took]]:
        """The operation's finished `data` and what each level took; whom it showed is noted in the context.

        `of` names the operation and the values that its `@skip` and `@include` have now. Raises Unplanned.
        """
        context.planned = True
        executor.context_value = context
        run = Run(context, executor, tx)
        try:
            data = await self.plan(of, executor, context).data(run)
        finally:
            run.abandon()
        run.note()
        return data, run.took

    def plan(self, of: Hashable, executor: Executor[Any], context: OperationContext) -> Plan:
        """For the kind of viewer, on this day, in this language: what PostgreSQL writes depends on all of them."""
        if executor.operation.operation is not OperationType.QUERY:
            raise Unplanned("only queries are planned")
        kind = kind_of(context.viewer)
        key = (of, kind, context.today, context.language)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = Plan(
                executor, Scope(with_slots(kind), context.today, context.language.value), self.presented
            )
            if len(self._plans) > REMEMBERED_PLANS:
                self._plans.popitem(last=False)
        else:
            self._plans.move_to_end(key)
        return plan
