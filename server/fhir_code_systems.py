"""The codes of our own that stand in resources, each list under the address that the resources name."""

from collections.abc import Callable, Mapping
from typing import Any

from db.reference.immunization import kazakhstan_calendar
from domain.dose import DoseSite, DoseSource
from domain.export_words import obstacle_in_words
from domain.immunization.measures import Obstacle
from domain.language import Language
from resolvers.immunization import group_name
from resolvers.recommendation_fhir import OWN_STATUSES

Concepts = Callable[[Language], Mapping[str, str]]


def _plain(codes: type[Any]) -> Concepts:
    """Codes that are words already."""
    return lambda _language: {str(code): str(code).replace("_", " ").lower() for code in codes}


SYSTEMS: Mapping[str, tuple[str, Concepts]] = {
    "vaccine-group": (
        "Vaccine groups of the National calendar",
        lambda language: {group: group_name(group, language) for group in kazakhstan_calendar().groups},
    ),
    "dose-source": ("What a recorded dose rests on", _plain(DoseSource)),
    "dose-site": ("Where on the body a dose was given", _plain(DoseSite)),
    "forecast-status": (
        "Where a person stands with a vaccine group, beyond FHIR's own words",
        lambda _language: {code: code.replace("-", " ") for code in OWN_STATUSES.values()},
    ),
    "obstacle": (
        "What stands in the way of a dose that is due",
        lambda language: {one.name: obstacle_in_words(one, language) for one in Obstacle},
    ),
}


def code_system(base: str, name: str, language: Language) -> dict[str, Any] | None:
    """The whole list in one language; None for a name that is none of ours."""
    known = SYSTEMS.get(name)
    if known is None:
        return None
    title, concepts = known
    listed = [{"code": code, "display": words} for code, words in concepts(language).items()]
    return {
        "resourceType": "CodeSystem",
        "id": name,
        "language": str(language),
        "url": f"{base}/CodeSystem/{name}",
        "name": "".join(map(str.capitalize, name.split("-"))),
        "title": title,
        "status": "active",
        "content": "complete",
        "count": len(listed),
        "concept": listed,
    }
