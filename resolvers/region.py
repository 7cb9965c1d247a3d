"""Regions and specialties: reference data in the viewer's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from db import tables
from db.queries.visible import select_visible, table_of
from domain.access import Action
from domain.language import Language
from resolvers.context import OperationContext


def name_in(row: Any, language: Language) -> str:
    """The name in the language; Russian where a thing has no English name of its own."""
    return str(getattr(row, f"name_{language.value}", None) or row.name_ru)


async def regions(context: OperationContext) -> list[Any]:
    context.viewer.must(Action.READ_CLINICS)
    return await context.tx.all(tables.Region, select_visible(tables.Region, context.viewer).order_by("code"))


async def specialties(context: OperationContext) -> list[Any]:
    context.viewer.must(Action.READ_CLINICS)
    return await context.tx.all(
        tables.Specialty, select_visible(tables.Specialty, context.viewer).order_by("name_ru")
    )


async def clinic_counts(context: OperationContext, codes: Sequence[str]) -> Mapping[str, int]:
    clinic = table_of(tables.Clinic)
    statement = select(clinic.c.region_code, func.count().label("clinics")).where(
        clinic.c.region_code.in_(codes)
    )
    return {
        row.region_code: row.clinics
        for row in await context.tx.rows(statement.group_by(clinic.c.region_code))
    }
