"""Which rows and which columns of a table a viewer may see: the same answer for every reader.

Row-level security says the rows once more underneath; a table that is not named here is visible to nobody.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    Integer,
    Select,
    Table,
    Text,
    any_,
    case,
    cast,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UuidType
from sqlmodel import SQLModel

import db.tables as tables
from db.statement import Slot, Statement, compiled
from domain.access import Action, Role, Viewer

Rule = Callable[[Table, Viewer], ColumnElement[bool]]
Mask = Callable[[Table, ColumnElement[Any]], ColumnElement[Any]]


def table_of(row: type[SQLModel]) -> Table:
    return row.__table__  # type: ignore[attr-defined, no-any-return]


def uuid_array(ids: tuple[UUID, ...] | Slot) -> ColumnElement[Any]:
    return cast(literal(ids if isinstance(ids, Slot) else list(ids), ARRAY(UuidType)), ARRAY(UuidType))


def text_array(texts: Sequence[str] | Slot) -> ColumnElement[Any]:
    return cast(literal(texts if isinstance(texts, Slot) else list(texts), ARRAY(Text)), ARRAY(Text))


def of_clinics(table: Table, viewer: Viewer) -> ColumnElement[bool]:
    """Rows of the viewer's clinics."""
    return among(table.c.clinic_id, viewer.clinic_ids)


def among(column: ColumnElement[Any], ids: tuple[UUID, ...] | Slot) -> ColumnElement[bool]:
    """One clinic is compared by `=`: then an index on it has its rows in the order of the index's next column."""
    if isinstance(ids, tuple) and len(ids) == 1:
        return column == ids[0]
    found: ColumnElement[bool] = column == any_(uuid_array(ids))
    return found


def everybody(_table: Table, _viewer: Viewer) -> ColumnElement[bool]:
    """Reference data, which anybody may read."""
    return true()


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
    """Rows of the viewer's own account."""
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

SECRETS = frozenset(
    {"password_hash", "totp_secret", "totp_last_step", "failed_sign_ins", "last_failed_at"}
    | {"totp_pending", "totp_pending_at", "recovery_hashes"}
)
NEVER_PRESENTED: Mapping[type[SQLModel], frozenset[str]] = {
    tables.Account: SECRETS,
    tables.Patient: frozenset({"search_tokens", "search_key", "street_key"}),
    tables.Export: frozenset({"content"}),
    tables.Reminder: frozenset({"opt_out_hash"}),
    tables.ImmunizationCertificate: frozenset({"token_hash", "token_sealed"}),
    tables.DoseImport: frozenset({"content_hash"}),
}


def initial(_table: Table, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """А. for Алиева."""
    return func.left(column, 1) + literal(".")


def last_four(_table: Table, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An IIN of which the last four digits are told: enough to tell two people apart on the phone."""
    return literal("••••••••") + func.right(column, 4)


def hidden(_table: Table, _column: ColumnElement[Any]) -> ColumnElement[Any]:
    return null()


def no_items(_table: Table, _column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(literal([], ARRAY(Text)), ARRAY(Text))


def covered(_table: Table, _column: ColumnElement[Any]) -> ColumnElement[Any]:
    """That there is something, not what."""
    return cast(literal("•••"), Text)


def no_list(table: Table, column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(literal("[]", Text), table.c[column.name].type)


def no_facts(table: Table, column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(literal("{}", Text), table.c[column.name].type)


def no_warnings(table: Table, _column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(literal("[]", Text), table.c.warnings.type)


def first_of_month(_table: Table, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of a day its month: enough for an age."""
    return cast(func.date_trunc("month", column), Date)


def year_only(_table: Table, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of a birth date its year, as the first of January."""
    return func.make_date(cast(func.date_part("year", column), Integer), 1, 1)


PATIENT_MASKS: Mapping[str, Mask] = {
    "iin": last_four,
    "temporary_id": hidden,
    "family_name": initial,
    "given_name": initial,
    "patronymic": initial,
    "birth_date": year_only,
    "phones": no_items,
    "email": hidden,
    "locality": hidden,
    "street": hidden,
    "house": hidden,
    "flat": hidden,
    "warnings": no_warnings,
    "sort_key": hidden,
}

# The days of doses tell the birth date, free texts tell names.
DOSE_MASKS: Mapping[str, Mask] = {
    "given_on": first_of_month,
    "given_at": hidden,
    "recorded_at": first_of_month,
    "place": hidden,
    "reaction": hidden,
    "override_reason": hidden,
    "void_reason": hidden,
    "voided_at": first_of_month,
    "advice": no_list,
}
DATES_OF_DUE = ("earliest_on", "due_on", "past_due_on", "latest_on", "act_on")
MASKS: Mapping[type[SQLModel], Mapping[str, Mask]] = {
    tables.Patient: PATIENT_MASKS,
    tables.Dose: DOSE_MASKS,
    tables.ImmunizationDue: dict.fromkeys(DATES_OF_DUE, first_of_month),
    tables.AdverseEvent: {"description": hidden, "began_on": first_of_month},
    tables.Deferral: {
        "reason": hidden,
        "commission": hidden,
        "document": hidden,
        "end_reason": hidden,
        # Which vaccines wait tells the illness.
        "vaccine_groups": no_items,
        "since": first_of_month,
        "until": first_of_month,
        "ended_on": first_of_month,
    },
    tables.Consent: {"document": hidden, "relative_id": hidden},
    tables.ImmunizationSessionPerson: {"note": hidden},
    tables.ImmunizationCertificate: {"content": no_facts, "revoke_reason": hidden},
    # A class and a birth year name a child in a small place.
    tables.OrganisedGroup: {"name": covered, "class_name": covered},
    tables.ImmunizationSession: {"place": covered},
    tables.Reminder: dict.fromkeys(("address", "message", "detail"), hidden),
    tables.ReminderItem: {"act_on": first_of_month},
}


OF_NOBODY = frozenset({"organised_group", "immunization_session", "reminder"})
"""Tables whose rows are about many people, a reminder's siblings for one: no revealed person opens them."""


SLOTS = ("account_id", "clinic_ids", "regions", "patient_id", "revealed")


class Kind(NamedTuple):
    """On what of a viewer SQL depends; all else of them is put in."""

    role: Role | None
    one_time_password: bool
    scope: str | None
    has_revealed: bool
    of_one_clinic: bool


def kind_of(viewer: Viewer) -> Kind:
    """All that the shape of a SELECT depends on: viewers of one kind share it, with other values."""
    may_do = viewer.role, viewer.one_time_password, viewer.scope
    return Kind(*may_do, bool(viewer.revealed), len(viewer.clinic_ids) == 1)


def with_slots(kind: Kind) -> Viewer:
    """Any viewer of a kind, to compile a SELECT for all of them."""
    slots: Any = {name: Slot(f"viewer.{name}") for name in SLOTS}
    if not kind.has_revealed:
        slots["revealed"] = ()
    if kind.of_one_clinic:
        slots["clinic_ids"] = (Slot("viewer.clinic"),)
    may_do: Any = {name: getattr(kind, name) for name in ("role", "one_time_password", "scope")}
    return Viewer(**may_do, **slots)


def slot_values(viewer: Viewer) -> dict[str, Any]:
    """What stands in those slots for one viewer."""
    values = {f"viewer.{name}": getattr(viewer, name) for name in SLOTS}
    return values | {"viewer.clinic": next(iter(viewer.clinic_ids), None)}


def for_viewers(select_for: Callable[[Viewer], Executable]) -> Callable[[Viewer], Statement]:
    """A SELECT that depends on its viewer, compiled once for all viewers of one kind."""

    @cache
    def made(kind: Kind) -> Statement:
        return compiled(select_for(with_slots(kind)))

    return lambda viewer: made(kind_of(viewer))


def visible(row: type[SQLModel], viewer: Viewer) -> ColumnElement[bool]:
    """The condition under which rows of a table are the viewer's to see; none for a table without a rule."""
    rule = ROWS.get(row)
    return false() if rule is None else rule(table_of(row), viewer)


def columns(row: type[SQLModel], viewer: Viewer) -> list[ColumnElement[Any]]:
    """The columns that may be presented, masked where the viewer may not know who a person is."""
    hidden_ones = NEVER_PRESENTED.get(row, frozenset())
    return [
        column(row, column_.name, viewer) for column_ in table_of(row).c if column_.name not in hidden_ones
    ]


def column(row: type[SQLModel], name: str, viewer: Viewer) -> ColumnElement[Any]:
    """One column under its own name, masked as the viewer's role demands."""
    table = table_of(row)
    plain = table.c[name]
    mask = MASKS.get(row, {}).get(name)
    if mask and not viewer.can(Action.READ_IDENTITY):
        return _unless_revealed(table, plain, mask(table, plain), viewer)
    if row is tables.Staff and name == "iin":
        return _of_own_clinic(table, plain, viewer)
    return plain


def _unless_revealed(
    table: Table, plain: ColumnElement[Any], masked: ColumnElement[Any], viewer: Viewer
) -> ColumnElement[Any]:
    name = str(plain.name)
    if not viewer.revealed or table.name in OF_NOBODY:
        return masked.label(name)
    whose = table.c.id if table.name == "patient" else table.c.patient_id
    return case((whose == any_(uuid_array(viewer.revealed)), plain), else_=masked).label(name)


def _of_own_clinic(table: Table, plain: ColumnElement[Any], viewer: Viewer) -> ColumnElement[Any]:
    if viewer.role not in (Role.CLINIC_ADMIN, Role.HEAD_DOCTOR):
        return cast(null(), Text).label("iin")
    return case((of_clinics(table, viewer), plain)).label("iin")


def select_visible(row: type[SQLModel], viewer: Viewer) -> Select[Any]:
    """SELECT of what the viewer may see of a table: visible rows, presentable columns, masked."""
    return select(*columns(row, viewer)).where(visible(row, viewer))
