"""Two records of one person, made one and parted again."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry import Info

from resolvers import merge as resolved
from resolvers.account import names as account_names
from schema.enums import AvailableAction
from schema.inputs import given
from schema.node import Node
from schema.presenting import computed, context_of, gathered, one, presents
from schema.refusal import InvalidInput, Refused, StaleVersion

if TYPE_CHECKING:
    from schema.patient import Patient

LazyPatient = Annotated["Patient", strawberry.lazy("schema.patient")]


@presents(
    "merge",
    description="Two records of one person made one; nothing is lost, and each merge can be undone alone.",
)
class Merge(Node):
    survivor: LazyPatient | None = one("patient", by="survivor_id")
    merged: LazyPatient | None = one("patient", by="merged_id")
    merged_at: datetime
    merged_by: str | None = gathered(account_names, by="merged_by")
    reason: str
    undone_at: datetime | None
    undone_by: str | None = gathered(account_names, by="undone_by")
    available_actions: list[AvailableAction] = computed(
        resolved.available_actions, needs=("clinic_id", "undone_at")
    )


@strawberry.input(description="The survivor stays; the merged record points to it from now on.")
class MergePatientsInput:
    survivor_id: strawberry.ID
    survivor_version: int
    merged_id: strawberry.ID
    merged_version: int
    reason: str


@strawberry.input(description="Which merge, and why it was wrong.")
class UnmergePatientsInput:
    merge_id: strawberry.ID
    reason: str


MergePatientsResult = Annotated[
    Merge | StaleVersion | InvalidInput | Refused, strawberry.union("MergePatientsResult")
]
UnmergePatientsResult = Annotated[
    Merge | StaleVersion | InvalidInput | Refused, strawberry.union("UnmergePatientsResult")
]


@strawberry.type
class MergeMutations:
    @strawberry.mutation(description="Make two records of one person one.")
    async def merge_patients(self, info: Info[Any, Any], input: MergePatientsInput) -> MergePatientsResult:
        return await resolved.merge(context_of(info), given(input))

    @strawberry.mutation(
        description="Undo one merge: both records are as they were, later additions where they belong."
    )
    async def unmerge_patients(
        self, info: Info[Any, Any], input: UnmergePatientsInput
    ) -> UnmergePatientsResult:
        return await resolved.unmerge(context_of(info), given(input))
