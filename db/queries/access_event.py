"""The audit trail: what an operation collects while it runs, and the one row that it leaves."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from db.database import Transaction
from db.tables.access_event import AccessEvent
from domain.access import Viewer


class Outcome(StrEnum):
    """How an operation ended. `REFUSED`: a refusal as a value; `FORBIDDEN`: a missing permission."""

    DONE = "DONE"
    REFUSED = "REFUSED"
    FORBIDDEN = "FORBIDDEN"
    FAILED = "FAILED"


@dataclass(slots=True)
class Audit:
    """Collects during one operation which patients it returned, why they were read, and what it changed."""

    patient_ids: set[UUID] = field(default_factory=set)
    purpose: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome = Outcome.DONE

    def returned(self, *patient_ids: UUID) -> None:
        self.patient_ids.update(patient_ids)

    def because(self, purpose: str) -> None:
        self.purpose = purpose


async def record(
    tx: Transaction,
    viewer: Viewer,
    *,
    operation: str,
    document: str | None,
    audit: Audit,
    address: str | None,
    trace_id: str | None,
) -> None:
    """Write the operation's row. If this raises, the operation must fail: no answer leaves without it."""
    await tx.execute(
        insert(AccessEvent).values(
            account_id=viewer.account_id,
            account_name=viewer.name,
            role=viewer.role,
            clinic_id=viewer.clinic_id,
            session_id=viewer.session_id,
            operation=operation,
            document=document,
            patient_ids=sorted(audit.patient_ids),
            patient_count=len(audit.patient_ids),
            purpose=audit.purpose,
            outcome=audit.outcome,
            changes=audit.changes,
            address=address,
            trace_id=trace_id,
        )
    )
