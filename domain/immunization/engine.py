"""The engine: a pure function from a person, their doses, a calendar and a day to everything that follows."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from domain.immunization.born import Born
from domain.immunization.calendar import Antigen, Calendar, Kin
from domain.immunization.facts import DoseGiven, Person
from domain.immunization.forecast import forecast
from domain.immunization.groups import group_forecasts
from domain.immunization.kinship import told_of
from domain.immunization.needs import AntigenFacts, antigen_facts
from domain.immunization.relevance import relevant_series
from domain.immunization.results import AntigenResult, DoseStatus, Evaluation, Forecast, SeriesResult, made
from domain.immunization.selection import select
from domain.immunization.series import evaluate_history
from domain.immunization.subject import Subject
from domain.people import Sex

VALID = DoseStatus.VALID
NOTHING: frozenset[str] = frozenset()


def evaluate(person: Person, doses: Sequence[DoseGiven], calendar: Calendar, on: date) -> Evaluation:
    """Judge every dose, forecast every series and vaccine group as seen on a day.

    Doses given after that day are left out and named in `issues`, as are doses of unknown vaccines.
    """
    blank = _blank(calendar, person.birth, person.sex, person.country, person.region, on)
    subject = Subject(person, doses, calendar, on, blank.subject.born)
    touched = touched_antigens(subject)
    touched |= {name for name in held_back(subject) - touched if not blank.opens_later(name, subject)}
    facts = {name: antigen_facts(subject, calendar.antigens[name]) for name in touched}
    antigens: dict[str, AntigenResult] = {}
    for name, antigen in calendar.antigens.items():
        if name not in touched:
            antigens[name] = blank.antigens.get(name) or blank.antigen(name)
        elif (one := kin_judged(subject, name, facts)) is not None:
            antigens[name] = told_of(name, antigens[one.antigen], one.counterparts)
        else:
            antigens[name] = antigen_result(subject, antigen, facts[name])
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
    for cvx in subject.codes:
        touched |= calendar.touched_by_vaccine.get(cvx, NOTHING)
    for code in subject.observations:
        touched |= calendar.touched_by_observation.get(code, NOTHING)
    return touched


def held_back(subject: Subject) -> set[str]:
    """Antigens whose next dose may have to wait because of a dose against another disease."""
    held: set[str] = set()
    for position in subject.live:
        held |= subject.calendar.held_back_by_vaccine[subject.doses[position].cvx]
    return held


def kin_judged(subject: Subject, name: str, facts: Mapping[str, AntigenFacts]) -> Kin | None:
    """An antigen whose result is also that of another: the same doses, and nothing known that could part them.

    A dose in conflict may be judged by what other antigens made of the dose before it, so it parts them.
    """
    records = subject.records.get(name)
    for one in subject.calendar.kin.get(name, ()):
        if (
            records == subject.records.get(one.antigen)
            and facts[name] == facts.get(one.antigen)
            and not subject.observations
            and one.apart.isdisjoint(subject.codes)
            and (not records or subject.nearby.keys().isdisjoint([position for position, _, _ in records]))
        ):
            return one
    return None


def antigen_result(subject: Subject, antigen: Antigen, facts: AntigenFacts) -> AntigenResult:
    """Every relevant series of one antigen, lower series groups first because skips ask about them."""
    results: list[SeriesResult] = []
    for series in relevant_series(subject, antigen):
        walk = evaluate_history(series, subject, results)
        result = forecast(walk, facts)
        results.append(result)
        if subject.awaited:
            _note_counted(subject, result)
    return made(AntigenResult, (antigen.name, tuple(results), select(subject, results)))


def _note_counted(subject: Subject, result: SeriesResult) -> None:
    """Remember for conflicts whether a dose is valid in any series judged so far."""
    for verdict in result.verdicts:
        dose = verdict.dose
        if dose in subject.awaited and not subject.counted.get(dose):
            subject.counted[dose] = verdict.status is VALID


class _Blank:
    """What the calendar says to somebody of whom nothing is recorded, worked out when asked."""

    def __init__(self, person: Person, calendar: Calendar, on: date) -> None:
        self.subject = Subject(person, (), calendar, on, _born(calendar, person.birth, on))
        self.antigens: dict[str, AntigenResult] = {}
        """Those that were asked for."""
        self._forecasts: dict[str, tuple[Forecast, ...]] = {}
        self._facts: dict[str, AntigenFacts] = {}

    def opens_later(self, name: str, subject: Subject) -> bool:
        """Whether every next dose of an antigen opens only when no dose given holds anything back any more."""
        over = subject.doses[-1].given_on + subject.calendar.longest_conflict
        dates = [one.dates.earliest for one in self.antigen(name).series if one.next_target]
        return all(earliest is not None and earliest.on >= over for earliest in dates)

    def antigen(self, name: str) -> AntigenResult:
        found = self.antigens.get(name)
        if found is None:
            antigen = self.subject.calendar.antigens[name]
            self._facts[name] = antigen_facts(self.subject, antigen)
            found = self.antigens[name] = antigen_result(self.subject, antigen, self._facts[name])
        return found

    def forecasts(self, name: str) -> tuple[Forecast, ...]:
        found = self._forecasts.get(name)
        if found is None:
            group = self.subject.calendar.groups[name]
            antigens = {antigen: self.antigen(antigen) for antigen in group.antigens}
            found = self._forecasts[name] = tuple(group_forecasts(self.subject, group, antigens, self._facts))
        return found


def forget() -> None:
    """Let go of everything worked out for those born on one day."""
    _blank.cache_clear()
    _born.cache_clear()


@lru_cache(maxsize=64)
def _born(calendar: Calendar, birth: date, on: date) -> Born:
    return Born(birth)


@lru_cache(maxsize=64)
def _blank(
    calendar: Calendar, birth: date, sex: Sex | None, country: str | None, region: str | None, on: date
) -> _Blank:
    return _Blank(Person(birth, sex, country, region), calendar, on)
