"""What somebody did in the last minutes, with a way back."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry import Info

from resolvers import recent_action as resolved
from resolvers.recent_action import ActionKind
from schema.attachment import Attachment
from schema.merge import Merge
from schema.patient import Patient
from schema.presenting import computed, context_of, presents

strawberry.enum(ActionKind, description="What was done.")


@presents(resolved.RecentAction, description="Something that you did just now.")
class RecentAction:
    at: datetime
    what: ActionKind
    message: str = computed(resolved.words, "In the viewer's language.")
    patient: Patient | None
    attachment: Attachment | None
    merge: Merge | None
    can_undo: bool
    undo_until: datetime | None


@strawberry.type
class RecentActionQueries:
    @strawberry.field(description="What you did last, newest first.")
    async def recent_actions(self, info: Info[Any, Any], first: int = 10) -> list[RecentAction]:
        return await resolved.recent(context_of(info), first)
