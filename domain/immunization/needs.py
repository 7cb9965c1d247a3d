"""Immunity and contraindications of a person against one antigen (CDSi 7.2, 7.3)."""

from collections.abc import Mapping
from typing import NamedTuple

from domain.immunization.calendar import Antigen, BirthDateImmunity, Contraindication
from domain.immunization.results import Reason
from domain.immunization.rules import Rules
from domain.immunization.subject import Subject
from domain.immunization.target import TargetDose


class AntigenFacts(NamedTuple):
    """What holds for every series of one antigen; `forbidden`: products with the contraindication of each."""

    immune: Reason | None = None
    contraindicated: Reason | None = None
    forbidden: Mapping[str, Contraindication] = {}


NO_FACTS = AntigenFacts()


def antigen_facts(subject: Subject, antigen: Antigen) -> AntigenFacts:
    """Immunity, contraindication and forbidden vaccines; without observations only immunity by birth can be."""
    if not subject.observations:
        immune = immunity(subject, antigen) if antigen.immunity_by_birth else None
        return AntigenFacts(immune) if immune else NO_FACTS
    return AntigenFacts(
        immunity(subject, antigen), contraindication(subject, antigen), forbidden_vaccines(subject, antigen)
    )


def immunity(subject: Subject, antigen: Antigen) -> Reason | None:
    """An observation that proves immunity, or birth before a year from which everybody met the disease."""
    for code in antigen.immunity_observations & subject.observations.keys():
        return Reason(Rules.IMMUNE_HISTORY, subject=code)
    for row in antigen.immunity_by_birth:
        if immune_by_birth(subject, row):
            return Reason(Rules.IMMUNE_BIRTH, row.before, subject=row.country)
    return None


def immune_by_birth(subject: Subject, row: BirthDateImmunity) -> bool:
    """Born before the day, in the country if one is named, and nothing observed that excludes it."""
    country = not row.country or row.country == subject.person.country
    return subject.birth < row.before and country and not row.exclusions & subject.observations.keys()


def contraindication(subject: Subject, antigen: Antigen) -> Reason | None:
    """An observation against the whole antigen."""
    for one in applying(subject, antigen.contraindications):
        return Reason(Rules.CONTRAINDICATED, subject=one.observation, sources=one.sources)
    return None


def forbidden_vaccines(subject: Subject, antigen: Antigen) -> dict[str, Contraindication]:
    """Products that an observation forbids, by their code."""
    return {
        row.cvx: one
        for one in applying(subject, antigen.vaccine_contraindications)
        for row in one.vaccines
        if subject.begins[row.begin] <= subject.on < subject.ends[row.end]
    }


def every_vaccine_forbidden(target: TargetDose, facts: AntigenFacts) -> Reason | None:
    """Every product that could satisfy the next dose, preferable and allowable, is contraindicated."""
    products = target.preferable.keys() | target.allowable.keys()
    if not products <= facts.forbidden.keys():
        return None
    one = next(iter(facts.forbidden.values()))
    return Reason(Rules.CONTRAINDICATED_VACCINES, subject=one.observation, sources=one.sources)


def applying(subject: Subject, rows: Mapping[str, tuple[Contraindication, ...]]) -> list[Contraindication]:
    """Contraindications of what was observed, at this age; in the order of the codes."""
    return [
        one
        for code in sorted(subject.observations.keys() & rows.keys())
        for one in rows[code]
        if subject.begins[one.begin] <= subject.on < subject.ends[one.end]
    ]
