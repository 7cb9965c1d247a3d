"""People: finding one by the IIN, those who may be the same person, and writing records."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Text, any_, cast, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError

from db.database import DbRole, Transaction
from db.failures import constraint_of
from db.queries.expressions import uuid_array
from db.queries.search import search_tokens, whole_word_tokens
from db.queries.visible import columns, select_visible, visible
from db.tables import Attachment, Clinic, Patient
from db.tables.base import table_of
from domain.access import Viewer
from domain.names import search_key, sort_key
from domain.registration import PersonDetails

PATIENT, ATTACHMENT = table_of(Patient), table_of(Attachment)
MOST_ALIKE = 100
IIN_IS_UNIQUE = "uq_patient_iin"


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """The least identity of a person of any clinic; `attached_since` is null without an attachment today."""

    id: UUID
    clinic_id: UUID
    family_name: str
    given_name: str
    patronymic: str | None
    birth_date: date
    attached_since: date | None


async def by_iin(tx: Transaction, iin: str) -> Patient | None:
    """The visible person of exactly this IIN; merged records are not people any more."""
    return await tx.first(
        Patient,
        select_visible(Patient, tx.viewer).where(PATIENT.c.iin == iin, PATIENT.c.merged_into.is_(None)),
    )


async def in_directory(tx: Transaction, iin: str, on: date) -> DirectoryEntry | None:
    """The person of exactly this IIN in whichever clinic."""
    least = [
        PATIENT.c[name]
        for name in ("id", "clinic_id", "family_name", "given_name", "patronymic", "birth_date")
    ]
    async with tx.acting_as(DbRole.DIRECTORY, iin=iin, person="") as directory:
        found = await directory.row(
            select(*least).where(PATIENT.c.iin == iin, PATIENT.c.merged_into.is_(None))
        )
        if found is not None:
            await directory.let(person=str(found.id))
            since = await directory.value(
                select(ATTACHMENT.c.starts_on).where(
                    ATTACHMENT.c.patient_id == found.id,
                    ATTACHMENT.c.starts_on <= on,
                    or_(ATTACHMENT.c.ends_on.is_(None), ATTACHMENT.c.ends_on > on),
                )
            )
    return None if found is None else DirectoryEntry(**found._mapping, attached_since=since)


async def alike(
    tx: Transaction,
    clinic_number: int,
    names: tuple[str, str],
    birth_dates: Sequence[date],
    phones: Sequence[str],
) -> list[Patient]:
    """People of the viewer's clinic who share a phone, both names, or a birth date and a part of a name."""
    ids = func.people_alike(
        list(birth_dates),
        _numbers(search_tokens(clinic_number, *names)),
        _texts(phones),
        *(_numbers(whole_word_tokens(clinic_number, name)) for name in names),
        MOST_ALIKE,
    )
    found = select(ids.column_valued("id"))
    return await tx.all(Patient, select_visible(Patient, tx.viewer).where(PATIENT.c.id.in_(found)))


def _numbers(items: Sequence[int]) -> Any:
    return cast(literal(list(items), ARRAY(BigInteger)), ARRAY(BigInteger))


def _texts(items: Sequence[str]) -> Any:
    return cast(literal(list(items), ARRAY(Text)), ARRAY(Text))


async def locked(tx: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, Patient]:
    """Visible people, locked in the order of their ids until the transaction ends."""
    statement = (
        select(*columns(Patient, tx.viewer))
        .where(visible(Patient, tx.viewer), PATIENT.c.id == any_(uuid_array(tuple(ids))))
        .order_by(PATIENT.c.id)
        .with_for_update(key_share=True)
    )
    return {row.id: row for row in await tx.all(Patient, statement)}


async def own_clinic(tx: Transaction) -> Clinic:
    """The clinic that the viewer works for. Raises NotVisible for who has none."""
    return await tx.one(
        Clinic, select_visible(Clinic, tx.viewer).where(table_of(Clinic).c.id == tx.viewer.clinic_id)
    )


def details_columns(details: PersonDetails, clinic_number: int) -> dict[str, Any]:
    """The columns that say who a person is, with the keys by which lists and searches find them."""
    names = (details.family_name, details.given_name, details.patronymic)
    return {
        **asdict(details),
        "phones": list(details.phones),
        "street_key": details.street_key,
        "sort_key": sort_key(*names),
        "search_key": search_key(*names),
        "search_tokens": search_tokens(clinic_number, *names),
    }


async def temporary_id(tx: Transaction, clinic_number: int, on: date) -> str:
    """A new id for a person without an IIN: T, the clinic's number, the year, a serial."""
    serial = await tx.value(text("select nextval('temporary_id_serial')"))
    return f"T-{clinic_number}-{on:%y}-{serial:06}"


async def add(tx: Transaction, person: Patient) -> Patient | None:
    """The new record; None when somebody has its IIN already, also by a hair."""
    try:
        async with tx.savepoint():
            return await tx.insert(person)
    except IntegrityError as error:
        if constraint_of(error) == IIN_IS_UNIQUE:
            return None
        raise


async def change(tx: Transaction, person: Patient, values: Mapping[str, Any]) -> Patient | None:
    """The locked record with its new values and version; None when somebody else has the IIN."""
    statement = (
        update(PATIENT)
        .where(PATIENT.c.id == person.id)
        .values(**values, version=PATIENT.c.version + 1, updated_at=func.now())
        .returning(*columns(Patient, tx.viewer))
    )
    try:
        async with tx.savepoint():
            return await tx.one(Patient, statement)
    except IntegrityError as error:
        if constraint_of(error) == IIN_IS_UNIQUE:
            return None
        raise


def visible_people(viewer: Viewer, ids: Sequence[UUID]) -> Any:
    """The visible ones of these people, merged records too."""
    return select_visible(Patient, viewer).where(PATIENT.c.id == any_(uuid_array(tuple(ids))))
