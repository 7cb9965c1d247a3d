"""How lists of people are narrowed and ordered; what is masked for a viewer is masked for their filters."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_

from db.queries.clinic import of_region
from db.queries.conditions import Bound, Condition, Filter, Filters, Orders, Scope, by, equals, truth
from db.queries.visible import column
from db.tables import Attachment, Patient
from db.tables.base import table_of
from domain.access import Action
from domain.names import words

PATIENT, ATTACHMENT = table_of(Patient), table_of(Attachment)


NOT_MERGED: Condition = PATIENT.c.merged_into.is_(None)
"""A record merged into another is found through that one only (docs/adr/0005-merge-keeps-rows.md)."""


def attached(on: date, *which: Condition) -> Condition:
    """Whether a person has such an attachment on a day; `ends_on` is the first day that no longer counts."""
    ends_on = ATTACHMENT.c.ends_on
    return exists().where(
        ATTACHMENT.c.patient_id == PATIENT.c.id,
        ATTACHMENT.c.starts_on <= on,
        or_(ends_on.is_(None), ends_on > on),
        *which,
    )


def staying(*which: Condition) -> Condition:
    """Whether a person has such an attachment with no end in sight, also from a day to come: whom a list counts."""
    return exists().where(ATTACHMENT.c.patient_id == PATIENT.c.id, ATTACHMENT.c.ends_on.is_(None), *which)


def by_attachment(key: ColumnElement[Any]) -> Filter:
    """By a column of the attachment of the day; with `staying` of the one without an end."""

    def narrow(value: Any, scope: Scope) -> Condition:
        which = key == value
        return staying(which) if scope.given.get("staying") else attached(scope.on, which)

    return narrow


def by_clinic(value: Any, scope: Scope) -> Condition:
    """By the clinic that answers for the record; with `staying` by that of the attachment without an end."""
    stays = scope.given.get("staying")
    of_clinic: Condition = PATIENT.c.clinic_id == value
    return staying(ATTACHMENT.c.clinic_id == value) if stays else of_clinic


def born(scope: Scope) -> ColumnElement[date]:
    """The birth date as far as the viewer may know it: for auditors the first day of the year."""
    return column(Patient, "birth_date", scope.viewer)


def named(name: str, scope: Scope) -> Condition:
    """Every word begins a word of the person's name, in any script; nobody, for who may not know names."""
    asked = words(name)
    if not asked or not scope.viewer.can(Action.READ_IDENTITY):
        return false()
    padded = func.concat(" ", PATIENT.c.search_key)
    return and_(*(padded.contains(f" {word}", autoescape=True) for word in asked))


PATIENT_FILTERS: Filters = {
    "clinic_id": Bound(by_clinic),
    "list_id": by_attachment(ATTACHMENT.c.list_id),
    "area_id": by_attachment(ATTACHMENT.c.area_id),
    "region_code": lambda value, _scope: of_region(PATIENT.c.clinic_id, value),
    "sex": equals(PATIENT.c.sex),
    "born_from": lambda value, scope: born(scope) >= value,
    "born_to": lambda value, scope: born(scope) <= value,
    "citizenship": equals(PATIENT.c.citizenship),
    "unattached": lambda value, scope: truth(~attached(scope.on), value),
    "staying": lambda value, _scope: truth(staying(), value),
    "name": named,
}

PATIENT_ORDERS: Orders = {
    "NAME": by(PATIENT.c.sort_key),
    "BIRTH_DATE": by(PATIENT.c.birth_date),
    "REGISTERED_AT": by(PATIENT.c.registered_at),
}
