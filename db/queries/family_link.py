"""Family links: of people and of the records merged into them, and writing them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, any_, or_, select, update

from db.database import Transaction, stored
from db.queries.visible import (
    columns,
    for_viewers,
    select_visible,
    slot_values,
    table_of,
    uuid_array,
    visible,
)
from db.statement import Slot
from db.tables import FamilyLink, Patient
from domain.access import Viewer

LINK, PATIENT = table_of(FamilyLink), table_of(Patient)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which person a record belongs to now, and what an inverse tie depends on."""

    person_id: UUID
    sex: str


async def records_of(tx: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """Every visible record of these people, those merged into them too, each with the asked person's id."""
    found = await tx.found(_records_of(tx.viewer), ids=ids, **slot_values(tx.viewer))
    return {row.record: row.person for row in found}


@for_viewers
def _records_of(viewer: Viewer) -> Select[Any]:
    first = select(PATIENT.c.id.label("record"), PATIENT.c.id.label("person")).where(
        visible(Patient, viewer), PATIENT.c.id == any_(uuid_array(Slot("ids")))
    )
    tree = first.cte("tree", recursive=True)
    merged = (
        select(PATIENT.c.id, tree.c.person)
        .join(tree, PATIENT.c.merged_into == tree.c.record)
        .where(visible(Patient, viewer))
    )
    tree = tree.union(merged)
    return select(tree.c.record, tree.c.person)


async def identities(tx: Transaction, ids: Sequence[UUID]) -> Mapping[UUID, Identity]:
    """Whose these visible records are now: their own, or the survivor's at the end of the merges."""
    found = await tx.found(_identities(tx.viewer), ids=ids, **slot_values(tx.viewer))
    return {row.record: Identity(row.person, row.sex) for row in found}


@for_viewers
def _identities(viewer: Viewer) -> Select[Any]:
    first = select(
        PATIENT.c.id.label("record"), PATIENT.c.id.label("person"), PATIENT.c.merged_into, PATIENT.c.sex
    ).where(visible(Patient, viewer), PATIENT.c.id == any_(uuid_array(Slot("ids"))))
    chain = first.cte("chain", recursive=True)
    onward = (
        select(chain.c.record, PATIENT.c.id, PATIENT.c.merged_into, chain.c.sex)
        .join(chain, PATIENT.c.id == chain.c.merged_into)
        .where(visible(Patient, viewer))
    )
    chain = chain.union(onward)
    return select(chain.c.record, chain.c.person, chain.c.sex).where(chain.c.merged_into.is_(None))


async def of_records(tx: Transaction, ids: Sequence[UUID]) -> list[FamilyLink]:
    """The visible links that touch these records on either side; open ones first."""
    found = await tx.found(_of_records(tx.viewer), ids=ids, **slot_values(tx.viewer))
    return [stored(FamilyLink, row._asdict()) for row in found]


@for_viewers
def _of_records(viewer: Viewer) -> Select[Any]:
    keys = uuid_array(Slot("ids"))
    statement = select_visible(FamilyLink, viewer).where(
        or_(LINK.c.patient_id == any_(keys), LINK.c.relative_id == any_(keys))
    )
    return statement.order_by(LINK.c.until.desc().nulls_first(), LINK.c.id)


async def add(tx: Transaction, link: FamilyLink) -> FamilyLink:
    return await tx.insert(link)


async def locked(tx: Transaction, link_id: UUID) -> FamilyLink | None:
    return await tx.first(
        FamilyLink, select_visible(FamilyLink, tx.viewer).where(LINK.c.id == link_id).with_for_update()
    )


async def end(tx: Transaction, link: FamilyLink, on: date) -> FamilyLink:
    statement = update(LINK).where(LINK.c.id == link.id).values(until=on)
    return await tx.one(FamilyLink, statement.returning(*columns(FamilyLink, tx.viewer)))
