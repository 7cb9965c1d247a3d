"""An operation's selections, compiled once by what the schema declares of its fields."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from typing import Any

from graphql import (
    FieldNode,
    GraphQLEnumType,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLOutputType,
    ListValueNode,
    Node,
    ObjectValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetails, collect_subfields
from graphql.execution.values import get_argument_values
from sqlmodel import SQLModel

from db.queries.columns import Columns
from db.queries.rows import row_class
from db.queries.woven import NotWritten, Scope
from resolvers.declared import DECLARED, Computed, Declared, Gathered, GlobalId, Many, One, Paged
from resolvers.plan.connection import Asks, Connection
from resolvers.plan.level import Level
from resolvers.plan.records import Records
from resolvers.plan.relations import ToMany, ToOne, ToPages
from resolvers.plan.run import Unplanned
from resolvers.plan.selection import (
    Id,
    Inlined,
    Laid,
    Name,
    NotNull,
    OfLevel,
    OfRow,
    Part,
    Plain,
    Renamed,
    Resolved,
    Selection,
)
from resolvers.plan.values import Arguments, Complete, Kinds, Leaves, Lists, Objects, Required
from resolvers.plan.weaving import Weaver, Woven

# What PostgreSQL's driver brings back is written as the scalar's own rule would write it.
AS_READ = frozenset(
    {"String", "Boolean", "Int", "Float", "Date", "DateTime", "IIN", "BIN", "KATO", "PhoneNumber"}
)

Details = Sequence[FieldDetails]


class Compiler:
    """Of one operation, with the values of its `@skip` and `@include`, for viewers of one kind."""

    def __init__(self, executor: Executor[Any], scope: Scope, presented: Mapping[str, type]) -> None:
        self.executor = copy(executor)
        self.executor.context_value = None
        self.schema = executor.schema
        self.scope = scope
        self.viewer = scope.viewer
        self.presented = presented
        self._counted = 0
        self.known: dict[Hashable, Woven | str] = {}
        """What has been woven, or why it cannot be, by type, row and the nodes of a field."""
        self.levels: list[Level] = []

    def complete(self, type_: GraphQLOutputType, details: Details) -> Complete:
        """How values of a type become finished ones."""
        if is_non_null_type(type_):
            return Required(self.complete(type_.of_type, details))
        if is_list_type(type_):
            return Lists(self.complete(type_.of_type, details))
        if is_leaf_type(type_):
            return Leaves(type_)
        if is_abstract_type(type_):
            return self._kinds(type_, details)
        assert isinstance(type_, GraphQLObjectType)
        if is_connection(type_):
            return Objects(self.connection(type_, details, type_.name).of_values)
        return Objects(self.selection(type_, details).of_objects)

    def _kinds(self, type_: Any, details: Details) -> Complete:
        known: dict[type, Complete] = {}
        possible = {self.presented.get(each.name): each for each in self.schema.get_possible_types(type_)}

        def of(kind: type) -> Complete | None:
            if kind not in known and kind in possible:
                known[kind] = Objects(self.selection(possible[kind], details).of_objects)
            return known.get(kind)

        return Kinds(of)

    def level(self, name: str, row: type[SQLModel], selections: Sequence[Selection]) -> Level:
        made = Level(name, row, selections)
        self.levels.append(made)
        return made

    def selection(self, type_: GraphQLObjectType, details: Details) -> Selection:
        """One selection set on objects of one type."""

        def lay_out(in_rows: bool) -> Laid:
            return _Fields(self, type_, in_rows=in_rows).selected(self.subfields(type_, details))

        return Selection(lambda: self._woven(lambda weaver: weaver.selection(type_, details)), lay_out)

    def _woven(self, weave: Callable[[Weaver], Woven]) -> Woven | None:
        try:
            return weave(Weaver(self))
        except NotWritten:
            return None

    def woven_relation(self, type_: GraphQLObjectType, key: str, details: Details) -> Woven | None:
        """Something related that can be read in the same SELECT as its row."""
        return self._woven(lambda weaver: weaver.relation(type_, key, details))

    def count(self) -> int:
        """A number for each name that must be the plan's only one."""
        self._counted += 1
        return self._counted

    @staticmethod
    def has_variables(node: FieldNode) -> bool:
        return has_variables(node)

    @staticmethod
    def declared_of(field: GraphQLField) -> Declared | None:
        return declared_of(field)

    def subfields(self, type_: GraphQLObjectType, details: Details) -> Mapping[str, list[FieldDetails]]:
        executor = self.executor
        return collect_subfields(
            self.schema,
            executor.fragments,
            executor.variable_values,
            executor.operation,
            type_,
            list(details),
            True,
        ).grouped_field_set

    def connection(self, type_: GraphQLObjectType, details: Details, name: str) -> Connection:
        """A selection set on a connection; its rows' columns are those of all its selections of nodes."""
        asks: list[Asks] = []
        selections: list[Selection] = []
        node = node_type(type_)
        for key, found in self.subfields(type_, details).items():
            what = found[0].node.name.value
            fields: list[tuple[str, Any]] = []
            nodes: tuple[int, ...] = ()
            if what == "nodes":
                nodes = (len(selections),)
                selections.append(self.selection(node, found))
            elif what != "__typename":
                inner = get_named_type(type_.fields[what].type)
                assert isinstance(inner, GraphQLObjectType)
                for inner_key, inner_found in self.subfields(inner, found).items():
                    inner_what: Any = inner_found[0].node.name.value
                    if inner_what == "node":
                        inner_what = len(selections)
                        selections.append(self.selection(node, inner_found))
                    fields.append((inner_key, inner_what))
            asks.append(Asks(key, what, tuple(fields), nodes))
        row = self.presented.get(node.name)
        level = self.level(name, row, selections) if row and issubclass(row, SQLModel) else None
        return Connection(type_.name, asks, level, selections)

    def arguments(self, field: GraphQLField, node: FieldNode, *, python_names: bool = False) -> Arguments:
        """The field's arguments, evaluated once unless variables stand in them."""
        names = _python_names(self.schema, field) if python_names else {}

        def evaluated(executor: Executor[Any]) -> Mapping[str, Any]:
            values = get_argument_values(field, node, executor.variable_values, None, True)
            return {names.get(name, name): value for name, value in values.items()}

        if has_variables(node):
            return lambda run: evaluated(run.executor)
        constant = evaluated(self.executor)
        return lambda _run: constant


class _Fields:
    """The selection set of one type while it is compiled."""

    def __init__(self, compiler: Compiler, type_: GraphQLObjectType, *, in_rows: bool) -> None:
        self.compiler = compiler
        self.in_rows = in_rows
        self.woven: dict[str, Woven] = {}
        self.type = type_
        presented = compiler.presented.get(type_.name)
        self.columns = Columns(presented) if presented and issubclass(presented, SQLModel) else None
        self.plain: list[Part] = []
        self.columns_only: list[Part] = []
        self.parts: list[Part] = []
        self.attributes: list[str] = []
        self.whole = False

    def selected(self, grouped: Mapping[str, list[FieldDetails]]) -> Laid:
        sources = [self._source(key, details) for key, details in grouped.items()]
        return Laid(
            tuple(grouped),
            tuple(sources),
            tuple(self.plain),
            tuple(self.parts),
            tuple(dict.fromkeys(self.attributes)),
            self.whole,
            tuple(self.columns_only),
            self.woven,
        )

    def _source(self, key: str, details: Details) -> str | None:
        """The attribute that stands under the key first, until its part has been filled."""
        if any(each.fragment_variable_values for each in details):
            raise Unplanned("variables of fragments")
        name = details[0].node.name.value
        if name == "__typename":
            self.parts.append(Name(key, self.type.name))
            return None
        field = self.type.fields[name]
        declared = declared_of(field)
        if declared is not None:
            return self._inlined(key, declared, details) or self._declared(key, field, declared, details)
        definition = field.extensions["strawberry-definition"]
        if definition.base_resolver is not None:
            self._resolved(key, field, details)
            return None
        return self._plain(key, str(definition.python_name), field, details)

    def _plain(self, key: str, attribute: str, field: GraphQLField, details: Details) -> str:
        records = Records(self.compiler, key, list(details)) if self._is_record(field) else None
        complete = Plain(key, self.compiler.complete(field.type, details), records)
        self.plain.append(complete)
        if self.columns is not None:
            self.columns_only += self._of_column(key, attribute, field, complete)
        return attribute

    def _is_record(self, field: GraphQLField) -> bool:
        row = self.compiler.presented.get(get_named_type(field.type).name)
        return row is not None and issubclass(row, SQLModel) and not is_list_type(get_nullable_type(field.type))

    def _of_column(self, key: str, name: str, field: GraphQLField, complete: Part) -> list[Part]:
        """What a column still needs: mostly nothing."""
        assert self.columns is not None
        required, named = is_non_null_type(field.type), get_nullable_type(field.type)
        check: list[Part] = [NotNull(key)] if required and self.columns.may_be_null(name) else []
        if isinstance(named, GraphQLEnumType):
            names = {value.value: each for each, value in named.values.items()}
            return check if all(map(_same, names.items())) else [*check, Renamed(key, names)]
        if getattr(named, "name", None) in AS_READ:
            return check
        return [complete]

    def _resolved(self, key: str, field: GraphQLField, details: Details) -> None:
        self.whole = True
        compiler, nodes = self.compiler, [each.node for each in details]
        arguments = compiler.arguments(field, nodes[0])
        complete = compiler.complete(field.type, details)
        self.parts.append(Resolved(key, field, nodes, self.type, arguments, complete))

    def _inlined(self, key: str, declared: Declared, details: Details) -> str | None:
        """What PostgreSQL writes into the row, if it can: a relation, or a value that others would compute."""
        if not self.in_rows or self.columns is None or isinstance(declared, GlobalId):
            return None
        woven = self.compiler.woven_relation(self.type, key, details)
        if woven is None:
            return None
        source = f"{key} woven {self.compiler.count()}"
        if woven.is_json:
            self.columns_only.append(Inlined(key, woven.breakable))
        self.woven[source] = woven
        return source

    def _declared(self, key: str, field: GraphQLField, declared: Declared, details: Details) -> str | None:
        match declared:
            case GlobalId():
                self.parts.append(Id(key, self.type.name))
                return "id"
            case Computed():
                self._computed(key, field, declared, details)
                return None
            case Gathered():
                arguments = self.compiler.arguments(field, details[0].node, python_names=True)
                complete = self.compiler.complete(field.type, details)
                self.parts.append(OfLevel(key, declared, arguments, complete))
                return declared.by
            case One():
                self.parts.append(self._to_one(key, field, declared, details))
                return declared.by
            case Many():
                self.parts.append(self._to_many(key, field, declared, details))
                return "id"
            case Paged():
                self.parts.append(self._to_pages(key, field, declared, details))
                return "id"

    def _computed(self, key: str, field: GraphQLField, declared: Computed, details: Details) -> None:
        if declared.needs is None:
            self.whole = True
        else:
            self.attributes += declared.needs
        self.parts.append(OfRow(key, declared, self.compiler.complete(field.type, details)))

    def _to_one(self, key: str, field: GraphQLField, declared: One, details: Details) -> Part:
        level = self._level(field, declared.table, details)
        arguments = self.compiler.arguments(field, details[0].node, python_names=True)
        required = is_non_null_type(field.type)
        return ToOne(key, declared, level, self.compiler.viewer, arguments, required=required)

    def _to_many(self, key: str, field: GraphQLField, declared: Many, details: Details) -> Part:
        return ToMany(key, declared, self._level(field, declared.table, details), self.compiler.viewer)

    def _level(self, field: GraphQLField, table: str, details: Details) -> Level:
        type_ = get_named_type(field.type)
        assert isinstance(type_, GraphQLObjectType)
        name = f"{self.type.name}.{details[0].node.name.value}"
        return self.compiler.level(name, row_class(table), [self.compiler.selection(type_, details)])

    def _to_pages(self, key: str, field: GraphQLField, declared: Paged, details: Details) -> Part:
        type_ = get_named_type(field.type)
        assert isinstance(type_, GraphQLObjectType)
        name = f"{self.type.name}.{details[0].node.name.value}"
        made = self.compiler.connection(type_, details, name)
        return ToPages(key, declared, made, self.compiler.arguments(field, details[0].node))


def _same(names: tuple[Any, str]) -> bool:
    return str(names[0]) == names[1]


def declared_of(field: GraphQLField) -> Declared | None:
    definition = (field.extensions or {}).get("strawberry-definition")
    return (definition.metadata or {}).get(DECLARED) if definition is not None else None


def is_connection(type_: GraphQLNamedType) -> bool:
    return type_.name.endswith("Connection") and "pageInfo" in getattr(type_, "fields", {})


def node_type(connection: GraphQLObjectType) -> GraphQLObjectType:
    node = get_named_type(connection.fields["nodes"].type)
    assert isinstance(node, GraphQLObjectType)
    return node


def has_variables(node: Node) -> bool:
    """Whether the value of an argument is only known with the request."""
    values = [argument.value for argument in getattr(node, "arguments", None) or ()]
    while values:
        value = values.pop()
        if isinstance(value, VariableNode):
            return True
        if isinstance(value, ListValueNode):
            values += value.values
        elif isinstance(value, ObjectValueNode):
            values += [field.value for field in value.fields]
    return False


def _python_names(schema: Any, field: GraphQLField) -> Mapping[str, str]:
    definition = field.extensions["strawberry-definition"]
    name_of: Callable[[Any], str] = schema.extensions[
        "strawberry-definition"
    ].config.name_converter.get_graphql_name
    return {name_of(argument): argument.python_name for argument in definition.arguments}
