"""What an operation asks for, measured in one pass: every fragment once, however often it is spread."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from graphql import (
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLArgument,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from server.graphql_errors import Code, RequestError
from server.limits import LEAF, OBJECT, Limits, Measure

REPEATED_OBJECT = 7

Names = Counter[tuple[str, bool]]


class Measurement:
    """One pass over an operation: every fragment is measured once, however often it is spread."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        limits: Limits,
    ) -> None:
        self.schema = schema
        self.fragments = fragments
        self.variables = variables
        self.limits = limits
        self.of_fragment: dict[str, Measure] = {}
        self.names_of_fragment: dict[str, Names] = {}
        self.paging_variables: set[str] = set()

    def operation(self, node: OperationDefinitionNode) -> Measure:
        root = self.schema.get_root_type(node.operation)
        defaults = {
            definition.variable.name.value: definition.default_value
            for definition in node.variable_definitions or ()
            if definition.default_value is not None
        }
        self.defaults: Mapping[str, ValueNode] = defaults
        return self._with_directives(node.directives, self._merged(node.selection_set, root))

    def _merged(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> Measure:
        """A whole selection set: fields of one name are compared two by two, with all that is in them."""
        inner = self._selections(selections, parent)
        repeats = sum(
            (count - 1) * (REPEATED_OBJECT if has_fields else 1)
            for (_, has_fields), count in self._names(selections).items()
        )
        return inner._replace(repeats=inner.repeats + repeats)

    def _names(self, selections: SelectionSetNode | None) -> Names:
        """How often each response name comes, fragments included, and whether it has fields of its own."""
        names: Names = Counter()
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                names[(selection.alias or selection.name).value, selection.selection_set is not None] += 1
            elif isinstance(selection, FragmentSpreadNode):
                names.update(self._fragment_names(selection.name.value))
            elif isinstance(selection, InlineFragmentNode):
                names.update(self._names(selection.selection_set))
        return names

    def _fragment_names(self, name: str) -> Names:
        if name not in self.names_of_fragment:
            self.names_of_fragment[name] = Counter()
            fragment = self.fragments.get(name)
            self.names_of_fragment[name] = self._names(fragment.selection_set if fragment else None)
        return self.names_of_fragment[name]

    def _selections(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> Measure:
        if selections is None:
            return Measure()
        total = Measure()
        for selection in selections.selections:
            total = total.beside(self._selection(selection, parent))
        return total

    def _selection(self, node: Any, parent: GraphQLNamedType | None) -> Measure:
        if isinstance(node, FieldNode):
            inner = self._field(node, parent)
        elif isinstance(node, FragmentSpreadNode):
            inner = self._fragment(node.name.value)
            inner = inner._replace(spreads=inner.spreads + 1)
        else:
            inner = self._inline(node, parent)
        return self._with_directives(node.directives, inner)

    def _inline(self, node: InlineFragmentNode, parent: GraphQLNamedType | None) -> Measure:
        condition = node.type_condition
        return self._selections(
            node.selection_set, self.schema.get_type(condition.name.value) if condition else parent
        )

    def _fragment(self, name: str) -> Measure:
        if name not in self.of_fragment:
            # A fragment that spreads itself is refused by validation; here it must only end.
            self.of_fragment[name] = Measure()
            fragment = self.fragments.get(name)
            if fragment is not None:
                condition = self.schema.get_type(fragment.type_condition.name.value)
                measure = self._selections(fragment.selection_set, condition)
                self.of_fragment[name] = self._with_directives(fragment.directives, measure)
        return self.of_fragment[name]

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Measure:
        name = node.name.value
        aliases = 1 if node.alias else 0
        field = self._definition(name, parent)
        named = get_named_type(field.type) if field else None
        if named is None or not is_composite_type(named):
            return Measure(depth=1, aliases=aliases, cost=0 if name == "__typename" else LEAF)
        inner = self._merged(node.selection_set, named)
        if name in {"__schema", "__type"}:
            # Only developers may ask, and a rule of validation keeps its lists from nesting.
            return inner._replace(depth=1, aliases=inner.aliases + aliases, cost=OBJECT)
        assert field is not None
        return self._paged(node, field, parent, named, inner)._replace(
            depth=inner.depth + 1, aliases=inner.aliases + aliases
        )

    def _paged(
        self,
        node: FieldNode,
        field: GraphQLField,
        parent: GraphQLNamedType | None,
        named: GraphQLNamedType,
        inner: Measure,
    ) -> Measure:
        own = 0 if named.name.endswith(("Connection", "Edge", "PageInfo")) else OBJECT
        page = self._page(node, field)
        if page is not None:
            self._check_page(node, page, inner.page)
            return inner._replace(cost=OBJECT + self._rows(field, named, page, own, inner.cost), page=page)
        return inner._replace(cost=self._length(node, field, parent) * (own + inner.cost))

    def _rows(self, field: GraphQLField, named: GraphQLNamedType, page: int, own: int, inside: int) -> int:
        """What a page costs: a list by its rows, a connection by its contents, an object by its lists."""
        if is_list_type(get_nullable_type(field.type)):
            return page * (own + inside)
        if named.name.endswith("Connection"):
            return page * inside
        return max(inside, inside * page // self.limits.list_size)

    def _check_page(self, node: FieldNode, page: int, inside: int) -> None:
        name = node.name.value
        if page < 0:
            raise _bad_page(f"`{name}`: first and last cannot be negative.", node)
        if page > self.limits.page:
            raise _bad_page(f"`{name}`: a page has at most {self.limits.page} rows.", node)
        if inside > self.limits.nested_page:
            raise _bad_page(
                f"`{name}`: a list inside a list has at most {self.limits.nested_page} rows.", node
            )

    def _page(self, node: FieldNode, field: GraphQLField) -> int | None:
        """Rows that a field with `first` or `last` may return; None for other fields."""
        paging = [name for name in ("first", "last") if name in field.args]
        if not paging:
            return None
        asked = [size for name in paging if (size := self._argument(node, name)) is not None]
        if asked:
            return min(asked) if min(asked) < 0 else max(asked)
        declared = [_default(field.args[name]) for name in paging]
        return next((size for size in declared if size is not None), self.limits.default_page)

    def _argument(self, node: FieldNode, name: str) -> int | None:
        value = self._value(node, name)
        return int(value.value) if isinstance(value, IntValueNode) else whole_number(value)

    def _value(self, node: FieldNode, name: str) -> Any:
        value = next((given.value for given in node.arguments or () if given.name.value == name), None)
        if not isinstance(value, VariableNode):
            return value
        variable = value.name.value
        self.paging_variables.add(variable)
        given = self.variables.get(variable, Undefined)
        return self.defaults.get(variable) if given is Undefined else given

    def _length(self, node: FieldNode, field: GraphQLField, parent: GraphQLNamedType | None) -> int:
        if not is_list_type(get_nullable_type(field.type)):
            return 1
        # The connection has already multiplied by its page.
        if parent is not None and parent.name.endswith("Connection"):
            return 1
        if "ids" in field.args:
            return self._ids(node)
        return self.limits.list_size

    def _ids(self, node: FieldNode) -> int:
        value = self._value(node, "ids")
        count = len(value.values) if isinstance(value, ListValueNode) else None
        count = len(value) if isinstance(value, list) else count
        if count is None:
            return self.limits.list_size
        if count > self.limits.page:
            raise _bad_page(f"`{node.name.value}`: at most {self.limits.page} ids.", node)
        return count

    def _definition(self, name: str, parent: GraphQLNamedType | None) -> GraphQLField | None:
        if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType):
            return self.schema.get_field(parent, name)
        return None

    def _with_directives(self, directives: Iterable[DirectiveNode] | None, inner: Measure) -> Measure:
        count = len(tuple(directives or ()))
        return inner._replace(directives=inner.directives + count) if count else inner


def whole_number(value: Any) -> int | None:
    """What GraphQL takes for an Int: 5 and also 5.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _bad_page(message: str, node: FieldNode) -> RequestError:
    return RequestError(Code.BAD_USER_INPUT, message, extensions={"field": node.name.value})


def _default(argument: GraphQLArgument) -> int | None:
    """What the schema says for an argument that is left out, in code or in the schema's own language."""
    default = argument.default
    if default is None:
        return whole_number(argument.default_value)
    literal = default.literal
    return int(literal.value) if isinstance(literal, IntValueNode) else whole_number(default.value)
