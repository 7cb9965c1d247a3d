"""The engine: a pure function from a person, their doses, a calendar and a day to everything that follows."""

from collections.abc import Sequence
from datetime import date

from domain.immunization.calendar import Antigen, Calendar
from domain.immunization.facts import DoseGiven, Person
from domain.immunization.forecast import forecast
from domain.immunization.groups import forecasts
from domain.immunization.needs import AntigenFacts, antigen_facts
from domain.immunization.relevance import relevant_series
from domain.immunization.results import AntigenResult, DoseStatus, Evaluation, SeriesResult
from domain.immunization.selection import select
from domain.immunization.series import evaluate_history
from domain.immunization.subject import Subject


def evaluate(person: Person, doses: Sequence[DoseGiven], calendar: Calendar, on: date) -> Evaluation:
    """Judge every dose, forecast every series and vaccine group as seen on a day.

    Doses given after that day are left out and named in `issues`, as are doses of unknown vaccines.
    """
    subject = Subject(person, doses, calendar, on)
    facts = {name: antigen_facts(subject, antigen) for name, antigen in calendar.antigens.items()}
    antigens = {name: _antigen(subject, antigen, facts[name]) for name, antigen in calendar.antigens.items()}
    return Evaluation(
        person=person,
        calendar=calendar,
        on=on,
        doses=subject.doses,
        issues=tuple(subject.issues),
        antigens=antigens,
        forecasts=forecasts(subject, antigens, facts),
    )


def _antigen(subject: Subject, antigen: Antigen, facts: AntigenFacts) -> AntigenResult:
    results: list[SeriesResult] = []
    for series in relevant_series(subject, antigen):
        walk = evaluate_history(series, subject, results)
        result = forecast(walk, facts)
        results.append(result)
        if subject.nearby:
            _note_counted(subject, result)
    return AntigenResult(antigen.name, tuple(results), select(subject, results))


def _note_counted(subject: Subject, result: SeriesResult) -> None:
    """Remember for conflicts whether a dose is valid in any series judged so far."""
    for verdict in result.verdicts:
        if not subject.counted.get(verdict.dose):
            subject.counted[verdict.dose] = verdict.status is DoseStatus.VALID
