"""Regions and specialties, and how many clinics a region has."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from db import tables
from db.database import Transaction
from db.queries.visible import select_visible
from db.tables.base import table_of
from domain.access import Viewer

CLINIC = table_of(tables.Clinic)


async def regions(tx: Transaction, viewer: Viewer) -> list[tables.Region]:
    """All that the viewer sees, by their KATO codes."""
    return await tx.all(tables.Region, select_visible(tables.Region, viewer).order_by("code"))


async def specialties(tx: Transaction, viewer: Viewer) -> list[tables.Specialty]:
    """All that the viewer sees, by their Russian names."""
    return await tx.all(tables.Specialty, select_visible(tables.Specialty, viewer).order_by("name_ru"))


async def clinic_counts(tx: Transaction, codes: Sequence[str]) -> Mapping[str, int]:
    """Clinics of each region; regions without any are missing."""
    statement = select(CLINIC.c.region_code, func.count().label("clinics")).where(
        CLINIC.c.region_code.in_(codes)
    )
    return {row.region_code: row.clinics for row in await tx.rows(statement.group_by(CLINIC.c.region_code))}
