"""Which columns nobody is shown, and how the others look to those who may not know who a person is."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Text, cast, func, literal, null
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import SQLModel

import db.tables as tables

Mask = Callable[[ColumnElement[Any]], ColumnElement[Any]]

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


def initial(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """А. for Алиева."""
    return func.left(column, 1) + literal(".")


def last_four(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An IIN of which the last four digits are told: enough to tell two people apart on the phone."""
    return literal("••••••••") + func.right(column, 4)


def hidden(_column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Null instead of what is masked."""
    return null()


def no_items(_column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An empty text[] instead of what is masked."""
    return cast(literal([], ARRAY(Text)), ARRAY(Text))


def covered(_column: ColumnElement[Any]) -> ColumnElement[Any]:
    """That there is something, not what."""
    return cast(literal("•••"), Text)


def no_list(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An empty JSON list instead of what is masked."""
    return cast(literal("[]", Text), column.type)


def no_facts(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """An empty JSON object instead of what is masked."""
    return cast(literal("{}", Text), column.type)


def first_of_month(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Of a day its month: enough for an age."""
    return cast(func.date_trunc("month", column), Date)


def year_only(column: ColumnElement[Any]) -> ColumnElement[Any]:
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
    "warnings": no_list,
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
    tables.Attachment: dict.fromkeys(("evidence", "override_reason"), hidden),
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
