"""Relations between levels: the rows of the next one are read by the keys of this one, all at once."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from db.queries.cut import LARGEST_NESTED_PAGE, Cut, Window
from db.queries.rows import first_of_each, related, related_via, row_class
from db.statement import Sent, Slot, Statement, compiled
from db.wire import Rows
from domain.access import Viewer
from resolvers.declared import Many, One, Paged
from resolvers.plan.connection import Connection, Sliced
from resolvers.plan.level import Level
from resolvers.plan.run import Run, Unplanned
from resolvers.plan.selection import Shown, key16
from resolvers.plan.values import Arguments
from resolvers.plan.variants import Variants

KEYS = Slot("keys")


class ToOne:
    """`one`: each row's related row, read once however many rows it is related to."""

    def __init__(
        self, key: str, declared: One, level: Level, viewer: Viewer, arguments: Arguments, *, required: bool
    ) -> None:
        self.key = key
        self.level = level
        self.arguments = arguments
        self.required = required
        self._by_keys = ByKeys(level, declared, viewer)
        self._on_a_day = declared.holding is not None

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        asked = [key16(each[self.key]) for each in shown]
        keys = set(asked)
        keys.discard(None)
        if keys:
            values = self.level.values(run)
            if self._on_a_day:
                values = {**values, "day": self.arguments(run).get("as_of") or run.context.today}
            sent = self._by_keys.filled(values, keys)
            run.ask(self.level.name, sent, partial(self._stitch, run, shown, asked), last=self.level.last)
        else:
            self._put(shown, asked, {})

    def _stitch(self, run: Run, shown: Sequence[Shown], asked: Sequence[Any], answer: Rows) -> None:
        rows = self.level.read(answer)
        (objects,) = self.level.show(run, rows)
        self._put(shown, asked, {key16(row[-1]): each for row, each in zip(rows, objects, strict=True)})

    def _put(self, shown: Sequence[Shown], asked: Sequence[Any], found: Mapping[Any, Shown]) -> None:
        for each, key in zip(shown, asked, strict=True):
            each[self.key] = found.get(key)
        if self.required and any(each[self.key] is None for each in shown):
            raise Unplanned(f"`{self.key}` is null")


class ToMany:
    """`many`: each row's related rows, the first of them in their order."""

    def __init__(self, key: str, declared: Many, level: Level, viewer: Viewer) -> None:
        self.key = key
        self.level = level
        self._declared = declared
        self._viewer = viewer

    @cached_property
    def _statement(self) -> Statement:
        viewer, by, order = self._viewer, self._declared.by, self._declared.order
        columns, row = self.level.columns.selected(viewer), self.level.row
        return compiled(first_of_each(viewer, row, by, KEYS, columns, order, LARGEST_NESTED_PAGE))

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        asked = [key16(each[self.key]) for each in shown]
        for each in shown:
            each[self.key] = []
        if asked:
            sent = self._statement.filled({**self.level.values(run), "keys": set(asked)})
            run.ask(self.level.name, sent, partial(self._stitch, run, shown, asked), last=self.level.last)

    def _stitch(self, run: Run, shown: Sequence[Shown], asked: Sequence[Any], answer: Rows) -> None:
        rows = self.level.read(answer)
        (objects,) = self.level.show(run, rows)
        found: dict[Any, list[Shown]] = {}
        for row, each in zip(rows, objects, strict=True):
            found.setdefault(key16(row[-1]), []).append(each)
        for each, key in zip(shown, asked, strict=True):
            each[self.key] = found.get(key, [])


class ToPages:
    """`connection`: the same page of each row's related rows."""

    def __init__(self, key: str, declared: Paged, made: Connection, arguments: Arguments) -> None:
        self.key = key
        self.declared = declared
        self.made = made
        self.arguments = arguments
        self.level = made.level
        self._variants = Variants(made.level, counts=made.counts)

    def fill(self, run: Run, shown: Sequence[Shown], rows: Sequence[Any]) -> None:
        asked = [key16(each[self.key]) for each in shown]
        if not asked:
            return
        cut = Cut.of(Window(**self.arguments(run)), LARGEST_NESTED_PAGE)
        table, by = self.declared.table, self.declared.by
        variant, values = self._variants.nested(run.context, table, by, self.declared.order, cut)
        pages = [self.made.empty() for _ in shown]
        for each, page in zip(shown, pages, strict=True):
            each[self.key] = page
        values = {**self.level.values(run), **values, "keys": set(asked)}
        stitch = partial(self._stitch, run, pages, asked, cut, variant.open_key)
        run.ask(self.level.name, variant.page.filled(values), stitch, last=self.level.last)
        if variant.count is not None:
            counted = partial(self._count, pages, asked)
            run.ask(f"{self.level.name}, counted", variant.count.filled(values), counted, last=True)

    def _stitch(
        self,
        run: Run,
        pages: Sequence[Shown],
        asked: Sequence[Any],
        cut: Cut,
        open_key: bool,
        answer: Rows,
    ) -> None:
        found: dict[Any, list[Any]] = {}
        for row in self.level.read(answer):
            found.setdefault(key16(row[-1]), []).append(row)
        parents = list(dict.fromkeys(asked))
        sliced = Sliced.of(cut, [found.get(parent, ()) for parent in parents])
        made = dict(zip(parents, self.made.pages(run, sliced, open_key), strict=True))
        for page, key in zip(pages, asked, strict=True):
            page.update(made[key])

    def _count(self, pages: Sequence[Shown], asked: Sequence[Any], answer: Rows) -> None:
        counts = dict(answer.made(ids16=True))
        for page, key in zip(pages, asked, strict=True):
            self.made.count(page, counts.get(key, 0))


class ByKeys:
    """The rows of a level by keys, each key behind its row: one statement for a key alone, one for several."""

    def __init__(self, level: Level, declared: One, viewer: Viewer) -> None:
        self._level = level
        self._declared = declared
        self._viewer = viewer

    def filled(self, values: Mapping[str, Any], keys: Collection[Any]) -> Sent:
        if len(keys) == 1:
            return self._of_one.filled({**values, "keys": next(iter(keys))})
        return self._of_many.filled({**values, "keys": keys})

    @cached_property
    def _of_one(self) -> Statement:
        return self._compiled(alone=True)

    @cached_property
    def _of_many(self) -> Statement:
        return self._compiled(alone=False)

    def _compiled(self, *, alone: bool) -> Statement:
        level, declared, viewer = self._level, self._declared, self._viewer
        columns = level.columns.selected(viewer)
        if declared.via is not None:
            between, onward = declared.via
            through = row_class(between)
            return compiled(
                related_via(viewer, level.row, declared.key, columns, through, onward, alone=alone)
            )
        where = [declared.holding(Slot("day"))] if declared.holding else []
        return compiled(related(viewer, level.row, declared.key, columns, *where, alone=alone))
