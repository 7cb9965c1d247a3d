"""What is kept of an evaluation so that lists need no engine: dates of the next doses, and until when they hold."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from domain.immunization.calendar import Calendar
from domain.immunization.measures import Plan, plans
from domain.immunization.results import Evaluation
from domain.immunization.turning import holds_until


class Due(NamedTuple):
    """The next dose of one vaccine group; `past_due_on` and `latest_on` are the last good days, None: no limit.

    `act_on` is None while only a decision can open the way. `vaccines` are codes, the one to use first.
    """

    vaccine_group: str
    dose_number: int
    earliest_on: date
    due_on: date
    past_due_on: date | None
    latest_on: date | None
    act_on: date | None
    obstacles: tuple[str, ...]
    vaccines: tuple[str, ...]


class PersonPlan(NamedTuple):
    """`counted` is the number of doses that count, by each vaccine group that concerns the person."""

    due: tuple[Due, ...]
    counted: Mapping[str, int]
    holds_until: date


def person_plan(evaluation: Evaluation) -> PersonPlan:
    """One row for each vaccine group that owes a dose; of several series groups the one to act on first."""
    chosen: dict[str, Plan] = {}
    for one in plans(evaluation):
        group = one.forecast.vaccine_group
        if group not in chosen or _first_day(one) < _first_day(chosen[group]):
            chosen[group] = one
    order = _products(evaluation, chosen.values())
    due = tuple(_due(evaluation, one, order) for one in chosen.values())
    # Which product serves a visit best depends on what else is due by then.
    turns = (day for day in map(_first_day, chosen.values()) if day > evaluation.on)
    return PersonPlan(due, counted_doses(evaluation), min([holds_until(evaluation), *turns]))


def counted_doses(evaluation: Evaluation) -> dict[str, int]:
    """Doses that count, by vaccine group: of a combined group as many as its antigens all have."""
    found: dict[str, int] = {}
    for one in evaluation.forecasts:
        if one.members:
            counted = min(member.valid_doses for member in one.members)
            found[one.vaccine_group] = max(counted, found.get(one.vaccine_group, 0))
    return found


def _due(evaluation: Evaluation, one: Plan, order: Mapping[str, tuple[int, int]]) -> Due:
    forecast, dates = one.forecast, one.forecast.dates
    earliest = dates.earliest.on if dates.earliest else evaluation.person.birth
    products = forecast.usable or forecast.vaccines
    return Due(
        forecast.vaccine_group,
        forecast.dose_number or 1,
        earliest,
        dates.recommended.on if dates.recommended else earliest,
        dates.past_due.on if dates.past_due else None,
        dates.latest.on if dates.latest else None,
        one.act_on,
        tuple(obstacle.name for obstacle in one.obstacles),
        tuple(sorted(products, key=lambda cvx: order[cvx])),
    )


def _first_day(one: Plan) -> date:
    recommended = one.forecast.dates.recommended
    return one.act_on or (recommended.on if recommended else date.max)


def _products(evaluation: Evaluation, chosen: Iterable[Plan]) -> dict[str, tuple[int, int]]:
    """How well each product serves the next visit: it covers most of what is due, then adds least beside it."""
    rows = list(chosen)
    visit = max(evaluation.on, min(map(_first_day, rows), default=evaluation.on))
    wanted = {one.forecast.vaccine_group for one in rows if _first_day(one) <= visit}
    products = {cvx for one in rows for cvx in (*one.forecast.usable, *one.forecast.vaccines)}
    return {cvx: _serves(groups_of(evaluation.calendar, cvx), wanted) for cvx in products}


def _serves(groups: Sequence[str], wanted: set[str]) -> tuple[int, int]:
    useful = sum(group in wanted for group in groups)
    return -useful, len(groups) - useful


@lru_cache(maxsize=1024)
def groups_of(calendar: Calendar, cvx: str) -> tuple[str, ...]:
    """The vaccine groups that a product belongs to, by its code."""
    vaccine = calendar.vaccines.get(cvx)
    antigens = {part.antigen for part in vaccine.associations} if vaccine else set()
    return tuple(group.name for group in calendar.groups.values() if antigens.intersection(group.antigens))
