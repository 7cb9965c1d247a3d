"""The few shapes that one list's SELECT takes: compiled when first met, then only filled."""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from db.queries.conditions import Scope, conditions, slotted
from db.queries.cut import Cut
from db.queries.page import Order, count_of, counts_of, open_key, page_of, pages_of
from db.queries.visible import kind_of, with_slots
from db.statement import Slot, Statement, compiled
from resolvers.context import OperationContext
from resolvers.lists import LISTS, Asked
from resolvers.plan.level import Level

REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Variant:
    """`open_key` says whether the sort key may stand in a cursor; `count` is there when somebody asks."""

    page: Statement
    count: Statement | None
    open_key: bool


class Variants:
    """Of one level of a plan; the oldest are forgotten."""

    def __init__(self, level: Level, *, counts: bool) -> None:
        self.level = level
        self.counts = counts
        self._known: OrderedDict[Hashable, Variant] = OrderedDict()

    async def of_list(
        self, context: OperationContext, asked: Asked, cut: Cut
    ) -> tuple[Variant, Mapping[str, Any]]:
        """A root list's, with what stands in the slots of its filter and its cut."""
        known, on = LISTS[asked.table], asked.as_of or context.today
        criteria, values, shape = slotted(known.filters, asked.narrowed)
        key = (shape, asked.order, on, cut.shape)
        variant = self._known.get(key) if shape is not None else None
        if variant is None:
            scope = Scope(context.tx, with_slots(kind_of(context.viewer)), on)
            where = [*known.always, *await conditions(known.filters, criteria, scope)]
            order, columns = self._order(asked.table, asked.order, scope)
            row, viewer = self.level.row, scope.viewer
            variant = Variant(
                compiled(page_of(viewer, row, order, cut.slotted(), where, columns)),
                compiled(count_of(viewer, row, where)) if self.counts else None,
                open_key(viewer, order),
            )
            if shape is not None:
                self._remember(key, variant)
        return variant, values | cut.values()

    def nested(
        self, context: OperationContext, table: str, by: str, order: tuple[str, bool], cut: Cut
    ) -> tuple[Variant, Mapping[str, Any]]:
        """The same page of many parents, whose ids go into the slot `keys`."""
        key = (order, context.today, cut.shape)
        variant = self._known.get(key)
        if variant is None:
            scope = Scope(context.tx, with_slots(kind_of(context.viewer)), context.today)
            sort, columns = self._order(table, order, scope)
            row, viewer, keys = self.level.row, scope.viewer, Slot("keys")
            variant = Variant(
                compiled(pages_of(viewer, row, by, keys, sort, cut.slotted(), columns)),
                compiled(counts_of(viewer, row, by, keys)) if self.counts else None,
                open_key(viewer, sort),
            )
            self._remember(key, variant)
        return variant, cut.values()

    def _order(self, table: str, order: tuple[str, bool] | None, scope: Scope) -> tuple[Order, list[Any]]:
        name, descending = order or LISTS[table].default
        key = LISTS[table].orders[name](scope)
        return Order(name, key, descending), self.level.columns.selected(scope.viewer, key)

    def _remember(self, key: Hashable, variant: Variant) -> None:
        self._known[key] = variant
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
