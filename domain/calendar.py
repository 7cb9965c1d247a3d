"""Working days of Kazakhstan: weekends, public holidays, carried days, the government's transfers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FixedHoliday:
    """The same day each year from `first_year` to `last_year`; if carried, it moves on from a weekend."""

    id: str
    month: int
    day: int
    first_year: int
    last_year: int | None
    carried: bool

    def dates(self, year: int) -> tuple[date, ...]:
        lasts = self.first_year <= year and (self.last_year is None or year <= self.last_year)
        return (date(year, self.month, self.day),) if lasts else ()


@dataclass(frozen=True, slots=True)
class MovableHoliday:
    """A holiday of the lunar calendar, given year by year; a year without a day is not known yet."""

    id: str
    by_year: Mapping[int, date]
    carried: bool

    def dates(self, year: int) -> tuple[date, ...]:
        return (self.by_year[year],) if year in self.by_year else ()


@dataclass(frozen=True, slots=True)
class Holidays:
    """What makes a day a day off; transfers are decreed by the government: one day off for another worked."""

    holidays: Sequence[FixedHoliday | MovableHoliday]
    transferred_off: frozenset[date] = frozenset()
    transferred_working: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({6, 7})


def parse_holidays(data: Mapping[str, Any]) -> Holidays:
    """Read the shape of `db/reference/holidays.json`; a missing or misspelt field raises."""
    fixed = [
        FixedHoliday(row["id"], row["month"], row["day"], row["from"], row["to"], row["carry"])
        for row in data["fixed"]
    ]
    movable = [
        MovableHoliday(
            row["id"],
            {int(year): date.fromisoformat(day) for year, day in row["dates"].items()},
            row["carry"],
        )
        for row in data["movable"]
    ]
    transfers = data["government_transfers"]
    return Holidays(
        (*fixed, *movable),
        frozenset(date.fromisoformat(row["off"]) for row in transfers),
        frozenset(date.fromisoformat(row["working"]) for row in transfers),
        frozenset(data["weekend"]),
    )


@dataclass(frozen=True)
class WorkingDays:
    """Counts working days: Labour Code art. 84-85 as published calendars tell it (articles unverified)."""

    holidays: Holidays
    _days_off_by_year: dict[int, frozenset[date]] = field(default_factory=dict, repr=False, compare=False)

    def is_working_day(self, day: date) -> bool:
        if day in self.holidays.transferred_working:
            return True
        return not self._is_weekend(day) and day not in self._days_off(day.year)

    def next_working_day(self, day: date) -> date:
        """The first day after this one that is worked, a transferred Saturday included; never the day itself."""
        day += ONE_DAY
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_day_from(self, day: date) -> date:
        """This day when it is worked, else the next working day: when a request counts as received."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def add_working_days(self, day: date, days: int) -> date:
        """The last day of a term of so many working days that begins after `day`; 0 is the day itself."""
        for _ in range(days):
            day = self.next_working_day(day)
        return day

    def _is_weekend(self, day: date) -> bool:
        return day.isoweekday() in self.holidays.weekend

    def _days_off(self, year: int) -> frozenset[date]:
        if year not in self._days_off_by_year:
            around = self._celebrated(year - 1) | self._celebrated(year)
            self._days_off_by_year[year] = around | self.holidays.transferred_off
        return self._days_off_by_year[year]

    def _celebrated(self, year: int) -> frozenset[date]:
        """Holidays of a year and the days they are carried to, which may lie in the next January."""
        given = sorted(
            (day, holiday.carried) for holiday in self.holidays.holidays for day in holiday.dates(year)
        )
        off = {day for day, _ in given} | self._new_year_days(year + 1)
        for day, carried in given:
            if carried and self._is_weekend(day):
                off.add(self._first_free_after(day, off))
        return frozenset(off)

    def _new_year_days(self, year: int) -> set[date]:
        return {day for holiday in self.holidays.holidays for day in holiday.dates(year) if day.month == 1}

    def _first_free_after(self, day: date, off: set[date]) -> date:
        while self._is_weekend(day) or day in off:
            day += ONE_DAY
        return day
