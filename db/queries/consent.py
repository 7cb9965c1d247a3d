"""Consents and refusals: the one that stands, and storing a new one."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from db.database import Transaction
from db.failures import constraint_of
from db.queries.visible import select_visible
from db.tables import Consent
from db.tables.base import table_of

CONSENT = table_of(Consent)


async def standing(tx: Transaction, patient_id: UUID, vaccine_group: str) -> Consent | None:
    """The consent or refusal that holds for a person and a group of vaccines: the newest that was not revoked."""
    statement = select_visible(Consent, tx.viewer).where(
        CONSENT.c.patient_id == patient_id,
        CONSENT.c.vaccine_group == vaccine_group,
        CONSENT.c.revoked_at.is_(None),
    )
    return await tx.first(Consent, statement)


async def add(tx: Transaction, row: Consent) -> Consent | None:
    """The new paper; None when one stands for the group already, also by a hair."""
    try:
        async with tx.savepoint():
            return await tx.insert(row)
    except IntegrityError as error:
        if constraint_of(error) == "uq_consent_standing":
            return None
        raise
