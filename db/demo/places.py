"""The demo's clinics as rows: contracts, staff, doctors' lists, areas and their houses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from random import Random

from db.demo import streets
from db.demo.city import ALMATY_KATO, ClinicPlan, Contract
from db.demo.ids import Ids
from domain.address import street_key
from domain.attachment_rules import ListKind

PEOPLE_PER_LIST = {ListKind.GP: 1600, ListKind.THERAPIST: 1500, ListKind.PAEDIATRICIAN: 750}
HOUSES_PER_RANGE = 24
RANGES_PER_AREA = 4
EVERY_SO_MANY_LISTS_IS_SPLIT = 6


@dataclass(frozen=True, slots=True)
class Houses:
    """Some houses of a street; `parity` is ODD, EVEN or ALL."""

    street: str
    street_key: str
    first: int
    last: int
    parity: str

    def any(self, random: Random) -> int:
        number = self.first + int(random.random() * (self.last - self.first + 1))
        if self.parity != "ALL" and (number % 2 == 1) != (self.parity == "ODD"):
            number += 1 if number < self.last else -1
        return number


@dataclass(slots=True)
class ListPlace:
    """A doctor's list with its area; `children` is the list for the children of the same houses."""

    id: str
    clinic: "ClinicPlace"
    kind: ListKind
    area_id: str
    area_number: str
    houses: Sequence[Houses]
    wanted: int
    exact: bool = False
    children: "ListPlace | None" = None
    doctor_id: str = ""
    open: int = 0


@dataclass(slots=True)
class ClinicPlace:
    id: str
    number: int
    plan: ClinicPlan
    lists: list[ListPlace] = field(default_factory=list)
    registrar_id: str = ""

    def all_lists(self) -> Iterator[ListPlace]:
        for place in self.lists:
            yield place
            if place.children:
                yield place.children


def ranges_of(kato: str, random: Random) -> Iterator[Houses]:
    """The houses of a city in pieces that areas take in turn; the two sides of a street are two pieces."""
    text = streets.ALMATY if kato == ALMATY_KATO else streets.ELSEWHERE
    pieces = [piece for name, houses in streets.parsed(text) for piece in _pieces(name, houses)]
    random.shuffle(pieces)
    return cycle(pieces)


def _pieces(name: str, houses: int) -> Iterator[Houses]:
    key = street_key(name)
    for first in range(1, houses + 1, HOUSES_PER_RANGE):
        last = min(houses, first + HOUSES_PER_RANGE - 1)
        if name.startswith("микрорайон") or last - first < 3:
            yield Houses(name, key, first, last, "ALL")
        else:
            yield Houses(name, key, first, last, "ODD")
            yield Houses(name, key, first, last, "EVEN")


def open_lists(clinic: ClinicPlace, pieces: Iterator[Houses], ids: Ids) -> None:
    """Give a clinic as many lists as its people need: first those worth seeing, then equal ones."""
    plan = clinic.plan
    sizes: list[int] = []
    for size in plan.first_lists:
        if sum(sizes) + size < plan.people * 0.95:
            sizes.append(size)
    exact = len(sizes)
    rest = plan.people - sum(sizes)
    more = max(2, round(rest / PEOPLE_PER_LIST[ListKind.GP])) if rest > 0 else 2
    sizes += [rest // more] * more
    for place, size in enumerate(sizes, start=1):
        houses = [next(pieces) for _ in range(RANGES_PER_AREA)]
        is_split = place > exact and place % EVERY_SO_MANY_LISTS_IS_SPLIT == 4
        kind = ListKind.THERAPIST if is_split else ListKind.GP
        made = ListPlace(ids.new(), clinic, kind, ids.new(), str(place), houses, size, place <= exact)
        if is_split:
            made.children = ListPlace(
                ids.new(), clinic, ListKind.PAEDIATRICIAN, ids.new(), f"{place}Б", houses, 0
            )
        clinic.lists.append(made)


def is_open(clinic: ClinicPlace) -> bool:
    return clinic.plan.contract is Contract.IN_FORCE
