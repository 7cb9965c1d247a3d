"""Catchment areas: the streets that belong to each."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from db.queries.area import streets_of
from db.tables import AreaStreet
from resolvers.context import OperationContext


async def streets(context: OperationContext, area_ids: Sequence[UUID]) -> Mapping[UUID, list[AreaStreet]]:
    """Houses street by street, read together for all areas of the level."""
    return await streets_of(context.tx, area_ids)
