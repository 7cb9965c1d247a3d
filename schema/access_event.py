"""The audit trail and the permission matrix."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import UNSET, Info

from resolvers import access_event as resolved
from schema.enums import Role
from schema.inputs import given
from schema.listing import listing
from schema.node import Connection, Node
from schema.presenting import context_of, gathered, presents

if TYPE_CHECKING:
    from schema.patient import Patient


@presents("access_event", description="One operation on record: who, when, what, which people, why.")
class AccessEvent(Node):
    at: datetime
    account_name: str
    role: Role | None
    clinic_name: str | None = gathered(resolved.clinic_names, by="clinic_id")
    operation: str
    purpose: str | None
    outcome: str
    patient_count: int
    address: str | None

    @strawberry.field(description="The people it showed whom you may see too; at most 50.")
    async def patients(
        self, info: Info[Any, Any]
    ) -> list[Annotated["Patient", strawberry.lazy("schema.patient")]]:
        return await resolved.people(context_of(info), self)


@strawberry.input(description="Events that meet every given condition.")
class AccessEventFilter:
    patient_id: strawberry.ID | None = UNSET
    account_id: strawberry.ID | None = UNSET
    operation: str | None = UNSET
    outcome: str | None = UNSET
    since: datetime | None = UNSET
    until: datetime | None = UNSET


@strawberry.type(description="One named action and the offices that have it.")
class PermissionRow:
    action: str
    description: str
    roles: list[Role]


@strawberry.type(description="Who may do what; the same table that the server asks.")
class PermissionMatrix:
    roles: list[Role]
    rows: list[PermissionRow]


@strawberry.type
class AccessEventQueries:
    @strawberry.field(description="The audit trail of your clinic or your regions, newest first.")
    async def access_events(
        self,
        info: Info[Any, Any],
        filter: AccessEventFilter | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[AccessEvent]:
        return await listing(info, "access_event", given(filter), None, (first, after, last, before))

    @strawberry.field(description="Every action with the offices that have it.")
    async def permission_matrix(self, info: Info[Any, Any]) -> PermissionMatrix:
        context = context_of(info)
        rows = resolved.permission_rows(context)
        return PermissionMatrix(
            roles=list(Role),
            rows=[
                PermissionRow(action=action, description=resolved.describe(action, context), roles=roles)
                for action, roles in rows
            ],
        )
