"""Regions and medical specialties."""

import strawberry

from resolvers import region as resolved
from schema.presenting import computed, gathered, presents
from schema.scalars import KATO


@presents("region", description="A region or a city of republican significance.")
class Region:
    code: KATO
    name: str = computed(resolved.in_language, "In the viewer's language.", needs=resolved.NAMES)
    name_kk: str
    name_ru: str
    name_en: str
    clinic_count: int = gathered(resolved.clinic_counts, by="code", default=int)


@presents(
    "specialty", description="A medical specialty; codes are Emhana's own until the official ones are mapped."
)
class Specialty:
    code: str
    name: str = computed(resolved.in_language, "In the viewer's language.", needs=resolved.NAMES)


@strawberry.type
class RegionQueries:
    @strawberry.field(description="All regions, by code.")
    async def regions(self, info: strawberry.Info) -> list[Region]:
        return await resolved.regions(info.context)

    @strawberry.field(description="All medical specialties, by name.")
    async def specialties(self, info: strawberry.Info) -> list[Specialty]:
        return await resolved.specialties(info.context)
