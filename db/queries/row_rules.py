"""Which rows of a table a viewer may see.

Row-level security says it once more underneath; a table that is not named here is visible to nobody.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, any_, cast, false, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UuidType
from sqlmodel import SQLModel

import db.tables as tables
from db.queries.expressions import among, text_array
from db.tables.base import table_of
from domain.access import Action, Role, Viewer

Rule = Callable[[Table, Viewer], ColumnElement[bool]]


def everybody(_table: Table, _viewer: Viewer) -> ColumnElement[bool]:
    """Reference data, which anybody may read."""
    return true()


def of_clinics(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """Rows whose clinic is among the viewer's; by this rule a row without a clinic is shown to nobody."""
    return among(table.c.clinic_id, viewer.clinic_ids)


def own_records(viewer: Viewer) -> ColumnElement[Any]:
    """The ids of a patient's record and of those merged into it."""
    mine = func.emhana_records_of(cast(literal(viewer.patient_id, UuidType), UuidType))
    return cast(select(mine).scalar_subquery(), ARRAY(UuidType))


def people(key: str) -> Rule:
    """Rows about people: the clinic's and the Fund's by clinic, a patient's own and merged ones' by `key`."""

    def rule(table: Table, viewer: Viewer) -> ColumnElement[bool]:
        if viewer.role is Role.SYSTEM:
            return true()
        if viewer.role is Role.PATIENT:
            found: ColumnElement[bool] = table.c[key] == any_(own_records(viewer))
            return found
        return of_clinics(table, viewer) if viewer.can(Action.READ_PATIENTS) else false()

    return rule


def history(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """A clinic's own rows, and the whole history of the people for whom it answers now."""
    rule = people("patient_id")(table, viewer)
    if viewer.role in (Role.SYSTEM, Role.PATIENT) or not viewer.can(Action.READ_PATIENTS):
        return rule
    return or_(rule, among(table.c.record_clinic_id, viewer.clinic_ids))


def immunizations(rule: Rule) -> Rule:
    """Medical facts: for those who may read immunizations, and of them what the rule says."""

    def both(table: Table, viewer: Viewer) -> ColumnElement[bool]:
        return rule(table, viewer) if viewer.can(Action.READ_IMMUNIZATIONS) else false()

    return both


def observations(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """For nurses and doctors of the clinic, and the person: what they are about is nobody else's business."""
    return history(table, viewer) if viewer.can(Action.READ_OBSERVATIONS) else false()


def at_work(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """Lots, sessions, classes: of the clinics whose immunization work the viewer may see."""
    if viewer.role is Role.SYSTEM:
        return true()
    return of_clinics(table, viewer) if viewer.can(Action.READ_VACCINATION_WORK) else false()


def imports(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """Files of old doses and their rows: of the clinic's own people who may read one in."""
    if viewer.role is Role.SYSTEM:
        return true()
    return of_clinics(table, viewer) if viewer.can(Action.IMPORT_DOSES) else false()


def reminder_items(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """What a message is about is seen by whoever sees the message."""
    message = table_of(tables.Reminder)
    seen = select(message.c.id).where(people("recipient_id")(message, viewer))
    if viewer.role is Role.PATIENT:
        return table.c.reminder_id.in_(seen)
    return people("patient_id")(table, viewer)


def notices(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """What a clinic was told: for those of it who may see reminders ahead."""
    return of_clinics(table, viewer) if viewer.can(Action.PREVIEW_REMINDERS) else false()


def accounts(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """Oneself; an administrator the clinic's, an officer those of the Fund whose regions are among their own."""
    oneself: ColumnElement[bool] = table.c.id == viewer.account_id
    if viewer.role is Role.CLINIC_ADMIN:
        return oneself | of_clinics(table, viewer)
    if viewer.role is Role.FUND_OFFICER:
        regions = text_array(viewer.regions)
        of_the_fund = table.c.role.in_([Role.AUDITOR, Role.FUND_OFFICER])
        return or_(oneself, of_the_fund & table.c.regions.contained_by(regions))
    return oneself


def events(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """What happened in the viewer's clinics; the Fund's officer also sees what the accounts that they manage did."""
    if not viewer.can(Action.READ_AUDIT):
        return own(table, viewer)
    if viewer.role is not Role.FUND_OFFICER:
        return of_clinics(table, viewer)
    managed = table_of(tables.Account)
    ids = select(managed.c.id).where(accounts(managed, viewer))
    return or_(of_clinics(table, viewer), table.c.account_id.in_(ids))


def own(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """Rows that belong to the viewer's account alone, as sessions, drafts and exports do."""
    mine: ColumnElement[bool] = table.c.account_id == viewer.account_id
    return mine


ROWS: Mapping[type[SQLModel], Rule] = {
    tables.Region: everybody,
    tables.Specialty: everybody,
    tables.Clinic: everybody,
    tables.FundContract: everybody,
    tables.Area: everybody,
    tables.AreaStreet: everybody,
    tables.DoctorList: everybody,
    tables.Staff: everybody,
    tables.Employment: everybody,
    tables.Qualification: everybody,
    tables.Patient: people("id"),
    tables.Attachment: history,
    tables.Dose: immunizations(history),
    tables.AdverseEvent: immunizations(history),
    tables.Deferral: immunizations(history),
    tables.Consent: immunizations(history),
    tables.TuberculinTest: immunizations(history),
    tables.ImmunizationCertificate: immunizations(history),
    tables.Observation: observations,
    tables.OrganisedGroupMember: immunizations(history),
    tables.ImmunizationSessionPerson: immunizations(history),
    tables.ImmunizationDue: immunizations(people("patient_id")),
    tables.ImmunizationPlanning: immunizations(people("patient_id")),
    tables.Vaccine: everybody,
    tables.VaccineLot: at_work,
    tables.VaccineLotMovement: at_work,
    tables.DoseImport: imports,
    tables.DoseImportRow: imports,
    tables.OrganisedGroup: at_work,
    tables.ImmunizationSession: at_work,
    tables.Reminder: people("recipient_id"),
    tables.ReminderItem: reminder_items,
    tables.ReminderOptOut: people("patient_id"),
    tables.Outbox: notices,
    tables.AttachmentRefusal: people("patient_id"),
    tables.FamilyLink: people("patient_id"),
    tables.Merge: people("survivor_id"),
    tables.Account: accounts,
    tables.AccessEvent: events,
    tables.Draft: own,
    tables.Export: own,
    tables.Reveal: own,
}
