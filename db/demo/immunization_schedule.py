"""Which doses a made-up person was given: mostly on time, some late, refused, deferred, abroad, or without papers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum, auto
from random import Random

from domain.people import Sex

YEAR, MONTH = 365.2425, 30.44
GROWN_UP = 18 * YEAR
HPV_SINCE, HPV_BORN_SINCE = 738_794, 734_869
"""Ordinals: the programme of 1 October 2024, for girls born since 1 January 2013."""
ELECTRONIC_SINCE = 736_330
"""Ordinal of 1 January 2017: doses before it were entered from paper cards."""

# Age in days and the calendar's code; the handbook's section 2.2.
CHILDHOOD = (
    (0, "08"), (2, "19"), (61, "132"), (61, "133"), (92, "120"), (122, "132"), (122, "133"), (366, "03"),
    (366, "133"), (366, "178"), (549, "120"), (731, "83"), (915, "83"), (2192, "106"), (2192, "03"),
    (int(16 * YEAR) + 2, "09"),
)  # fmt: skip
HPV_BEGINS = 4019
HPV = ((HPV_BEGINS, "62"), (4203, "62"))
FOLLOWS = {
    92: (61, 30),
    122: (92, 30),
    366: (122, 61),
    549: (366, 186),
    915: (731, 186),
    2192: (549, 370),
    4203: (HPV_BEGINS, 186),
}
"""By age in days: the age of the visit before it, and how many days must lie between."""
IN_CLASS, SCHOOL_YEAR = (2192, HPV_BEGINS), 210
"""Doses that the school nurse gives to a whole class; this year's classes are still to come."""
AGE_OF_TENS, TEN_YEARS = 16, 10
GROWN_DOSE = "09"
TYPED_IN_SINCE = ELECTRONIC_SINCE - int(TEN_YEARS * YEAR)
"""What grown-ups were given before is on paper, which nobody has entered."""
TENS_THAT_ARE_KEPT = 0.45


class Course(StrEnum):
    """What sort of history somebody has."""

    ON_TIME = auto()
    LATE = auto()
    TOO_EARLY = auto()
    REFUSED = auto()
    DEFERRED = auto()
    ABROAD = auto()
    WITHOUT_PAPERS = auto()
    FORGOTTEN = auto()


# Out of a hundred children.
OF_CHILDREN = (
    [Course.ON_TIME] * 78
    + [Course.LATE] * 11
    + [Course.TOO_EARLY] * 2
    + [Course.REFUSED] * 3
    + [Course.DEFERRED] * 2
    + [Course.ABROAD] * 2
    + [Course.WITHOUT_PAPERS]
    + [Course.FORGOTTEN]
)


@dataclass(slots=True)
class History:
    """Doses as (ordinal of the day, code), in the order of days."""

    course: Course
    doses: list[tuple[int, str]] = field(default_factory=list)


class Histories:
    """Makes histories up to today."""

    def __init__(self, random: Random, today: int) -> None:
        self.random, self.today = random, today

    def of(self, born: int, sex: Sex, last_day: int) -> History:
        """`last_day` is today, or the day on which the person died."""
        if self.today - born >= GROWN_UP:
            return self._of_adult(born, last_day)
        course = OF_CHILDREN[int(self.random.random() * len(OF_CHILDREN))]
        doses = sorted(self._childhood(course, born, sex))
        return History(course, [(day, code) for day, code in doses if day <= last_day])

    def _of_adult(self, born: int, last_day: int) -> History:
        """Mostly without childhood records; some come every ten years."""
        if self.random.random() < TENS_THAT_ARE_KEPT:
            return History(Course.FORGOTTEN)
        age = int((TYPED_IN_SINCE - born) / YEAR)
        age += (AGE_OF_TENS - age) % TEN_YEARS if age > AGE_OF_TENS else AGE_OF_TENS - age
        doses = []
        while (due := born + int(age * YEAR)) < last_day:
            day = self._working_day(due + int(self.random.random() * 200))
            if day <= last_day and self.random.random() < 0.8:
                doses.append((day, GROWN_DOSE))
            age += TEN_YEARS
        return History(Course.ON_TIME, doses)

    def _childhood(self, course: Course, born: int, sex: Sex) -> Iterator[tuple[int, str]]:
        if course is Course.FORGOTTEN:
            return
        schedule: tuple[tuple[int, str], ...] = CHILDHOOD
        if sex is Sex.FEMALE and born >= HPV_BORN_SINCE:
            schedule += HPV
        first_missed = self._first_missed(course, born)
        late = self.random.random() * 150 if course is Course.LATE else 0.0
        visits: dict[int, int] = {}
        for age, code in schedule:
            if age >= first_missed:
                continue
            if age not in visits:
                visits[age] = self._visit(course, born, age, late, visits)
            if age in IN_CLASS and visits[age] > self.today - SCHOOL_YEAR and code != "106":
                continue
            yield visits[age], code

    def _visit(self, course: Course, born: int, age: int, late: float, visits: dict[int, int]) -> int:
        """The day on which the doses of an age were given; not before the visit that they follow allows."""
        if age < 3:
            return born + int(self.random.random() * 2) * bool(age) + age
        before, distance = FOLLOWS.get(age, (0, 0))
        if course is Course.TOO_EARLY and age in FOLLOWS and age < 366:
            distance -= 12
        due = born + age + self._lateness(late)
        if age in (HPV_BEGINS, 4203):
            due = max(due, HPV_SINCE)
        return self._working_day(max(due, visits.get(before, born) + distance))

    def _first_missed(self, course: Course, born: int) -> float:
        """The age in days from which nothing was given."""
        if course is Course.REFUSED:
            return (3.0, 366.0, 2000.0)[int(self.random.random() * 3)]
        if course is Course.DEFERRED:
            return max(3.0, self.today - born - 120 * self.random.random())
        return float("inf")

    def _lateness(self, late: float) -> int:
        return int(self.random.random() ** 2 * 14 + late)

    def _working_day(self, day: int) -> int:
        """Saturday and Sunday give Monday."""
        weekday = (day - 1) % 7
        return day + 7 - weekday if weekday > 4 else day
