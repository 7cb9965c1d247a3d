"""School classes and kindergarten groups: how they are listed, who is in them."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, false, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from db.database import Transaction
from db.queries.conditions import Filters, Orders, Scope, by, equals
from db.queries.expressions import uuid_array
from db.queries.visible import columns, select_visible, visible
from db.tables import OrganisedGroup, OrganisedGroupMember
from db.tables.base import given_of, table_of
from domain.access import Action
from domain.organised_group import OrganisedGroupKind

GROUP, MEMBER = table_of(OrganisedGroup), table_of(OrganisedGroupMember)

GROUP_FILTERS: Filters = {
    "clinic_id": equals(GROUP.c.clinic_id),
    "kind": equals(GROUP.c.kind),
    "name": lambda value, scope: _named(value, scope),
    "closed": equals(GROUP.c.closed),
}
GROUP_ORDERS: Orders = {"NAME": by(GROUP.c.sort_key)}


def _named(name: str, scope: Scope) -> ColumnElement[bool]:
    """None for who may not know the names."""
    if not scope.viewer.can(Action.READ_IDENTITY):
        return false()
    return func.lower(GROUP.c.name).contains(name.lower(), autoescape=True)


def holds(on: date) -> ColumnElement[bool]:
    """Memberships that hold on a day; `until` is the first that no longer counts."""
    return and_(MEMBER.c.since <= on, or_(MEMBER.c.until.is_(None), MEMBER.c.until > on))


async def add_or_find(tx: Transaction, row: OrganisedGroup) -> OrganisedGroup:
    """The class of that name, new where the clinic has none."""
    given = given_of(row) | {"closed": False, "version": 1}
    await tx.execute(upsert(GROUP).values(**given).on_conflict_do_nothing())
    mine = [GROUP.c[name] == given[name] for name in ("clinic_id", "kind", "name", "class_name")]
    return await tx.one(OrganisedGroup, select_visible(OrganisedGroup, tx.viewer).where(*mine))


async def named(tx: Transaction, row: OrganisedGroup, name: str, class_name: str) -> OrganisedGroup | None:
    """Another class of the clinic that has this name already."""
    others = (GROUP.c.clinic_id == row.clinic_id) & (GROUP.c.kind == row.kind) & (GROUP.c.id != row.id)
    mine = select_visible(OrganisedGroup, tx.viewer).where(
        others, GROUP.c.name == name, GROUP.c.class_name == class_name
    )
    return await tx.first(OrganisedGroup, mine)


async def of_school(tx: Transaction, clinic_id: UUID, name: str) -> list[OrganisedGroup]:
    """The open classes of a school, locked against another year's move."""
    mine = select_visible(OrganisedGroup, tx.viewer).where(
        GROUP.c.clinic_id == clinic_id,
        GROUP.c.kind == OrganisedGroupKind.SCHOOL,
        GROUP.c.name == name,
        GROUP.c.closed.is_(False),
    )
    return await tx.all(OrganisedGroup, mine.order_by(GROUP.c.id).with_for_update())


async def empty(tx: Transaction, group_id: UUID, until: date) -> int:
    """Everybody leaves a class on a day; how many that were."""
    standing = (MEMBER.c.group_id == group_id) & or_(MEMBER.c.until.is_(None), MEMBER.c.until > until)
    left = update(MEMBER).where(standing).values(until=func.greatest(MEMBER.c.since, until))
    return int((await tx.execute(left)).rowcount)


async def memberships(tx: Transaction, patient_id: UUID) -> list[OrganisedGroupMember]:
    """Past ones too, the oldest first."""
    statement = select_visible(OrganisedGroupMember, tx.viewer).where(MEMBER.c.patient_id == patient_id)
    return await tx.all(OrganisedGroupMember, statement.order_by(MEMBER.c.since))


async def end(tx: Transaction, row: OrganisedGroupMember, until: date) -> OrganisedGroupMember:
    """The membership ends; on its own first day it is emptied."""
    statement = update(MEMBER).where(MEMBER.c.id == row.id).values(until=max(until, row.since))
    return await tx.one(OrganisedGroupMember, statement.returning(*columns(OrganisedGroupMember, tx.viewer)))


async def of_patients(
    tx: Transaction, patient_ids: Sequence[UUID], on: date
) -> Mapping[UUID, OrganisedGroup]:
    """The group in which each is on that day, for those of whom the viewer may know it."""
    statement = (
        select(MEMBER.c.patient_id.label("whose"), *columns(OrganisedGroup, tx.viewer))
        .join(GROUP, GROUP.c.id == MEMBER.c.group_id)
        .where(
            MEMBER.c.patient_id == any_(uuid_array(tuple(patient_ids))),
            holds(on),
            visible(OrganisedGroupMember, tx.viewer),
            visible(OrganisedGroup, tx.viewer),
        )
    )
    found = {}
    for row in await tx.rows(statement):
        values = dict(row._mapping)
        found[values.pop("whose")] = OrganisedGroup.model_construct(**values)
    return found


async def sizes(tx: Transaction, group_ids: Sequence[UUID], on: date) -> Mapping[UUID, int]:
    """How many people each class or group has on a day; empty ones are missing."""
    statement = (
        select(MEMBER.c.group_id, func.count().label("people"))
        .where(
            MEMBER.c.group_id == any_(uuid_array(tuple(group_ids))),
            holds(on),
            visible(OrganisedGroupMember, tx.viewer),
        )
        .group_by(MEMBER.c.group_id)
    )
    return {row.group_id: row.people for row in await tx.rows(statement)}
