"""The CapabilityStatement of /fhir/metadata: exactly what is served, and how to come in."""

from datetime import date
from importlib.metadata import version
from typing import Any

PATIENT = {
    "name": "patient",
    "type": "reference",
    "documentation": "The person's id, a UUID or as GraphQL returns it. Needed; nothing else is searched by.",
}


def capability(origin: str, today: date) -> dict[str, Any]:
    """For the address that clients see."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": today.isoformat(),
        "kind": "instance",
        "software": {"name": "Emhana", "version": version("emhana")},
        "implementation": {
            "description": "A person's immunizations and forecast by the National calendar, for reading",
            "url": f"{origin}/fhir",
        },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json", "json"],
        "rest": [
            {
                "mode": "server",
                "security": _security(origin),
                "resource": [
                    _resource("Immunization", "read", "search-type"),
                    _resource("ImmunizationRecommendation", "search-type"),
                ],
            }
        ],
    }


OAUTH_URIS = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"


def _security(origin: str) -> dict[str, Any]:
    token = {"url": "token", "valueUri": f"{origin}/oauth/token"}
    service = {"system": "http://terminology.hl7.org/CodeSystem/restful-security-service", "code": "OAuth"}
    return {
        "service": [{"coding": [service]}],
        "extension": [{"url": OAUTH_URIS, "extension": [token]}],
        "description": "OAuth2 client credentials, scope immunization.read; or the session's cookie. "
        "Every read is recorded.",
    }


def _resource(name: str, *interactions: str) -> dict[str, Any]:
    return {
        "type": name,
        "interaction": [{"code": code} for code in interactions],
        "versioning": "no-version",
        "searchParam": [PATIENT],
    }
