"""Family links: of people and of the records merged into them, and writing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    SelectBase,
    Subquery,
    any_,
    func,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UuidType

from db.database import Transaction
from db.queries.expressions import uuid_array
from db.queries.visible import columns, for_viewers, select_visible, slot_values, visible
from db.statement import Slot
from db.tables import FamilyLink, Patient
from db.tables.base import table_of
from domain.access import Viewer

LINK, PATIENT = table_of(FamilyLink), table_of(Patient)


@dataclass(frozen=True, slots=True)
class End:
    """One end of a link: the asked person whose record it is, if any, and whose it is now, if that may be seen."""

    asked: UUID | None
    person: UUID | None
    sex: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A link as it is stored, with both its ends."""

    id: UUID
    tie: str
    since: date | None
    until: date | None
    patient: End
    relative: End


async def links_of(tx: Transaction, ids: Sequence[UUID]) -> list[Linked]:
    """The visible links of these people and of all records merged into them, open ones first."""
    found = await tx.found(_links_of(tx.viewer), ids=ids, **slot_values(tx.viewer))
    return [Linked(row.id, row.tie, row.since, row.until, End(*row[4:7]), End(*row[7:])) for row in found]


@for_viewers
def _links_of(viewer: Viewer) -> Select[Any]:
    records = _records_of(viewer)
    held = _as_array(select(records.c.record))
    links = (
        select(LINK)
        .where(visible(FamilyLink, viewer), or_(LINK.c.patient_id == any_(held), LINK.c.relative_id == any_(held)))
        .cte("link")
        .prefix_with("materialized")
    )
    whose = _whose(viewer, links)
    mine, theirs, patient, relative = (
        found.alias(name)
        for found, name in ((records, "mine"), (records, "theirs"), (whose, "patients"), (whose, "relatives"))
    )
    ends = [mine.c.person, patient.c.person, patient.c.sex, theirs.c.person, relative.c.person, relative.c.sex]
    joined = (
        links.outerjoin(mine, mine.c.record == links.c.patient_id)
        .outerjoin(theirs, theirs.c.record == links.c.relative_id)
        .outerjoin(patient, patient.c.record == links.c.patient_id)
        .outerjoin(relative, relative.c.record == links.c.relative_id)
    )
    found = select(links.c.id, links.c.tie, links.c.since, links.c.until, *ends).select_from(joined)
    return found.order_by(links.c.until.desc().nulls_first(), links.c.id)


def _records_of(viewer: Viewer) -> CTE:
    """Every visible record of the people in the slot, those merged into them too, each with the asked person."""
    first = select(PATIENT.c.id.label("record"), PATIENT.c.id.label("person")).where(
        visible(Patient, viewer), PATIENT.c.id == any_(uuid_array(Slot("ids")))
    )
    tree = first.cte("tree", recursive=True)
    merged = (
        select(PATIENT.c.id, tree.c.person)
        .join(tree, PATIENT.c.merged_into == tree.c.record)
        .where(visible(Patient, viewer))
    )
    return tree.union(merged)


def _whose(viewer: Viewer, links: CTE) -> Subquery:
    """Whose the visible records at the links' ends are now: their own, or the survivor's at the end of the merges."""
    ends = _as_array(union(select(links.c.patient_id), select(links.c.relative_id)))
    first = select(
        PATIENT.c.id.label("record"), PATIENT.c.id.label("person"), PATIENT.c.merged_into, PATIENT.c.sex
    ).where(visible(Patient, viewer), PATIENT.c.id == any_(ends))
    chain = first.cte("chain", recursive=True)
    onward = (
        select(chain.c.record, PATIENT.c.id, PATIENT.c.merged_into, chain.c.sex)
        .join(chain, PATIENT.c.id == chain.c.merged_into)
        .where(visible(Patient, viewer))
    )
    chain = chain.union(onward)
    return (
        select(chain.c.record, chain.c.person, chain.c.sex).where(chain.c.merged_into.is_(None)).subquery("whose")
    )


def _as_array(found: SelectBase) -> ColumnElement[Any]:
    """Looked up first and by index, which an `in` beside an `or` is not."""
    return func.array(found.scalar_subquery(), type_=ARRAY(UuidType))


async def add(tx: Transaction, link: FamilyLink) -> FamilyLink:
    """Store a tie that domain/family_link.py found possible; who may is asked before."""
    return await tx.insert(link)


async def locked(tx: Transaction, link_id: UUID) -> FamilyLink | None:
    """The link, so that nobody else ends it meanwhile; None when the viewer may not see it."""
    return await tx.first(
        FamilyLink, select_visible(FamilyLink, tx.viewer).where(LINK.c.id == link_id).with_for_update()
    )


async def end(tx: Transaction, link: FamilyLink, on: date) -> FamilyLink:
    """The tie held until that day; the row stays."""
    statement = update(LINK).where(LINK.c.id == link.id).values(until=on)
    return await tx.one(FamilyLink, statement.returning(*columns(FamilyLink, tx.viewer)))
