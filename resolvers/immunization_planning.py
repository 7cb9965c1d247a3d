"""Plans people: from facts to stored dates, in the transaction of whatever changed the facts, or in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from db.database import Transaction
from db.queries import immunization as due
from db.queries import immunization_planning as waiting
from db.queries.immunization_facts import Known, known
from db.reference.immunization import kazakhstan_calendar
from domain.immunization.calendar import Calendar
from domain.immunization.coming import foresighted
from domain.immunization.engine import evaluate
from domain.immunization.planning import PersonPlan, person_plan
from domain.immunization.turning import NEVER

NOTHING_OWED = PersonPlan((), {}, NEVER)


def calendar_id(calendar: Calendar) -> str:
    """Names a calendar to the letter: another digest is another plan."""
    return f"{calendar.code} {calendar.version} {calendar.digest[:12]}"


def calendar() -> str:
    """The name of the calendar by which everybody is planned now."""
    return calendar_id(kazakhstan_calendar())


def plan_of(one: Known, on: date) -> PersonPlan:
    """What somebody owes; the dead and the merged owe nothing."""
    if one.gone:
        return NOTHING_OWED
    made = kazakhstan_calendar()
    return foresighted(made, on, lambda day: person_plan(evaluate(one.person, one.doses, made, day)))


async def replan(tx: Transaction, patient_ids: Iterable[UUID], on: date) -> None:
    """Plan these people anew, so that lists show at once what has changed."""
    await store(tx, await known(tx, list(patient_ids)), on)


async def store(tx: Transaction, people: Mapping[UUID, Known], on: date) -> None:
    alike = sorted(people.items(), key=lambda item: (item[1].birth, item[1].sex, item[1].region))
    # Much is worked out once for neighbours of one birth date, sex and region.
    planned = {key: plan_of(one, on) for key, one in alike}
    await due.store(tx, calendar_id(kazakhstan_calendar()), on, planned)


async def to_plan(tx: Transaction, on: date) -> Sequence[tuple[int, int]]:
    """Years of birth with work for the planner, and how many people of each."""
    return await waiting.birth_years(tx, calendar_id(kazakhstan_calendar()), on)


async def born_in(tx: Transaction, year: int, on: date) -> list[UUID]:
    return await waiting.born_in(tx, year, calendar_id(kazakhstan_calendar()), on)


async def plan_batch(tx: Transaction, patient_ids: Sequence[UUID], on: date) -> int:
    """Plan people whom nobody is busy with; how many that were."""
    free = await waiting.lock_free(tx, patient_ids)
    if free:
        await replan(tx, free, on)
    return len(free)
