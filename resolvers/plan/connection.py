"""Pages as a document asks for them: edges, nodes, where the page stands, how many there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from db.queries.cut import LARGEST_PAGE, Cut, write_cursor
from db.queries.page import COUNTED, KEY, Page
from db.wire import Rows
from resolvers.lists import Asked
from resolvers.plan.level import Level
from resolvers.plan.run import Run, Unplanned
from resolvers.plan.selection import Selection, Shown
from resolvers.plan.variants import Variants

PAGE_INFO = ("hasNextPage", "hasPreviousPage", "startCursor", "endCursor")


@dataclass(frozen=True, slots=True)
class Asks:
    """One response key of a connection; `fields` are its own keys with what each of them is.

    `node` is the selection, by number, in which the rows of this field are shown.
    """

    key: str
    what: str
    fields: tuple[tuple[str, Any], ...] = ()
    nodes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sliced:
    """The rows of many pages, one after another, each page's without the one that says that there are more."""

    rows: list[Any]
    ends: list[tuple[int, int, bool, bool]]

    @classmethod
    def of(cls, cut: Cut, pages: Sequence[Sequence[Any]]) -> "Sliced":
        rows: list[Any] = []
        ends = []
        for page in pages:
            kept, more, begin = page[: cut.rows - 1], len(page) >= cut.rows, len(rows)
            rows += reversed(kept) if cut.backward else kept
            has_next = cut.before is not None if cut.backward else more
            has_previous = more if cut.backward else cut.after is not None
            ends.append((begin, len(rows), has_next, has_previous))
        return cls(rows, ends)


class Connection:
    """What one selection set asks of a connection, and the level of its rows."""

    def __init__(
        self, name: str, asks: Sequence[Asks], level: Level | None, selections: Sequence[Selection]
    ) -> None:
        self.name = name
        self.asks = asks
        self.selections = selections
        self.keys = [each.key for each in asks]
        self.counts = any(each.what == "totalCount" for each in asks)
        inner = [what for each in asks for _, what in each.fields]
        self.cursors = any(what in ("cursor", "startCursor", "endCursor") for what in inner)
        if level is not None:
            self.level = level
            self._id = level.index("id")
            self._key = level.index(KEY) if self.cursors else 0
            self._variants = Variants(level, counts=self.counts)

    def empty(self) -> Shown:
        """Every key in its place; what stands there comes when it has been read."""
        return dict.fromkeys(self.keys)

    def of_values(self, run: Run, values: Sequence[Any]) -> list[Shown]:
        """Connections that a resolver asked for, or whose page it has read."""
        shown = [self.empty() for _ in values]
        for value, each in zip(values, shown, strict=True):
            if isinstance(value, Asked):
                run.wait(self._ask(run, value, each), lambda _: None)
            elif not isinstance(value, Page):
                raise Unplanned("a connection of something else")
        read = [(value, each) for value, each in zip(values, shown, strict=True) if isinstance(value, Page)]
        if read:
            self._fill_read(run, read)
        return shown

    async def _ask(self, run: Run, asked: Asked, shown: Shown) -> None:
        cut = Cut.of(asked.window, LARGEST_PAGE)
        variant, values = await self._variants.of_list(run.context, asked, cut)
        values = {**self.level.values(run), **values}
        then = partial(self._fill_asked, run, shown, cut, variant.open_key)
        run.ask(self.level.name, variant.page.filled(values), then, last=self.level.last)
        if variant.count is not None:
            counted = variant.count.filled(values)
            run.ask(f"{self.level.name}, counted", counted, partial(self._counted, shown), last=True)

    def _fill_asked(self, run: Run, shown: Shown, cut: Cut, open_key: bool, answer: Rows) -> None:
        (page,) = self.pages(run, Sliced.of(cut, [self.level.read(answer)]), open_key)
        shown.update(page)

    def _counted(self, shown: Shown, answer: Rows) -> None:
        ((people,),) = answer.made()
        self.count(shown, people)

    def pages(self, run: Run, sliced: Sliced, open_key: bool) -> list[Shown]:
        """The finished pages, but for their counts."""
        rows = sliced.rows
        at, key = self._id, self._key

        def cursor(index: int) -> str:
            return write_cursor(rows[index][at], rows[index][key], open_key)

        return self._pages(self.level.show(run, rows), sliced.ends, cursor)

    def _fill_read(self, run: Run, read: Sequence[tuple[Page, Shown]]) -> None:
        rows: list[Any] = []
        cursors: list[str] = []
        ends = []
        for page, _ in read:
            ends.append((len(rows), len(rows) + len(page.rows), page.has_next, page.has_previous))
            rows += page.rows
            cursors += page.cursors
        nodes = [each.of_objects(run, rows) for each in self.selections]
        for (page, shown), made in zip(read, self._pages(nodes, ends, cursors.__getitem__), strict=True):
            shown.update(made)
            if self.counts:
                assert page.count is not None
                run.wait(page.count(), partial(self.count, shown))

    def _pages(
        self,
        nodes: Sequence[Sequence[Shown]],
        ends: Sequence[tuple[int, int, bool, bool]],
        cursor: Callable[[int], str],
    ) -> list[Shown]:
        return [
            {
                each.key: self._field(each, nodes, end, cursor)
                for each in self.asks
                if each.what != "totalCount"
            }
            for end in ends
        ]

    def _field(
        self,
        asks: Asks,
        nodes: Sequence[Sequence[Shown]],
        end: tuple[int, int, bool, bool],
        cursor: Callable[[int], str],
    ) -> Any:
        begin, stop, has_next, has_previous = end
        if asks.what == "nodes":
            return nodes[asks.nodes[0]][begin:stop]
        if asks.what == "edges":
            return [
                {key: self._of_edge(what, nodes, index, cursor) for key, what in asks.fields}
                for index in range(begin, stop)
            ]
        if asks.what == "pageInfo":
            known: Mapping[str, Callable[[], Any]] = {
                "hasNextPage": lambda: has_next,
                "hasPreviousPage": lambda: has_previous,
                "startCursor": lambda: cursor(begin) if stop > begin else None,
                "endCursor": lambda: cursor(stop - 1) if stop > begin else None,
                "__typename": lambda: "PageInfo",
            }
            return {key: known[what]() for key, what in asks.fields}
        return self.name

    def _of_edge(
        self, what: Any, nodes: Sequence[Sequence[Shown]], index: int, cursor: Callable[[int], str]
    ) -> Any:
        if isinstance(what, int):
            return nodes[what][index]
        return cursor(index) if what == "cursor" else self.name.removesuffix("Connection") + "Edge"

    def count(self, shown: Shown, people: int) -> None:
        known = {"value": min(people, COUNTED), "exact": people <= COUNTED, "__typename": "Count"}
        for each in self.asks:
            if each.what == "totalCount":
                shown[each.key] = {key: known[what] for key, what in each.fields}
