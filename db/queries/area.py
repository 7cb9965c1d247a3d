"""Catchment areas: how lists of them are narrowed, and which ones an address belongs to."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from db.database import Transaction
from db.queries.conditions import Filters, Orders, by, equals
from db.tables import Area, AreaStreet, Patient
from db.tables.base import table_of
from domain.address import covers, house_number

AREA, STREET = table_of(Area), table_of(AreaStreet)

AREA_ORDERS: Orders = {"NUMBER": by(AREA.c.number)}
AREA_FILTERS: Filters = {"clinic_id": equals(AREA.c.clinic_id), "kind": equals(AREA.c.kind)}


async def areas_at_home(tx: Transaction, patient: Patient, clinic_id: UUID | None = None) -> list[Area]:
    """The areas that a person's address belongs to, those that name its houses first."""
    if not patient.street_key:
        return []
    number = house_number(patient.house or "")
    houses = [
        row
        for row in await tx.all(
            AreaStreet, select(*STREET.c).where(_on_street(patient.street_key, clinic_id))
        )
        if covers(row, patient.street_key, number) and same_place(row.kato, patient.kato)
    ]
    found = await tx.all(Area, select(*AREA.c).where(AREA.c.id.in_({row.area_id for row in houses})))
    return sorted(found, key=lambda area: (_precision(area, houses), area.id))


def _on_street(street_key: str, clinic_id: UUID | None) -> ColumnElement[bool]:
    of_clinic = true() if clinic_id is None else STREET.c.clinic_id == clinic_id
    return (STREET.c.street_key == street_key) & of_clinic


def _precision(area: Area, houses: Sequence[AreaStreet]) -> bool:
    """False, which sorts first, for an area that names the houses."""
    return all(row.house_from is None and row.house_to is None for row in houses if row.area_id == area.id)


def same_place(kato: str, other: str | None) -> bool:
    """Whether one KATO code lies within the other (710000000 holds 711210000); unknown is no obstacle."""
    if not other:
        return True
    shorter, longer = sorted((kato.rstrip("0"), other.rstrip("0")), key=len)
    return longer.startswith(shorter)
