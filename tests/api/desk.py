"""A city of two clinics for tests at the registrar's desk, and the people who work there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import text

from db.database import Database
from db.tables import Account, Attachment, Clinic, DoctorList, Patient, Region, Staff
from db.vault import Vault
from domain.access import SYSTEM, Role, Viewer
from domain.attachment import AttachmentChannel, AttachmentReason, ListKind
from domain.clinic import ClinicKind, Ownership
from domain.iin import make_iin
from domain.language import Language
from domain.names import sort_key
from domain.people import Sex
from resolvers.context import OperationContext

NOW = datetime.now(UTC)
TODAY = NOW.astimezone(ZoneInfo("Asia/Almaty")).date()
SERIALS = count(1)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def new_iin(birth_date: date, sex: Sex) -> str:
    """A well-formed number that nobody in this test has yet."""
    return next(iin for serial in SERIALS if (iin := make_iin(birth_date, sex, serial)))


@dataclass(frozen=True, slots=True)
class ClinicDesk:
    """One clinic: its row, a doctor's list, and whoever may sit at its desk."""

    clinic: Clinic
    list_id: UUID
    other_list_id: UUID
    viewers: dict[Role, Viewer]


@dataclass(slots=True)
class City:
    database: Database
    here: ClinicDesk
    there: ClinicDesk
    contexts: list[OperationContext] = field(default_factory=list)

    @asynccontextmanager
    async def at_desk(
        self, role: Role = Role.REGISTRAR, desk: ClinicDesk | None = None
    ) -> AsyncIterator[OperationContext]:
        """One operation of somebody who works in a clinic, in a transaction of its own."""
        async with self.as_viewer((desk or self.here).viewers[role]) as context:
            yield context

    @asynccontextmanager
    async def as_viewer(self, viewer: Viewer) -> AsyncIterator[OperationContext]:
        async with self.database.transaction(viewer) as tx:
            context = OperationContext(
                viewer=viewer,
                tx=tx,
                now=datetime.now(UTC),
                today=TODAY,
                language=Language.EN,
                vault=Vault("tests"),
            )
            self.contexts.append(context)
            yield context


def person_input(**given: Any) -> dict[str, Any]:
    """What the form sends for somebody like anybody, with an IIN that fits."""
    usual: dict[str, Any] = {
        "family_name": "Сәрсенбаева",
        "given_name": "Айгүл",
        "patronymic": "Маратқызы",
        "sex": Sex.FEMALE,
        "birth_date": date(1987, 3, 14),
    }
    chosen = usual | given
    if "iin" not in given and "without_iin" not in given:
        chosen["iin"] = new_iin(chosen["birth_date"], chosen["sex"])
    return chosen


async def found_city(database: Database) -> City:
    async with database.transaction(SYSTEM) as tx:
        region = Region(
            code="750000000",
            name_kk="Алматы",
            name_ru="Алматы",
            name_en="Almaty",
            valid_from=date(1997, 12, 10),
            source="made up",
        )
        if not await tx.row(_region_exists(region.code)):
            await tx.insert(region)
        here = await _open_clinic(tx, 9)
        there = await _open_clinic(tx, 17)
    return City(database, here, there)


def _region_exists(code: str) -> Any:
    return text("select 1 from region where code = :code").bindparams(code=code)


async def _open_clinic(tx: Any, number: int) -> ClinicDesk:
    clinic = await tx.insert(
        Clinic(
            number=number,
            bin=f"9901400{number:05}",
            name_kk=f"№ {number} емхана",
            name_ru=f"Поликлиника № {number}",
            kind=ClinicKind.CITY_POLYCLINIC,
            ownership=Ownership.STATE,
            region_code="750000000",
            kato="751110000",
            address="Абай көшесі, 1",
        )
    )
    lists = [await _doctor_list(tx, clinic, name) for name in ("Оспанов", "Ким")]
    viewers = {role: await _employ(tx, clinic, role) for role in DESK_ROLES}
    return ClinicDesk(clinic, lists[0], lists[1], viewers)


DESK_ROLES = (
    Role.REGISTRAR,
    Role.NURSE,
    Role.DOCTOR,
    Role.HEAD_DOCTOR,
    Role.CLINIC_ADMIN,
    Role.OPERATOR,
)


async def _doctor_list(tx: Any, clinic: Clinic, family_name: str) -> UUID:
    doctor = await tx.insert(
        Staff(
            clinic_id=clinic.id,
            family_name=family_name,
            given_name="Нұрлан",
            sort_key=sort_key(family_name, "Нұрлан"),
        )
    )
    row: DoctorList = await tx.insert(DoctorList(clinic_id=clinic.id, doctor_id=doctor.id, kind=ListKind.GP))
    return row.id


async def _employ(tx: Any, clinic: Clinic, role: Role) -> Viewer:
    account: Account = await tx.insert(
        Account(
            login=f"{role.value.lower()}-{clinic.number}",
            name=f"{role.value} {clinic.number}",
            role=role,
            clinic_id=clinic.id,
            password_hash="none",
        )
    )
    return Viewer(
        account_id=account.id,
        role=role,
        name=account.name,
        clinic_id=clinic.id,
        clinic_ids=(clinic.id,),
        session_id=uuid4(),
    )


async def attach(
    city: City, person: Patient, list_id: UUID, starts_on: date = TODAY, **more: Any
) -> Attachment:
    """An attachment as it stands in the database, without the rules of the desk."""
    async with city.database.transaction(SYSTEM) as tx:
        return await tx.insert(
            Attachment(
                patient_id=person.id,
                clinic_id=more.pop("clinic_id", person.clinic_id),
                list_id=list_id,
                starts_on=starts_on,
                channel=AttachmentChannel.DESK,
                reason=AttachmentReason.FIRST_ATTACHMENT,
                requested_on=starts_on,
                **more,
            )
        )


def auditor_of(city: City) -> Viewer:
    """The Fund's auditor of the whole city."""
    clinics = (city.here.clinic.id, city.there.clinic.id)
    return replace(
        city.here.viewers[Role.REGISTRAR],
        role=Role.AUDITOR,
        clinic_id=None,
        clinic_ids=clinics,
        regions=("750000000",),
    )
