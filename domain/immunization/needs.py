"""Immunity and contraindications of a person against one antigen (CDSi 7.2, 7.3)."""

from collections.abc import Mapping

from domain.immunization.calendar import Antigen, BirthDateImmunity, Contraindication, TargetDose
from domain.immunization.results import Reason
from domain.immunization.rules import Rule
from domain.immunization.subject import Subject


def immunity(subject: Subject, antigen: Antigen) -> Reason | None:
    """An observation that proves immunity, or birth before a year from which everybody met the disease."""
    for code in antigen.immunity_observations:
        if code in subject.observations:
            return Reason(Rule.IMMUNE_HISTORY, subject=code)
    for row in antigen.immunity_by_birth:
        if immune_by_birth(subject, row):
            return Reason(Rule.IMMUNE_BIRTH, row.before, subject=row.country)
    return None


def immune_by_birth(subject: Subject, row: BirthDateImmunity) -> bool:
    country = not row.country or row.country == subject.person.country
    return subject.birth < row.before and country and not row.exclusions & subject.observations.keys()


def contraindication(subject: Subject, antigen: Antigen, target: TargetDose | None) -> Reason | None:
    """An observation against the antigen; or against every product, preferable and allowable, of the next dose."""
    if not subject.observations:
        return None
    for one in applying(subject, antigen.contraindications):
        return Reason(Rule.CONTRAINDICATED, subject=one.observation)
    forbidden = contraindicated_vaccines(subject, antigen) if target is not None else {}
    if target is None or not forbidden:
        return None
    products = target.preferable.keys() | target.allowable.keys()
    if products <= forbidden.keys():
        return Reason(Rule.CONTRAINDICATED_VACCINES, subject=next(iter(forbidden.values())).observation)
    return None


def contraindicated_vaccines(subject: Subject, antigen: Antigen) -> dict[str, Contraindication]:
    """Products that an observation forbids, by their code."""
    if not subject.observations or not antigen.vaccine_contraindications:
        return {}
    return {
        row.cvx: one
        for one in applying(subject, antigen.vaccine_contraindications)
        for row in one.vaccines
        if subject.begins[row.begin] <= subject.on < subject.ends[row.end]
    }


def applying(subject: Subject, rows: Mapping[str, tuple[Contraindication, ...]]) -> list[Contraindication]:
    return [
        one
        for code in subject.observations.keys() & rows.keys()
        for one in rows[code]
        if subject.begins[one.begin] <= subject.on < subject.ends[one.end]
    ]
