"""A small town for tests: two clinics with a contract, doctors, areas and as many people as needed."""

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text
from sqlmodel import SQLModel

from db.database import Database, Transaction
from db.tables import (
    Account,
    Area,
    AreaStreet,
    Attachment,
    Clinic,
    DoctorList,
    Employment,
    FundContract,
    Patient,
    Region,
    Staff,
)
from db.tables.base import given_of
from db.vault import Vault
from domain.access import SYSTEM, Role, Viewer
from domain.address import street_key
from domain.attachment import AttachmentChannel, AttachmentReason, ListKind
from domain.clinic import ClinicKind, Ownership
from domain.language import Language
from domain.names import search_key, sort_key
from domain.people import Sex
from domain.staff import StaffCategory
from resolvers.context import OperationContext

ALMATY = ZoneInfo("Asia/Almaty")
REGION, KATO = "990000000", "710000000"
LONG_AGO = date(2020, 1, 1)
numbers = itertools.count(1)


def today() -> date:
    return datetime.now(ALMATY).date()


@dataclass(slots=True)
class Surgery:
    """A clinic with a therapist, a GP and a paediatrician, each with an area on a street of their own."""

    clinic: Clinic
    lists: dict[ListKind, DoctorList] = field(default_factory=dict)
    areas: dict[ListKind, Area] = field(default_factory=dict)
    accounts: dict[Role, Account] = field(default_factory=dict)

    def viewer(self, role: Role = Role.REGISTRAR) -> Viewer:
        account = self.accounts[role]
        return Viewer(
            account_id=account.id,
            role=role,
            name=account.name,
            clinic_id=self.clinic.id,
            clinic_ids=(self.clinic.id,),
        )


@dataclass(slots=True)
class Town:
    database: Database
    here: Surgery
    there: Surgery

    @asynccontextmanager
    async def as_system(self) -> AsyncIterator[Transaction]:
        async with self.database.transaction(SYSTEM) as tx:
            yield tx

    @asynccontextmanager
    async def operation(self, viewer: Viewer, **clock: Any) -> AsyncIterator[OperationContext]:
        """One operation as the server runs it: its transaction commits at the end."""
        async with self.database.transaction(viewer) as tx:
            times = {"now": datetime.now(UTC), "today": today()} | clock
            yield OperationContext(viewer=viewer, tx=tx, language=Language.KK, vault=Vault("tests"), **times)

    async def person(self, of: Surgery, **details: Any) -> Patient:
        async with self.as_system() as tx:
            return await tx.insert(person(of, **details))

    async def store(self, rows: Sequence[SQLModel]) -> None:
        """Many rows of one table at once; give them ids when they are needed later."""
        async with self.as_system() as tx:
            await tx.execute(insert(type(rows[0])), [given_of(row) for row in rows])

    async def attached(self, patient: Patient, to: Surgery, kind: ListKind, **details: Any) -> Attachment:
        async with self.as_system() as tx:
            return await tx.insert(attachment(patient, to, kind, **details))

    async def set_people(self, row: DoctorList, people: int) -> None:
        """As if so many people were on the list."""
        async with self.as_system() as tx:
            await tx.execute(
                text("update doctor_list set people = :people where id = :id"),
                {"people": people, "id": row.id},
            )

    async def all(self, sql: str, **parameters: Any) -> list[Any]:
        async with self.as_system() as tx:
            return list(await tx.rows(text(sql), parameters))


def person(of: Surgery, **details: Any) -> Patient:
    number = next(numbers)
    names = {"family_name": "Сынақбаев", "given_name": f"Адам{number}"} | details
    given = {
        "clinic_id": of.clinic.id,
        "temporary_id": f"T-{number}",
        "sort_key": sort_key(names["family_name"], names["given_name"]),
        "search_key": search_key(names["family_name"], names["given_name"]),
        "sex": Sex.MALE,
        "birth_date": date(1980, 5, 17),
        "kato": KATO,
        **names,
    }
    if "street" in given:
        given["street_key"] = street_key(given["street"])
    return Patient(**given)


def attachment(patient: Patient, to: Surgery, kind: ListKind, **details: Any) -> Attachment:
    given = {
        "patient_id": patient.id,
        "clinic_id": to.clinic.id,
        "list_id": to.lists[kind].id,
        "starts_on": LONG_AGO,
        "channel": AttachmentChannel.REGISTER,
        "reason": AttachmentReason.FIRST_ATTACHMENT,
        "requested_on": LONG_AGO,
        **details,
    }
    return Attachment(**given)


async def build(database: Database) -> Town:
    async with database.transaction(SYSTEM) as tx:
        await tx.insert(
            Region(
                code=REGION,
                name_kk="Сынақ",
                name_ru="Проба",
                name_en="Trial",
                valid_from=LONG_AGO,
                source="tests",
            )
        )
        here, there = [await surgery(tx, name) for name in ("Бірінші", "Екінші")]
    return Town(database, here, there)


async def surgery(tx: Transaction, name: str) -> Surgery:
    number = next(numbers)
    clinic = await tx.insert(
        Clinic(
            bin=f"{number:012}",
            name_kk=f"{name} емхана",
            name_ru=f"{name} поликлиника",
            kind=ClinicKind.CITY_POLYCLINIC,
            ownership=Ownership.STATE,
            region_code=REGION,
            kato=KATO,
            address="Сынақ көшесі, 1",
        )
    )
    await tx.insert(FundContract(clinic_id=clinic.id, number=f"{number}", valid_from=LONG_AGO))
    made = Surgery(clinic)
    for kind in ListKind:
        made.lists[kind] = await doctor_list(tx, clinic.id, kind)
        made.areas[kind] = await _area(tx, made.lists[kind], f"{name} {kind.value}")
    for role in (Role.REGISTRAR, Role.HEAD_DOCTOR, Role.CLINIC_ADMIN, Role.NURSE):
        made.accounts[role] = await tx.insert(
            Account(
                login=f"{role.value}{number}",
                name=role.value,
                role=role,
                clinic_id=clinic.id,
                password_hash="-",
            )
        )
    return made


async def doctor_list(tx: Transaction, clinic_id: UUID, kind: ListKind, **details: Any) -> DoctorList:
    doctor = await tx.insert(
        Staff(
            clinic_id=clinic_id, family_name="Дәрігеров", given_name=kind.value, sort_key=sort_key(kind.value)
        )
    )
    await tx.insert(
        Employment(
            staff_id=doctor.id,
            clinic_id=clinic_id,
            post="Дәрігер",
            category=StaffCategory.HIGHER,
            started_on=LONG_AGO,
        )
    )
    return await tx.insert(DoctorList(clinic_id=clinic_id, doctor_id=doctor.id, kind=kind, **details))


async def _area(tx: Transaction, row: DoctorList, street: str) -> Area:
    area = await tx.insert(
        Area(clinic_id=row.clinic_id, number=str(next(numbers)), kind=row.kind, list_id=row.id)
    )
    await tx.insert(
        AreaStreet(
            area_id=area.id, clinic_id=row.clinic_id, kato=KATO, street=street, street_key=street_key(street)
        )
    )
    return area


async def street_of(town: Town, area: Area) -> str:
    rows = await town.all("select street from area_street where area_id = :id", id=area.id)
    return str(rows[0].street)


def tomorrow() -> date:
    return today() + timedelta(days=1)
