"""Every list that can be filtered and sorted: its filters, its orders, and the order it has by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import SQLModel

from db import tables
from db.queries import (
    access_event,
    account,
    area,
    attachment,
    clinic,
    coverage,
    doctor_list,
    dose,
    dose_import,
    immunization,
    immunization_session,
    organised_group,
    patient_filters,
    reminder,
    staff,
    vaccine_lot,
)
from db.queries.conditions import Condition, Filters, Orders, Scope, conditions
from db.queries.cut import Window
from db.queries.page import COUNTED, Order, Page, page
from db.queries.rows import patient_ids, row_class
from domain.access import Action
from resolvers import reading
from resolvers.context import OperationContext

__all__ = [
    "COUNTED",
    "LISTS",
    "Asked",
    "Window",
    "ask",
    "listed",
    "nested",
    "order_of",
    "row_class",
    "scope_of",
    "where_of",
]


@dataclass(frozen=True, slots=True)
class Listed:
    """`needs` is the action without which the list is closed; `default` its order and whether it descends.

    `always` narrows the list whatever the filter.
    """

    row: type[SQLModel]
    needs: Action
    filters: Filters
    orders: Orders
    default: tuple[str, bool] = field(default=("NAME", False))
    always: tuple[Condition, ...] = ()


LISTS: Mapping[str, Listed] = {
    "patient": Listed(
        tables.Patient,
        Action.READ_PATIENTS,
        {**patient_filters.PATIENT_FILTERS, **coverage.PEOPLE_FILTERS},
        patient_filters.PATIENT_ORDERS,
        always=(patient_filters.NOT_MERGED,),
    ),
    "attachment": Listed(
        tables.Attachment,
        Action.READ_PATIENTS,
        attachment.ATTACHMENT_FILTERS,
        attachment.ATTACHMENT_ORDERS,
        ("STARTS_ON", True),
    ),
    "attachment_refusal": Listed(
        tables.AttachmentRefusal,
        Action.READ_PATIENTS,
        attachment.ATTACHMENT_REFUSAL_FILTERS,
        attachment.ATTACHMENT_REFUSAL_ORDERS,
        ("REFUSED_ON", True),
    ),
    "clinic": Listed(tables.Clinic, Action.READ_CLINICS, clinic.CLINIC_FILTERS, clinic.CLINIC_ORDERS),
    "doctor_list": Listed(
        tables.DoctorList,
        Action.READ_STAFF,
        doctor_list.DOCTOR_LIST_FILTERS,
        doctor_list.DOCTOR_LIST_ORDERS,
        ("DOCTOR_NAME", False),
    ),
    "area": Listed(tables.Area, Action.READ_CLINICS, area.AREA_FILTERS, area.AREA_ORDERS, ("NUMBER", False)),
    "staff": Listed(tables.Staff, Action.READ_STAFF, staff.STAFF_FILTERS, staff.STAFF_ORDERS),
    "account": Listed(
        tables.Account,
        Action.MANAGE_ACCOUNTS,
        account.ACCOUNT_FILTERS,
        account.ACCOUNT_ORDERS,
        ("NAME", False),
    ),
    "dose": Listed(
        tables.Dose, Action.READ_IMMUNIZATIONS, dose.DOSE_FILTERS, dose.DOSE_ORDERS, ("GIVEN_ON", True)
    ),
    "dose_import": Listed(
        tables.DoseImport,
        Action.IMPORT_DOSES,
        dose_import.IMPORT_FILTERS,
        dose_import.IMPORT_ORDERS,
        ("UPLOADED_AT", True),
    ),
    "dose_import_row": Listed(
        tables.DoseImportRow,
        Action.IMPORT_DOSES,
        dose_import.ROW_FILTERS,
        dose_import.ROW_ORDERS,
        ("NUMBER", False),
    ),
    "immunization_due": Listed(
        tables.ImmunizationDue,
        Action.READ_IMMUNIZATIONS,
        immunization.DUE_FILTERS,
        immunization.DUE_ORDERS,
        ("DUE_ON", False),
    ),
    "vaccine": Listed(
        tables.Vaccine,
        Action.READ_REFERENCE,
        vaccine_lot.VACCINE_FILTERS,
        vaccine_lot.VACCINE_ORDERS,
        ("TRADE_NAME", False),
    ),
    "vaccine_lot": Listed(
        tables.VaccineLot,
        Action.READ_VACCINATION_WORK,
        vaccine_lot.LOT_FILTERS,
        vaccine_lot.LOT_ORDERS,
        ("EXPIRES_ON", False),
    ),
    "immunization_session": Listed(
        tables.ImmunizationSession,
        Action.READ_VACCINATION_WORK,
        immunization_session.SESSION_FILTERS,
        immunization_session.SESSION_ORDERS,
        ("HELD_ON", True),
    ),
    "immunization_session_person": Listed(
        tables.ImmunizationSessionPerson,
        Action.READ_VACCINATION_WORK,
        immunization_session.PERSON_FILTERS,
        immunization_session.PERSON_ORDERS,
        ("PATIENT_NAME", False),
    ),
    "organised_group": Listed(
        tables.OrganisedGroup,
        Action.READ_VACCINATION_WORK,
        organised_group.GROUP_FILTERS,
        organised_group.GROUP_ORDERS,
    ),
    "reminder": Listed(
        tables.Reminder,
        Action.READ_REMINDERS,
        reminder.REMINDER_FILTERS,
        reminder.REMINDER_ORDERS,
        ("PLANNED_FOR", True),
    ),
    "outbox": Listed(
        tables.Outbox, Action.PREVIEW_REMINDERS, {}, reminder.NOTICE_ORDERS, ("CREATED_AT", True)
    ),
    "access_event": Listed(
        tables.AccessEvent,
        Action.READ_AUDIT,
        access_event.ACCESS_EVENT_FILTERS,
        access_event.ACCESS_EVENT_ORDERS,
        ("AT", True),
    ),
}


def order_of(
    context: OperationContext, table: str, order: tuple[str, bool] | None, on: date | None = None
) -> Order:
    """A list's sort key by name; its own when none is given. Raises KeyError for an unknown name."""
    known = LISTS[table]
    name, descending = order or known.default
    return Order(name, known.orders[name](scope_of(context, on)), descending)


def scope_of(context: OperationContext, on: date | None = None) -> Scope:
    return Scope(context.tx, context.viewer, on or context.today)


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a list that may be read, and will be by whoever knows which columns are wanted."""

    table: str
    criteria: Mapping[str, Any]
    order: tuple[str, bool] | None
    window: Window
    as_of: date | None

    @property
    def narrowed(self) -> Mapping[str, Any]:
        """The filter, the day among it where the list knows days."""
        if self.as_of and "as_of" in LISTS[self.table].filters:
            return {**self.criteria, "as_of": self.as_of}
        return self.criteria


def ask(
    context: OperationContext,
    table: str,
    criteria: Mapping[str, Any],
    order: tuple[str, bool] | None,
    window: Window,
    as_of: date | None = None,
) -> Asked:
    """Raises Forbidden for who may not read the list."""
    context.viewer.must(LISTS[table].needs)
    return Asked(table, criteria, order, window, as_of)


async def where_of(
    context: OperationContext, table: str, criteria: Mapping[str, Any], as_of: date | None = None
) -> list[Condition]:
    """The conditions of a list under a filter. Raises KeyError for an unknown field."""
    known = LISTS[table]
    return [*known.always, *await conditions(known.filters, criteria, scope_of(context, as_of))]


async def listed(
    context: OperationContext,
    table: str,
    criteria: Mapping[str, Any],
    order: tuple[str, bool] | None,
    window: Window,
    as_of: date | None = None,
) -> Page:
    """One page of a list, as it is or was on a day."""
    asked = ask(context, table, criteria, order, window, as_of)
    where = await where_of(context, table, asked.narrowed, as_of)
    key = order_of(context, table, order, as_of)
    found = await page(context.tx, context.viewer, LISTS[table].row, key, window, where)
    context.audit.showed(patient_ids(found.rows))
    return found


async def nested(
    context: OperationContext, table: str, by: str, parent: UUID, order: tuple[str, bool], window: Window
) -> Page:
    """One page of the rows that belong to a parent, read for all parents of the level together."""
    return await reading.nested_page(context, table, by, parent, order_of(context, table, order), window)
