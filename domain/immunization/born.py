"""What a birth date alone decides by one calendar, as seen on one day: worked out once for all born then.

The rules fill these tables when they are first asked and look here the next time.
"""

from datetime import date
from typing import NamedTuple

from domain.immunization.dates import FIRST_DAY, LAST_DAY, Ages
from domain.immunization.facts import DoseGiven
from domain.immunization.results import Decided, DoseStatus, Reason

Product = str | tuple[str, str, str, float | None]


class Fit(NamedTuple):
    """How a dose suits a target by its age and its product, whatever was given before."""

    age: DoseStatus
    usable: bool
    on_age: tuple[Reason, ...]
    on_product: tuple[Reason, ...]


class Stretches(NamedTuple):
    """Days at which the fit of one product to one target turns, and the fit after so many of them."""

    turns: list[date]
    fits: dict[int, Fit]


class AgeDates(NamedTuple):
    """The dates that the age rows of a target name."""

    recommended: Decided | None
    past_due: Decided | None
    latest: Decided | None


class Born:
    """The tables of one birth date; targets stand in them by their key."""

    __slots__ = ("age_dates", "begins", "ends", "fits", "minimum_ages")

    def __init__(self, birth: date) -> None:
        self.begins = Ages(birth, FIRST_DAY)
        self.ends = Ages(birth, LAST_DAY)
        self.fits: dict[tuple[int, Product], Stretches] = {}
        self.minimum_ages: dict[int, Decided | None] = {}
        self.age_dates: dict[int, AgeDates] = {}


def product(dose: DoseGiven) -> Product:
    """What the rules for vaccines see of a dose; mostly only its code is known."""
    if dose.trade_name or dose.manufacturer or dose.volume_ml is not None:
        return dose.cvx, dose.manufacturer, dose.trade_name, dose.volume_ml
    return dose.cvx
