"""Regions and specialties: reference data in the viewer's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from db.queries import region as stored
from db.queries import written
from domain.access import Action
from domain.language import Language
from resolvers.context import OperationContext
from resolvers.declared import also

NAMES = ("name_kk", "name_ru", "name_en")


@also(written.name_in_language)
def in_language(row: Any, context: OperationContext) -> str:
    return name_in(row, context.language)


def name_in(row: Any, language: Language) -> str:
    """The name in the language; Russian where a thing has no English name of its own."""
    return str(getattr(row, f"name_{language.value}", None) or row.name_ru)


async def regions(context: OperationContext) -> list[Any]:
    context.viewer.must(Action.READ_CLINICS)
    return [*await stored.regions(context.tx, context.viewer)]


async def specialties(context: OperationContext) -> list[Any]:
    context.viewer.must(Action.READ_CLINICS)
    return [*await stored.specialties(context.tx, context.viewer)]


async def clinic_counts(context: OperationContext, codes: Sequence[str]) -> Mapping[str, int]:
    return await stored.clinic_counts(context.tx, codes)
