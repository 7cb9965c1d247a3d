"""The engine: a pure function from a person, their doses, a calendar and a day to everything that follows."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from domain.immunization.calendar import Antigen, Calendar
from domain.immunization.facts import DoseGiven, Person
from domain.immunization.forecast import forecast
from domain.immunization.groups import group_forecasts
from domain.immunization.needs import AntigenFacts, antigen_facts
from domain.immunization.relevance import relevant_series
from domain.immunization.results import AntigenResult, DoseStatus, Evaluation, Forecast, SeriesResult
from domain.immunization.selection import select
from domain.immunization.series import evaluate_history
from domain.immunization.subject import Subject
from domain.people import Sex


def evaluate(person: Person, doses: Sequence[DoseGiven], calendar: Calendar, on: date) -> Evaluation:
    """Judge every dose, forecast every series and vaccine group as seen on a day.

    Doses given after that day are left out and named in `issues`, as are doses of unknown vaccines.
    """
    blank = _blank(calendar, person.birth, person.sex, person.country, person.region, on)
    subject = Subject(person, doses, calendar, on, blank.subject)
    touched = touched_antigens(subject)
    facts = {name: antigen_facts(subject, calendar.antigens[name]) for name in touched}
    antigens = {
        name: antigen_result(subject, antigen, facts[name]) if name in touched else blank.antigen(name)
        for name, antigen in calendar.antigens.items()
    }
    forecasts: list[Forecast] = []
    for group in calendar.groups.values():
        if touched.isdisjoint(group.antigens):
            forecasts += blank.forecasts(group.name)
        else:
            forecasts += group_forecasts(subject, group, antigens, facts)
    return Evaluation(person, calendar, on, subject.doses, tuple(subject.issues), antigens, tuple(forecasts))


def touched_antigens(subject: Subject) -> set[str]:
    """Antigens that anything known of the person concerns; in all others those born that day are alike."""
    calendar = subject.calendar
    touched: set[str] = set(calendar.touched_by_test) if subject.person.tests else set()
    for dose in subject.doses:
        touched |= calendar.touched_by_vaccine.get(dose.cvx, frozenset())
    for code in subject.observations:
        touched |= calendar.touched_by_observation.get(code, frozenset())
    return touched


def antigen_result(subject: Subject, antigen: Antigen, facts: AntigenFacts) -> AntigenResult:
    """Every relevant series of one antigen, lower series groups first because skips ask about them."""
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


class _Blank:
    """What the calendar says to somebody of whom nothing is recorded, worked out when asked."""

    def __init__(self, person: Person, calendar: Calendar, on: date) -> None:
        self.subject = Subject(person, (), calendar, on)
        self._antigens: dict[str, AntigenResult] = {}
        self._forecasts: dict[str, tuple[Forecast, ...]] = {}
        self._facts: dict[str, AntigenFacts] = {}

    def antigen(self, name: str) -> AntigenResult:
        found = self._antigens.get(name)
        if found is None:
            antigen = self.subject.calendar.antigens[name]
            self._facts[name] = antigen_facts(self.subject, antigen)
            found = self._antigens[name] = antigen_result(self.subject, antigen, self._facts[name])
        return found

    def forecasts(self, name: str) -> tuple[Forecast, ...]:
        found = self._forecasts.get(name)
        if found is None:
            group = self.subject.calendar.groups[name]
            antigens = {antigen: self.antigen(antigen) for antigen in group.antigens}
            found = self._forecasts[name] = tuple(group_forecasts(self.subject, group, antigens, self._facts))
        return found


@lru_cache(maxsize=64)
def _blank(
    calendar: Calendar, birth: date, sex: Sex | None, country: str | None, region: str | None, on: date
) -> _Blank:
    return _Blank(Person(birth, sex, country, region), calendar, on)
