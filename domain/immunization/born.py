"""What a birth date alone decides by one calendar, as seen on one day: worked out once for all born then.

The rules fill these tables when they are first asked and look here the next time.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.immunization.dates import FIRST_DAY, LAST_DAY, Ages
from domain.immunization.facts import DoseGiven
from domain.immunization.results import Decided, DoseStatus, Reason, Verdict

Product = str | tuple[str, str, str, float | None]


@dataclass(slots=True)
class Fit:
    """How a dose suits a target by its age and its product, whatever was given before."""

    status: DoseStatus
    on_age: tuple[Reason, ...]
    on_product: tuple[Reason, ...]
    verdicts: dict[int, Verdict]
    """By the position of a dose: the verdict on it when nothing else is to be said of it."""


@dataclass(slots=True)
class Stretches:
    """Days at which the fit of one product to one target turns, and the fit after so many of them.

    Not `whole`: only the days are known between which there is nothing to say against a dose.
    """

    turns: list[date]
    fits: list[Fit | None]
    whole: bool


class AgeDates(NamedTuple):
    """The dates that the age rows of a target name."""

    minimum: Decided | None
    recommended: Decided | None
    past_due: Decided | None
    latest: Decided | None


class Born:
    """The tables of one birth date; targets stand in them by their key."""

    __slots__ = ("age_dates", "begins", "ends", "fits")

    def __init__(self, birth: date) -> None:
        self.begins = Ages(birth, FIRST_DAY)
        self.ends = Ages(birth, LAST_DAY)
        self.fits: defaultdict[int, dict[Product, Stretches]] = defaultdict(dict)
        self.age_dates: dict[int, AgeDates] = {}


def product(dose: DoseGiven) -> Product:
    """What the rules for vaccines see of a dose; mostly only its code is known."""
    if dose.trade_name or dose.manufacturer or dose.volume_ml is not None:
        return dose.cvx, dose.manufacturer, dose.trade_name, dose.volume_ml
    return dose.cvx
