"""Selections that PostgreSQL writes as JSON by itself, with all that is related to their rows.

Whatever cannot be woven (a resolver of its own, a computed field that only Python knows, another person's record)
raises NotWritten while the plan is made, and is read by levels.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)
from sqlmodel import SQLModel

from db import tables
from db.queries import woven
from db.queries.conditions import Scope as ListScope
from db.queries.cut import LARGEST_NESTED_PAGE, Window
from db.queries.page import Order
from db.queries.rows import row_class
from db.queries.woven import NotWritten, Scope, Written
from db.queries.woven_page import Pages, Source, belonging
from db.statement import Slot
from resolvers.declared import Computed, Gathered, GlobalId, Many, One, Paged
from resolvers.lists import LISTS
from resolvers.plan.run import Run

Value = Callable[[Run], Any]
Details = Any
Pairs = dict[str, Written]


@dataclass(slots=True)
class Woven:
    """One column, mostly of JSON.

    `slots` are what each request puts in, `breakable` says whether it may hold a BROKEN value.
    """

    made: Written
    slots: Mapping[str, Value]
    breakable: bool

    @property
    def is_json(self) -> bool:
        return woven.is_json(self.made)


@dataclass(slots=True)
class Weaver:
    """Weaves one selection, or one relation of it."""

    compiler: Any
    slots: dict[str, Value] = field(default_factory=dict)
    breakable: bool = False

    @property
    def scope(self) -> Scope:
        scope: Scope = self.compiler.scope
        return scope

    def selection(self, type_: GraphQLObjectType, details: Details) -> Woven:
        """The whole object of a row. Raises NotWritten."""
        made = woven.JsonObject(self._pairs(type_, self._row(type_), details))
        return Woven(made, self.slots, self.breakable)

    def relation(self, type_: GraphQLObjectType, key: str, details: Details) -> Woven:
        """One related object, list or page of a row. Raises NotWritten."""
        made = self._field(type_, self._row(type_), key, details)
        return Woven(made, self.slots, self.breakable)

    def _row(self, type_: GraphQLObjectType) -> type[SQLModel]:
        row = self.compiler.presented.get(type_.name)
        if row is None or not issubclass(row, SQLModel):
            raise NotWritten(f"{type_.name} is no table's")
        found: type[SQLModel] = row
        return found

    def _pairs(self, type_: GraphQLObjectType, row: type[SQLModel], details: Details) -> Pairs:
        fields = self.compiler.subfields(type_, details)
        return {key: self._field(type_, row, key, found) for key, found in fields.items()}

    def _field(self, type_: GraphQLObjectType, row: type[SQLModel], key: str, details: Details) -> Written:
        """Woven once, if it has fields of its own, however many selections around it try to."""
        if details[0].node.selection_set is None:
            return self._fresh(type_, row, key, details)
        of = (type_.name, row, *(id(each.node) for each in details))
        known: Woven | str | None = self.compiler.known.get(of)
        if known is None:
            weaver = Weaver(self.compiler)
            try:
                made = weaver._fresh(type_, row, key, details)
                known = Woven(made, weaver.slots, weaver.breakable)
            except NotWritten as reason:
                known = str(reason)
            self.compiler.known[of] = known
        if isinstance(known, str):
            raise NotWritten(known)
        self.slots |= known.slots
        self.breakable |= known.breakable
        return known.made

    def _fresh(self, type_: GraphQLObjectType, row: type[SQLModel], key: str, details: Details) -> Written:
        woven.checked(key)
        if any(each.fragment_variable_values for each in details):
            raise NotWritten("variables of fragments")
        name = details[0].node.name.value
        if name == "__typename":
            return woven.text(type_.name)
        field_ = type_.fields[name]
        declared = self.compiler.declared_of(field_)
        match declared:
            case GlobalId():
                return woven.global_id(type_.name, row)
            case Gathered() if declared.paged is not None:
                return self._gathered_page(field_, declared.paged, row, details)
            case Computed() | Gathered():
                return self._computed(field_, declared, row, details)
            case One():
                return self._one(field_, declared, row, details)
            case Many():
                return self._many(field_, declared, row, details)
            case Paged():
                return self._page(field_, declared, row, details)
        return self._column(field_, row)

    def _column(self, field_: GraphQLField, row: type[SQLModel]) -> Written:
        definition = field_.extensions["strawberry-definition"]
        if definition.base_resolver is not None:
            raise NotWritten("a resolver of its own")
        name, type_ = str(definition.python_name), get_nullable_type(field_.type)
        listed = is_list_type(type_)
        scalar: Any = get_nullable_type(type_.of_type) if is_list_type(type_) else type_
        if isinstance(scalar, GraphQLEnumType):
            if any(str(value.value) != each for each, value in scalar.values.items()):
                raise NotWritten("an enumeration with other words")
            of = "String"
        elif is_leaf_type(scalar):
            of = scalar.name
        else:
            raise NotWritten("an object of a column")
        found = woven.stored(row, name, self.scope.viewer, of, listed=listed)
        if is_non_null_type(field_.type) and woven.may_be_null(row, name):
            return self._required(found)
        return found

    def _required(self, made: Written, *, is_json: bool = False) -> Written:
        self.breakable = True
        return woven.required(made, is_json=is_json)

    def _computed(
        self, field_: GraphQLField, declared: Computed | Gathered, row: type[SQLModel], details: Details
    ) -> Written:
        """As the declaration says that PostgreSQL writes it; a field with arguments of its own is not written."""
        if declared.written is None or details[0].node.arguments:
            raise NotWritten("computed in Python alone")
        made = declared.written(row, self.scope)
        named = get_named_type(field_.type)
        if not isinstance(made, woven.Parts):
            if not is_leaf_type(named):
                raise NotWritten("an object of something else")
            written: Written = made
            return written
        assert isinstance(named, GraphQLObjectType)
        pairs = {}
        for key, found in self.compiler.subfields(named, details).items():
            name = found[0].node.name.value
            if name == "__typename":
                pairs[key] = woven.text(named.name)
            else:
                pairs[key] = made.parts[named.fields[name].extensions["strawberry-definition"].python_name]
        return woven.present(made.there, woven.JsonObject(pairs))

    def _related(self, field_: GraphQLField, table: str, details: Details) -> tuple[type[SQLModel], Pairs]:
        type_ = get_named_type(field_.type)
        assert isinstance(type_, GraphQLObjectType)
        row = row_class(table)
        return row, self._pairs(type_, row, details)

    def _one(self, field_: GraphQLField, declared: One, parent: type[SQLModel], details: Details) -> Written:
        row, between = row_class(declared.table), declared.via and row_class(declared.via[0])
        refuse_others(parent, declared.by, row, declared.key)
        if parent in (row, between):
            raise NotWritten("a row of the same table")
        row, pairs = self._related(field_, declared.table, details)
        where = [
            woven.related_to(
                self.scope, parent, declared.by, row, declared.key, declared.via and (between, declared.via[1])
            )
        ]
        if declared.holding is not None:
            slot, arguments = self._slot("day"), self._arguments(field_, details, python_names=True)
            self.slots[slot] = lambda run: arguments(run).get("as_of") or run.context.today
            where.append(declared.holding(Slot(slot)))
        made = woven.one(pairs, parent, *where)
        return self._required(made, is_json=True) if is_non_null_type(field_.type) else made

    def _many(self, field_: GraphQLField, declared: Many, parent: type[SQLModel], details: Details) -> Written:
        row = row_class(declared.table)
        refuse_others(parent, "id", row, declared.by)
        if parent is row:
            raise NotWritten("a row of the same table")
        row, pairs = self._related(field_, declared.table, details)
        mine = woven.related_to(self.scope, parent, "id", row, declared.by, None)
        return woven.many(pairs, parent, row, declared.order, LARGEST_NESTED_PAGE, mine)

    def _page(self, field_: GraphQLField, declared: Paged, parent: type[SQLModel], details: Details) -> Written:
        row = row_class(declared.table)
        refuse_others(parent, "id", row, declared.by)
        if parent is row:
            raise NotWritten("rows of the same table")
        name, descending = declared.order
        order = Order(name, LISTS[declared.table].orders[name](self._list_scope()), descending)
        source = belonging(self.scope, parent, row, declared.by, order)
        return self._page_of(field_, parent, details, lambda _rows: source)

    def _gathered_page(
        self, field_: GraphQLField, paged: Any, parent: type[SQLModel], details: Details
    ) -> Written:
        return self._page_of(field_, parent, details, lambda rows: paged(parent, self.scope, rows))

    def _page_of(
        self,
        field_: GraphQLField,
        parent: type[SQLModel],
        details: Details,
        source_of: Callable[[Any], Source],
    ) -> Written:
        if any(each.name.value != "first" for each in details[0].node.arguments or ()):
            raise NotWritten("a page in the middle")
        type_ = get_named_type(field_.type)
        assert isinstance(type_, GraphQLObjectType)
        found = self.compiler.subfields(type_, details)
        rows, shown = self._length(field_, details, one_more=self._says_more(type_, found))
        source = source_of(rows)
        pages = Pages(self.scope, parent, source, rows, shown)
        return pages.written(
            {each: self._of_page(pages, type_, source.row, details_) for each, details_ in found.items()}
        )

    def _length(self, field_: GraphQLField, details: Details, *, one_more: bool) -> tuple[Any, Any]:
        """How many rows of a page are looked for and how many are shown, or the slots for them.

        With `one_more` whoever asks learns whether there are more.
        """
        arguments = self._arguments(field_, details)
        if not self.compiler.has_variables(details[0].node):
            shown = _shown(arguments(None))
            return shown + one_more, shown
        slot = self._slot("page")
        self.slots[f"{slot}.rows"] = lambda run: _shown(arguments(run)) + one_more
        self.slots[f"{slot}.shown"] = lambda run: _shown(arguments(run))
        return Slot(f"{slot}.rows"), Slot(f"{slot}.shown")

    def _says_more(self, connection: GraphQLObjectType, found: Mapping[str, Details]) -> bool:
        infos = [details for details in found.values() if details[0].node.name.value == "pageInfo"]
        info = get_named_type(connection.fields["pageInfo"].type)
        return any(
            each[0].node.name.value == "hasNextPage"
            for details in infos
            for each in self.compiler.subfields(info, details).values()
        )

    def _list_scope(self) -> ListScope:
        nowhere: Any = None
        return ListScope(nowhere, self.scope.viewer, self.scope.today)

    def _of_page(self, pages: Pages, type_: GraphQLObjectType, row: type[SQLModel], details: Details) -> Any:
        name = details[0].node.name.value
        if name == "__typename":
            return lambda _page: woven.text(type_.name)
        inner = get_named_type(type_.fields[name].type)
        assert isinstance(inner, GraphQLObjectType)
        if name == "nodes":
            column = pages.row_value(woven.JsonObject(self._pairs(inner, row, details)))
            return lambda page: page.listed(column)
        found = self.compiler.subfields(inner, details)
        if name == "edges":
            pairs = {each: self._of_edge(pages, inner, row, of) for each, of in found.items()}
            edges = pages.row_value(woven.JsonObject(pairs))
            return lambda page: page.listed(edges)
        if name == "pageInfo":
            infos = {each: self._of_page_info(pages, of[0].node.name.value) for each, of in found.items()}
            return lambda page: woven.JsonObject({each: make(page) for each, make in infos.items()})
        raise NotWritten("a count")

    def _of_edge(self, pages: Pages, edge: GraphQLObjectType, row: type[SQLModel], details: Details) -> Written:
        name = details[0].node.name.value
        if name == "__typename":
            return woven.text(edge.name)
        if name == "cursor":
            return pages.cursor
        node = get_named_type(edge.fields[name].type)
        assert isinstance(node, GraphQLObjectType)
        return woven.JsonObject(self._pairs(node, row, details))

    def _of_page_info(self, pages: Pages, name: str) -> Any:
        if name == "__typename":
            return lambda _page: woven.text("PageInfo")
        if name == "hasNextPage":
            return lambda page: page.has_next
        if name == "hasPreviousPage":
            return lambda _page: woven.no()
        cursor = pages.row_value(pages.cursor)
        if name == "startCursor":
            return lambda page: page.first(cursor)
        return lambda page: page.last(cursor)

    def _slot(self, what: str) -> str:
        return f"{what} {self.compiler.count()}"

    def _arguments(self, field_: GraphQLField, details: Details, *, python_names: bool = False) -> Any:
        return self.compiler.arguments(field_, details[0].node, python_names=python_names)


def _shown(arguments: Mapping[str, Any]) -> int:
    return Window(**arguments).size(LARGEST_NESTED_PAGE)


def refuse_others(parent: type[SQLModel], by: str, row: type[SQLModel], key: str) -> None:
    """A woven row is about nobody but the person whose row it hangs on: whom else an answer shows must be recorded."""
    theirs = person_of(row)
    if theirs is not None and (key != theirs or by != person_of(parent)):
        raise NotWritten("somebody else's record")


def person_of(row: type[SQLModel]) -> str | None:
    """The column that says whose record a row belongs to."""
    if row is tables.Patient:
        return "id"
    return "patient_id" if "patient_id" in row.model_fields else None
