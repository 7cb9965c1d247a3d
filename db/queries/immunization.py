"""Due immunizations: how they are listed, and how the plans of people are stored."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, exists, func, or_, select, text

from db.database import Transaction
from db.queries.conditions import Condition, Filters, Orders, Scope, by, equals, truth
from db.queries.patient_filters import attached
from db.queries.visible import column, visible
from db.tables import ImmunizationDue, OrganisedGroupMember, Patient
from db.tables.attachment import Attachment
from db.tables.base import table_of
from domain.immunization.planning import PersonPlan

DUE, PATIENT, MEMBER = table_of(ImmunizationDue), table_of(Patient), table_of(OrganisedGroupMember)
ATTACHMENT = table_of(Attachment)
STORE = text("select store_immunization_plans(cast(:plans as jsonb))")


async def store(tx: Transaction, calendar: str, planned_on: date, planned: Mapping[UUID, PersonPlan]) -> int:
    """Keep the plans of people in place of those that they had; how many were the viewer's to plan."""
    rows = [_plan(key, calendar, planned_on, one) for key, one in planned.items()]
    return int(await tx.value(STORE, {"plans": orjson.dumps(rows).decode()}) or 0)


def _plan(key: UUID, calendar: str, planned_on: date, plan: PersonPlan) -> dict[str, Any]:
    return {
        "patient_id": key,
        "calendar": calendar,
        "planned_on": planned_on,
        "holds_until": plan.holds_until,
        "counted": plan.counted,
        "due": [one._asdict() for one in plan.due],
    }


def in_group(patient_id: ColumnElement[Any], group_id: UUID, scope: Scope) -> Condition:
    """Whether a person is in a school class or kindergarten group, for who may know that."""
    on = scope.on
    return exists().where(
        MEMBER.c.patient_id == patient_id,
        MEMBER.c.group_id == group_id,
        MEMBER.c.since <= on,
        or_(MEMBER.c.until.is_(None), MEMBER.c.until > on),
        visible(OrganisedGroupMember, scope.viewer),
    )


def _shown(name: str, scope: Scope) -> ColumnElement[Any]:
    """A date as far as the viewer may know it."""
    return column(ImmunizationDue, name, scope.viewer)


def _of_person(*which: Condition) -> Condition:
    return exists().where(PATIENT.c.id == DUE.c.patient_id, *which)


def _attached(key: ColumnElement[Any], value: Any, scope: Scope) -> Condition:
    return _of_person(attached(scope.on, key == value))


def _born(value: date, scope: Scope, latest: bool) -> Condition:
    birth = column(Patient, "birth_date", scope.viewer)
    return _of_person(birth <= value if latest else birth >= value)


DUE_FILTERS: Filters = {
    "clinic_id": equals(DUE.c.clinic_id),
    "list_id": lambda value, scope: _attached(ATTACHMENT.c.list_id, value, scope),
    "area_id": lambda value, scope: _attached(ATTACHMENT.c.area_id, value, scope),
    "group_id": lambda value, scope: in_group(DUE.c.patient_id, value, scope),
    "patient_id": equals(DUE.c.patient_id),
    "vaccine_group": equals(DUE.c.vaccine_group),
    "due_until": lambda value, scope: _shown("due_on", scope) <= value,
    "act_until": lambda value, scope: _shown("act_on", scope) <= value,
    "overdue": lambda value, scope: truth(
        func.coalesce(_shown("past_due_on", scope) < scope.on, False), value
    ),
    "held": lambda value, _scope: truth(func.cardinality(DUE.c.obstacles) > 0, value),
    "born_from": lambda value, scope: _born(value, scope, False),
    "born_to": lambda value, scope: _born(value, scope, True),
}

_NAME = select(PATIENT.c.sort_key).where(PATIENT.c.id == DUE.c.patient_id).correlate(DUE)
_BIRTH = select(PATIENT.c.birth_date).where(PATIENT.c.id == DUE.c.patient_id).correlate(DUE)
DUE_ORDERS: Orders = {
    "DUE_ON": by(DUE.c.due_on),
    "PATIENT_NAME": by(func.coalesce(_NAME.scalar_subquery(), "")),
    "BIRTH_DATE": by(_BIRTH.scalar_subquery()),
}
