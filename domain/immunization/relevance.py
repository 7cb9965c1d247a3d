"""Which series concern a person at all (CDSi 5, and Kazakhstan's programmes)."""

from collections.abc import Sequence

from domain.immunization.calendar import Antigen, Indication, Programme, Series
from domain.immunization.facts import Certainty, Person
from domain.immunization.subject import Subject


def relevant_series(subject: Subject, antigen: Antigen) -> Sequence[Series]:
    """Standard series for the sex and programme, risk series with an indication today; by series group.

    If there is none at all, the risk series whose indication is only ahead in age stay, to be forecast.
    """
    standard: Sequence[Series] = antigen.always_relevant[subject.sex]
    if antigen.has_programme:
        standard = [one for one in standard if is_offered(subject, one)]
    at_risk = _at_risk(subject, antigen, standard) if subject.observations else []
    if not at_risk:
        return standard
    return sorted([*standard, *at_risk], key=lambda one: (one.series_group, one.key))


def _at_risk(subject: Subject, antigen: Antigen, standard: Sequence[Series]) -> list[Series]:
    now: dict[int, Series] = {}
    ahead: dict[int, Series] = {}
    for code in subject.observations:
        for series, indication in antigen.risk_by_observation.get(code, ()):
            if not series.takes(subject.sex) or not is_offered(subject, series):
                continue
            if indication_holds(subject, indication):
                now[series.key] = series
            elif subject.on < subject.begins[indication.begin]:
                ahead[series.key] = series
    return list(now.values()) if now or standard else list(ahead.values())


def is_offered(subject: Subject, series: Series) -> bool:
    """A series of no programme is everybody's."""
    return series.programme is None or in_programme(subject.person, series.programme)


def in_programme(person: Person, programme: Programme) -> bool:
    """Born in the cohorts and living in the regions of a programme."""
    born = programme.born_from <= person.birth <= programme.born_until
    return born and (not programme.regions or person.region in programme.regions)


def indication_holds(subject: Subject, indication: Indication) -> bool:
    """From the beginning age to the day before the end age."""
    return subject.begins[indication.begin] <= subject.on < subject.ends[indication.end]


def questions(person: Person, antigen: Antigen) -> tuple[Indication, ...]:
    """Indications that rest on observations recorded as unknown: for the clinician to decide (Table 5-4)."""
    unknown = {one.code for one in person.observations if one.certainty is Certainty.UNKNOWN}
    return tuple(
        indication for code in sorted(unknown) for _, indication in antigen.risk_by_observation.get(code, ())
    )
