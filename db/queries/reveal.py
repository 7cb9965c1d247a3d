"""Identities opened to one account for a while."""

from datetime import datetime
from uuid import UUID

from db import tables
from db.database import Transaction
from db.queries.visible import select_visible
from db.tables.base import table_of
from domain.access import Viewer

PATIENT = table_of(tables.Patient)


async def patient(tx: Transaction, viewer: Viewer, patient_id: UUID) -> tables.Patient | None:
    """One person, masked or not as the viewer may see them."""
    return await tx.first(
        tables.Patient, select_visible(tables.Patient, viewer).where(PATIENT.c.id == patient_id)
    )


async def open_identity(
    tx: Transaction, viewer: Viewer, person: tables.Patient, reason: str, until: datetime
) -> None:
    """Keep that this account may see this person until a moment, and why."""
    await tx.execute(
        table_of(tables.Reveal)
        .insert()
        .values(
            account_id=viewer.account_id,
            patient_id=person.id,
            clinic_id=person.clinic_id,
            reason=reason,
            until=until,
        )
        .inline()
    )
