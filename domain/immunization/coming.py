"""What the calendar will ask for from a known day on: planned beforehand, so that the vaccine is there on that day.

The engine forecasts by the rows of today, as CDSi says, and shows nobody a dose that nobody may give yet. A nurse who
orders for next month must know all the same what a target asks for that comes into force on the first of it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from domain.immunization.calendar import Calendar
from domain.immunization.dates import FIRST_DAY
from domain.immunization.planning import Due, PersonPlan
from domain.immunization.turning import turning_points

AHEAD = timedelta(days=62)
"""This month and the next: as far as plans are made."""

PlanOn = Callable[[date], PersonPlan]


def foresighted(calendar: Calendar, on: date, plan_on: PlanOn) -> PersonPlan:
    """Somebody's plan of a day, with what rows ask for that come into force soon; `plan_on` plans them as on a day."""
    made = plan_on(on)
    for day in coming_days(calendar, on):
        if day - AHEAD > on:
            return made._replace(holds_until=min(made.holds_until, day - AHEAD))
        made = made._replace(due=joined(made.due, plan_on(day).due, day))
    return made


@lru_cache(maxsize=1024)
def coming_days(calendar: Calendar, on: date) -> tuple[date, ...]:
    """Days after `on` on which something of the calendar begins or ends, the next first."""
    return tuple(sorted(day for day in turning_points(calendar).days if day > max(on, FIRST_DAY)))


def joined(now: tuple[Due, ...], then: tuple[Due, ...], day: date) -> tuple[Due, ...]:
    """Until the day the plan of today, from the day on that of the day; what is refused today stays so."""
    kept = {one.vaccine_group: one for one in now if one.act_on is None or one.act_on < day}
    later = [_not_before(one, day) for one in then if one.vaccine_group not in kept]
    return (*kept.values(), *later)


def _not_before(one: Due, day: date) -> Due:
    return one._replace(
        earliest_on=max(one.earliest_on, day),
        due_on=max(one.due_on, day),
        past_due_on=one.past_due_on and max(one.past_due_on, day),
        act_on=one.act_on and max(one.act_on, day),
    )
