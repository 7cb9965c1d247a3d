"""Which part of a list is asked for, and the cursors that say from where."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

from db.statement import Slot
from domain.mistake import Mistake

LARGEST_PAGE = 100
LARGEST_NESTED_PAGE = 50
DEFAULT_PAGE = 20


class BadPage(Mistake):
    """The arguments of a connection do not fit together."""


@dataclass(frozen=True, slots=True)
class Window:
    """`first` after a cursor, or `last` before one."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    @property
    def backward(self) -> bool:
        return self.last is not None

    def size(self, largest: int) -> int:
        """How many rows are asked for. Raises BadPage."""
        if self.first is not None and self.last is not None:
            raise BadPage("Ask for `first` or for `last`, not for both.")
        asked = self.last if self.backward else self.first
        size = DEFAULT_PAGE if asked is None else asked
        if not 0 <= size <= largest:
            raise BadPage(
                f"A page here has at most {largest} rows; ask for 0 to {largest} and follow the cursor."
            )
        return size


def write_cursor(row_id: UUID | bytes, key: Any, open_key: bool) -> str:
    """Where a row stands in its order. With `open_key` the key is in it to be read; without, only the row's id."""
    name = row_id.hex() if isinstance(row_id, bytes) else row_id.hex
    parts = {"i": name} | ({"k": _plain(key)} if open_key else {})
    return urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def read_cursor(text: str) -> "Position":
    """Where a cursor stands. Raises BadPage."""
    try:
        parts = orjson.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return Position(UUID(hex=parts["i"]), parts.get("k"))
    except (ValueError, KeyError, TypeError, AttributeError, binascii.Error) as problem:
        raise BadPage("This cursor is not one of Emhana's. Start again from the first page.") from problem


def _plain(key: Any) -> str:
    return key.isoformat() if isinstance(key, date | datetime) else str(key)


@dataclass(frozen=True, slots=True)
class Position:
    """A row and its sort key as text, null where the key is not the viewer's to know; or slots for them."""

    row_id: Any
    key: Any

    def slotted(self, name: str) -> "Position":
        return Position(Slot(f"{name}.id"), None if self.key is None else Slot(f"{name}.key"))


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a list is read, and how many rows: one more than is shown, to know whether there are more."""

    after: Position | None
    before: Position | None
    backward: bool
    rows: Any

    @classmethod
    def of(cls, window: Window, largest: int) -> "Cut":
        """With one row more than is asked for, which tells whether there is another page. Raises BadPage."""
        after, before = (
            read_cursor(text) if text is not None else None for text in (window.after, window.before)
        )
        return cls(after, before, window.backward, window.size(largest) + 1)

    @property
    def shape(self) -> tuple[Any, ...]:
        """What the SQL depends on, the number of rows too: PostgreSQL plans by it."""
        return self.rows, self.backward, *(
            None if each is None else each.key is None for each in (self.after, self.before)
        )

    def slotted(self) -> "Cut":
        """The same cut anywhere else."""
        return Cut(
            self.after and self.after.slotted("after"),
            self.before and self.before.slotted("before"),
            self.backward,
            self.rows,
        )

    def values(self) -> dict[str, Any]:
        """What stands in the slots that `slotted` leaves in the SQL, by their names."""
        values: dict[str, Any] = {}
        for name, position in (("after", self.after), ("before", self.before)):
            if position is not None:
                values |= {f"{name}.id": position.row_id, f"{name}.key": position.key}
        return values
