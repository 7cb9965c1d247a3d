"""Clinics: their contracts with the Fund, how many people they have, how lists of them are narrowed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, exists, func, or_, select, update

from db.database import Transaction
from db.queries.conditions import Condition, Filters, Lookup, Orders, Scope, by, equals, truth
from db.queries.expressions import uuid_array
from db.statement import Slot, compiled
from db.tables import Clinic, DoctorList, FundContract
from db.tables.base import table_of
from domain.language import Language
from domain.names import name_matches

CLINIC, CONTRACT, LIST = table_of(Clinic), table_of(FundContract), table_of(DoctorList)


def contracted(clinic_id: ColumnElement[Any], on: date) -> Condition:
    """Whether a clinic has a contract with the Fund on a day; both days of a contract are included."""
    return exists().where(CONTRACT.c.clinic_id == clinic_id, holds(on))


def holds(on: date) -> Condition:
    """Contracts with the Fund that are in force on a day, both ends included."""
    return and_(CONTRACT.c.valid_from <= on, or_(CONTRACT.c.valid_to.is_(None), CONTRACT.c.valid_to >= on))


def of_region(clinic_id: ColumnElement[Any], region_code: str) -> Condition:
    """The clinic lies in the region: a KATO code."""
    return clinic_id.in_(select(CLINIC.c.id).where(CLINIC.c.region_code == region_code))


async def named(name: str, scope: Scope) -> Condition:
    """Clinics whose Kazakh or Russian name fits, in any script, with a typo; they are few enough to try."""
    known = await scope.tx.rows(select(CLINIC.c.id, CLINIC.c.name_kk, CLINIC.c.name_ru))
    fitting = [row.id for row in known if name_matches(name, row.name_kk) or name_matches(name, row.name_ru)]
    return CLINIC.c.id == any_(uuid_array(tuple(fitting)))


PEOPLE = (
    select(func.coalesce(func.sum(LIST.c.people), 0)).where(LIST.c.clinic_id == CLINIC.c.id).scalar_subquery()
)

CLINIC_FILTERS: Filters = {
    "region_code": equals(CLINIC.c.region_code),
    "kind": equals(CLINIC.c.kind),
    "ownership": equals(CLINIC.c.ownership),
    "contracted": lambda value, scope: truth(contracted(CLINIC.c.id, scope.on), value),
    "name": Lookup(named),
}

CLINIC_ORDERS: Orders = {"NAME": by(CLINIC.c.name_kk), "PEOPLE": by(PEOPLE)}


async def people_counts(tx: Transaction, clinic_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """People attached to each clinic without an end: the sum over its doctors' lists."""
    return {row.clinic_id: row.people for row in await tx.found(_PEOPLE_COUNTS, ids=clinic_ids)}


async def names(tx: Transaction, clinic_ids: Sequence[UUID], language: Language) -> Mapping[UUID, str]:
    """Clinics' names in a language; Russian where there is none of its own."""
    found = await tx.found(_NAMES, ids=clinic_ids)
    return {row.id: (language is Language.KK and row.name_kk) or row.name_ru for row in found}


_NAMES = compiled(
    select(CLINIC.c.id, CLINIC.c.name_kk, CLINIC.c.name_ru).where(CLINIC.c.id == any_(uuid_array(Slot("ids"))))
)
_PEOPLE_COUNTS = compiled(
    select(LIST.c.clinic_id, func.sum(LIST.c.people).label("people"))
    .where(LIST.c.clinic_id == any_(uuid_array(Slot("ids"))))
    .group_by(LIST.c.clinic_id)
)


async def contracted_on(
    tx: Transaction, asked: Sequence[tuple[UUID, date]]
) -> Mapping[tuple[UUID, date], bool]:
    """Which clinics have a contract with the Fund on which day."""
    clinic_ids = tuple({clinic_id for clinic_id, _ in asked})
    contracts = await tx.all(
        FundContract, select(*CONTRACT.c).where(CONTRACT.c.clinic_id == any_(uuid_array(clinic_ids)))
    )
    return {
        (clinic_id, on): any(row.clinic_id == clinic_id and in_force(row, on) for row in contracts)
        for clinic_id, on in asked
    }


def in_force(contract: FundContract, on: date) -> bool:
    """The same of one contract that was read already."""
    return contract.valid_from <= on and (contract.valid_to is None or on <= contract.valid_to)


async def by_id(tx: Transaction, clinic_id: UUID) -> Clinic:
    """Any clinic, whoever asks. Raises NotVisible."""
    return await tx.one(Clinic, select(*CLINIC.c).where(CLINIC.c.id == clinic_id))


async def with_bin(tx: Transaction, number: str) -> Clinic | None:
    """The clinic of a business identification number; None when there is none."""
    return await tx.first(Clinic, select(CLINIC).where(CLINIC.c.bin == number))


async def keep_email(tx: Transaction, number: str, address: str | None) -> bool:
    """Where the clinic of a business identification number reads its post; False when there is none."""
    changed = update(CLINIC).where(CLINIC.c.bin == number).values(email=address, version=CLINIC.c.version + 1)
    return (await tx.execute(changed)).rowcount == 1
