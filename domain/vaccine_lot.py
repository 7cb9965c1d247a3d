"""A clinic's lots of vaccine: what came, what was used, what was thrown away, and when a lot may be used."""

from datetime import date
from enum import StrEnum
from typing import Protocol


class LotMovementKind(StrEnum):
    RECEIVED = "RECEIVED"
    USED = "USED"
    RETURNED = "RETURNED"
    WRITTEN_OFF = "WRITTEN_OFF"
    CORRECTED = "CORRECTED"


TAKES_AWAY = frozenset({LotMovementKind.USED, LotMovementKind.WRITTEN_OFF})


def change_of(kind: LotMovementKind, doses: int) -> int:
    """By how many doses a movement changes the stock: doses moved are signed by their kind, a correction by itself."""
    return -doses if kind in TAKES_AWAY else doses


class Lot(Protocol):
    @property
    def expires_on(self) -> date: ...
    @property
    def doses_left(self) -> int: ...


def is_expired(lot: Lot, on: date) -> bool:
    """A lot may be used up to and including the day on its label (unverified for Kazakhstan)."""
    return on > lot.expires_on
