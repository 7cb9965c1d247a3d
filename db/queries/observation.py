"""Observations: the one of a kind that stands, and what rules must know of people whoever asks."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, Text, Uuid, cast, func, literal, select
from sqlalchemy import column as named

from db.database import Transaction
from db.queries.expressions import uuid_array
from db.queries.visible import select_visible
from db.tables import Observation
from db.tables.base import table_of

OBSERVATION = table_of(Observation)


async def standing(tx: Transaction, patient_id: UUID, kind: str) -> Observation | None:
    """The observation of a kind that was neither ended nor voided."""
    statement = select_visible(Observation, tx.viewer).where(
        OBSERVATION.c.patient_id == patient_id,
        OBSERVATION.c.kind == kind,
        OBSERVATION.c.voided_at.is_(None),
        OBSERVATION.c.ended_at.is_(None),
    )
    return await tx.first(Observation, statement)


async def of_records(tx: Transaction, records: Iterable[UUID], by: datetime | None) -> Sequence[Any]:
    """Record, kind and day of what stands for these records, as known at a moment; null is now.

    Also for who may not see the rows: a plan is the same for everybody, and names nothing confidential.
    """
    moment = cast(literal(by), DateTime(timezone=True))
    found = func.observations_of(uuid_array(tuple(records)), moment).table_valued(
        named("patient_id", Uuid), named("kind", Text), named("since", Date)
    )
    return await tx.rows(select(found.c.patient_id, found.c.kind, found.c.since))
