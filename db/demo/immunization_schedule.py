"""Which doses a made-up person was given: mostly on time, some late, refused, deferred, abroad, or without papers."""

from collections.abc import Sequence
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

Given = tuple[int, str]
"""The ordinal of a day and the calendar's code."""


@dataclass(frozen=True, slots=True)
class Visit:
    """At an age in days come these doses; after the visit of an age, and so many days later.

    `in_class` are those that the school nurse gives to a whole class; this year's classes are still to come.
    """

    age: int
    codes: tuple[str, ...]
    after: int = 0
    days_later: int = 0
    in_class: tuple[str, ...] = ()


HPV_BEGINS, HPV_ENDS = 4019, 4203
SCHOOL_YEAR = 210
# The handbook's section 2.2.
CHILDHOOD = (
    Visit(0, ("08",)),
    Visit(2, ("19",)),
    Visit(61, ("132", "133")),
    Visit(92, ("120",), 61, 30),
    Visit(122, ("132", "133"), 92, 30),
    Visit(366, ("03", "133", "178"), 122, 61),
    Visit(549, ("120",), 366, 186),
    Visit(731, ("83",)),
    Visit(915, ("83",), 731, 186),
    Visit(2192, ("03", "106"), 549, 370, in_class=("03",)),
    Visit(int(16 * YEAR) + 2, ("09",)),
)
CHILDHOOD_OF_GIRLS = (
    *CHILDHOOD,
    Visit(HPV_BEGINS, ("62",), in_class=("62",)),
    Visit(HPV_ENDS, ("62",), HPV_BEGINS, 186),
)
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


# Members, looked up once: it takes a while, and happens for everybody.
FORGOTTEN, ON_TIME, LATE, TOO_EARLY = Course.FORGOTTEN, Course.ON_TIME, Course.LATE, Course.TOO_EARLY
FEMALE = Sex.FEMALE
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
    doses: list[Given] = field(default_factory=list)


UNKNOWN = History(FORGOTTEN)


class Histories:
    """Makes histories up to today."""

    def __init__(self, random: Random, today: int) -> None:
        self.random, self.today = random, today

    def of(self, born: int, sex: Sex, last_day: int) -> History:
        """`last_day` is today, or the day on which the person died."""
        if self.today - born >= GROWN_UP:
            return self._of_adult(born, last_day)
        course = OF_CHILDREN[int(self.random.random() * len(OF_CHILDREN))]
        return History(course, [] if course is FORGOTTEN else self._childhood(course, born, sex, last_day))

    def _of_adult(self, born: int, last_day: int) -> History:
        """Mostly without childhood records; some come every ten years."""
        if self.random.random() < TENS_THAT_ARE_KEPT:
            return UNKNOWN
        age = int((TYPED_IN_SINCE - born) / YEAR)
        age += (AGE_OF_TENS - age) % TEN_YEARS if age > AGE_OF_TENS else AGE_OF_TENS - age
        random, doses = self.random.random, []
        while (due := born + int(age * YEAR)) < last_day:
            day = _working_day(due + int(random() * 200))
            if day <= last_day and random() < 0.8:
                doses.append((day, GROWN_DOSE))
            age += TEN_YEARS
        return History(ON_TIME, doses)

    def _childhood(self, course: Course, born: int, sex: Sex, last_day: int) -> list[Given]:
        visits = CHILDHOOD_OF_GIRLS if sex is FEMALE and born >= HPV_BORN_SINCE else CHILDHOOD
        first_missed = min(self._first_missed(course, born), last_day - born + 1)
        late = self.random.random() * 150 if course is LATE else 0.0
        days: dict[int, int] = {}
        doses: list[Given] = []
        for visit in visits:
            if visit.age < first_missed:
                day = days[visit.age] = self._day(visit, course, born, late, days)
                if day <= last_day:
                    doses += [(day, code) for code in self._codes(visit, day)]
        doses.sort()
        return doses

    def _codes(self, visit: Visit, day: int) -> Sequence[str]:
        if visit.in_class and day > self.today - SCHOOL_YEAR:
            return [code for code in visit.codes if code not in visit.in_class]
        return visit.codes

    def _day(self, visit: Visit, course: Course, born: int, late: float, days: dict[int, int]) -> int:
        """On which the doses of an age were given; not before the visit that they follow allows."""
        age = visit.age
        if age < 3:
            return born + age + (1 if age and self.random.random() < 0.5 else 0)
        due = born + age + int(self.random.random() ** 2 * 14 + late)
        if age in (HPV_BEGINS, HPV_ENDS):
            due = max(due, HPV_SINCE)
        if visit.after:
            hurry = 12 if course is TOO_EARLY and age < 366 else 0
            due = max(due, days[visit.after] + visit.days_later - hurry)
        return _working_day(due)

    def _first_missed(self, course: Course, born: int) -> float:
        """The age in days from which nothing was given."""
        if course is Course.REFUSED:
            return (3.0, 366.0, 2000.0)[int(self.random.random() * 3)]
        if course is Course.DEFERRED:
            return max(3.0, self.today - born - 120 * self.random.random())
        return float("inf")


def _working_day(day: int) -> int:
    """Saturday and Sunday give Monday."""
    weekday = (day - 1) % 7
    return day + 7 - weekday if weekday > 4 else day
